"""Standing columns, stacked where there are several series; a histogram is the same."""

from __future__ import annotations

from collections import defaultdict

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from profiler_app.domain.insights import Chart
from profiler_app.reports.insight_charts.look import (
    CENTRE,
    RIGHT,
    Hit,
    Lit,
    Look,
    block,
    ink_of,
    line,
    ring,
    text_width,
    write,
)

_STEPS = (1, 2, 2.5, 5, 10)
_FEW = 6
_MOST_WIDTH = 44


def paint_columns(painter: QPainter, box: QRectF, chart: Chart, look: Look, lit: Lit) -> list[Hit]:
    """Paint legend, grid, columns and their names."""
    if not chart.marks:
        return []
    totals: dict[int, float] = defaultdict(float)
    for mark in chart.marks:
        totals[mark.column] += mark.value
    step, top = _nice(max(totals.values()))
    legend = _legend(painter, box, chart, look) if chart.series else 0.0
    left = text_width(f"{top:,.0f}", "caption", look) + look.px(10)
    area = box.adjusted(left, legend + look.px(18), 0, -look.px(22))
    _grid(painter, area, step, top, look)
    count = len(chart.columns) or max(totals) + 1
    room = area.width() / count
    wide = min(room * (0.98 if chart.form == "spread" else 0.66), _width(look, count))
    if chart.form == "spread":
        wide = max(room - 2, 1)
    hits = _stacks(painter, area, chart, (room, wide, top), look, lit)
    _names(painter, area, chart, room, totals, (wide, top), look)
    return hits


def _width(look: Look, count: int) -> float:
    return look.px(_MOST_WIDTH if count > _FEW else _MOST_WIDTH * 1.6)


def _nice(most: float) -> tuple[float, float]:
    """Return the distance of the lines and the end of the scale, in round numbers."""
    if most <= 0:
        return 1.0, 1.0
    unit = 1.0
    while unit * 10 <= most / 3:
        unit *= 10
    while unit > most / 3 and unit > 1:
        unit /= 10
    step = next((unit * each for each in _STEPS if unit * each * 4 >= most), unit * 10)
    step = max(1.0, step)
    lines = 1
    while step * lines < most:
        lines += 1
    return step, step * lines


def _legend(painter: QPainter, box: QRectF, chart: Chart, look: Look) -> float:
    height, left = look.px(20), box.left() + look.px(30)
    for at, (name, ink) in enumerate(chart.series):
        total = sum(mark.value for mark in chart.marks if mark.series == at)
        last = max(mark.column for mark in chart.marks)
        if chart.key == "warned":
            total = sum(m.value for m in chart.marks if m.series == at and m.column == last)
        text = (
            f"{name} {total:,.0f}" if chart.key == "warned" and len(chart.columns) > _FEW else name
        )
        swatch = look.px(10)
        spot = QRectF(left, box.top() + (height - swatch) / 2, swatch, swatch)
        block(painter, spot, ink_of(ink, look), 2)
        left += swatch + look.px(6)
        width = text_width(text, "caption", look) + 2
        write(painter, QRectF(left, box.top(), width, height), text, look, role="caption",
              ink="text.secondary")  # fmt: skip
        left += width + look.px(16)
    return float(height)


def _grid(painter: QPainter, area: QRectF, step: float, top: float, look: Look) -> None:
    value = 0.0
    while value <= top + step / 2:
        y = area.bottom() - value / top * area.height()
        line(painter, QPointF(area.left(), y), QPointF(area.right(), y), look.chart("grid"))
        spot = QRectF(area.left() - look.px(90), y - 10, look.px(90) - look.px(8), 20)
        write(painter, spot, f"{value:,.0f}", look, role="caption", ink="text.secondary",
              align=RIGHT)  # fmt: skip
        value += step


def _stacks(
    painter: QPainter,
    area: QRectF,
    chart: Chart,
    sizes: tuple[float, float, float],
    look: Look,
    lit: Lit,
) -> list[Hit]:
    room, wide, top = sizes
    bottoms: dict[int, float] = defaultdict(lambda: area.bottom())
    hits = []
    for at, mark in enumerate(chart.marks):
        height = mark.value / top * area.height()
        left = area.left() + mark.column * room + (room - wide) / 2
        box = QRectF(left, bottoms[mark.column] - height, wide, height)
        bottoms[mark.column] -= height
        ink = ink_of(chart.series[mark.series][1] if chart.series else "0", look)
        if lit.chosen and at not in lit.chosen:
            ink = look.chart("muted")
        if mark.value:
            shape = box.adjusted(0, min(1.0, height / 2), 0, 0)
            block(painter, shape, ink, 1.5)
        reach = box if chart.series else QRectF(left, area.top(), wide, area.height())
        if at in (lit.hovered, lit.focused):
            ring(painter, box.adjusted(-2, -2, 2, 2), look)
        hits.append(Hit(reach, at))
    return hits


def _names(
    painter: QPainter,
    area: QRectF,
    chart: Chart,
    room: float,
    totals: dict[int, float],
    sizes: tuple[float, float],
    look: Look,
) -> None:
    """Write the names under the columns, as many as there is room for, and totals above."""
    if not chart.columns:
        return
    _wide, top = sizes
    widest = max(text_width(name, "caption", look) for name in chart.columns) + look.px(8)
    every = max(1, -(-int(widest) // max(1, int(room))))
    free = area.left() - room
    for at, name in enumerate(chart.columns):
        middle = area.left() + (at + 0.5) * room
        own = text_width(name, "caption", look) + 2
        left = min(middle - own / 2, area.right() - own)  # the last one stays inside
        if at % every == 0 and left >= free:
            spot = QRectF(left, area.bottom() + look.px(4), own, look.px(18))
            write(painter, spot, name, look, role="caption", ink="text.secondary", align=CENTRE)
            free = left + own
        last = at == len(chart.columns) - 1
        if chart.series and (last or len(chart.columns) <= _FEW):
            y = area.bottom() - totals[at] / top * area.height()
            spot = QRectF(middle - 60, y - look.px(18), 120, look.px(18))
            write(painter, spot, f"{totals[at]:,.0f}", look, role="caption.strong", align=CENTRE)
