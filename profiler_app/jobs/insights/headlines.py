"""The figures at the head of the insights: who bought, what it came to, who comes back, who goes.

Each is compared with the period of the same length before; the trend cuts the period in twelve.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.insights import Headline, warned_rule
from profiler_app.domain.text import _, ngettext, with_minus
from profiler_app.jobs.insights.crowd import Bought, Crowd
from profiler_app.jobs.insights.warned import weekly
from profiler_app.jobs.insights.words import change, money, percent, signed, tone
from profiler_app.store.workspace import Workspace

_SLICES = 12
_COME_BACK = 90
_YEAR = 365


def headlines(
    workspace: Workspace, crowd: Crowd, bought: Bought, days: int
) -> tuple[Headline, ...]:
    """Return the four figures."""
    return (
        _active(crowd, bought, days),
        _sales(crowd, bought, days),
        _again(crowd, bought),
        _warned(workspace, crowd),
    )


def _active(crowd: Crowd, bought: Bought, days: int) -> Headline:
    today = crowd.today
    now, before = (buyers(bought, today - back, days) for back in (0, days))
    moved, colour = change(now, before)
    return Headline(
        "active",
        _in_period(_("Active customers, {period}"), days),
        f"{now:,}",
        _against(moved, days),
        colour,
        tuple(float(n) for n in _slices(bought, today, days)[0]),
        rule=f"count(purchases, {days}) > 0",
        title=_in_period(_("Active customers, {period}"), days),
    )


def _sales(crowd: Crowd, bought: Bought, days: int) -> Headline:
    today = crowd.today
    now, before = (sales(bought, today - back, days) for back in (0, days))
    moved, colour = change(now, before)
    return Headline(
        "sales",
        _in_period(_("Sales, {period}"), days),
        money(now, crowd.currency),
        _against(moved, days),
        colour,
        tuple(float(amount) for amount in _slices(bought, today, days)[1]),
        rule=f"count(purchases, {days}) > 0",
        title=_in_period(_("Active customers, {period}"), days),
    )


def _again(crowd: Crowd, bought: Bought) -> Headline:
    """Of those who bought in 90 days: the share with two purchase days or more (VAL-03)."""
    today = crowd.today
    backs = [_COME_BACK * nth for nth in range(_SLICES)]
    rates = [repurchase(bought, today - back, _COME_BACK) for back in backs]
    known = [rate for rate in reversed(rates) if rate is not None]
    now, before = rates[0], rates[1]
    note, colour = _("nobody bought in 90 days"), "text.secondary"
    if now is not None:
        note = _("of the buyers of 90 days, at least two purchase days")
        if before is not None:
            points = (now - before) * 100
            words = _("{points} pp against the 90 days before")
            note = words.format(points=signed(points / 100).replace("%", ""))
            colour = tone(points / 100)
    rule = f"distinct(purchases.day, {_COME_BACK}) >= 2"
    title = _("90-day repurchase rate")
    shown = "—" if now is None else percent(now)
    falls = now is not None and before is not None and now < before
    ink = "warning" if falls else "accent"
    return Headline("again", title, shown, note, colour, tuple(known), ink, rule, title)


def _warned(workspace: Workspace, crowd: Crowd) -> Headline:
    rule = warned_rule()
    now = crowd.holding(rule)
    high = int((now & crowd.holding("has('high_value')")).sum())
    note = ngettext("{n} of them is of high value", "{n} of them are of high value", high)
    note = note.format(n=f"{high:,}")
    weeks = [week for week in weekly(workspace, crowd) if not week.afterwards]
    counts = [week.high + week.other for week in weeks]
    if len(counts) > 1 and counts[-1] != counts[-2]:
        moved = counts[-1] - counts[-2]
        note = _("{note}, {change} this week").format(note=note, change=with_minus(f"{moved:+,}"))
    return Headline(
        "warned",
        _("Churn warnings"),
        f"{int(now.sum()):,}",
        note,
        "text.secondary",
        tuple(float(n) for n in counts),
        "danger",
        rule,
        _("Churn warnings"),
    )


def buyers(bought: Bought, until: int, days: int) -> int:
    """Return how many bought in the ``days`` up to a day."""
    return len(np.unique(bought.between(until - days, until).purchases().place))


def sales(bought: Bought, until: int, days: int) -> int:
    """Return what was sold in the ``days`` up to a day, net of returns, in minor units."""
    return int(bought.between(until - days, until).amount.sum())


def repurchase(bought: Bought, until: int, days: int) -> float | None:
    """Return customers with two purchase days or more / with one or more; None without buyers."""
    mine = bought.between(until - days, until).purchases()
    counts = np.unique(mine.place, return_counts=True)[1]
    return float((counts >= 2).mean()) if len(counts) else None


def _slices(bought: Bought, today: int, days: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return buyers and sales of the twelve parts of the period."""
    mine = bought.between(today - days, today)
    part = (mine.day - (today - days) - 1).astype(np.int64) * _SLICES // days
    amounts = np.bincount(part, weights=mine.amount, minlength=_SLICES)
    owner = mine.place[mine.is_purchase].astype(np.int64)
    seen = np.unique(owner * _SLICES + part[mine.is_purchase])
    return np.bincount(seen % _SLICES, minlength=_SLICES), amounts


def period_words(days: int) -> str:
    """Return a period in words: 12 months, 90 days."""
    if days == _YEAR:
        return _("12 months")
    return ngettext("{n} day", "{n} days", days).format(n=days)


def _in_period(text: str, days: int) -> str:
    return text.format(period=period_words(days))


def _against(moved: str, days: int) -> str:
    if not moved:
        return _("nothing to compare with before")
    if days == _YEAR:
        return _("{change} against the year before").format(change=moved)
    return _("{change} against the {n} days before").format(change=moved, n=days)
