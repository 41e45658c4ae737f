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
_SMALL = 20_000
"""Up to so many customers are indexed in memory when there is no index yet."""

Ranks = NDArray[np.uint8]


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
    for rank, places in _by_number(source, wanted):
        ranks[places[ranks[places] > rank]] = rank
    return ranks, False


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
    column, sounds = source.kept(("searched names",), lambda: _names(source))
    names = column.labels
    ranks = best(len(names), [*_in_names(names, wanted), *_in_sounds(sounds, wanted)])
    found: Ranks = np.append(ranks, NOT_FOUND).astype(np.uint8).take(column.values)
    short, owners = source.kept(("searched short names",), lambda: _sparse(source, "short_name"))
    hit = np.flatnonzero(short.labels.folded().containing(wanted.text.casefold()))
    if len(hit):
        places = owners[_flags(hit, len(short.labels)).take(short.values)]
        found[places] = np.minimum(found[places], 3)
    return found


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


def _names(source: ColumnSource) -> tuple[Column, list[tuple[int, Sounds]]]:
    """Return the names, and how they sound: the stored index, then names that came since."""
    column = _packed(source.columns(["name"])["name"])
    names = column.labels
    assert isinstance(names, PackedTexts)
    stored, owners = source.cached(SOUNDS), source.cached(SOUNDED)
    if stored is None or owners is None:
        return column, [(0, index_of(names))]
    sounds = [(0, Sounds(stored.labels, stored.values, owners.values.astype(np.int32)))]
    late = names[names.in_order :]
    if late:
        sounds.append((names.in_order, index_of(PackedTexts.of(late))))
    return column, sounds


def _packed(column: Column) -> Column:
    labels = column.labels
    if isinstance(labels, PackedTexts):
        return column
    return Column(column.kind, column.values, column.known, PackedTexts.of(labels))


def _sparse(source: ColumnSource, name: str) -> tuple[Column, NDArray[Any]]:
    """Return a column of only those who have a value, and their places."""
    column = _packed(source.columns([name])[name])
    places = np.flatnonzero(column.known)
    return column.take(places), places


# -- numbers and identifiers


def _by_number(source: ColumnSource, wanted: Wanted) -> Iterator[tuple[int, NDArray[Any]]]:
    text, digits = wanted.text, wanted.digits
    if len(text) < 3 or not text.isascii():
        return
    if digits:
        for name in ("mobile", "phone"):
            texts = _Numbers.of(source, name)
            yield 5, texts.places(texts.labels.ending(digits))
            for beginning in (digits, "+86" + digits):
                yield 6, texts.beginning(beginning)
    number = _Numbers.of(source, "number")
    yield 6, number.beginning(text.upper())
    yield 6, number.places(number.labels.ending(text.upper()))
    yield 6, _Numbers.of(source, "mobile").beginning(text)
    yield 6, _Numbers.of(source, "member_no").beginning(text)
    yield 6, _Numbers.of(source, "core_cust_no").beginning(text)
    yield 6, _Numbers.of(source, "email").beginning(text.lower())
    for name in ("cn_id", "uscc"):
        texts = _Numbers.of(source, name)
        yield 6, texts.being(text.upper())


class _Numbers:
    """A column of identifiers, most of which only one customer has."""

    def __init__(self, column: Column, places: NDArray[Any]) -> None:
        labels = column.labels
        assert isinstance(labels, PackedTexts)
        self.labels = labels
        self._codes, self._places = column.values, places
        self._owner = np.full(len(labels), -1, np.int32)
        self._owner[column.values] = places
        self._single = bool((self._owner[column.values] == places).all())
        self.nbytes = self._codes.nbytes + self._places.nbytes + self._owner.nbytes

    @classmethod
    def of(cls, source: ColumnSource, name: str) -> _Numbers:
        """Return the identifiers of a field."""
        found: _Numbers = source.kept(("searched", name), lambda: cls(*_sparse(source, name)))
        return found

    def beginning(self, prefix: str) -> NDArray[Any]:
        """Return the places of those whose identifier begins with a text."""
        first, last = self.labels.span(prefix)
        numbers = np.arange(first, last)
        if self.labels.in_order < len(self.labels):
            numbers = np.flatnonzero(self.labels.beginning(prefix))
        return self._with(numbers)

    def being(self, text: str) -> NDArray[Any]:
        """Return the places of those whose identifier is a text."""
        return self._with(np.array(self.labels.equal_to(text), np.int64))

    def places(self, hit: NDArray[np.bool_]) -> NDArray[Any]:
        """Return the places of those whose identifier is flagged."""
        return self._with(np.flatnonzero(hit))

    def _with(self, numbers: NDArray[Any]) -> NDArray[Any]:
        if self._single or not len(numbers):
            owners = self._owner[numbers]
            return np.compress(owners >= 0, owners)
        hit = _flags(numbers, len(self.labels)).take(self._codes)
        return np.compress(hit, self._places)


def _flags(numbers: NDArray[Any], size: int) -> NDArray[np.bool_]:
    flags = np.zeros(size, np.bool_)
    flags[numbers] = True
    return flags
