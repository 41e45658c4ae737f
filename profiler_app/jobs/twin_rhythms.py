"""How customers buy, as a few numbers each: how often, how regularly, how much, how long ago."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from profiler_app.jobs.purchases import Purchases

RHYTHM: Final = ("orders", "recency", "gap", "spread", "amount", "noise")
"""Days with purchases, days since the last, mean days between, how uneven these are (coefficient
of variation), the logarithm of the mean amount of a day, and how much amounts differ (its
standard deviation)."""
_MOST: Final = 2_000


def rhythms(bought: Purchases, customers: NDArray[Any], today: int) -> dict[str, NDArray[Any]]:
    """Return ``RHYTHM`` for customers (sorted int64 array); NaN where nothing is known."""
    found = {name: np.full(len(customers), np.nan) for name in RHYTHM}
    found["orders"][:] = 0
    order = np.lexsort((bought.day, bought.customer))
    owner, day, amount = bought.customer[order], bought.day[order], bought.amount[order]
    edges = np.flatnonzero(np.diff(owner)) + 1
    for places in np.split(np.arange(len(owner)), edges):
        if not len(places):
            continue
        at = int(np.searchsorted(customers, owner[places[0]]))
        if at >= len(customers) or customers[at] != owner[places[0]]:
            continue
        days, inverse = np.unique(day[places], return_inverse=True)
        sums = np.bincount(inverse, weights=amount[places])
        logs, gaps = np.log(np.maximum(sums, 1)), np.diff(days)
        found["orders"][at] = len(days)
        found["recency"][at] = today - days[-1]
        found["amount"][at] = logs.mean()
        if len(gaps):
            found["gap"][at] = gaps.mean()
            found["noise"][at] = logs.std()
        if len(gaps) > 1:
            found["spread"][at] = gaps.std() / gaps.mean()
    return found


def invented_orders(
    person: Mapping[str, float], today: int, dice: np.random.Generator
) -> Iterator[tuple[int, int]]:
    """Yield (day, amount in minor units) of an invented customer, the last order first."""
    count = min(_MOST, max(0, round(person["orders"])))
    if not count:
        return
    width = np.sqrt(np.log1p(max(person["spread"], 0.05) ** 2))
    middle = np.log(max(person["gap"], 1.0)) - width**2 / 2
    gaps = dice.lognormal(middle, width, count - 1)
    days = today - round(max(0.0, person["recency"])) - np.concatenate([[0], np.cumsum(gaps)])
    amounts = np.exp(person["amount"] + max(person["noise"], 0.02) * dice.standard_normal(count))
    for day, amount in zip(days.tolist(), amounts.tolist(), strict=True):
        yield int(day), max(100, round(amount / 100) * 100)
