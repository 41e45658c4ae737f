"""A ring in a line of text that shows how much is known."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from profiler_app.ui.theme import current

_STROKE = 2.5
_FULL_TURN = 360 * 16  # Qt counts sixteenths of a degree
_TOP = 90 * 16


def paint_ring(painter: QPainter, rect: QRectF, fraction: float) -> None:
    """Paint a ring filled clockwise from the top; a full one is green."""
    theme = current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = _STROKE / 2
    box = rect.adjusted(half, half, -half, -half)
    painter.setPen(QPen(theme.color("border.strong"), _STROKE))
    painter.drawEllipse(box)
    pen = QPen(theme.color("success" if fraction >= 1 else "accent"), _STROKE)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawArc(box, _TOP, -round(_FULL_TURN * max(0.0, min(1.0, fraction))))
    painter.restore()


def paint_sparkline(
    painter: QPainter, rect: QRectF, values: Sequence[float], color: QColor
) -> None:
    """Paint values from left to right over the whole height, the last one marked with a dot."""
    if len(values) < 2:
        return
    low, high = min(values), max(values)
    room = rect.adjusted(2, 3, -4, -3)
    step = room.width() / (len(values) - 1)
    span = (high - low) or 1.0
    flat = 0.5 if high == low else 0.0
    points = [
        QPointF(room.left() + at * step, room.bottom() - ((v - low) / span + flat) * room.height())
        for at, v in enumerate(values)
    ]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(color, 1.75)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline(points)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(points[-1], 2.75, 2.75)
    painter.restore()


class ProgressRing(QWidget):
    """How much of something is there, as a ring."""

    def __init__(self, fraction: float = 0.0, size: int = 14, parent: QWidget | None = None):
        super().__init__(parent)
        self._fraction, self._size = fraction, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        current().changed.connect(self.updateGeometry)

    def set_fraction(self, fraction: float) -> None:
        """Show another part of the whole, 0 to 1."""
        self._fraction = fraction
        self.update()

    def sizeHint(self) -> QSize:
        """Return a square."""
        side = current().px(self._size)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ring."""
        paint_ring(QPainter(self), QRectF(self.rect()), self._fraction)
