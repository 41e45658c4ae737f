"""Cohorts: customers by the month (or quarter) of their first purchase, and who buys again later.

A customer is active in a period when he buys on at least one of its days; a cohort is as large as
the number of its customers active in period 0, so retention there is 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.rows import IntArray

Unit = Literal["month", "quarter"]
_MONTHS: Mapping[Unit, int] = {"month": 1, "quarter": 3}


@dataclass(frozen=True, slots=True, eq=False)
class Retention:
    """``active[c, p]``: customers of cohort c who bought p periods after their first one.

    ``sales`` are their purchases in minor units. ``cohorts`` are the periods of the first purchase
    (periods since 1970); ``seen[c]`` is the number of periods there are data for.
    """

    cohorts: IntArray
    active: IntArray
    sales: IntArray
    seen: IntArray


def retention(
    customer: IntArray, day: IntArray, amount: IntArray, *, until: int, unit: Unit = "month"
) -> Retention:
    """Count who bought again, from purchases up to day ``until`` (days since 1970-01-01)."""
    used = day <= until
    customer, day, amount = customer[used], day[used], amount[used]
    period = periods_of(day, unit)
    owners, owner = np.unique(customer, return_inverse=True)
    first = np.full(len(owners), np.iinfo(np.int64).max)
    np.minimum.at(first, owner, period)
    cohorts = np.unique(first)
    last = int(periods_of(np.array([until]), unit)[0])
    width = last - int(cohorts[0]) + 1 if len(cohorts) else 0
    place = np.searchsorted(cohorts, first)
    cell = place[owner] * width + (period - first[owner])
    shape = (len(cohorts), width)
    sales = np.bincount(cell, weights=amount, minlength=len(cohorts) * width)
    once = np.unique(cell * np.int64(max(len(owners), 1)) + owner) // max(len(owners), 1)
    active = np.bincount(once, minlength=len(cohorts) * width)
    return Retention(
        cohorts,
        active.reshape(shape),
        np.rint(sales).astype(np.int64).reshape(shape),
        last - cohorts + 1,
    )


def periods_of(day: NDArray[Any], unit: Unit) -> IntArray:
    """Return the number of the month (or quarter) since 1970 of each day."""
    months = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return np.asarray(months // _MONTHS[unit])


def period_name(period: int, unit: Unit) -> str:
    """Return a period in writing: 2010-12, or 2010-Q4."""
    if unit == "month":
        return f"{1970 + period // 12}-{period % 12 + 1:02}"
    return f"{1970 + period // 4}-Q{period % 4 + 1}"
