"""Shapes that several widgets paint alike."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from profiler_app.ui.theme import current

_RING = 2
_RING_GAP = 1.5


def fill_round(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: QColor | None,
    border: QColor | None = None,
) -> None:
    """Paint a rounded box; its border of one pixel lies inside ``rect``."""
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(border, 1) if border is not None else Qt.PenStyle.NoPen)
    if border is not None:
        rect = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(rect, radius, radius)


def focus_ring(painter: QPainter, rect: QRectF, radius: float) -> QRectF:
    """Paint the ring of the focus inside ``rect``; return what is left for the widget itself."""
    half = _RING / 2
    painter.setPen(QPen(current().color("border.focus"), _RING))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius)
    inset = _RING + _RING_GAP
    return rect.adjusted(inset, inset, -inset, -inset)


def dot(painter: QPainter, x: float, middle: float, diameter: float, color: QColor) -> None:
    """Paint a round dot whose left edge is at ``x``, centred on ``middle``."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(QRectF(x, middle - diameter / 2, diameter, diameter))
