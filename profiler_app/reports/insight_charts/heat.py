"""A table of coloured cells: the darker, the larger the share."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from profiler_app.domain.insights import Chart
from profiler_app.domain.text import pgettext
from profiler_app.reports.insight_charts.look import (
    CENTRE,
    Hit,
    Lit,
    Look,
    block,
    ring,
    text_width,
    write,
)

HEAD, ROW = 26, 34
_GAP = 2


def heat_height(rows: int, look: Look) -> int:
    """Return the height that suits so many rows."""
    return look.px(HEAD) + look.px(ROW) * rows


def paint_heat(painter: QPainter, box: QRectF, chart: Chart, look: Look, lit: Lit) -> list[Hit]:
    """Paint the heads, the rows and their cells."""
    if not chart.rows:
        return []
    name = max(text_width(name, "caption", look) for name, _count in chart.rows)
    name = min(max(name + look.px(16), look.px(56)), box.width() * 0.3)
    count_head = pgettext("figures", "Customers")
    count = max(text_width(count_head, "caption", look) + look.px(12), look.px(64))
    head = look.px(HEAD)
    row = min(look.px(ROW), (box.height() - head) / len(chart.rows))
    wide = (box.width() - name - count) / max(1, len(chart.columns))
    quiet = {"role": "caption", "ink": "text.secondary", "align": CENTRE}
    spot = QRectF(box.left() + name, box.top(), count, head)
    write(painter, spot, count_head, look, **quiet)  # type: ignore[arg-type]
    for at, title in enumerate(chart.columns):
        spot = QRectF(box.left() + name + count + at * wide, box.top(), wide, head)
        write(painter, spot, title, look, **quiet)  # type: ignore[arg-type]
    for at, (title, number) in enumerate(chart.rows):
        top = box.top() + head + at * row
        write(painter, QRectF(box.left(), top, name, row), title, look, role="caption",
              ink="text.secondary")  # fmt: skip
        spot = QRectF(box.left() + name, top, count, row)
        write(painter, spot, number, look, role="caption", align=CENTRE)
    corner = box.left() + name + count, box.top() + head
    return _cells(painter, chart, corner, (wide, row), look, lit)


def _cells(
    painter: QPainter,
    chart: Chart,
    corner: tuple[float, float],
    size: tuple[float, float],
    look: Look,
    lit: Lit,
) -> list[Hit]:
    steps = look.chart_scale("sequential.blue")
    most = max((mark.value for mark in chart.marks), default=0) or 1
    hits = []
    for at, mark in enumerate(chart.marks):
        left, top = corner[0] + mark.column * size[0], corner[1] + mark.row * size[1]
        box = QRectF(left, top, size[0] - _GAP, size[1] - _GAP)
        fill = steps[min(len(steps) - 1, int(mark.value / most * len(steps)))]
        if lit.chosen and at not in lit.chosen:
            fill = look.color("neutral.soft")
        block(painter, box, fill, 2)
        write(painter, box, mark.shown, look, role="caption", ink=look.ink_on(fill), align=CENTRE)
        if at in (lit.hovered, lit.focused):
            ring(painter, box, look)
        hits.append(Hit(box, at))
    return hits
