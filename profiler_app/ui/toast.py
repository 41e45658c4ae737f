"""A short message at the foot of the page, with Undo where something can be undone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from profiler_app.domain.text import _
from profiler_app.ui import theme

_SECONDS, _SECONDS_WITH_UNDO = 6, 10


class Toast(QFrame):
    """One message at a time, the newest wins; it waits while the mouse or the focus is on it."""

    undo_asked = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._operation: int | None = None
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setObjectName("toastText")
        self._undo = QPushButton()
        self._undo.setObjectName("toastAction")
        self._undo.setCursor(Qt.CursorShape.PointingHandCursor)
        self._undo.clicked.connect(self._ask_undo)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(12)
        row.addWidget(self._text)
        row.addWidget(self._undo)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, text: str, undo_operation: int | None) -> None:
        """Show a message; with an operation, offer to undo it for ten seconds."""
        self._operation = undo_operation
        self._text.setText(text)
        self._undo.setText(_("Undo"))
        self._undo.setVisible(undo_operation is not None)
        self.setFixedHeight(theme.current().px(44))
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self._wait()

    def place(self) -> None:
        """Stand in the middle of the foot of the window's page area."""
        area = self.parentWidget().rect()
        self.move(QPoint((area.width() - self.width()) // 2, area.height() - self.height() - 44))

    @property
    def operation(self) -> int | None:
        """The operation that can be undone now."""
        return self._operation if self.isVisible() else None

    def _wait(self) -> None:
        seconds = _SECONDS if self._operation is None else _SECONDS_WITH_UNDO
        self._timer.start(1_000 * seconds)

    def _ask_undo(self) -> None:
        self.hide()
        if self._operation is not None:
            self.undo_asked.emit(self._operation)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Wait as long as somebody looks."""
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Go on counting."""
        self._wait()
