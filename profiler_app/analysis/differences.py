"""How much two groups of customers differ in a field, and how far a field has moved in time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import BoolArray, Column

FEWEST = 20
"""With fewer known values on one side nothing is said."""

_BINS = 10
_NEVER = 1e-4  # a share of nobody counts as this much, or the index would be endless


@dataclass(frozen=True, slots=True)
class Difference:
    """How a field differs inside a group and outside of it.

    ``distance`` is between 0 (alike) and 1 (nothing in common): Kolmogorov's distance of the two
    distributions for numbers, the total variation for values, the largest difference of shares
    for lists. ``inside`` and ``outside`` are the medians, or the shares of ``value``, the value
    with the largest difference (of yes-or-no fields: yes).
    """

    distance: float
    inside: float
    outside: float
    value: str
    known_inside: int
    known_outside: int


def difference(column: Column, members: BoolArray) -> Difference | None:
    """Compare members with all others in what is known; None where too little is known."""
    inside, outside = column.known & members, column.known & ~members
    counts = int(inside.sum()), int(outside.sum())
    if min(counts) < FEWEST or column.kind == "ref":
        return None
    one, other = column.values[inside], column.values[outside]
    if column.kind in ("text", "enum", "code"):
        return _of_shares(_shares(one, column), _shares(other, column), column, counts, both=True)
    if column.kind == "list":
        shares = (_list_shares(one, column), _list_shares(other, column))
        return _of_shares(*shares, column, counts, both=False)
    if column.kind == "bool":
        yes = float(one.mean()), float(other.mean())
        return Difference(abs(yes[0] - yes[1]), *yes, "true", *counts)
    medians = float(np.median(one)), float(np.median(other))
    return Difference(_kolmogorov(one, other), *medians, "", *counts)


def _kolmogorov(one: NDArray[Any], other: NDArray[Any]) -> float:
    one, other = np.sort(one), np.sort(other)
    values = np.unique(np.concatenate([one, other]))
    below = np.searchsorted(one, values, side="right") / len(one)
    also = np.searchsorted(other, values, side="right") / len(other)
    return float(np.abs(below - also).max())


def _shares(values: NDArray[Any], column: Column) -> NDArray[np.float64]:
    shares: NDArray[np.float64] = np.bincount(values, minlength=len(column.labels)) / len(values)
    return shares


def _list_shares(masks: NDArray[Any], column: Column) -> NDArray[np.float64]:
    return np.array([(masks >> i & 1).mean() for i in range(len(column.labels))])


def _of_shares(
    one: NDArray[np.float64],
    other: NDArray[np.float64],
    column: Column,
    counts: tuple[int, int],
    *,
    both: bool,
) -> Difference | None:
    if not len(one):
        return None
    apart = np.abs(one - other)
    at = int(apart.argmax())
    distance = float(apart.sum() / 2 if both else apart.max())
    return Difference(distance, float(one[at]), float(other[at]), column.labels[at], *counts)


# -- in time


def stability(before: Column, now: Column) -> float | None:
    """Return the population stability index of a field, unknown values as a value of their own.

    The sum of (p - q) ln(p / q) over the values, or over tenths of the earlier distribution
    (N. Siddiqi, Credit Risk Scorecards, 2006). None where too little was known before.
    """
    if int(before.known.sum()) < FEWEST or before.kind in ("ref", "list"):
        return None
    return index_of(*_counted(before, now))


def index_of(before: NDArray[Any], now: NDArray[Any]) -> float:
    """Return the population stability index of two tables of counts."""
    p = np.maximum(now / max(now.sum(), 1), _NEVER)
    q = np.maximum(before / max(before.sum(), 1), _NEVER)
    return float(((p - q) * np.log(p / q)).sum())


def _counted(before: Column, now: Column) -> tuple[NDArray[Any], NDArray[Any]]:
    if before.kind in ("text", "enum", "code"):
        return _by_label(before, now)
    if before.kind == "bool":
        places, size = (before.values.astype(np.int64), now.values.astype(np.int64)), 2
    else:
        known = np.sort(before.values[before.known])
        edges = np.unique(np.quantile(known, np.arange(1, _BINS) / _BINS))
        places = (
            np.searchsorted(edges, before.values, side="left"),
            np.searchsorted(edges, now.values, side="left"),
        )
        size = len(edges) + 1
    return _table(places[0], before.known, size), _table(places[1], now.known, size)


def _by_label(before: Column, now: Column) -> tuple[NDArray[Any], NDArray[Any]]:
    numbers: dict[str, int] = {}
    tables = [
        np.array([numbers.setdefault(label, len(numbers)) for label in each.labels] or [0])
        for each in (before, now)
    ]
    size = max(len(numbers), 1)
    return (
        _table(tables[0][before.values], before.known, size),
        _table(tables[1][now.values], now.known, size),
    )


def _table(places: NDArray[Any], known: BoolArray, size: int) -> NDArray[Any]:
    return np.append(np.bincount(places[known], minlength=size), int((~known).sum()))


# -- groups in common


def combinations(members: Mapping[str, BoolArray]) -> list[tuple[tuple[str, ...], int]]:
    """Return how many are in exactly which groups (at most 62), the most first."""
    names = list(members)
    masks = np.zeros(len(next(iter(members.values()), [])), np.int64)
    for bit, inside in enumerate(members.values()):
        masks |= inside.astype(np.int64) << bit
    found, counts = np.unique(masks[masks > 0], return_counts=True)
    rows = [
        (tuple(name for bit, name in enumerate(names) if mask >> bit & 1), count)
        for mask, count in zip(found.tolist(), counts.tolist(), strict=True)
    ]
    return sorted(rows, key=lambda row: (-row[1], row[0]))
