"""Value concentration: which share of the value comes from which share of the customers.

The curve of M. O. Lorenz (1905, Publications of the American Statistical Association 9), the most
valuable first, so that it bends upwards; it ends at 100 % of both.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.insights import Chart, Mark
from profiler_app.domain.text import _
from profiler_app.jobs.insights.crowd import Bought, Crowd
from profiler_app.jobs.insights.words import money, percent

_POINTS = 200
_STEPS = 20
_TOP = 0.2


def concentration(crowd: Crowd, bought: Bought, days: int) -> Chart:
    """Return the curve of what was sold in the period; where nobody buys, of contributions."""
    amounts, rule = _sales(crowd, bought, days)
    title, note = _("Value concentration"), _("by sales")
    if not len(amounts):
        amounts, rule, note = *_contributions(crowd), _("by contribution of 12 months")
    if not len(amounts) or amounts.sum() <= 0:
        empty = _("Nobody bought anything in this time. Take a longer time, or drop a filter.")
        return Chart("value", "curve", title, note, empty=empty)
    ordered = np.sort(amounts)[::-1]
    running = np.cumsum(ordered) / ordered.sum()
    at_top = share_of_top(running, _TOP)
    return Chart(
        "value",
        "curve",
        title,
        note,
        marks=_marks(crowd, ordered, running, rule),
        points=_points(running),
        n=len(ordered),
        finding=_("The top 20% of customers bring {share} of the value").format(
            share=percent(at_top, 0)
        ),
    )


def share_of_top(running: NDArray[Any], share: float) -> float:
    """Return the share of the value of the first ``share`` of the customers."""
    return float(running[max(1, round(share * len(running))) - 1])


def _sales(crowd: Crowd, bought: Bought, days: int) -> tuple[NDArray[Any], str]:
    mine = bought.between(crowd.today - days, crowd.today)
    found = np.bincount(mine.place, weights=mine.sold) if len(mine.place) else np.empty(0)
    return found[found > 0], f"sum(purchases.amount, {days}) >= {{}}"


def _contributions(crowd: Crowd) -> tuple[NDArray[Any], str]:
    column = crowd.column("contribution_12m")
    values = np.empty(0) if column is None else column.values[column.known].astype(np.float64)
    return values[values > 0], "contribution_12m >= {}"


def _points(running: NDArray[Any]) -> tuple[tuple[float, float], ...]:
    n = len(running)
    places = np.unique(np.linspace(0, n - 1, min(n, _POINTS)).round().astype(np.int64))
    found = [((int(at) + 1) / n, float(running[at])) for at in places]
    return ((0.0, 0.0), *found)


def _marks(
    crowd: Crowd, ordered: NDArray[Any], running: NDArray[Any], rule: str
) -> tuple[Mark, ...]:
    """Return a mark for each twentieth of the customers: all down to there."""
    found = []
    for nth in range(1, _STEPS + 1):
        count = max(1, round(nth / _STEPS * len(ordered)))
        least = float(ordered[count - 1])
        told = percent(float(running[count - 1]), 0)
        found.append(
            Mark(
                _("Top {share} of customers").format(share=percent(nth / _STEPS, 0)),
                float(running[count - 1]),
                _("{share} of the value").format(share=told),
                int((ordered >= least).sum()),
                rule.format(f"{least / 100:.2f}"),
                note=_("from {amount}").format(amount=money(least, crowd.currency)),
            )
        )
    return tuple(found)
