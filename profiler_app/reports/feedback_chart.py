"""Recommendation and satisfaction month by month: a line of points over bars of shares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from profiler_app.domain.feedback import MonthVoice
from profiler_app.domain.text import _, ngettext, with_minus
from profiler_app.reports.chart_style import ChartImage, Mark, axes_at, new_figure, render, styled
from profiler_app.reports.palette import Mode, categorical, chart_colour, colour

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LEFT, _RIGHT, _TOP, _BOTTOM, _BETWEEN = 44.0, 12.0, 22.0, 24.0, 34.0
_BAR: Final = 0.6
_LOWER: Final = 0.4


def draw_months(
    months: Sequence[MonthVoice], *, mode: Mode, size: tuple[int, int], dpr: float = 1.0
) -> ChartImage:
    """Draw the months for a place of ``size`` logical px; a month without answers is a gap."""
    with styled(mode):
        figure = new_figure(size, dpr)
        room = size[1] - _TOP - _BOTTOM - _BETWEEN
        lower = round(room * _LOWER)
        upper = axes_at(figure, size, margins=(_LEFT, _TOP, _RIGHT, _BOTTOM + lower + _BETWEEN))
        below = axes_at(figure, size, margins=(_LEFT, size[1] - _BOTTOM - lower, _RIGHT, _BOTTOM))
        _points(upper, months, mode)
        _shares(below, months, mode)
        return render(figure, marks=_marks(months, size), finding=finding(months))


def finding(months: Sequence[MonthVoice]) -> str:
    """Say in a sentence what the chart shows."""
    known = [month for month in months if month.nps is not None]
    if not known:
        return _("Nobody answered a question about recommendation in these months.")
    first, last = known[0], known[-1]
    text = _("NPS {first:+.0f} in {from_month}, {last:+.0f} in {to_month}")
    return with_minus(
        text.format(first=first.nps, from_month=first.month, last=last.nps, to_month=last.month)
    )


def _points(axes: Axes, months: Sequence[MonthVoice], mode: Mode) -> None:
    ink = categorical(0, mode)
    values = [float("nan") if month.nps is None else month.nps for month in months]
    axes.plot(range(len(months)), values, "o-", color=ink, linewidth=1.75, markersize=4.5)
    known = [value for value in values if value == value]
    low = min([0.0, *known]) - 10
    high = max([20.0, *known]) + 10
    axes.set_ylim(max(low, -105), min(high, 105))
    axes.grid(visible=True, axis="y")
    axes.axhline(0, color=chart_colour("reference", mode), linewidth=0.75)
    axes.set_xlim(-0.5, len(months) - 0.5)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.locator_params(axis="y", nbins=4)
    _titled(axes, _("NPS, points"), mode)


def _shares(axes: Axes, months: Sequence[MonthVoice], mode: Mode) -> None:
    heights = [100 * (month.satisfied or 0.0) for month in months]
    axes.bar(range(len(months)), heights, width=_BAR, color=categorical(2, mode), linewidth=0)
    axes.set_ylim(0, 100)
    axes.set_yticks([0, 50, 100], ["0", "50%", "100%"])
    axes.grid(visible=True, axis="y")
    axes.set_xlim(-0.5, len(months) - 0.5)
    places = range(len(months) - 1, -1, -2)
    axes.set_xticks(list(places), [months[place].month[2:] for place in places])
    _titled(axes, _("Satisfied (answered 4 or 5)"), mode)


def _titled(axes: Axes, title: str, mode: Mode) -> None:
    axes.set_title(title, loc="left", fontsize="medium", color=colour("text.secondary", mode))


def _marks(months: Sequence[MonthVoice], size: tuple[int, int]) -> tuple[Mark, ...]:
    width = (size[0] - _LEFT - _RIGHT) / size[0] / max(1, len(months))
    left, top = _LEFT / size[0], _TOP / size[1]
    height = (size[1] - _TOP - _BOTTOM) / size[1]
    return tuple(
        Mark(left + at * width, top, width, height, _told(month)) for at, month in enumerate(months)
    )


def _told(month: MonthVoice) -> str:
    parts = [month.month]
    if month.nps is not None:
        n = month.nps_answers
        text = ngettext("NPS {nps:+.0f} from {n} answer", "NPS {nps:+.0f} from {n} answers", n)
        parts.append(with_minus(text.format(nps=month.nps, n=n)))
    if month.satisfied is not None:
        n = month.csat_answers
        text = ngettext(
            "{share:.0%} satisfied of {n} answer", "{share:.0%} satisfied of {n} answers", n
        )
        parts.append(text.format(share=month.satisfied, n=n))
    n = month.texts
    parts.append(ngettext("{n} text", "{n} texts", n).format(n=n))
    return " · ".join(parts)
