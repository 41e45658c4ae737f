"""The monthly chart of a card in the window: spend, orders, categories; balances of a bank.

Unlike the printed one it answers to the mouse: every month is a mark with its figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Literal

from profiler_app.domain.money import format_money
from profiler_app.domain.profile import CategoryAmount, MonthPoint, Series
from profiler_app.domain.text import _, ngettext
from profiler_app.reports.chart_style import (
    ChartImage,
    Mark,
    axes_at,
    new_figure,
    render,
    styled,
)
from profiler_app.reports.palette import Mode, categorical, chart_colour, colour
from profiler_app.reports.scale import money_scale, number_text, ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

What = Literal["amount", "orders", "categories"]

_MARGINS = (44.0, 20.0, 4.0, 24.0)  # left, top, right, bottom
_LABEL_EVERY = 6
_BAR = 0.66
_SHARP_FALL = -0.1
_CATEGORY_LABEL = 110.0
_MOST_CATEGORIES = 6
_LABEL_UNITS = 16
_CHINESE_FROM = 0x2E7F


def draw_chart(
    series: Series,
    *,
    currency: str,
    mode: Mode,
    size: tuple[int, int],
    dpr: float = 1.0,
    what: What = "amount",
) -> ChartImage:
    """Draw the chart of a card for a place of ``size`` logical px."""
    with styled(mode):
        figure = new_figure(size, dpr)
        if series.kind == "balance":
            _balances(figure, series, size, mode, currency=currency)
        elif what == "categories":
            marks = _categories(figure, series, size, mode, currency=currency)
            return render(figure, marks=marks, finding=series.label)
        elif what == "orders":
            _orders(figure, series, size, mode)
        else:
            _spend(figure, series, size, mode, currency=currency)
        return render(
            figure, marks=_month_marks(series, size, currency), finding=finding(series, currency)
        )


def finding(series: Series, currency: str) -> str:
    """Say in a sentence what the chart shows."""
    known = [p.amount_minor for p in series.points if p.amount_minor is not None]
    if not known:
        return _("{what}: nothing recorded yet").format(what=series.label)
    if series.kind == "balance":
        return _("{what}: {amount} in the last month").format(
            what=series.label, amount=format_money(known[-1], currency=currency, compact=True)
        )
    total = format_money(sum(known), currency=currency)
    return ngettext(
        "{what}: {amount} in {n} month", "{what}: {amount} in {n} months", len(series.points)
    ).format(what=series.label, amount=total, n=len(series.points))


def _spend(
    figure: Figure, series: Series, size: tuple[int, int], mode: Mode, *, currency: str
) -> None:
    scale = money_scale((p.amount_minor or 0 for p in series.points), currency)
    values = [(point.amount_minor or 0) / scale.minor for point in series.points]
    axes = axes_at(figure, size, margins=_MARGINS)
    _bars(axes, values, categorical(0, mode), sign=scale.sign)
    _month_axis(axes, series.points)
    if series.mean_minor:
        mean = series.mean_minor / scale.minor
        axes.axhline(mean, color=chart_colour("reference", mode), linewidth=1, dashes=(4, 3))
    _label_last(axes, series, values, mode)


def _orders(figure: Figure, series: Series, size: tuple[int, int], mode: Mode) -> None:
    axes = axes_at(figure, size, margins=_MARGINS)
    counts = [float(point.orders or 0) for point in series.points]
    _bars(axes, counts, categorical(4, mode), whole=True)
    _month_axis(axes, series.points)


def _bars(
    axes: Axes,
    values: Sequence[float],
    ink: str,
    *,
    intervals: int = 3,
    whole: bool = False,
    sign: str = "",
) -> None:
    axes.bar(range(len(values)), values, width=_BAR, color=ink, linewidth=0)
    low, high = min(values, default=0), max(values, default=1)
    _amount_axis(axes, ticks(low, high, intervals, whole=whole), sign)


def _amount_axis(axes: Axes, marks: Sequence[float], sign: str = "") -> None:
    axes.set_yticks(list(marks), [number_text(mark) + (sign if mark else "") for mark in marks])
    axes.set_ylim(marks[0], marks[-1])
    axes.grid(visible=True, axis="y")
    zero = axes.spines["bottom"]
    if marks[0] < 0:  # the line moves to nought, the names of the months stay below the bars
        zero.set_visible(False)
        axes.axhline(0, color=zero.get_edgecolor(), linewidth=zero.get_linewidth())


def _month_axis(axes: Axes, points: Sequence[MonthPoint]) -> None:
    places = range(0, len(points), _LABEL_EVERY)
    axes.set_xlim(-0.5, max(len(points), 1) - 0.5)
    axes.set_xticks(list(places), [f"{points[place].month:%y-%m}" for place in places])


def _label_last(axes: Axes, series: Series, values: Sequence[float], mode: Mode) -> None:
    """Name the day of the last order above its bar and its neighbours."""
    last = series.last_on
    months = [point.month for point in series.points]
    if last is None or last.replace(day=1) not in months:
        return
    place = months.index(last.replace(day=1))
    low, high = axes.get_ylim()
    under = max([*values[max(place - 4, 0) : place + 5], 0])
    top = min(under + 0.12 * (high - low), high)
    bar_top = values[place] + 0.02 * (high - low)
    axes.vlines(place, bar_top, top, color=chart_colour("axis", mode), linewidth=0.75)
    words = _("last order {day}").format(day=f"{last.month}-{last.day}")
    late = place > len(values) - 5
    axes.text(
        len(values) - 0.5 if late else place,
        top,
        words,
        ha="right" if late else "center",
        va="bottom",
        color=colour("text.primary", mode),
    )


def _balances(
    figure: Figure, series: Series, size: tuple[int, int], mode: Mode, *, currency: str
) -> None:
    left, top, right, bottom = _MARGINS
    contributed = [point.contribution_minor for point in series.points]
    lower = round((size[1] - top - bottom) * 0.34) if any(contributed) else 0
    raised = bottom + lower + (24 if lower else 0)
    axes = axes_at(figure, size, margins=(left, top, right, raised))
    _balance_line(axes, series, mode, currency)
    if not lower:
        _month_axis(axes, series.points)
        return
    axes.set_xticks([])
    axes.set_xlim(-0.5, len(series.points) - 0.5)
    below = axes_at(figure, size, margins=(left, size[1] - bottom - lower, right, bottom))
    scale = money_scale((amount or 0 for amount in contributed), currency)
    values = [(amount or 0) / scale.minor for amount in contributed]
    _bars(below, values, categorical(2, mode), intervals=2)
    _month_axis(below, series.points)
    title = _("Contribution per month, {unit}").format(unit=scale.unit)
    below.set_title(title, loc="left", fontsize="medium", color=colour("text.secondary", mode))


def _balance_line(axes: Axes, series: Series, mode: Mode, currency: str) -> None:
    known = [(i, p.amount_minor) for i, p in enumerate(series.points) if p.amount_minor is not None]
    scale = money_scale((amount for _place, amount in known), currency)
    places = [place for place, _amount in known]
    values = [amount / scale.minor for _place, amount in known]
    _amount_axis(axes, ticks(min(values, default=0), max(values, default=1), 2))
    axes.set_title(scale.unit, loc="left", fontsize="medium", color=colour("text.tertiary", mode))
    axes.fill_between(places, values, color=categorical(0, mode), alpha=0.09, linewidth=0)
    axes.plot(places, values, color=categorical(0, mode), linewidth=1.75)
    if len(values) > 1:
        _label_end(axes, places, values, mode)


def _label_end(axes: Axes, places: Sequence[int], values: Sequence[float], mode: Mode) -> None:
    """Name the last balance, and its change when it fell sharply."""
    before, last = values[-2], values[-1]
    change = last / before - 1 if before > 0 else 0.0
    fell = change <= _SHARP_FALL
    ink = colour("danger", mode) if fell else categorical(0, mode)
    if fell:
        axes.plot(places[-2:], values[-2:], color=ink, linewidth=1.75)
    axes.plot(places[-1:], values[-1:], "o", color=ink, markersize=4.5, clip_on=False)
    words = number_text(last if abs(last) < 100 else round(last))
    if fell:
        words = _("{amount}, {change} on the month before").format(
            amount=words, change=f"{change:.0%}".replace("-", "\u2212")
        )
    axes.annotate(
        words,
        (places[-1], last),
        xytext=(-8, -3 if fell else 7),
        textcoords="offset points",
        ha="right",
        va="center",
        weight="bold",
        color=ink,
    )


def _categories(
    figure: Figure, series: Series, size: tuple[int, int], mode: Mode, *, currency: str
) -> tuple[Mark, ...]:
    rows = series.categories[:_MOST_CATEGORIES]
    if not rows:
        return ()
    _left, top, right, _bottom = _MARGINS
    axes = axes_at(figure, size, margins=(_CATEGORY_LABEL, top, right + 56, 8))
    axes.barh(
        range(len(rows)), [row.amount_minor for row in rows], height=0.5, color=categorical(0, mode)
    )
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks(range(len(rows)), [_shortened(row.label) for row in rows])
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    for place, row in enumerate(rows):
        axes.annotate(
            f"{row.share:.0%}",
            (max(row.amount_minor, 0), place),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            color=colour("text.primary", mode),
        )
    return _row_marks(rows, top / size[1], (size[1] - top - 8) / size[1], currency=currency)


def _row_marks(
    rows: Sequence[CategoryAmount], top: float, height: float, *, currency: str
) -> tuple[Mark, ...]:
    step = height / len(rows)
    return tuple(
        Mark(0, top + place * step, 1, step, f"{row.label} {amount}")
        for place, row in enumerate(rows)
        for amount in [format_money(row.amount_minor, currency=currency)]
    )


def _shortened(words: str) -> str:
    """Return a label that fits the room left of the bars: 8 Chinese or 16 Latin letters."""
    widths = accumulate(2 if ord(letter) > _CHINESE_FROM else 1 for letter in words)
    fits = sum(width <= _LABEL_UNITS for width in widths)
    return words if fits == len(words) else f"{words[: fits - 1]}…"


def _month_marks(series: Series, size: tuple[int, int], currency: str) -> tuple[Mark, ...]:
    left, top, right, bottom = _MARGINS
    width = (size[0] - left - right) / size[0] / len(series.points) if series.points else 0
    height = (size[1] - top - bottom) / size[1]
    return tuple(
        Mark(left / size[0] + place * width, top / size[1], width, height, _month_text(p, currency))
        for place, p in enumerate(series.points)
    )


def _month_text(point: MonthPoint, currency: str) -> str:
    parts = [f"{point.month:%Y-%m}"]
    if point.amount_minor is None:
        parts.append(_("unknown"))
    else:
        parts.append(format_money(point.amount_minor, currency=currency))
    if point.orders is not None:
        parts.append(ngettext("{n} order", "{n} orders", point.orders).format(n=point.orders))
    if point.contribution_minor is not None:
        amount = format_money(point.contribution_minor, currency=currency)
        parts.append(_("contribution {amount}").format(amount=amount))
    return " · ".join(parts)
