"""Many different texts as one array: asked all at once, decoded one at a time.

A million Python strings take a tenth of a gigabyte, and asking each takes a third of a second. Here
they stand one after the other as numbers (bytes where every sign fits into one, else UTF-16 code
units), so that a question about all of them is a few comparisons of arrays.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_AT_ONCE = 20_000
_CELLS = 10_000
_KNOWN_BY_HEART = 16_384
"""Up to so many different texts a dictionary numbers them (in 16 bits) while they are read."""
_FEW = 2_000
_OWNERS_KEPT = 8_000_000
"""Owners of so many units are kept in memory (four bytes each) when many are asked for."""
_CASELESS = (0x2E80, 0xA63F)
"""In these scripts of East Asia there are no capitals."""
_ASTRAL_CASE = (0xD801, 0xD803, 0xD806, 0xD81B, 0xD83A)
"""First halves of the surrogate pairs of scripts with capitals beyond the basic plane."""


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
            table, special = _folding()
            there = self._other_units()
            if special[there].any() or (table[there] > np.iinfo(self.units.dtype).max).any():
                self._folded = PackedTexts.of([text.casefold() for text in self])
            elif (table[there] == there).all():
                self._folded = self
            else:
                narrow = table[: 1 << 8 * self.units.itemsize].astype(self.units.dtype)
                self._folded = PackedTexts(narrow.take(self.units), self.starts)
        return self._folded

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
        wanted = self._encoded(part)[::-1]
        hit = np.ones(len(self), np.bool_)
        for back, unit in enumerate(wanted[:4]):
            hit &= self._from_end(back) == unit
        found = np.flatnonzero(hit)
        found = found[self.starts[found + 1] - self.starts[found] >= len(wanted)]
        for back in range(4, len(wanted)):
            found = found[self.units[self.starts[found + 1] - 1 - back] == wanted[back]]
        return _flags(found, len(self))

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


def _flags(places: Array, size: int) -> NDArray[np.bool_]:
    flags = np.zeros(size, np.bool_)
    flags[places] = True
    return flags


@cache
def _folding() -> tuple[Array, NDArray[np.bool_]]:
    """Return the folded form of each code unit, and which have none of one unit."""
    table = np.arange(65_536, dtype=np.uint16)
    special = np.zeros(65_536, np.bool_)
    special[list(_ASTRAL_CASE)] = True
    for code in range(65_536):
        folded = chr(code).casefold()
        if len(folded) == 1 and ord(folded) < 65_536:
            table[code] = ord(folded)
        else:
            special[code] = True
    return table, special


def encode(texts: Sequence[str]) -> tuple[Array, Array]:
    """Return texts as UTF-16 code units and how many each has."""
    whole = "".join(texts)
    units = np.frombuffer(whole.encode("utf-16-le", "surrogatepass"), np.uint16)
    lengths = np.fromiter(map(len, texts), np.int32, len(texts))
    if len(units) != len(whole):  # signs beyond the basic plane take two units
        lengths = np.array([len(t.encode("utf-16-le", "surrogatepass")) // 2 for t in texts])
    return units, lengths


def narrowed(units: Array) -> Array:
    """Return code units as bytes where each fits into one."""
    return units.astype(np.uint8) if not len(units) or units.max() < 256 else units


def starts_of(lengths: Array) -> Array:
    """Return where each text starts, and the end of the last."""
    total = int(lengths.sum(dtype=np.int64))
    starts = np.zeros(len(lengths) + 1, np.int32 if total < 2**31 else np.int64)
    np.cumsum(lengths, out=starts[1:])
    return starts


def sorted_texts(texts: PackedTexts) -> tuple[PackedTexts, Array]:
    """Return the different texts, sorted by ``collation``, and the number of each text given."""
    order, firsts = _sorted(_collated(texts))
    numbers = np.empty(len(order), np.int32)
    numbers[order] = np.cumsum(firsts) - 1
    return taken(texts, order[firsts], in_order=True), numbers


def taken(texts: PackedTexts, which: Array, *, in_order: bool = False) -> PackedTexts:
    """Return some of the texts, in the order asked for."""
    lengths = (texts.starts[1:] - texts.starts[:-1])[which]
    starts = starts_of(lengths)
    units = np.empty(int(starts[-1]), texts.units.dtype)
    moves = texts.starts[which] - starts[:-1]
    for first in range(0, len(which), _AT_ONCE):  # places take eight times the room of units
        part = slice(first, first + _AT_ONCE)
        begin, end = starts[first], starts[min(first + _AT_ONCE, len(which))]
        places = np.arange(begin, end) + np.repeat(moves[part], lengths[part])
        units[begin:end] = texts.units[places]
    return PackedTexts(units, starts, len(which) if in_order else 0)


def _sorted(texts: PackedTexts) -> tuple[Array, NDArray[np.bool_]]:
    """Return the order of texts, and where in it a text differs from the one before.

    Eight bytes at a time become one number to sort by; where these are equal the next ones decide.
    Like this the sort runs outside the lock of the interpreter.
    """
    if not len(texts.units):
        texts = PackedTexts(np.zeros(1, np.uint8), texts.starts)
    width = 8
    lengths = texts.starts[1:] - texts.starts[:-1]
    order = np.arange(len(texts))
    firsts = np.zeros(len(texts), np.bool_)
    firsts[:1] = True
    open_places = order.copy()
    shared = _shared_beginning(texts, lengths)
    for depth in range((int(lengths.max(initial=0)) - shared) // width + 1):
        group = np.cumsum(firsts)[open_places]
        which = order[open_places]
        keys = _keys(texts, which, shared + depth * width, width)
        by_key = np.lexsort((keys, group)) if depth else np.argsort(keys)
        order[open_places] = which[by_key]
        keys = keys[by_key]  # groups keep their places, only inside them the order changes
        firsts[open_places[1:][(keys[1:] != keys[:-1]) & (group[1:] == group[:-1])]] = True
        open_places = _undecided(order, firsts, lengths, shared + (depth + 1) * width)
        if not len(open_places):
            break
    return order, firsts


def _shared_beginning(texts: PackedTexts, lengths: Array) -> int:
    """Return how many units all texts have in common at their beginning."""
    shared, shortest = 0, int(lengths.min(initial=2**31 - 1)) if len(lengths) else 0
    while shared < shortest:
        units = texts.units[texts.starts[:-1] + shared]
        if (units != units[0]).any():
            break
        shared += 1
    return shared


def _undecided(order: Array, firsts: Array, lengths: Array, seen: int) -> Array:
    """Return the places of texts that are still equal to a neighbour and have more to compare."""
    group = np.cumsum(firsts) - 1
    longer = np.zeros(int(group[-1]) + 1 if len(group) else 0, np.bool_)
    longer[group[lengths[order] > seen]] = True
    several = np.bincount(group, minlength=len(longer)) > 1
    return np.flatnonzero((longer & several)[group])


def _keys(texts: PackedTexts, which: Array, at: int, width: int) -> Array:
    """Return the next bytes of texts as one number each; a text that ended counts as smaller."""
    keys = np.zeros(len(which), np.uint64)
    starts, ends = texts.starts[which] + at, texts.starts[which + 1]
    for step in range(width):
        places = starts + step
        units = texts.units.take(places, mode="clip").astype(np.uint64)
        keys = (keys << np.uint64(8)) | np.where(places < ends, units, np.uint64(0))
    return keys


def collation(text: str) -> bytes:
    """Return what texts are sorted by: GB 18030, which has common characters by their pinyin."""
    return text.encode("gb18030", "replace")


def _collated(texts: PackedTexts) -> PackedTexts:
    """Return the texts as bytes to be sorted by."""
    if texts.units.itemsize == 1 and not (texts.units > 127).any():
        return texts
    lengths = np.zeros(len(texts), np.int64)
    parts = []
    for first in range(0, len(texts), _AT_ONCE):
        starts = texts.starts[first : first + _AT_ONCE + 1]
        units = texts.units[starts[0] : starts[-1]]
        raw = texts.decoded(int(starts[0]), int(starts[-1]))
        parts.append(np.frombuffer(collation(raw), np.uint8))
        sizes = np.append(0, np.cumsum(_sizes().take(units)))
        inside = sizes[starts - starts[0]]
        lengths[first : first + _AT_ONCE] = np.diff(inside)
    return PackedTexts(np.concatenate(parts), starts_of(lengths))


@cache
def _sizes() -> Array:
    """Return how many bytes each code unit takes in GB 18030 (half of a pair: two of four)."""
    sizes = np.full(65_536, 2, np.uint8)
    for code in range(65_536):
        if not 0xD800 <= code < 0xE000:
            sizes[code] = len(chr(code).encode("gb18030"))
    return sizes


class TextCollector:
    """Takes a column of texts batch by batch and returns it as codes into sorted texts."""

    def __init__(self) -> None:
        self._known: dict[str | None, int] = {None: -1}
        self._codes: list[Array] = []
        self._units: list[Array] = []
        self._lengths: list[Array] = []
        self._direct = 0

    def add(self, cells: Sequence[str | None]) -> None:
        """Take the next cells."""
        for first in range(0, len(cells), _CELLS):
            self._add(cells[first : first + _CELLS])

    def _add(self, cells: Sequence[str | None]) -> None:
        known = self._known
        if len(known) <= _KNOWN_BY_HEART:
            for text in set(cells).difference(known):
                known[text] = len(known) - 1
            self._codes.append(np.fromiter(map(known.__getitem__, cells), np.int16, len(cells)))
            return
        there = [text for text in cells if text is not None]
        codes = np.full(len(cells), -1, np.int32)
        first = len(known) - 1 + self._direct
        numbers = np.arange(first, first + len(there), dtype=np.int32)
        if len(there) == len(cells):
            codes = numbers
        else:
            codes[np.fromiter((text is not None for text in cells), np.bool_, len(cells))] = numbers
        units, lengths = encode(there)
        self._direct += len(there)
        self._codes.append(codes)
        self._units.append(narrowed(units))
        self._lengths.append(lengths)

    def result(self) -> tuple[Array, PackedTexts]:
        """Return the codes (-1: nothing there) and the different texts, sorted."""
        units, lengths = encode([text for text in self._known if text is not None])
        widest = max((part.dtype for part in self._units), default=np.dtype(np.uint8))
        parts = [narrowed(units), *self._units]
        widest = max(widest, parts[0].dtype)
        whole = np.concatenate([part.astype(widest, copy=False) for part in parts])
        starts = starts_of(np.concatenate([lengths, *self._lengths]))
        texts, numbers = sorted_texts(PackedTexts(whole, starts))
        codes = np.concatenate(self._codes) if self._codes else np.empty(0, np.int32)
        return np.append(numbers, np.int32(-1)).take(codes), texts
