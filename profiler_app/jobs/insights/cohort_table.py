"""Who goes on buying after the first purchase, by its month."""

from __future__ import annotations

from datetime import date

import numpy as np

from profiler_app.analysis.cohorts.retention import period_name, retention
from profiler_app.domain.dates import to_day
from profiler_app.domain.insights import Chart, Mark
from profiler_app.domain.text import _
from profiler_app.jobs.insights.crowd import Bought, Crowd
from profiler_app.jobs.insights.words import percent

COHORTS = 9
MONTHS = 8


def first_purchases(crowd: Crowd, bought: Bought) -> Chart:
    """Return for the last months the share of the new customers who bought again, month by month.

    The month that is not over yet is left out: its share can only grow.
    """
    title, note = _("Still buying each month after the first purchase"), _("by first month")
    last = crowd.as_of.replace(day=1)
    mine = bought.between(-1, to_day(last.isoformat()) - 1).purchases()
    if not len(mine.place):
        empty = _("Nobody bought anything before this month. Import orders of earlier months.")
        return Chart("cohorts", "heat", title, note, empty=empty)
    until = to_day(last.isoformat()) - 1
    found = retention(
        mine.place.astype(np.int64), mine.day.astype(np.int64), mine.amount, until=until
    )
    rows, marks = [], []
    for at, period in enumerate(found.cohorts[-COHORTS:].tolist()):
        place = len(found.cohorts) - min(COHORTS, len(found.cohorts)) + at
        size = int(found.active[place, 0])
        rows.append((period_name(period, "month"), f"{size:,}"))
        for month in range(1, min(int(found.seen[place]), MONTHS + 1)):
            active = int(found.active[place, month])
            marks.append(_cell(crowd, at, month, period, active, size))
    columns = tuple(_("month {n}").format(n=n) for n in range(1, MONTHS + 1))
    n = int(found.active[-COHORTS:, 0].sum())
    return Chart("cohorts", "heat", title, note, tuple(marks), tuple(rows), columns, n=n)


def _cell(crowd: Crowd, row: int, month: int, period: int, active: int, size: int) -> Mark:
    name = period_name(period, "month")
    label = _("First bought in {month}, {n} months later").format(month=name, n=month)
    told = _("{n} of {size} bought").format(n=f"{active:,}", size=f"{size:,}")
    start, end = _bounds(period + month)
    rule = f"{_first_in(crowd, period)} and {_bought_in(start, end)}"
    share = active / size
    return Mark(label, share, percent(share, 0), active, rule, note=told, row=row, column=month - 1)


def _first_in(crowd: Crowd, period: int) -> str:
    """Return the rule of those who bought first in a month."""
    start, end = _bounds(period)
    low, high = (crowd.today - to_day(day.isoformat()) for day in (end, start))
    return f"between(first_order_days, {low}, {high})"


def _bought_in(start: date, end: date) -> str:
    return f"count(purchases where between(day, '{start}', '{end}')) > 0"


def _bounds(period: int) -> tuple[date, date]:
    """Return the first and the last day of a month, counted from 1970-01."""
    start = date(1970 + period // 12, period % 12 + 1, 1)
    after = date(1970 + (period + 1) // 12, (period + 1) % 12 + 1, 1)
    return start, date.fromordinal(after.toordinal() - 1)
