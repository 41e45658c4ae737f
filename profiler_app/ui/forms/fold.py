"""A part of a form that is folded until it is needed; its head says how much is filled in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Hairline


class Fold(QWidget):
    """``make`` is called when it opens for the first time."""

    def __init__(self, title: str, make: Callable[[], QWidget]) -> None:
        super().__init__()
        self._make: Callable[[], QWidget] | None = make
        self._inside: QWidget | None = None
        self.button = Button(title, kind="ghost", icon="chevron-right")
        self.button.clicked.connect(self.toggle)
        self._note = Label("", "caption", "text.tertiary")
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.button)
        head.addWidget(self._note, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(Hairline())
        self._column.addLayout(head)

    def set_note(self, text: str) -> None:
        """Say how much is filled in."""
        self._note.setText(text)

    def open(self) -> None:
        """Open, if it is folded."""
        if self._inside is None or self._inside.isHidden():
            self.toggle()

    def toggle(self) -> None:
        """Open or fold."""
        if self._make is not None:
            self._inside = self._make()
            self._make = None
            self._column.addWidget(self._inside)
            self._show(on=True)
        elif self._inside is not None:
            self._show(on=self._inside.isHidden())

    def _show(self, *, on: bool) -> None:
        assert self._inside is not None
        self._inside.setVisible(on)
        self.button.set_icon("chevron-down" if on else "chevron-right")
