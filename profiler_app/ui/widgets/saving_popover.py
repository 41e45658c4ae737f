"""A sheet over the page that takes something down: Enter is its button."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.popover import Popover


class SavingPopover(Popover):
    """A title, fields, a hint and one button; it is gone once it is closed."""

    def __init__(self, title: str, button: str, parent: QWidget, *, width: int) -> None:
        super().__init__(parent, width=width)
        self.save = Button(button, kind="primary", small=True)
        self.hint = Label("", "caption", "text.tertiary", wrap=True)
        self.body.addWidget(Label(title, "strong"))
        self.save.clicked.connect(self.finish)
        self.closed.connect(self.deleteLater)

    def add_fields(self, *fields: QWidget) -> None:
        """Put the fields below the title, the hint and the button below them."""
        for field in fields:
            self.body.addWidget(field)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.save)
        self.body.addWidget(self.hint)
        self.body.addLayout(foot)

    def finish(self) -> None:
        """Take what was typed; the button was pressed."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save.click()
        else:
            super().keyPressEvent(event)
