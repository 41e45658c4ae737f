"""Ranks inside a group (average rank / n), frozen so that values that come later find theirs.

The whole population is ranked by the same frozen ranking as a single customer: both agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

KNOTS = 1001


def knots(values: NDArray[Any], count: int = KNOTS) -> tuple[float, ...]:
    """Freeze a ranking as ``count`` evenly spread order statistics (all values when fewer)."""
    order = np.sort(values)
    if len(order) > count:
        order = order[np.linspace(0, len(order) - 1, count).round().astype(int)]
    return tuple(order.tolist())


def share_among(frozen: Sequence[float], values: NDArray[Any]) -> FloatArray:
    """Return average rank / n of values against frozen ``knots``: 0 (below all) to 1 (the top)."""
    order = np.asarray(frozen, np.float64)
    below = np.searchsorted(order, values, side="left")
    up_to = np.searchsorted(order, values, side="right")
    middle = np.where(up_to > below, (below + up_to + 1) / 2, below)
    return np.clip(middle / len(order), 0.0, 1.0)
