"""What stands where there is nothing yet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from profiler_app.ui import icons
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button, Kind
from profiler_app.ui.widgets.labels import Label

_WIDTH = 420
_ICON = 32


class EmptyState(QWidget):
    """An icon, a heading, a sentence and what one can do about it, in the middle of the room."""

    def __init__(
        self, icon: str, title: str, text: str = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._sign = QLabel()
        self._title = Label("", "heading")
        self._text = Label("", "body", "text.secondary", wrap=True)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(10)
        self._buttons.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(8)
        column.addStretch(2)
        for label in (self._sign, self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            row = QHBoxLayout()  # between two stretches a wrapped text learns its real height
            row.addStretch()
            row.addWidget(label)
            row.addStretch()
            column.addLayout(row)
        column.addSpacing(6)
        column.addLayout(self._buttons)
        column.addStretch(3)
        self.set_message(title, text)
        self._dress()
        current().changed.connect(self._dress)

    def set_message(self, title: str, text: str = "") -> None:
        """Say something else."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.setAccessibleName(f"{title} {text}".strip())

    def add_button(
        self, text: str, action: Callable[[], object], *, kind: Kind = "secondary"
    ) -> Button:
        """Add a button behind those there are."""
        button = Button(text, kind=kind)
        button.clicked.connect(lambda _on=False: action())
        self._buttons.addWidget(button)
        return button

    def _dress(self) -> None:
        ratio = self.devicePixelRatioF()
        self._sign.setPixmap(icons.pixmap(self._icon, "text.tertiary", _ICON, ratio))
        self._text.setFixedWidth(current().px(_WIDTH))
