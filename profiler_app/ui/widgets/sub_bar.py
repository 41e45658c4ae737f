"""The bar over a page one comes to from another: back, what it is, what can be done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.widgets.buttons import IconButton
from profiler_app.ui.widgets.labels import ElidedLabel
from profiler_app.ui.widgets.surface import Bar


class SubBar(Bar):
    """``back`` when one wants to where one came from."""

    back = Signal()

    def __init__(self, *acts: QWidget) -> None:
        super().__init__(52, spacing=8)
        self._back = IconButton("arrow-left", "-")
        self._back.clicked.connect(self.back)
        self._title, self._note = (
            ElidedLabel("", "strong"),
            ElidedLabel("", "caption", "text.tertiary"),
        )
        self.row.setContentsMargins(12, 0, 20, 0)
        self.row.addWidget(self._back)
        self.row.addWidget(self._title)
        self.row.addWidget(self._note)
        self.row.addStretch(1)
        for act in acts:
            self.row.addWidget(act)
        self.retranslate()

    def retranslate(self) -> None:
        """Show the name of the way back in the current language."""
        self._back.set_name(COMMANDS["back"].hint)

    def say(self, title: str, note: str = "") -> None:
        """Name what the page shows."""
        self._title.setText(title)
        self._note.setText(note)

    def title(self) -> str:
        """Return what the page shows."""
        return self._title.text()
