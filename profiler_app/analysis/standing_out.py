"""How rare the value of one customer is in a group.

The rarity is the tail of the group's own distribution, as in an exact test: of a number twice the
smaller of the shares at or below and at or above it; of a quality the share of all values that are
no more frequent than it. It compares numbers and qualities on one scale, 0 to 1.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from profiler_app.analysis.columns import Column
from profiler_app.analysis.likeness import NUMBERS, shares


def share_at_least(column: Column, value: float) -> tuple[float, float]:
    """Return the shares of the known values at or below, and at or above, a number."""
    order = np.sort(column.values[column.known].astype(np.float64))
    below = np.searchsorted(order, value, side="right") / len(order)
    above = 1 - np.searchsorted(order, value, side="left") / len(order)
    return float(below), float(above)


def rarity(column: Column, value: Any) -> float:
    """Return how rare a value is among the known ones: the smaller, the more special.

    Of a list its rarest entry counts. Without a known value it is 1.
    """
    if not column.known.any():
        return 1.0
    if column.kind in NUMBERS:
        return min(1.0, 2 * min(share_at_least(column, float(value))))
    found, _n = shares(column, column.known)
    if column.kind == "bool":
        value = "true" if value else "false"
    own = value if isinstance(value, list) else [value]
    least = min((found.get(each, 0.0) for each in own), default=1.0)
    return min(1.0, sum(share for share in found.values() if share <= least))


def say_the_same(one: Column, other: Column, *, at_least: float) -> bool:
    """Whether two numbers rise and fall together, by the rank correlation where both are known."""
    both = one.known & other.known
    if one.kind not in NUMBERS or other.kind not in NUMBERS or both.sum() < 3:
        return False
    ranks = [_ranks(each.values[both].astype(np.float64)) for each in (one, other)]
    if any(rank.std() == 0 for rank in ranks):
        return False
    return bool(abs(np.corrcoef(ranks[0], ranks[1])[0, 1]) >= at_least)


def _ranks(values: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, Any]:
    order = np.sort(values)
    low = np.searchsorted(order, values, side="left")
    return (low + np.searchsorted(order, values, side="right")) / 2
