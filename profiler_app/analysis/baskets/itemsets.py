"""Frequent itemsets by depth-first search over bitmaps (Eclat).

Zaki, M. J. (2000): Scalable Algorithms for Association Mining, IEEE TKDE 12(3). Every item is a row
of bits, one for each basket; the baskets of an itemset are the AND of the rows of its items.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.distinct import distinct

MOST_SETS = 1_000_000
LONGEST = 10
_WORD = 64
_SLACK = 1e-9  # 0.1 * 30 is a little more than 3

Bits = NDArray[np.uint64]
Itemset = tuple[int, ...]


class TooManySets(Exception):
    """The support asked for is so low that there are more than ``MOST_SETS`` itemsets."""


@dataclass(frozen=True, eq=False)
class Baskets:
    """What was in which basket: pairs of a basket (0 to ``size`` - 1) and an item.

    Items are places in ``names``. A pair may come twice; baskets may be empty.
    """

    names: tuple[str, ...]
    basket: NDArray[np.int64]
    item: NDArray[np.int64]
    size: int


def least_count(support: float, baskets: int) -> int:
    """Return in how many baskets an itemset must be to have a support, at least 1."""
    return max(1, math.ceil(support * baskets - _SLACK))


def frequent(baskets: Baskets, support: float, longest: int = LONGEST) -> dict[Itemset, int]:
    """Return every itemset found in at least that share of the baskets, with its count.

    The items of a set are sorted. Raises TooManySets.
    """
    least = least_count(support, baskets.size)
    items, rows, counts = _bitmap(baskets, least)
    search = _Search(least, longest)
    search.grow((), items, rows, counts)
    return {tuple(sorted(found)): count for found, count in search.found.items()}


def _bitmap(baskets: Baskets, least: int) -> tuple[list[int], Bits, list[int]]:
    """Return the frequent items, the rarest first, their rows of bits and their counts.

    The rarest come first because their branches of the search end soonest.
    """
    pairs = distinct(baskets.item * max(baskets.size, 1) + baskets.basket)
    item, basket = np.divmod(pairs, max(baskets.size, 1))
    counts = np.bincount(item, minlength=len(baskets.names))
    chosen = np.flatnonzero(counts >= least)
    chosen = chosen[np.argsort(counts[chosen], kind="stable")]
    ends = np.concatenate([[0], np.cumsum(counts)])
    width = -(-baskets.size // _WORD) * _WORD
    rows = np.empty((len(chosen), width // 8), np.uint8)
    for place, each in enumerate(chosen.tolist()):
        row = np.zeros(width, np.bool_)
        row[basket[ends[each] : ends[each + 1]]] = True
        rows[place] = np.packbits(row)
    return chosen.tolist(), rows.view(np.uint64), counts[chosen].tolist()


@dataclass
class _Search:
    least: int
    longest: int
    found: dict[Itemset, int] = field(default_factory=dict)

    def grow(self, prefix: Itemset, items: list[int], rows: Bits, counts: list[int]) -> None:
        """Note ``prefix`` with each of the items, and go on with those that stay frequent."""
        for place, (item, count) in enumerate(zip(items, counts, strict=True)):
            longer = (*prefix, item)
            self.found[longer] = count
            if len(self.found) > MOST_SETS:
                raise TooManySets
            if place + 1 == len(items) or len(longer) == self.longest:
                continue
            both = rows[place + 1 :] & rows[place]
            shared = np.bitwise_count(both).sum(axis=1, dtype=np.int64)
            keep = np.flatnonzero(shared >= self.least)
            if len(keep):
                others = [items[place + 1 + each] for each in keep.tolist()]
                self.grow(longer, others, both[keep], shared[keep].tolist())
