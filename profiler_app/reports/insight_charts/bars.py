"""Lying bars: a name, a bar, a figure and a note in each row."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from profiler_app.domain.insights import Chart, Mark
from profiler_app.reports.insight_charts.look import (
    RIGHT,
    Hit,
    Lit,
    Look,
    Role,
    block,
    ink_of,
    ring,
    text_width,
    write,
)

ROW, LEAST_ROW = 34, 24
_BAR = 14
_GAP = 12
_MOST_LABEL, _LEAST_BAR = 0.38, 40


def bars_height(marks: int, look: Look) -> int:
    """Return the height that suits so many bars."""
    return look.px(ROW) * marks


def paint_bars(painter: QPainter, box: QRectF, chart: Chart, look: Look, lit: Lit) -> list[Hit]:
    """Paint the bars from above; what has no room below is left out."""
    marks = chart.marks
    if not marks:
        return []
    row = max(look.px(LEAST_ROW), min(look.px(ROW), box.height() / len(marks)))
    label = _widest((mark.label for mark in marks), look, "body")
    label = min(label, box.width() * _MOST_LABEL)
    shown = _widest((mark.shown for mark in marks), look, "strong")
    note = _widest((mark.note for mark in marks), look, "caption")
    gap = look.px(_GAP)
    while note and box.width() - label - shown - note - 3 * gap < look.px(_LEAST_BAR):
        if label > box.width() / 4:
            label = box.width() / 4
            continue
        note = 0
    bar = max(0.0, box.width() - label - shown - gap * 2 - (note + gap if note else 0))
    most = max((mark.value for mark in marks), default=0) or 1
    places = (label, bar, shown, note)
    hits = []
    for at, mark in enumerate(marks):
        area = QRectF(box.left(), box.top() + at * row, box.width(), row)
        if area.bottom() > box.bottom() + 1:
            break
        _paint_row(painter, area, mark, places, mark.value / most, look, lit, at)
        hits.append(Hit(area.adjusted(-6, 1, 6, -1), at))
    return hits


def _widest(texts: Iterable[str], look: Look, role: Role) -> float:
    return max((text_width(text, role, look) for text in texts), default=0.0)


def _paint_row(
    painter: QPainter,
    area: QRectF,
    mark: Mark,
    places: tuple[float, float, float, float],
    share: float,
    look: Look,
    lit: Lit,
    at: int,
) -> None:
    label, bar, shown, note = places
    gap = look.px(_GAP)
    chosen = at in lit.chosen
    back = area.adjusted(-6, 1, 6, -1)
    if chosen:
        block(painter, back, look.color("bg.selected"), 6)
    elif lit.hovered == at:
        block(painter, back, look.color("bg.hover"), 6)
    if lit.focused == at:
        ring(painter, back, look)
    left = area.left()
    role: Role = "strong" if chosen else "body"
    write(painter, QRectF(left, area.top(), label, area.height()), mark.label, look, role=role)
    left += label + gap
    ink = look.color("accent") if chosen else ink_of(mark.ink, look)
    if lit.chosen and not chosen:
        ink = look.chart("muted")
    height = look.px(_BAR)
    width = max(bar * max(0.0, min(1.0, share)), 2.0 if mark.value > 0 else 0.0)
    if width:
        top = area.center().y() - height / 2
        block(painter, QRectF(left, top, width, height), ink)
    left += bar + gap
    figure = QRectF(left, area.top(), shown, area.height())
    write(painter, figure, mark.shown, look, role=role, align=RIGHT)
    if note:
        left += shown + gap
        spot = QRectF(left, area.top(), note, area.height())
        write(painter, spot, mark.note, look, role="caption", ink=mark.tone, align=RIGHT)
