"""Bins of a field for a scorecard: the best partition that keeps the risk monotone.

Numbers are first cut into at most twenty equal parts, categories ordered by their risk. Of all
ways to join neighbours into at most six bins with at least 5 % of the rows each, whose risk only
rises or only falls, the one with the largest information value is found exactly by dynamic
programming. Unknown is a bin of its own. (Optbinning does the same with a constraint solver that
weighs more than this program; twenty parts do not need one.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.analysis.prediction.measures import TruthArray
from profiler_app.analysis.prediction.strength import CODED
from profiler_app.analysis.scoring.evidence import information_values, weights_of_evidence

_PARTS = 20
_MOST_BINS = 6
_SMALLEST_SHARE = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Binning:
    """The bins of one field.

    Bin 0 holds unknown values. Numbers: bin i + 1 begins at ``edges[i]`` (the first at minus
    infinity). Categories: ``of_level`` holds the bin of each code; codes learned nothing about are
    in the bin ``usual``.
    """

    edges: NDArray[np.float64]
    of_level: NDArray[np.int64]
    good: tuple[int, ...]
    bad: tuple[int, ...]
    woe: tuple[float, ...]
    iv: float
    usual: int

    def places(self, column: Column) -> NDArray[np.int64]:
        """Return the bin of every row."""
        if len(self.of_level):
            codes = np.minimum(column.values, len(self.of_level) - 1)
            found = self.of_level[codes]
        else:
            found = np.searchsorted(self.edges, column.values.astype(np.float64), "right")
        return np.where(column.known, found, 0).astype(np.int64)

    def evidence(self, column: Column) -> NDArray[np.float64]:
        """Return the weight of evidence of every row."""
        return np.asarray(self.woe, np.float64)[self.places(column)]


def learn_bins(column: Column, bad: TruthArray) -> Binning | None:
    """Return the best bins, None for a field with fewer than two."""
    known = column.known
    parts, levels = _parts(column)
    size = int(parts[known].max(initial=0)) + 1
    goods = np.bincount(parts[known & ~bad], minlength=size).astype(np.float64)
    bads = np.bincount(parts[known & bad], minlength=size).astype(np.float64)
    order = np.arange(size)
    if levels is not None:
        order = np.argsort(bads / np.maximum(goods + bads, 1), kind="stable")
    least = _SMALLEST_SHARE * len(column)
    cuts = _best_cuts(goods[order], bads[order], least)
    if len(cuts) < 2 and known.all():
        return None
    joined = np.zeros(size, np.int64)
    for number, (first, last) in enumerate(cuts):
        joined[order[first:last]] = number + 1
    return _binning(column, bad, parts, joined, levels, len(cuts))


def _parts(column: Column) -> tuple[NDArray[np.int64], NDArray[np.int64] | None]:
    """Return the part of every row, and for categories the code of each part."""
    if column.kind in (*CODED, "bool", "list"):
        levels, places = np.unique(column.values[column.known], return_inverse=True)
        parts = np.zeros(len(column), np.int64)
        parts[column.known] = places
        return parts, levels.astype(np.int64)
    values = column.values.astype(np.float64)
    edges = _edges(column)
    return np.searchsorted(edges, values, "right").astype(np.int64), None


def _edges(column: Column) -> NDArray[np.float64]:
    """Return where parts begin; each edge is a value that occurs."""
    known = np.sort(column.values[column.known].astype(np.float64))
    if not len(known):
        return np.empty(0)
    places = (np.arange(1, _PARTS) * len(known)) // _PARTS
    edges = np.unique(known[places])
    return np.asarray(edges[edges > known[0]], np.float64)


def _best_cuts(
    good: NDArray[np.float64], bad: NDArray[np.float64], least: float
) -> list[tuple[int, int]]:
    """Return the parts joined into bins ([first, last) each), the best that rise or fall."""
    upward = _search(good, bad, least)
    downward = _search(good[::-1], bad[::-1], least)
    if downward[0] > upward[0] + 1e-12:
        size = len(good)
        return [(size - last, size - first) for first, last in reversed(downward[1])]
    return upward[1]


def _search(
    good: NDArray[np.float64], bad: NDArray[np.float64], least: float
) -> tuple[float, list[tuple[int, int]]]:
    """Find the best partition with rising risk: bins ending at a part, by how many there are."""
    size = len(good)
    goods, bads = np.append(0, np.cumsum(good)), np.append(0, np.cumsum(bad))
    all_good, all_bad = max(goods[-1], 0.5), max(bads[-1], 0.5)
    best: dict[tuple[int, int, int], tuple[float, tuple[int, int, int] | None]] = {}
    rate: dict[tuple[int, int], float] = {}
    value: dict[tuple[int, int], float] = {}
    for first in range(size):
        for last in range(first + 1, size + 1):
            g, b = goods[last] - goods[first], bads[last] - bads[first]
            if g + b >= least or (first, last) == (0, size):
                rate[first, last] = b / max(g + b, 1)
                pg, pb = max(g, 0.5) / all_good, max(b, 0.5) / all_bad
                value[first, last] = (pg - pb) * float(np.log(pg / pb))
    for last in range(1, size + 1):
        for first in range(last):
            if (first, last) not in rate:
                continue
            if first == 0:
                best[first, last, 1] = (value[first, last], None)
                continue
            for count in range(2, _MOST_BINS + 1):
                before = [
                    (best[h, first, count - 1][0], (h, first, count - 1))
                    for h in range(first)
                    if (h, first, count - 1) in best and rate[h, first] < rate[first, last]
                ]
                if before:
                    total, where = max(before)
                    best[first, last, count] = (total + value[first, last], where)
    ends = [(found[0], key) for key, found in best.items() if key[1] == size]
    if not ends:
        return 0.0, [(0, size)]
    total, step = max(ends)
    cuts: list[tuple[int, int]] = []
    at: tuple[int, int, int] | None = step
    while at is not None:
        cuts.append(at[:2])
        at = best[at][1]
    return total, cuts[::-1]


def _binning(
    column: Column,
    bad: TruthArray,
    parts: NDArray[np.int64],
    joined: NDArray[np.int64],
    levels: NDArray[np.int64] | None,
    bins: int,
) -> Binning:
    places = np.where(column.known, joined[parts], 0)
    goods = np.bincount(places[~bad], minlength=bins + 1)
    bads = np.bincount(places[bad], minlength=bins + 1)
    used: Sequence[Any] = range(0 if goods[0] + bads[0] else 1, bins + 1)
    good, wrong = goods[used].tolist(), bads[used].tolist()
    evidence = weights_of_evidence(good, wrong)
    woe = np.zeros(bins + 1)
    woe[used] = evidence
    usual = int(np.argmax(goods + bads))
    edges, of_level = np.empty(0), np.empty(0, np.int64)
    if levels is None:
        begins = [int(np.flatnonzero(joined == i + 1)[0]) for i in range(bins)]
        starts = _edges(column)
        edges = np.array([-np.inf, *(starts[begin - 1] for begin in begins[1:])])
    else:
        size = int(max(levels.max(initial=0) + 1, len(column.labels))) + 1
        of_level = np.full(size, usual, np.int64)
        of_level[levels] = joined
    return Binning(
        edges,
        of_level,
        tuple(goods.tolist()),
        tuple(bads.tolist()),
        tuple(woe.tolist()),
        float(information_values(good, wrong).sum()),
        usual,
    )
