"""Customers who buy by the calendar, as under a contract, told from their first purchases."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from profiler_app.analysis.value.checks import CONTRACT
from profiler_app.analysis.value.histories import FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Regular:
    """By customer (sorted): known as such since which day, the last purchase, the interval in days.

    ``amount`` is the mean of a purchase day, in its unit.
    """

    customer: IntArray
    since: IntArray
    last: IntArray
    interval: FloatArray
    amount: FloatArray


def by_the_calendar(customer: IntArray, day: IntArray, amount: IntArray, *, first: int) -> Regular:
    """Return whose first purchases came at even intervals: deviation under 0.15 of the mean.

    ``customer`` and ``day`` are sorted purchase days. What came after the first ones does not
    decide, else those who stopped would be left out.
    """
    owner, starts, counts = np.unique(customer, return_index=True, return_counts=True)
    enough = counts >= first
    owner, starts, counts = owner[enough], starts[enough], counts[enough]
    gaps = np.diff(day[starts[:, None] + np.arange(first)[None, :]], axis=1).astype(np.float64)
    interval = gaps.mean(axis=1)
    steady = gaps.std(axis=1, ddof=1) < CONTRACT * interval
    owner, starts, counts = owner[steady], starts[steady], counts[steady]
    sums = np.concatenate([[0], np.cumsum(amount)])
    return Regular(
        owner.astype(np.int64),
        day[starts + first - 1].astype(np.int64),
        day[starts + counts - 1].astype(np.int64),
        np.asarray(interval[steady], np.float64),
        np.asarray((sums[starts + counts] - sums[starts]) / counts, np.float64),
    )
