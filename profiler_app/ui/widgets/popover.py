"""A framed sheet over the page, next to the widget it belongs to."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from profiler_app.ui.reading_order import go_on
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.painting import fill_round

_SHADOW = 14  # room around the frame for its shadow
_RADIUS = 10
_GAP = 4


class Popover(QWidget):
    """Closes on Esc or a click elsewhere and gives the focus back; fill it through ``body``."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None, *, width: int | None = None) -> None:
        flags = Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint
        super().__init__(parent, flags | Qt.WindowType.NoDropShadowWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.body = QVBoxLayout(self)
        edge = _SHADOW + 1
        self.body.setContentsMargins(edge + 12, edge + 12, edge + 12, edge + 12)
        self.body.setSpacing(8)
        self._opener: QWidget | None = None
        if width is not None:
            self.setFixedWidth(current().px(width) + 2 * edge)

    def set_padding(self, padding: int) -> None:
        """Set the distance from the frame to what is inside."""
        edge = _SHADOW + 1 + padding
        self.body.setContentsMargins(edge, edge, edge, edge)

    def show_below(self, opener: QWidget, *, align_right: bool = False) -> None:
        """Open under a widget, or above it where the screen ends."""
        self.show_at(QRect(opener.mapToGlobal(QPoint(0, 0)), opener.size()), align_right)
        self._opener = opener

    def show_at(self, anchor: QRect, align_right: bool = False) -> None:
        """Open under a rectangle of the screen, such as the cell of a table."""
        self._opener = None
        self.adjustSize()
        left = anchor.right() - self.width() + _SHADOW if align_right else anchor.left() - _SHADOW
        top = anchor.bottom() + _GAP - _SHADOW
        screen = self.screen().availableGeometry()
        if top + self.height() - _SHADOW > screen.bottom():
            above = anchor.top() - _GAP - self.height() + _SHADOW
            top = above if above >= screen.top() - _SHADOW else screen.bottom() - self.height()
        left = max(screen.left() - _SHADOW, min(left, screen.right() - self.width() + _SHADOW))
        self.move(left, top)
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the shadow and the frame."""
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(_SHADOW, _SHADOW, -_SHADOW, -_SHADOW)
        paint_shadow(painter, frame, _RADIUS)
        fill_round(painter, frame, _RADIUS, theme.color("bg.raised"), theme.color("border.strong"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Go round inside the sheet in reading order."""
        return go_on(self, forward=next)

    def hideEvent(self, event: QHideEvent) -> None:
        """Give the focus back to where it was opened."""
        super().hideEvent(event)
        opener = self._opener  # a list read anew meanwhile has taken its row away
        if opener is not None and shiboken6.isValid(opener) and opener.isVisible():
            opener.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()


def paint_shadow(painter: QPainter, frame: QRectF, radius: float) -> None:
    """Paint a soft shadow, a little lower than the frame, without an effect on the widget."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 4 if current().mode == "light" else 10))
    for spread in range(1, _SHADOW - 3):
        grown = frame.adjusted(-spread, 3 - spread, spread, 3 + spread)
        painter.drawRoundedRect(grown, radius + spread, radius + spread)
