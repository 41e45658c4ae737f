"""Histories of customers: what was new last, what is bought again, what weighs how much."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.recommending.purchases import Bought, Ints

HALF_LIFE = 180
LOOKED_BACK = 365
AGAIN_BUYERS = 20
AGAIN_SHARE = 0.1


@dataclass(frozen=True, eq=False)
class FirstTimes:
    """The first and last day of every customer with every item, and on how many days."""

    customer: Ints
    item: Ints
    first: Ints
    last: Ints
    days: Ints

    @classmethod
    def of(cls, customer: Ints, item: Ints, day: Ints) -> FirstTimes:
        """Gather lines; several on a day count once."""
        order = np.lexsort((day, item, customer))
        customer, item, day = customer[order], item[order], day[order]
        new_pair = np.ones(len(day), np.bool_)
        new_pair[1:] = (np.diff(customer) != 0) | (np.diff(item) != 0)
        new_day = new_pair.copy()
        new_day[1:] |= np.diff(day) != 0
        starts = np.flatnonzero(new_pair)
        if not len(starts):
            nothing = np.empty(0, np.int64)
            return cls(nothing, nothing, nothing, nothing, nothing)
        ends = np.append(starts[1:], len(day)) - 1
        days = np.add.reduceat(new_day.astype(np.int64), starts)
        return cls(customer[starts], item[starts], day[starts], day[ends], days)

    def last_new(self) -> NDArray[np.int64]:
        """Return where the item stands that each customer with several bought first last."""
        order = np.lexsort((self.item, self.first, self.customer))
        owner = self.customer[order]
        is_last = np.append(np.diff(owner) != 0, np.ones(min(1, len(owner)), np.bool_))
        several = np.isin(owner, np.flatnonzero(np.bincount(owner, minlength=1) > 1))
        return order[is_last & several]

    def bought_again(self, items: int) -> NDArray[np.float64]:
        """Return the usual days to the next purchase of each item, NaN where hardly any comes.

        An item is bought again when enough customers have it and a tenth of them on several days.
        """
        buyers = np.bincount(self.item, minlength=items)
        several = self.days > 1
        again = np.bincount(self.item[several], minlength=items)
        gaps = np.full(items, np.nan)
        each = (self.last - self.first)[several] / (self.days[several] - 1)
        wanted = (buyers >= AGAIN_BUYERS) & (again >= AGAIN_SHARE * buyers)
        for item in np.flatnonzero(wanted).tolist():
            gaps[item] = float(np.median(each[self.item[several] == item]))
        return gaps

    def without(self, places: Ints, customers: int, items: int) -> Bought:
        """Return who bought what, without some pairs."""
        kept = np.ones(len(self.customer), np.bool_)
        kept[places] = False
        return Bought(self.customer[kept], self.item[kept], customers, items)


def weights(last: Ints, today: int) -> NDArray[np.float64]:
    """Return how much purchases of these days weigh: half after each half-life.

    What lies more than a year back counts only for those who bought nothing since.
    """
    age = np.maximum(today - last, 0)
    found: NDArray[np.float64] = 0.5 ** (age / HALF_LIFE)
    if (age <= LOOKED_BACK).any():
        found[age > LOOKED_BACK] = 0.0
    return found
