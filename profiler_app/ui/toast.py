"""A short message at the foot of the page, with Undo where something can be undone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from profiler_app.domain.text import _
from profiler_app.ui import theme
from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.floating import FloatingSheet
from profiler_app.ui.widgets.labels import Label

_SECONDS, _SECONDS_WITH_UNDO = 6, 10


class _Action(QAbstractButton):
    """The word Undo with its key, as text on the dark sheet."""

    def __init__(self) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        """As wide as the text."""
        look = theme.current()
        self.setFont(look.font("strong"))
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + look.px(8), look.px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text; underlined while it has the focus or the mouse."""
        painter = QPainter(self)
        font = theme.current().font("strong")
        font.setUnderline(self.hasFocus() or self.underMouse())
        painter.setFont(font)
        painter.setPen(theme.current().color("toast.action"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class Toast(FloatingSheet):
    """One message at a time, the newest wins; it waits while the mouse is on it."""

    undo_asked = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, fill="toast.bg", border="toast.bg")
        self._operation: int | None = None
        self._text = Label(color="toast.text")
        self._undo = _Action()
        self._undo.clicked.connect(self._ask_undo)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(16)
        row.addWidget(self._text)
        row.addWidget(self._undo)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, text: str, undo_operation: int | None) -> None:
        """Show a message; with an operation, offer to undo it for ten seconds."""
        self._operation = undo_operation
        self._text.setText(text)
        key = QKeySequence(COMMANDS["undo"].keys[0])
        shown = key.toString(QKeySequence.SequenceFormat.NativeText)
        self._undo.setText(f"{_('Undo')}  {shown}")
        self._undo.setVisible(undo_operation is not None)
        self.setFixedHeight(theme.current().px(44))
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self._wait()

    def place(self) -> None:
        """Stand in the middle of the foot of the page."""
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
