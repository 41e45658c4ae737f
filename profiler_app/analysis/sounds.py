"""Names as syllables, found by initials or by pinyin, from any syllable on.

All names stand one after the other as numbers of syllables, a zero behind each run (a name has
several runs where it may be read in several ways). The numbers are in the order of the alphabet, so
the syllables that begin with some letters are one range.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
_FEW = 2_000


class SyllableNumbers:
    """Numbers syllables from 1 while they come; 0 is silence."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {"": 0}

    def number(self, syllable: str) -> int:
        """Return the number of a syllable."""
        return self._numbers.setdefault(syllable, len(self._numbers))

    @property
    def texts(self) -> list[str]:
        """The syllables from number 1 on."""
        return list(self._numbers)[1:]


class Sounds:
    """The runs of many names; ``owners`` says to which name (by number) each run belongs."""

    def __init__(self, syllables: Sequence[str], codes: Array, owners: Array) -> None:
        self.syllables = syllables
        self.codes = codes
        self.owners = owners
        self._starts = np.append(0, np.flatnonzero(codes == 0)[:-1] + 1) if len(owners) else codes
        initials = [ord(text[0]) if text[0].isascii() else 1 for text in syllables]
        self._initials = np.array([0, *initials], np.uint8).take(codes)
        self._first_codes = codes[self._starts]
        self._first_initials = self._initials[self._starts]
        self._owner: Array | None = None
        self._by_code: Array | None = None
        self._bounds = self._starts

    @classmethod
    def of(cls, syllables: Sequence[str], parts: Sequence[tuple[Array, Array]]) -> Sounds:
        """Join parts numbered as the syllables are given; here they get sorted."""
        order = sorted(range(len(syllables)), key=syllables.__getitem__)
        table = np.zeros(len(syllables) + 1, np.int32)
        table[np.array(order, np.int32) + 1] = np.arange(1, len(order) + 1)
        codes = table[np.concatenate([np.empty(0, np.int32), *(codes for codes, _o in parts)])]
        owners = np.concatenate([np.empty(0, np.int32), *(owners for _c, owners in parts)])
        narrow = np.uint16 if len(order) < 2**16 - 1 else np.int32
        return cls([syllables[i] for i in order], codes.astype(narrow), owners)

    @property
    def nbytes(self) -> int:
        """Bytes in memory."""
        return int(
            self.codes.nbytes + self.owners.nbytes + self._starts.nbytes + self._initials.nbytes
        )

    def beginning(self, letters: str) -> tuple[Array, Array]:
        """Return the names whose initials begin with letters, and those whose pinyin does."""
        runs = np.flatnonzero(self._first_initials == ord(letters[0]))
        for step, letter in enumerate(letters[1:], 1):  # a run ends with a zero, no letter
            runs = runs[self._initials[self._starts[runs] + step] == ord(letter)]
        whole = self._spelled(letters, self._runs_with)
        return self.owners[runs], self.owners[whole]

    def inside(self, letters: str) -> Array:
        """Return the names with these letters as initials or as pinyin from any syllable on."""
        whole = self._spelled(letters, self._with)
        return np.concatenate([self._names(self._by_initials(letters)), self._names(whole)])

    def _runs_with(self, numbers: Array) -> Array:
        """Return the runs that begin with some syllables."""
        return np.flatnonzero(_among(self._first_codes, numbers))

    def _with(self, numbers: Array) -> Array:
        """Return the positions of some syllables."""
        if self._by_code is None:
            self._by_code = np.argsort(self.codes, kind="stable").astype(np.int32)
            self._bounds = np.searchsorted(
                self.codes[self._by_code], np.arange(len(self.syllables) + 2)
            )
        bounds = self._bounds
        parts = [self._by_code[bounds[g[0]] : bounds[g[-1] + 1]] for g in _ranges(numbers)]
        return parts[0] if len(parts) == 1 else np.concatenate([self._by_code[:0], *parts])

    def _names(self, positions: Array) -> Array:
        if len(positions) < _FEW:
            return self.owners[np.searchsorted(self._starts, positions, side="right") - 1]
        if self._owner is None:
            ends = np.flatnonzero(self.codes == 0) + 1
            self._owner = np.repeat(self.owners, np.diff(ends, prepend=0))
        return self._owner.take(positions)

    def _by_initials(self, letters: str) -> Array:
        """Return the positions from where on the initials are the letters."""
        room = len(self._initials) - len(letters) + 1
        if room <= 0:
            return np.empty(0, np.int64)
        hit = self._initials[:room] == ord(letters[0])
        for step in range(1, min(len(letters), 3)):
            hit &= self._initials[step : room + step] == ord(letters[step])
        found = np.flatnonzero(hit)
        for step in range(3, len(letters)):
            found = found[self._initials[found + step] == ord(letters[step])]
        return found

    def _spelled(self, letters: str, find: Callable[[Array], Array]) -> Array:
        """Return who begins with syllables that spell the letters.

        ``find`` returns runs or positions that begin with some syllables. Which syllable stands
        where is given, so each of them is followed along one path only.
        """
        ends, lengths = self._steps(letters)
        found = [find(np.flatnonzero(ends))]
        waiting: dict[int, list[tuple[Array, Array]]] = {}  # letters spelled -> who, where next
        for number in np.flatnonzero(lengths).tolist():
            who = find(np.array([number]))
            places = (self._starts[who] if find == self._runs_with else who) + 1
            waiting.setdefault(int(lengths[number]), []).append((who, places))
        for spelled in range(1, len(letters)):
            if spelled not in waiting:
                continue
            parts = waiting.pop(spelled)
            who = np.concatenate([each for each, _place in parts])
            places = np.concatenate([place for _each, place in parts])
            numbers = self.codes[places]
            ends, lengths = self._steps(letters[spelled:])
            found.append(who[ends[numbers]])
            for length in np.unique(lengths[lengths > 0]).tolist():
                on = lengths[numbers] == length
                waiting.setdefault(spelled + length, []).append((who[on], places[on] + 1))
        return np.concatenate(found)

    def _steps(self, rest: str) -> tuple[NDArray[np.bool_], Array]:
        """Return which syllables end the rest, and how many of its letters the others spell."""
        first = bisect_left(self.syllables, rest)
        last = first
        while last < len(self.syllables) and self.syllables[last].startswith(rest):
            last += 1
        ends = np.zeros(len(self.syllables) + 1, np.bool_)
        ends[first + 1 : last + 1] = True
        lengths = np.zeros(len(ends), np.int64)
        for size in range(1, len(rest)):
            at = bisect_left(self.syllables, rest[:size])
            if at < len(self.syllables) and self.syllables[at] == rest[:size]:
                lengths[at + 1] = size
        return ends, lengths


def _among(codes: Array, numbers: Array) -> NDArray[np.bool_]:
    """Return where the code is one of some numbers: of each range in one comparison."""
    hit = np.zeros(len(codes), np.bool_)
    for group in _ranges(numbers):
        first, last = int(group[0]), int(group[-1])  # plain numbers keep the codes narrow
        hit |= codes == first if first == last else (codes >= first) & (codes <= last)
    return hit


def _ranges(numbers: Array) -> list[Array]:
    """Split ascending numbers where one is missing."""
    return np.split(numbers, np.flatnonzero(np.diff(numbers) > 1) + 1) if len(numbers) else []


def best(size: int, ranked: Iterable[tuple[int, Array]]) -> NDArray[np.uint8]:
    """Return the smallest rank each of ``size`` names was found with (255: not at all)."""
    ranks = np.full(size, 255, np.uint8)
    for rank, names in sorted(ranked, key=lambda each: -each[0]):
        ranks[names] = rank
    return ranks
