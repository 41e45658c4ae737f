"""Shapes that several widgets paint alike."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from profiler_app.ui.theme import current

_RING = 2
_RING_GAP = 1.5
_MOST_STAMPS = 2_000

_stamps: dict[Hashable, QPixmap] = {}


def stamp(
    painter: QPainter,
    box: QRect,
    key: tuple[Hashable, ...],
    paint: Callable[..., None],
    *how: Any,
) -> None:
    """Paint something small as a picture that is made once and kept: lists paint it often.

    ``paint(painter, rect, *how)`` makes it; ``key`` says all its looks depend on beside its size.
    """
    ratio = painter.device().devicePixelRatioF()
    whole = (*key, box.width(), box.height(), ratio)
    picture = _stamps.get(whole)
    if picture is None:
        picture = QPixmap(box.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        inner = QPainter(picture)
        inner.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(inner, QRect(QPoint(), box.size()), *how)
        inner.end()
        while len(_stamps) >= _MOST_STAMPS:
            del _stamps[next(iter(_stamps))]
        _stamps[whole] = picture
    painter.drawPixmap(box.topLeft(), picture)


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


def paint_check(painter: QPainter, box: QRectF, state: Qt.CheckState) -> None:
    """Paint a tick box: empty, ticked or, for some of many, with a bar."""
    theme = current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if state == Qt.CheckState.Unchecked:
        fill_round(painter, box, 4, theme.color("bg.surface"), theme.color("border.control"))
    else:
        fill_round(painter, box, 4, theme.color("accent"))
        pen = QPen(theme.color("text.onAccent"), 1.75)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        whole = state == Qt.CheckState.Checked
        marks = ((0.26, 0.52), (0.43, 0.69), (0.75, 0.33)) if whole else ((0.28, 0.5), (0.72, 0.5))
        painter.drawPolyline(
            [QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in marks]
        )
    painter.restore()
