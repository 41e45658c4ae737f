"""How much influence customers have on others: M14 of the domain catalog.

100 (0.5 pct(customers brought in 24 months who bought) + 0.3 pct(PageRank over live relations)
+ 0.2 pct(log of followers)). ``pct`` is the average rank among all customers over their number,
that of 0 is 0; a part nobody knows anything about leaves its weight to the others.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

WEIGHTS: Final = (0.5, 0.3, 0.2)
DAMPING: Final = 0.85
ROUNDS: Final = 50


def pagerank(nodes: int, first: Array, second: Array) -> Array:
    """Return the PageRank of nodes 0 to ``nodes`` - 1 that are tied in pairs.

    A tie counts both ways: who is written as whose relation is a matter of who wrote it down.
    Nodes without a tie get 0; the ranks of the others sum up to 1 (Brin and Page 1998, damping
    0.85, 50 rounds).
    """
    source = np.concatenate([first, second]).astype(np.int64)
    target = np.concatenate([second, first]).astype(np.int64)
    degree = np.bincount(source, minlength=nodes)
    tied = degree > 0
    count = int(tied.sum())
    if not count:
        return np.zeros(nodes)
    rank = np.where(tied, 1.0 / count, 0.0)
    share = 1.0 / np.maximum(degree, 1)
    base = np.where(tied, (1 - DAMPING) / count, 0.0)
    for _round in range(ROUNDS):
        passed = np.bincount(target, weights=(rank * share)[source], minlength=nodes)
        rank = base + DAMPING * passed
    return rank


def percentiles(values: Array) -> Array:
    """Return average rank / n of each value; 0 for 0 and nan for what is not known."""
    known = ~np.isnan(values)
    found = np.full(len(values), np.nan)
    if known.any():
        order = np.sort(values[known])
        below = np.searchsorted(order, values[known], side="left")
        up_to = np.searchsorted(order, values[known], side="right")
        found[known] = (below + up_to + 1) / 2 / len(order)
    found[values == 0] = 0.0
    return found


def influence(referrals: Array, ranks: Array, followers: Array) -> Array:
    """Return 0 to 100 of each customer; nan is a part that is not known.

    ``referrals`` and ``ranks`` are known of everybody (0: none), followers of few.
    """
    parts = [percentiles(referrals), percentiles(ranks), percentiles(np.log1p(followers))]
    total, weight = np.zeros(len(referrals)), np.zeros(len(referrals))
    for part, share in zip(parts, WEIGHTS, strict=True):
        known = ~np.isnan(part)
        total += share * np.where(known, part, 0.0)
        weight += share * known
    return 100 * total / np.maximum(weight, 1e-12)
