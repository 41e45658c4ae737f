"""Pairs of rows that share a key; what few share goes first when there would be too many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.distinct import distinct

Array = NDArray[Any]
_LARGEST = 2**62


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """Rows in the order of a key, without those nobody shares it with.

    ``lengths`` says of each row how many have its key.
    """

    keys: Array
    rows: Array
    lengths: Array

    @classmethod
    def of(cls, key: Array, rows: Array, most: int, since: int = 0) -> Blocks:
        """Sort rows by key; a row may come several times. Blocks above ``most`` are left out.

        So are those without a row from ``since`` on.
        """
        if since:
            key, rows = _shared(key, rows, since)
        keys, owners = _sorted(key, rows)
        edges = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])) if len(keys) else keys
        lengths = np.diff(np.append(edges, len(keys)))
        each = np.repeat(lengths, lengths)
        fits = (each > 1) & (each <= most)
        numbers = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
        return cls(numbers[fits], owners[fits].astype(np.int32), each[fits].astype(np.int16))

    def pairs(self, size: int, most: int) -> Array:
        """Return the pairs within blocks of at most so many as first * size + second."""
        fits = self.lengths <= most
        keys, owners = self.keys[fits], self.rows[fits].astype(np.int64)
        lengths = self.lengths[fits]
        found = []
        for step in range(1, most):
            longer = lengths > step
            keys, owners, lengths = keys[longer], owners[longer], lengths[longer]
            if not len(keys):
                break
            same = keys[step:] == keys[:-step]
            one, other = owners[:-step][same], owners[step:][same]
            low, high = np.minimum(one, other), np.maximum(one, other)
            found.append((low * size + high)[low != high])
        return np.concatenate(found) if found else np.empty(0, np.int64)


def _sorted(key: Array, rows: Array) -> tuple[Array, Array]:
    """Return keys and rows in the order of the keys; numbers sort faster than places do."""
    wide = int(rows.max(initial=0)) + 1
    if int(key.max(initial=0)) >= _LARGEST // wide or int(key.min(initial=0)) < 0:
        order = np.argsort(key, kind="stable")
        return key[order], rows[order]
    packed = np.sort(key.astype(np.int64) * wide + rows)
    return packed // wide, packed % wide


def _shared(key: Array, rows: Array, since: int) -> tuple[Array, Array]:
    """Return the keys that rows from ``since`` on have, and all their rows."""
    if not len(key):
        return key, rows
    low = int(key.min())
    if key.max() - low < 50 * len(key):
        marks = np.zeros(int(key.max()) - low + 1, np.bool_)
        marks[key[rows >= since] - low] = True
        kept = marks[key - low]
    else:
        kept = np.isin(key, key[rows >= since])
    return key[kept], rows[kept]


def pairs_of(
    blocks: Sequence[Blocks],
    size: int,
    budget: int,
    step: Callable[[float], None] = lambda _done: None,
) -> Array:
    """Return every pair once; where there are more than ``budget``, large blocks are left out."""
    if not blocks:
        return np.empty(0, np.int64)
    lengths = np.concatenate([each.lengths for each in blocks])
    rows = np.bincount(lengths, minlength=3)
    pairs = np.cumsum(rows * (np.arange(len(rows)) - 1) // 2)
    most = max(2, int(np.searchsorted(pairs, budget, side="right")) - 1)
    found = []
    for at, each in enumerate(blocks):
        step(at / len(blocks))
        found.append(each.pairs(size, most))
    step(1.0)
    return distinct(np.concatenate(found))
