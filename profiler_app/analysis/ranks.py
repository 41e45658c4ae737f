"""Ranks inside a group, and the frozen form of a ranking for values that come later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

KNOTS = 1001


def rank_share(values: NDArray[Any]) -> FloatArray:
    """Return the average rank of each value divided by their number: 0 < share <= 1."""
    if not len(values):
        return np.zeros(0)
    order = np.sort(values)
    below = np.searchsorted(order, values, side="left")
    up_to = np.searchsorted(order, values, side="right")
    return (below + up_to + 1) / 2 / len(values)


def knots(values: NDArray[Any], count: int = KNOTS) -> tuple[float, ...]:
    """Freeze a ranking as ``count`` evenly spread order statistics (all values when fewer)."""
    order = np.sort(values)
    if len(order) > count:
        order = order[np.linspace(0, len(order) - 1, count).round().astype(int)]
    return tuple(order.tolist())


def share_among(frozen: Sequence[float], values: NDArray[Any]) -> FloatArray:
    """Rank values against frozen ``knots``; a value of the population gets about its own share."""
    order = np.asarray(frozen, np.float64)
    below = np.searchsorted(order, values, side="left")
    up_to = np.searchsorted(order, values, side="right")
    middle = np.where(up_to > below, (below + up_to + 1) / 2, below)
    return np.clip(middle / len(order), 0.0, 1.0)
