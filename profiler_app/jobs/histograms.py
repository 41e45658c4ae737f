"""How the values of a number are spread among the customers other filters leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.jobs import lists
from profiler_app.jobs.columns import ColumnSource

BARS = 16
_FEW, _MANY = 0.01, 0.99


@dataclass(frozen=True, slots=True)
class Histogram:
    """``counts`` of the values between neighbouring ``edges`` (one more than counts).

    Values are raw (money in minor units). The first and the last bar hold what lies beyond the
    1st and 99th percentile too, so that a few huge values do not flatten all others.
    """

    field: str
    edges: tuple[float, ...]
    counts: tuple[int, ...]


def histogram(source: ColumnSource, name: str, where: str = "") -> Histogram:
    """Return the histogram of a number under a rule; empty where nobody has a value."""
    column = source.columns([name]).get(name)
    if column is None:
        return Histogram(name, (), ())
    chosen = column.known
    rule = lists.parse_filter(where)
    if rule is not None:
        chosen = chosen & lists.holds(source, rule).true
    values = column.values[chosen].astype(np.float64)
    values = values[np.isfinite(values)]
    if not len(values):
        return Histogram(name, (), ())
    edges = edges_of(values, whole=column.kind == "int")
    inside = np.clip(values, edges[0], edges[-1])
    counts = np.histogram(inside, edges)[0]
    return Histogram(name, tuple(edges.tolist()), tuple(counts.tolist()))


def edges_of(values: NDArray[Any], *, whole: bool) -> NDArray[Any]:
    """Return where bars begin and end; small counts have a bar each."""
    low, high = np.quantile(values, (_FEW, _MANY))
    if whole and high - low < BARS:
        return np.arange(np.floor(low), np.floor(high) + 2)
    if low == high:
        high = low + 1
    return np.linspace(low, high, BARS + 1)
