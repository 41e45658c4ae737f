"""What the models of purchases know of a customer: frequency, recency and age."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

WEEK = 7.0
"""Days to the unit of time."""


@dataclass(frozen=True, eq=False)
class Histories:
    """One entry per customer, or per group of ``weights`` customers with the same history.

    ``frequency`` counts the purchase days after the first, ``recency`` is the time from the first
    to the last of them, ``age`` from the first to the end of the observation, both in weeks.
    """

    frequency: IntArray
    recency: FloatArray
    age: FloatArray
    weights: FloatArray

    def __len__(self) -> int:
        return len(self.frequency)

    @classmethod
    def of(cls, frequency: IntArray, recency: FloatArray, age: FloatArray) -> Histories:
        """Take one history per customer."""
        return cls(frequency, recency, age, np.ones(len(frequency)))

    @property
    def customers(self) -> float:
        """The number of customers."""
        return float(self.weights.sum())

    def grouped(self) -> Histories:
        """Return each different history once: the likelihood is the same and takes less time."""
        return self.groups()[0]

    def groups(self) -> tuple[Histories, IntArray]:
        """Return each different history once, and which of them each of these is."""
        days = np.rint(np.column_stack([self.recency, self.age]) * WEEK).astype(np.int64)
        span = int(days.max(initial=0)) + 1
        keys = (self.frequency * span + days[:, 0]) * span + days[:, 1]
        _keys, first, which = np.unique(keys, return_index=True, return_inverse=True)
        weights: FloatArray = np.bincount(which, self.weights, minlength=len(first)).astype(float)
        different = Histories(self.frequency[first], self.recency[first], self.age[first], weights)
        return different, which

    def some(self, count: int) -> Histories:
        """Return about ``count`` histories spread evenly, weighted for the others."""
        if len(self) <= count:
            return self
        order = np.lexsort((self.age, self.recency, self.frequency))
        bounds = np.cumsum(self.weights[order])
        wanted = (np.arange(count) + 0.5) * (bounds[-1] / count)
        places = order[np.searchsorted(bounds, wanted)]
        weights = np.full(count, bounds[-1] / count)
        return Histories(
            self.frequency[places], self.recency[places], self.age[places], weights
        ).grouped()

    def later(self, weeks: float) -> Histories:
        """Return the same purchases observed for longer: nothing more was bought."""
        return Histories(self.frequency, self.recency, self.age + weeks, self.weights)

    def by_frequency(self, function: Callable[[FloatArray], FloatArray]) -> FloatArray:
        """Return a function of the frequency, computed once for each different one."""
        values, places = self._frequencies
        return function(values)[places]

    def by_recency(self, function: Callable[[FloatArray], FloatArray]) -> FloatArray:
        """Return a function of the recency, computed once for each different one."""
        values, places = self._recencies
        return function(values)[places]

    def by_age(self, function: Callable[[FloatArray], FloatArray]) -> FloatArray:
        """Return a function of the age, computed once for each different one."""
        values, places = self._ages
        return function(values)[places]

    @cached_property
    def _frequencies(self) -> tuple[FloatArray, IntArray]:
        values, places = np.unique(self.frequency, return_inverse=True)
        return values.astype(np.float64), places

    @cached_property
    def _recencies(self) -> tuple[FloatArray, IntArray]:
        return np.unique(self.recency, return_inverse=True)

    @cached_property
    def _ages(self) -> tuple[FloatArray, IntArray]:
        return np.unique(self.age, return_inverse=True)


@dataclass(frozen=True, eq=False)
class Buyers:
    """The histories of customers, and what they spent.

    ``customers`` are their ids (sorted); ``first`` the day of their first purchase; ``spend`` the
    mean of a repeat purchase in minor units (0 without one); ``all_spend`` that of all purchases.
    """

    customers: IntArray
    first: IntArray
    histories: Histories
    spend: FloatArray
    all_spend: FloatArray


def buyers_until(customer: IntArray, day: IntArray, amount: IntArray, until: int) -> Buyers:
    """Return everybody who had bought by day ``until``, with what was bought by then.

    The rows are purchases in any order; several on a day count as one with their sum.
    """
    seen = day <= until
    owner, days, sums = purchase_days(customer[seen], day[seen], amount[seen])
    starts = np.flatnonzero(np.append(True, owner[1:] != owner[:-1])) if len(owner) else owner
    ends = np.append(starts[1:], len(owner)) - 1 if len(owner) else owner
    counts = ends - starts
    first, last = days[starts], days[ends]
    total = np.add.reduceat(sums, starts).astype(np.float64) if len(owner) else np.empty(0)
    repeat = total - sums[starts]
    return Buyers(
        customers=owner[starts],
        first=first,
        histories=Histories.of(counts, (last - first) / WEEK, (until - first) / WEEK),
        spend=np.divide(repeat, counts, out=np.zeros(len(counts)), where=counts > 0),
        all_spend=total / (counts + 1),
    )


def purchase_days(
    customer: IntArray, day: IntArray, amount: IntArray
) -> tuple[IntArray, IntArray, IntArray]:
    """Return owner, day and sum of each day a customer bought, sorted by both."""
    if not len(customer):
        return customer, day, amount
    low = int(day.min())
    order = np.argsort(customer * (int(day.max()) - low + 1) + (day - low), kind="stable")
    owner, days = customer[order], day[order]
    starts = np.flatnonzero(np.append(True, (owner[1:] != owner[:-1]) | (days[1:] != days[:-1])))
    return owner[starts], days[starts], np.add.reduceat(amount[order], starts)
