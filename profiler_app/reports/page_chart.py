"""The monthly chart of a printed card, drawn as lines and areas that stay sharp at any size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPolygonF

from profiler_app.domain.profile import MonthPoint, Series
from profiler_app.domain.text import _
from profiler_app.reports.palette import categorical, chart_colour
from profiler_app.reports.scale import MoneyScale, money_scale, number_text, ticks
from profiler_app.reports.sheet import Sheet, Slot, text_width

_AXIS_ROOM = 40
_LABEL_ROOM = 20
_BAR_SHARE = 0.68
_MONTHS_BETWEEN_LABELS = 6


@dataclass(frozen=True, slots=True)
class _Plot:
    """The area of one chart and how months and amounts map onto it."""

    area: QRectF
    marks: tuple[float, ...]
    count: int

    def x(self, position: int) -> float:
        return self.area.left() + (position + 0.5) * self.area.width() / self.count

    def y(self, value: float) -> float:
        low, high = self.marks[0], self.marks[-1]
        return self.area.bottom() - (value - low) / (high - low) * self.area.height()


def has_amounts(series: Series | None) -> bool:
    """Whether there is anything to draw."""
    return series is not None and any(point.amount_minor for point in series.points)


def unit_note(series: Series, currency: str) -> str:
    """Return what the figures of the chart are ("month, CNY")."""
    scale = _scale(_amounts(series.points), currency)
    if series.kind == "spend" and series.mean_minor:
        mean = scale.text(series.mean_minor)
        return _("12-month mean {mean} (dashed), {unit}").format(mean=mean, unit=scale.unit)
    if series.kind == "spend":
        return _("per month, {unit}").format(unit=scale.unit)
    return _("month average, {unit}").format(unit=scale.unit)


def draw_series(sheet: Sheet, series: Series, slot: Slot, *, height: float, currency: str) -> None:
    """Draw spend as bars, or balances as a line with the contribution as bars below."""
    width = slot.width - _AXIS_ROOM
    area = QRectF(slot.x + _AXIS_ROOM, slot.y + 8, width, height - 8 - _LABEL_ROOM)
    contributed = [point.contribution_minor for point in series.points]
    if series.kind == "balance" and any(contributed):
        lower = QRectF(area.left(), area.bottom() - 42, width, 42)
        _draw_line(sheet, series, area.adjusted(0, 0, 0, -68), currency)
        _draw_contribution(sheet, contributed, lower, currency)
    elif series.kind == "balance":
        _draw_line(sheet, series, area, currency)
    else:
        _draw_bars(sheet, series, area, currency)
    _month_labels(sheet, series.points, _Plot(area, (0, 1), len(series.points)))


def _amounts(points: Sequence[MonthPoint]) -> list[int]:
    return [point.amount_minor for point in points if point.amount_minor is not None]


def _scale(amounts: Sequence[int], currency: str) -> MoneyScale:
    return money_scale(amounts, currency)


def _plot(area: QRectF, values: Sequence[float], count: int, intervals: int) -> _Plot:
    return _Plot(area, ticks(min(values), max(values), intervals), count)


def _draw_grid(sheet: Sheet, plot: _Plot) -> None:
    for mark in plot.marks:
        y = plot.y(mark)
        strong = mark == 0
        ink = chart_colour("axis" if strong else "grid")
        sheet.rule(plot.area.left(), y, plot.area.width(), ink=ink, thick=0.75)
        sheet.text(
            plot.area.left() - 6, y - 8, number_text(mark), px=11, ink="text.secondary", right=True
        )


def _draw_bars(sheet: Sheet, series: Series, area: QRectF, currency: str) -> None:
    scale = _scale(_amounts(series.points), currency)
    values = [(point.amount_minor or 0) / scale.minor for point in series.points]
    plot = _plot(area, values, len(values), 3)
    _draw_grid(sheet, plot)
    _fill_bars(sheet, plot, values, categorical(0))
    if series.mean_minor:
        mean = plot.y(series.mean_minor / scale.minor)
        ink = chart_colour("reference")
        sheet.rule(area.left(), mean, area.width(), ink=ink, thick=1, dashed=True)
    if series.last_on:
        _label_last(sheet, series, plot, values)


def _fill_bars(sheet: Sheet, plot: _Plot, values: Sequence[float], ink: str) -> None:
    bar = plot.area.width() / plot.count * _BAR_SHARE
    for position, value in enumerate(values):
        top, bottom = sorted((plot.y(value), plot.y(0)))
        sheet.box(QRectF(plot.x(position) - bar / 2, top, bar, bottom - top), fill=ink)


def _label_last(sheet: Sheet, series: Series, plot: _Plot, values: Sequence[float]) -> None:
    """Name the day of the last order above its bar, where no other bar is in the way."""
    last = series.last_on
    positions = [i for i, p in enumerate(series.points) if last and p.month == last.replace(day=1)]
    if not positions or last is None:
        return
    words = _("last order {day}").format(day=f"{last.month}-{last.day}")
    x, width = plot.x(positions[0]), text_width(words, px=11)
    left = min(max(x - width / 2, plot.area.left()), plot.area.right() - width)
    step = plot.area.width() / plot.count
    under = [v for i, v in enumerate(values) if left - step < plot.x(i) < left + width + step]
    label_y = max(plot.area.top() - 8, plot.y(max([*under, 0])) - 30)
    bottom = plot.y(values[positions[0]]) - 2
    sheet.line(QPointF(x, label_y + 17), QPointF(x, bottom), ink=chart_colour("axis"), thick=0.75)
    sheet.text(left, label_y, words, px=11)


def _draw_line(sheet: Sheet, series: Series, area: QRectF, currency: str) -> None:
    scale = _scale(_amounts(series.points), currency)
    values = [(point.amount_minor or 0) / scale.minor for point in series.points]
    plot = _plot(area, values, len(values), 2)
    known = [i for i, point in enumerate(series.points) if point.amount_minor is not None]
    line = QPolygonF([QPointF(plot.x(i), plot.y(values[i])) for i in known])
    _fill_under(sheet, plot, line)
    _draw_grid(sheet, plot)
    for start, end in pairwise(known):
        first = QPointF(plot.x(start), plot.y(values[start]))
        second = QPointF(plot.x(end), plot.y(values[end]))
        sheet.line(first, second, ink=categorical(0), thick=1.75)
    if known:
        _label_end(sheet, plot, [(i, values[i]) for i in known])


def _fill_under(sheet: Sheet, plot: _Plot, line: QPolygonF) -> None:
    if line.isEmpty():
        return
    shade = QColor(categorical(0))
    shade.setAlphaF(0.09)
    corners = [QPointF(line.last().x(), plot.y(0)), QPointF(line.first().x(), plot.y(0))]
    sheet.painter.setPen(QColor(0, 0, 0, 0))
    sheet.painter.setBrush(shade)
    sheet.painter.drawPolygon(QPolygonF([*line.toList(), *corners]))


def _label_end(sheet: Sheet, plot: _Plot, places: Sequence[tuple[int, float]]) -> None:
    """Name the last value: above the line, or left of it where the line comes from above."""
    position, value = places[-1]
    x, y = plot.x(position), plot.y(value)
    sheet.dot(x - 3, y - 3, 6, categorical(0))
    before = plot.y(places[-2][1]) if len(places) > 1 else y
    top = y - 9 if before < y - 12 else y - 23
    words = number_text(value if abs(value) < 100 else round(value))
    sheet.text(x - 8, max(top, plot.area.top() - 10), words, bold=True, right=True)


def _draw_contribution(
    sheet: Sheet, amounts: Sequence[int | None], area: QRectF, currency: str
) -> None:
    known = [amount for amount in amounts if amount is not None]
    scale = _scale(known, currency)
    values = [(amount or 0) / scale.minor for amount in amounts]
    plot = _plot(area, values, len(values), 1)
    title = _("Contribution per month, {unit}").format(unit=scale.unit)
    sheet.text(area.left(), area.top() - 20, title, px=11, ink="text.secondary")
    _draw_grid(sheet, plot)
    _fill_bars(sheet, plot, values, categorical(2))


def _month_labels(sheet: Sheet, points: Sequence[MonthPoint], plot: _Plot) -> None:
    for position, point in enumerate(points):
        if position % _MONTHS_BETWEEN_LABELS == 0:
            words = f"{point.month:%y-%m}"
            x = max(plot.x(position) - text_width(words, px=11) / 2, plot.area.left() - 6)
            sheet.text(x, plot.area.bottom() + 4, words, px=11, ink="text.secondary")
