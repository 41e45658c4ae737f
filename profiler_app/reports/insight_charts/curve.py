"""The curve of concentration: how much of the value so many of the customers bring."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from profiler_app.domain.insights import Chart
from profiler_app.domain.text import _, pgettext
from profiler_app.reports.insight_charts.look import (
    CENTRE,
    RIGHT,
    Hit,
    Lit,
    Look,
    line,
    text_width,
    write,
)

_TICKS = (0.0, 0.2, 0.5, 1.0)
_LEVELS = (0.0, 0.5, 1.0)
_TOLD = 0.2


def paint_curve(painter: QPainter, box: QRectF, chart: Chart, look: Look, lit: Lit) -> list[Hit]:
    """Paint axes, curve and the point told about; each twentieth of the width is a mark."""
    if not chart.points:
        return []
    left = text_width("100%", "caption", look) + look.px(8)
    area = box.adjusted(left, look.px(8), -look.px(18), -look.px(22))
    _axes(painter, area, look)
    spots = [_spot(area, x, y) for x, y in chart.points]
    fill = QColor(look.color("accent"))
    fill.setAlphaF(0.09)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawPolygon(QPolygonF([*spots, area.bottomRight(), area.bottomLeft()]))
    line(painter, area.bottomLeft(), area.topRight(), look.chart("muted"), dashed=True)
    painter.setPen(QPen(look.color("accent"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(spots))
    told = next(iter(lit.chosen), None)
    told = lit.hovered if told is None else told
    told = lit.focused if told is None else told
    if told is None:
        told = min(range(len(chart.marks)), key=lambda at: abs(_share(chart, at) - _TOLD))
    _even(painter, area, look)
    _tell(painter, area, chart, told, look)
    step = area.width() / len(chart.marks)
    return [
        Hit(QRectF(area.left() + at * step, area.top(), step, area.height()), at)
        for at in range(len(chart.marks))
    ]


def _share(chart: Chart, at: int) -> float:
    return (at + 1) / len(chart.marks)


def _spot(area: QRectF, x: float, y: float) -> QPointF:
    return QPointF(area.left() + x * area.width(), area.bottom() - min(y, 1.0) * area.height())


def _axes(painter: QPainter, area: QRectF, look: Look) -> None:
    for level in _LEVELS:
        y = _spot(area, 0, level).y()
        line(painter, QPointF(area.left(), y), QPointF(area.right(), y), look.chart("grid"))
        spot = QRectF(area.left() - look.px(60), y - 10, look.px(60) - look.px(8), 20)
        write(painter, spot, _percent(level), look, role="caption", ink="text.secondary",
              align=RIGHT)  # fmt: skip
    for tick in _TICKS:
        x = _spot(area, tick, 0).x()
        spot = QRectF(x - 30, area.bottom() + look.px(4), 60, look.px(18))
        write(painter, spot, _percent(tick), look, role="caption", ink="text.secondary",
              align=CENTRE)  # fmt: skip


def _percent(share: float) -> str:
    return f"{share:.0%}" if share else "0"


def _even(painter: QPainter, area: QRectF, look: Look) -> None:
    text = pgettext("chart", "evenly spread")
    width = text_width(text, "caption", look) + 6
    right = area.right() - look.px(16)
    spot = QRectF(right - width, _spot(area, 0, 0.42).y(), width, look.px(18))
    write(painter, spot, text, look, role="caption", ink="text.tertiary", align=RIGHT)


def _tell(painter: QPainter, area: QRectF, chart: Chart, at: int, look: Look) -> None:
    """Mark a point of the curve and say what it means."""
    mark, share = chart.marks[at], _share(chart, at)
    spot = _spot(area, share, mark.value)
    ink = look.chart("reference")
    line(painter, QPointF(area.left(), spot.y()), spot, ink, dashed=True)
    line(painter, spot, QPointF(spot.x(), area.bottom()), ink, dashed=True)
    painter.setPen(QPen(look.color("bg.surface"), 2))
    painter.setBrush(look.color("accent"))
    painter.drawEllipse(spot, 5, 5)
    title = _("Top {share}").format(share=_percent(share))
    width = max(text_width(title, "caption", look), text_width(mark.shown, "strong", look)) + 4
    left = spot.x() + look.px(12)
    if left + width > area.right():
        left = spot.x() - look.px(12) - width
    top = min(spot.y() + look.px(2), area.bottom() - look.px(40))
    write(painter, QRectF(left, top, width, look.px(18)), title, look, role="caption",
          ink="text.secondary")  # fmt: skip
    write(painter, QRectF(left, top + look.px(17), width, look.px(20)), mark.shown, look,
          role="strong")  # fmt: skip
