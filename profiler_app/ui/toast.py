"""A short message at the foot of the page, with Undo where something can be undone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QWidget

from profiler_app.domain.text import _
from profiler_app.ui import icons, theme
from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.floating import SHADOW, FloatingSheet
from profiler_app.ui.session_edits import Undo
from profiler_app.ui.widgets.labels import ElidedLabel

_WIDEST = 440


class _Word(QAbstractButton):
    """A word, or a cross, that can be pressed on the dark sheet."""

    def __init__(self, icon: str | None = None) -> None:
        super().__init__()
        self._icon = icon
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        """As wide as the word."""
        look = theme.current()
        if self._icon:
            return QSize(look.px(26), look.px(26))
        self.setFont(look.font("strong"))
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + look.px(8), look.px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the word; underlined while it has the focus or the mouse."""
        look = theme.current()
        painter = QPainter(self)
        lit = self.hasFocus() or self.underMouse()
        if self._icon:
            token = "toast.action" if lit else "toast.text"
            side = look.px(16)
            at = (self.width() - side) / 2
            icons.paint(painter, at, at, self._icon, token, size=side)
            return
        font = look.font("strong")
        font.setUnderline(lit)
        painter.setFont(font)
        painter.setPen(look.color("toast.action"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class Toast(FloatingSheet):
    """One message at a time, the newest wins; it waits while the mouse is on it."""

    undo_asked = Signal(object)

    def __init__(self, parent: QWidget, beside: QWidget) -> None:
        super().__init__(parent, fill="toast.bg", border="toast.bg")
        self._operation: Undo | None = None
        self._beside = beside
        beside.installEventFilter(self)
        self._left_ms = 0
        self._sign = QLabel()
        self._text = ElidedLabel(color="toast.text")
        self._undo = _Word()
        self._undo.clicked.connect(self._ask_undo)
        self._close = _Word("x")
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 9, 0)
        row.setSpacing(12)
        for widget in (self._sign, self._text, self._undo, self._close):
            row.addWidget(widget)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, text: str, undo_operation: Undo | None) -> None:
        """Show a message; with something to undo, offer that for ten seconds."""
        self._operation = undo_operation
        self._text.setText(text)
        self.setAccessibleName(text)
        key = QKeySequence(COMMANDS["undo"].keys[0])
        shown = key.toString(QKeySequence.SequenceFormat.NativeText)
        self._undo.setText(f"{_('Undo')}  {shown}")
        self._undo.setVisible(undo_operation is not None)
        self._close.setAccessibleName(_("Close"))
        self.fit()
        self.show()
        self.raise_()
        token = "toast_ms" if undo_operation is None else "undo_toast_ms"
        self._timer.start(theme.motion_ms(token))

    def fit(self) -> None:
        """Take the size of the message, at most 440 wide."""
        look, shadow = theme.current(), 2 * SHADOW
        side = look.px(16)
        self._sign.setPixmap(
            icons.pixmap("circle-check", "toast.action", side, self.devicePixelRatioF())
        )
        self.setFixedHeight(look.px(44) + shadow)
        self.setMaximumWidth(look.px(_WIDEST) + shadow)
        super().fit()

    def place(self) -> None:
        """Stand in the middle, or left of the task card where both do not fit."""
        super().place()
        room = self._beside.x() - self.width() + SHADOW
        if self._beside.isVisible() and self.x() > room:
            self.move(max(0, room), self.y())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give way to the task card."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Move):
            self.place()
        return super().eventFilter(watched, event)

    @property
    def operation(self) -> Undo | None:
        """What can be undone now."""
        return self._operation if self.isVisible() else None

    def _ask_undo(self) -> None:
        self.hide()
        if self._operation is not None:
            self.undo_asked.emit(self._operation)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Wait as long as somebody looks."""
        self._left_ms = self._timer.remainingTime()
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Go on counting."""
        self._timer.start(max(self._left_ms, 1_000))
