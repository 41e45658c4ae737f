"""Who a text finds: by name, pinyin, initials, the end of a telephone number, or an identifier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.analysis.packed import PackedTexts
from profiler_app.analysis.sounds import Sounds, best
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.indexing import SOUNDED, SOUNDS
from profiler_app.jobs.pinyin import index_of
from profiler_app.store import search as scanning
from profiler_app.store.workspace import Workspace

NOT_FOUND = 255
_OTHERS = (
    *("short_name", "mobile", "phone", "number", "member_no", "core_cust_no", "email"),
    *("cn_id", "uscc"),
)
SEARCHED = ("name", *_OTHERS)
"""The fields a search looks at."""
_SMALL = 20_000
"""Up to so many customers are indexed in memory when there is no index yet."""
_MANY = 0.04
"""From this share of names on everybody's name is looked up instead of the owners of each."""

Ranks = NDArray[np.uint8]
Places = NDArray[Any]
Found = tuple[int, Places]
"""Customers found with a rank."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed, as it is looked for in names, sounds, numbers and identifiers."""

    text: str
    letters: str
    digits: str

    @classmethod
    def of(cls, typed: str) -> Wanted:
        """Read what was typed."""
        text = typed.strip()
        letters = text.lower().replace(" ", "").replace("'", "")
        digits = text.replace(" ", "").replace("-", "")
        return cls(
            text,
            letters if letters.isascii() and letters.isalnum() else "",
            digits if digits.isascii() and digits.isdecimal() and len(digits) > 2 else "",
        )


def search(workspace: Workspace, source: ColumnSource, typed: str) -> tuple[Ranks, bool]:
    """Return how well each customer matches (in the order of ``source.ids()``).

    0 the name begins with it, 1 pinyin initials begin with it, 2 pinyin begins with it, 3 it stands
    somewhere in the name or short name, 4 among the initials or in the pinyin from a syllable on,
    5 a telephone number ends with it, 6 an identifier is, begins or ends with it; 255 not at all.
    From three characters on for telephone numbers and identifiers, from two for rank 4.

    The second value is True where there is no index yet and the tables were scanned, without
    pinyin.
    """
    wanted, size = Wanted.of(typed), len(source.ids())
    if not wanted.text:
        return np.full(size, NOT_FOUND, np.uint8), False
    if not source.is_cached and size > _SMALL:
        return _scanned(workspace, source, wanted), True
    ranks = _by_name(source, wanted)
    for rank, places in (*_by_short_name(source, wanted), *_by_number(source, wanted)):
        ranks[places] = np.minimum(ranks[places], rank)
    return ranks, False


def prepare(source: ColumnSource, step: int) -> bool:
    """Read a part of the index into memory, so that the first search is as quick as all others.

    Returns whether there are more steps. A step takes a few hundredths of a second.
    """
    if not source.is_cached:
        return False
    if step == 0:
        source.kept(("searched", "name"), lambda: _Names.of(source))
    else:
        Owners.of(source, _OTHERS[step - 1])
    return step < len(_OTHERS)


def _scanned(workspace: Workspace, source: ColumnSource, wanted: Wanted) -> Ranks:
    ids = source.ids()
    ranks = np.full(len(ids), NOT_FOUND, np.uint8)
    found = scanning.scan(workspace.connection, wanted.text, wanted.digits)
    pairs = np.array(found, np.int64).reshape(-1, 2)
    places = np.minimum(np.searchsorted(ids, pairs[:, 0]), max(len(ids) - 1, 0))
    there = ids[places] == pairs[:, 0]
    ranks[places[there]] = pairs[there, 1]
    return ranks


# -- names


def _by_name(source: ColumnSource, wanted: Wanted) -> Ranks:
    names: _Names = source.kept(("searched", "name"), lambda: _Names.of(source))
    labels = names.owners.labels
    by_label = best(len(labels), [*_in_names(labels, wanted), *_in_sounds(names.sounds, wanted)])
    hits = np.flatnonzero(by_label != NOT_FOUND)
    if len(hits) > _MANY * len(labels):
        everybody: Ranks = np.append(by_label, np.uint8(NOT_FOUND)).take(names.labels_of)
        return everybody
    ranks = np.full(len(names.labels_of), NOT_FOUND, np.uint8)
    of_hits = by_label[hits]
    for rank in np.unique(of_hits).tolist():
        ranks[names.owners.having(hits[of_hits == rank])] = rank
    return ranks


def _by_short_name(source: ColumnSource, wanted: Wanted) -> Iterator[Found]:
    short, part = Owners.of(source, "short_name"), wanted.text.casefold()
    yield 3, short.having(np.flatnonzero(short.labels.folded_for(part).containing(part)))


def _in_names(names: PackedTexts, wanted: Wanted) -> Iterator[tuple[int, NDArray[Any]]]:
    folded = names.folded()
    positions = folded.positions(wanted.text.casefold())
    owners = folded.owners(positions)
    yield 3, owners
    yield 0, owners[folded.starts[owners] == positions]


def _in_sounds(
    sounds: list[tuple[int, Sounds]], wanted: Wanted
) -> Iterator[tuple[int, NDArray[Any]]]:
    if not wanted.letters:
        return
    for first, part in sounds:
        initials, whole = part.beginning(wanted.letters)
        yield 2, whole + first
        yield 1, initials + first
        if len(wanted.letters) > 1:
            yield 4, part.inside(wanted.letters) + first


@dataclass(frozen=True, slots=True, eq=False)
class _Names:
    """Whose the names are and how they sound: the stored index, then names that came since.

    ``labels_of`` is the number of everybody's name; who has none has one more than there are.
    """

    owners: Owners
    labels_of: NDArray[Any]
    sounds: list[tuple[int, Sounds]]

    @property
    def nbytes(self) -> int:
        """Bytes in memory."""
        sounds = sum(part.nbytes for _first, part in self.sounds)
        return int(self.owners.nbytes + self.labels_of.nbytes + sounds)

    @classmethod
    def of(cls, source: ColumnSource) -> _Names:
        """Read the names and their sounds."""
        column = source.read_once("name")
        assert column is not None  # a field of the table of customers
        owners = Owners(column)
        names = owners.labels
        # as wide as an index: anything narrower is widened by every search
        labels_of = np.where(column.known, column.values, len(names)).astype(np.intp)
        stored, whose = source.cached(SOUNDS), source.cached(SOUNDED)
        if stored is None or whose is None:
            return cls(owners, labels_of, [(0, index_of(names))])
        sounds = [(0, Sounds(stored.labels, stored.values, whose.values.astype(np.int32)))]
        late = names[names.in_order :]
        if late:
            sounds.append((names.in_order, index_of(PackedTexts.of(late))))
        return cls(owners, labels_of, sounds)


# -- numbers and identifiers


def _by_number(source: ColumnSource, wanted: Wanted) -> Iterator[Found]:
    text, digits = wanted.text, wanted.digits
    if len(text) < 3 or not text.isascii():
        return
    if digits:
        for name in ("mobile", "phone"):
            owners = Owners.of(source, name)
            yield 5, owners.having(owners.labels.which_end(digits))
            for beginning in (digits, "+86" + digits):
                yield 6, owners.beginning(beginning)
    number = Owners.of(source, "number")
    yield 6, number.beginning(text.upper())
    yield 6, number.having(number.labels.which_end(text.upper()))
    yield 6, Owners.of(source, "mobile").beginning(text)
    yield 6, Owners.of(source, "member_no").beginning(text)
    yield 6, Owners.of(source, "core_cust_no").beginning(text)
    yield 6, Owners.of(source, "email").beginning(text.lower())
    for name in ("cn_id", "uscc"):
        owners = Owners.of(source, name)
        yield 6, owners.having(np.array(owners.labels.equal_to(text.upper()), np.int64))


class Owners:
    """Who has which text in a column: the places of customers by text."""

    def __init__(self, column: Column) -> None:
        texts = column.labels
        self.labels = texts if isinstance(texts, PackedTexts) else PackedTexts.of(texts)
        places = np.flatnonzero(column.known)
        codes = column.values[places]
        keys = codes.astype(np.int64) << 32 | places
        keys.sort()
        self._places: Places = (keys & (2**32 - 1)).astype(np.int32)
        counts = np.bincount(codes, minlength=len(self.labels))
        self._starts = np.append(0, np.cumsum(counts)).astype(np.int32)

    @classmethod
    def of(cls, source: ColumnSource, name: str) -> Owners:
        """Return the owners of the texts of a field."""

        def make() -> Owners:
            column = source.read_once(name)
            assert column is not None  # a field of the table of customers
            return cls(column)

        found: Owners = source.kept(("owners", name), make)
        return found

    @property
    def nbytes(self) -> int:
        """Bytes in memory."""
        return int(self.labels.nbytes + self._places.nbytes + self._starts.nbytes)

    def beginning(self, prefix: str) -> Places:
        """Return the places of those whose text begins with a prefix."""
        if self.labels.in_order < len(self.labels):
            return self.having(np.flatnonzero(self.labels.beginning(prefix)))
        first, last = self.labels.span(prefix)
        found: Places = self._places[self._starts[first] : self._starts[last]]
        return found

    def having(self, numbers: NDArray[Any]) -> Places:
        """Return the places of those whose text is one of some (by number)."""
        starts = self._starts[numbers]
        counts = self._starts[numbers + 1] - starts
        if len(counts) and counts.max() == 1 == counts.min():
            one_each: Places = self._places.take(starts)
            return one_each
        ends = np.cumsum(counts)
        inside = np.arange(ends[-1] if len(ends) else 0)
        found: Places = self._places.take(inside + np.repeat(starts - ends + counts, counts))
        return found
