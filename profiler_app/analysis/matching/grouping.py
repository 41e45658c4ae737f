"""Groups of records that are one: pairs join their groups when the groups agree as a whole.

A chain of pairs may join strangers, so two groups become one only if the mean of the weights of all
pairs between them speaks for it (average linkage). Inside a group every pair is a match.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
_NEVER_COMPARED = -3.0
_MOST = 10.0
NEVER = -1e6


def groups(first: Array, second: Array, odds: Array, least: float) -> list[list[int]]:
    """Return the groups made by pairs with odds (in bits) of ``least`` and more, in order.

    Of pairs that were never compared little is known: they speak against it by three bits. Odds of
    ``NEVER`` keep two apart whatever the others say.
    """
    leader = _Leaders()
    weights = np.where(odds > NEVER, np.clip(odds - least, -_MOST, _MOST), NEVER)
    matches = weights >= 0
    inside = set(first[matches].tolist()) | set(second[matches].tolist())
    nearby = _between(first, second, weights, inside)
    order = np.flatnonzero(matches)
    order = order[np.argsort(-odds[order], kind="stable")]
    for a, b in zip(first[order].tolist(), second[order].tolist(), strict=True):
        one, other = leader.of(a), leader.of(b)
        if one == other:
            continue
        known, count = nearby[one].get(other, (0.0, 0))
        pairs = leader.size[one] * leader.size[other]
        if known + _NEVER_COMPARED * (pairs - count) >= 0:
            _join(nearby, leader, one, other)
    found: dict[int, list[int]] = {}
    for each in sorted(inside):
        found.setdefault(leader.of(each), []).append(each)
    return sorted(group for group in found.values() if len(group) > 1)


def pairs_inside(found: list[list[int]], size: int) -> Array:
    """Return every pair of every group as first * size + second, in order."""
    every = [a * size + b for group in found for a, b in combinations(group, 2)]
    return np.sort(np.array(every, np.int64))


class _Leaders:
    """Who stands for the group of each record, and how large it is."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}
        self.size: defaultdict[int, int] = defaultdict(lambda: 1)

    def of(self, each: int) -> int:
        above = self._above
        while (up := above.get(each, each)) != each:
            above[each] = above.get(up, up)
            each = up
        return each

    def join(self, one: int, other: int) -> None:
        self._above[other] = one
        self.size[one] += self.size[other]


Between = defaultdict[int, dict[int, tuple[float, int]]]


def _between(first: Array, second: Array, weights: Array, inside: set[int]) -> Between:
    """Return weight and number of the pairs between any two records that matter."""
    marks = np.zeros(int(max(first.max(initial=-1), second.max(initial=-1))) + 1, np.bool_)
    marks[list(inside)] = True
    kept = np.flatnonzero(marks[first] & marks[second])
    found: Between = defaultdict(dict)
    rows = (first[kept].tolist(), second[kept].tolist(), weights[kept].tolist())
    for a, b, weight in zip(*rows, strict=True):
        found[a][b] = found[b][a] = (weight, 1)
    return found


def _join(nearby: Between, leader: _Leaders, one: int, other: int) -> None:
    if len(nearby[one]) < len(nearby[other]):
        one, other = other, one
    leader.join(one, other)
    mine = nearby[one]
    mine.pop(other, None)
    for third, (weight, count) in nearby.pop(other).items():
        if third == one:
            continue
        theirs = nearby[third]
        theirs.pop(other, None)
        known, number = mine.get(third, (0.0, 0))
        mine[third] = theirs[one] = (known + weight, number + count)
