"""Many different texts as one array: asked all at once, decoded one at a time.

A million Python strings take a tenth of a gigabyte, and asking each takes a third of a second. Here
they stand one after the other as numbers (bytes where every sign fits into one, else UTF-16 code
units), so that a question about all of them is a few comparisons of arrays.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import overload

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.text_coding import (
    Array,
    collation,
    encode,
    folding,
    narrowed,
    starts_of,
)

AT_ONCE = 20_000
"""Texts whose units are moved or encoded at once."""

_FEW = 2_000
_OWNERS_KEPT = 8_000_000
"""Owners of so many units are kept in memory (four bytes each) when many are asked for."""
_CASELESS = (0x2E80, 0xA63F)
"""In these scripts of East Asia there are no capitals."""


class PackedTexts(Sequence[str]):
    """Texts by number; the first ``in_order`` of them are different and sorted by ``collation``."""

    def __init__(self, units: Array, starts: Array, in_order: int = 0) -> None:
        self.units = units
        self.starts = starts
        self.in_order = in_order
        self._folded: PackedTexts | None = None
        self._ends: dict[int, Array] = {}
        self._owner: Array | None = None

    @classmethod
    def of(cls, texts: Sequence[str]) -> PackedTexts:
        """Pack texts in their order, equal ones as often as they are there."""
        units, lengths = encode(texts)
        ordered = all(one < other for one, other in pairwise(map(collation, texts)))
        return cls(narrowed(units), starts_of(lengths), len(texts) if ordered else 0)

    @classmethod
    def from_lengths(cls, units: Array, lengths: Array) -> PackedTexts:
        """Return texts as they were stored: different and sorted."""
        return cls(units, starts_of(lengths), len(lengths))

    def __len__(self) -> int:
        return len(self.starts) - 1

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        at %= len(self)
        return self.decoded(int(self.starts[at]), int(self.starts[at + 1]))

    def __iter__(self) -> Iterator[str]:
        return (self[i] for i in range(len(self)))

    def __add__(self, more: Sequence[str]) -> PackedTexts:
        """Return these texts and more behind them; the order of the first stays known."""
        added = PackedTexts.of(more)
        wide = max(self.units.dtype, added.units.dtype)
        units = np.concatenate([self.units.astype(wide, copy=False), added.units.astype(wide)])
        starts = np.concatenate([self.starts, added.starts[1:] + self.starts[-1]])
        return PackedTexts(units, starts, self.in_order)

    @property
    def nbytes(self) -> int:
        """Bytes in memory."""
        return int(self.units.nbytes + self.starts.nbytes)

    def decoded(self, first: int, last: int) -> str:
        """Return what stands between two positions in ``units``."""
        raw = self.units[first:last].tobytes()
        return raw.decode("latin-1" if self.units.itemsize == 1 else "utf-16-le", "surrogatepass")

    def folded(self) -> PackedTexts:
        """Return the texts without the difference of capitals (``str.casefold``)."""
        if self._folded is None:
            table, special = folding()
            there = self._other_units()
            if special[there].any() or (table[there] > np.iinfo(self.units.dtype).max).any():
                self._folded = PackedTexts.of([text.casefold() for text in self])
            elif (table[there] == there).all():
                self._folded = self
            else:
                narrow = table[: 1 << 8 * self.units.itemsize].astype(self.units.dtype)
                self._folded = PackedTexts(narrow.take(self.units), self.starts)
        return self._folded

    def folded_for(self, part: str) -> PackedTexts:
        """Return the texts in which to look for a folded part.

        Those as they are when all of the part is East Asian: nothing else folds to such signs.
        """
        first, last = _CASELESS
        return self if all(first <= ord(sign) <= last for sign in part) else self.folded()

    def _other_units(self) -> Array:
        """Return the different units outside of ``_CASELESS``."""
        units = self.units
        if units.itemsize == 2:
            units = units[(units < _CASELESS[0]) | (units > _CASELESS[1])]
        elif not len(units) or units.max() < ord("A"):
            return np.empty(0, np.int64)
        return np.flatnonzero(np.bincount(units))

    def positions(self, part: str) -> Array:
        """Return where a part begins, as positions in ``units``, ascending."""
        wanted = self._encoded(part)
        room = len(self.units) - len(wanted) + 1
        if not wanted or room <= 0:
            return np.empty(0, np.int64)
        hit = self.units[:room] == wanted[0]
        for step in range(1, min(len(wanted), 3)):
            hit &= self.units[step : room + step] == wanted[step]
        found = np.flatnonzero(hit)
        for step in range(3, len(wanted)):
            found = found[self.units[found + step] == wanted[step]]
        owners = self.owners(found)
        inside: Array = found[found + len(wanted) <= self.starts[owners + 1]]
        return inside

    def owners(self, positions: Array) -> Array:
        """Return which text each position in ``units`` (ascending) belongs to."""
        if len(positions) < _FEW or len(self.units) > _OWNERS_KEPT:
            return np.searchsorted(self.starts, positions, side="right") - 1
        if self._owner is None:
            lengths = self.starts[1:] - self.starts[:-1]
            self._owner = np.repeat(np.arange(len(self), dtype=np.int32), lengths)
        return self._owner.take(positions)

    def containing(self, part: str) -> NDArray[np.bool_]:
        """Return for each text whether it holds the part; each holds the empty one."""
        hit = np.full(len(self), not part)
        hit[self.owners(self.positions(part))] = True
        return hit

    def beginning(self, part: str) -> NDArray[np.bool_]:
        """Return for each text whether it begins with the part."""
        wanted = self._encoded(part)
        if self.in_order == len(self):
            flags = np.zeros(len(self), np.bool_)
            flags[slice(*self.span(part))] = True
            return flags
        found = np.flatnonzero(np.diff(self.starts) >= len(wanted))
        for step, unit in enumerate(wanted):
            found = found[self.units[self.starts[found] + step] == unit]
        return _flags(found, len(self))

    def ending(self, part: str) -> NDArray[np.bool_]:
        """Return for each text whether it ends with the part."""
        return _flags(self.which_end(part), len(self))

    def which_end(self, part: str) -> Array:
        """Return the numbers of the texts that end with the part."""
        wanted = self._encoded(part)[::-1]
        hit = np.ones(len(self), np.bool_)
        for back, unit in enumerate(wanted[:4]):
            hit &= self._from_end(back) == unit
            if not hit.any():  # numbers end in no letter
                break
        found = np.flatnonzero(hit)
        found = found[self.starts[found + 1] - self.starts[found] >= len(wanted)]
        for back in range(4, len(wanted)):
            found = found[self.units[self.starts[found + 1] - 1 - back] == wanted[back]]
        return found

    def _from_end(self, back: int) -> Array:
        """Return the n-th last unit of each text (0 where it is too short), kept for next time."""
        if back not in self._ends:
            places = self.starts[1:] - 1 - back
            inside = places >= self.starts[:-1]
            if len(self.units):
                units = self.units.take(places, mode="clip")
            else:
                units = np.zeros(len(self), self.units.dtype)
            self._ends[back] = np.where(inside, units, 0)
        return self._ends[back]

    def place(self, text: str) -> int:
        """Return how many of the sorted texts stand before one."""
        return self._place(collation(text))

    def _place(self, key: bytes) -> int:
        return bisect_left(self, key, 0, self.in_order, key=collation)

    def span(self, prefix: str) -> tuple[int, int]:
        """Return from where to where (exclusive) the sorted texts begin with a prefix."""
        key = collation(prefix)
        return self._place(key), self._place(key + b"\xff")

    def equal_to(self, text: str) -> list[int]:
        """Return the numbers of the texts that are this one."""
        at = self.place(text)
        found = [at] if at < self.in_order and self[at] == text else []
        if self.in_order == len(self):
            return found
        as_long = np.diff(self.starts) == len(self._encoded(text))
        late = np.flatnonzero(self.beginning(text) & as_long)
        return [*found, *late[late >= self.in_order].tolist()]

    def ranks(self) -> Array:
        """Return for each text where it stands when all are sorted (see ``collation``)."""
        rest = len(self) - self.in_order
        ranks = np.arange(1, len(self) + 1, dtype=np.int64) * (rest + 1)
        late = sorted((collation(self[i]), i) for i in range(self.in_order, len(self)))
        for nth, (key, i) in enumerate(late):
            ranks[i] = self._place(key) * (rest + 1) + 1 + nth
        return ranks

    def _encoded(self, text: str) -> list[int]:
        """Return the units of a text as plain numbers (-1, which nothing is, for one too large)."""
        units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16).tolist()
        largest = np.iinfo(self.units.dtype).max
        return [unit if unit <= largest else -1 for unit in units]


def taken(texts: PackedTexts, which: Array, *, in_order: bool = False) -> PackedTexts:
    """Return some of the texts, in the order asked for."""
    lengths = (texts.starts[1:] - texts.starts[:-1])[which]
    starts = starts_of(lengths)
    units = np.empty(int(starts[-1]), texts.units.dtype)
    moves = texts.starts[which] - starts[:-1]
    for first in range(0, len(which), AT_ONCE):  # places take eight times the room of units
        part = slice(first, first + AT_ONCE)
        begin, end = starts[first], starts[min(first + AT_ONCE, len(which))]
        places = np.arange(begin, end) + np.repeat(moves[part], lengths[part])
        units[begin:end] = texts.units[places]
    return PackedTexts(units, starts, len(which) if in_order else 0)


def _flags(places: Array, size: int) -> NDArray[np.bool_]:
    flags = np.zeros(size, np.bool_)
    flags[places] = True
    return flags
