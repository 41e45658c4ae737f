"""How much customers are alike, field by field, and what sets a group apart.

Likeness is that of Gower (A General Coefficient of Similarity, Biometrics 27, 1971): the mean over
the fields both are known in. Numbers compare by their rank, so that no scale counts more than
another; qualities are equal or not; lists share a part of their entries (Jaccard).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import BoolArray, Column
from profiler_app.analysis.ranks import knots, share_among

FloatArray = NDArray[np.float64]
NUMBERS = ("int", "num", "ratio", "money", "date")
_ENOUGH = 0.5
"""Of the fields the one is known in, this share must be known of the other."""
_MEDOID_SAMPLE = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """Likeness of everybody to one customer: in all, and per field (nan: not known)."""

    total: FloatArray
    parts: Mapping[str, FloatArray]


def alike(columns: Mapping[str, Column], place: int) -> Alike:
    """Compare everybody with the customer at ``place``; too little in common gives nan."""
    parts = {
        name: part
        for name, column in columns.items()
        if column.known[place] and (part := _part(column, place)) is not None
    }
    size = len(next(iter(columns.values()))) if columns else 0
    if not parts:
        return Alike(np.full(size, np.nan), {})
    stacked = np.vstack(list(parts.values()))
    there = ~np.isnan(stacked)
    count = there.sum(0)
    total = np.where(there, stacked, 0.0).sum(0) / np.maximum(count, 1)
    return Alike(np.where(count >= _ENOUGH * len(parts), total, np.nan), parts)


def _part(column: Column, place: int) -> FloatArray | None:
    if column.kind in NUMBERS:
        ranks = _ranks(column)
        found = 1 - np.abs(ranks - ranks[place])
    elif column.kind == "list":
        found = _shared(column.values.astype(np.int64), int(column.values[place]))
    else:
        found = (column.values == column.values[place]).astype(np.float64)
    return np.where(column.known, found, np.nan)


def _ranks(column: Column) -> FloatArray:
    values = column.values.astype(np.float64)
    return share_among(knots(values[column.known]), values)


def _shared(masks: NDArray[np.int64], mine: int) -> FloatArray:
    both = _bits(masks & mine)
    either = _bits(masks | mine)
    return both / np.maximum(either, 1)


def _bits(masks: NDArray[np.int64]) -> FloatArray:
    left = masks.astype(np.uint64)
    count = np.zeros(len(masks))
    while left.any():
        count += (left & np.uint64(1)).astype(np.float64)
        left = left >> np.uint64(1)
    return count


def telling(part: FloatArray) -> float:
    """Return how rare it is to be as alike as this: bits per field for a whole likeness.

    What nearly everybody shares explains nothing.
    """
    known = ~np.isnan(part)
    same = float((part[known] > 0.9).mean()) if known.any() else 1.0
    return -float(np.log2(max(same, 1e-6)))


def medoid(columns: Mapping[str, Column], members: NDArray[Any], *, seed: int) -> int:
    """Return the member most like the others (of a sample of 1,000 where there are more).

    Fields count that at least half of the members are known in, all the same: a number from its
    middle to its ends as much as a quality from its commonest value to its rarest. So who
    answered many questions is not taken for typical because of that.
    """
    chosen = members
    if len(members) > _MEDOID_SAMPLE:
        rng = np.random.default_rng(seed)
        chosen = np.sort(rng.choice(members, _MEDOID_SAMPLE, replace=False))
    among = [column.take(chosen) for column in columns.values()]
    told = [column for column in among if column.known.mean() >= _ENOUGH] or among
    total = sum((_scaled(_closeness(column), column) for column in told), np.zeros(len(chosen)))
    return int(chosen[int(np.argmax(total))])


def _scaled(near: FloatArray, column: Column) -> FloatArray:
    """Stretch the closeness of the known to 0 to 1; unknown is as far as the mean of them."""
    known = near[column.known]
    if not len(known) or known.max() <= known.min():
        return np.zeros(len(near))
    stretched: FloatArray = (near - known.min()) / (known.max() - known.min())
    stretched[~column.known] = stretched[column.known].mean()
    return stretched


def _closeness(column: Column) -> FloatArray:
    """Return how like the others each one is in a field: 0 where it is not known."""
    size = max(int(column.known.sum()), 1)
    if column.kind in NUMBERS:
        ranks = _ranks(column) if column.known.any() else np.zeros(len(column))
        near = 1 - np.abs(ranks[:, None] - ranks[None, column.known]).sum(1) / size
    elif column.kind == "list":
        near = np.zeros(len(column))
        for bit in range(len(column.labels)):
            has = (column.values.astype(np.int64) >> bit & 1).astype(bool)
            share = (has & column.known).sum() / size
            near += np.where(has, share, 1 - share) / max(len(column.labels), 1)
    else:
        counts = np.bincount(column.values[column.known].astype(np.int64), minlength=1)
        near = counts[np.clip(column.values.astype(np.int64), 0, len(counts) - 1)] / size
    return np.where(column.known, near, 0.0)


def more_or_less(column: Column, inside: BoolArray, outside: BoolArray) -> float | None:
    """Return Cliff's delta of a number: the chance of more inside minus the chance of less."""
    ours, theirs = (
        np.sort(column.values[chosen & column.known].astype(np.float64))
        for chosen in (inside, outside)
    )
    if not len(ours) or not len(theirs):
        return None
    below = np.searchsorted(theirs, ours, side="left").sum()
    above = (len(theirs) - np.searchsorted(theirs, ours, side="right")).sum()
    return float(below - above) / (len(ours) * len(theirs))


def shares(column: Column, chosen: BoolArray) -> tuple[dict[str, float], int]:
    """Return the share of each value among the chosen with a known one, and how many these are."""
    known = chosen & column.known
    size = int(known.sum())
    if not size:
        return {}, 0
    values = column.values[known].astype(np.int64)
    if column.kind == "list":
        counts: Sequence[int] = [
            int((values >> bit & 1).sum()) for bit in range(len(column.labels))
        ]
    elif column.kind == "bool":
        return {"true": float(values.mean()), "false": 1 - float(values.mean())}, size
    else:
        counts = np.bincount(values, minlength=len(column.labels)).tolist()
    return {name: n / size for name, n in zip(column.labels, counts, strict=False) if n}, size


def quartiles(column: Column, chosen: BoolArray) -> tuple[float, float, float] | None:
    """Return the lower quartile, the median and the upper quartile; None where nobody is known."""
    values = column.values[chosen & column.known].astype(np.float64)
    if not len(values):
        return None
    low, middle, high = np.quantile(values, (0.25, 0.5, 0.75)).tolist()
    return low, middle, high
