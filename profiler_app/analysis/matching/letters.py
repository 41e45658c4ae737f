"""Many texts as one array of characters, so that all of them are looked at in one go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.matching.han import HOUSE_SIGNS, LEVEL_SIGNS, NUMERALS

Array = NDArray[Any]
UNCLEAR = -2
"""A number only a reader finds: it is written out, or a region is named behind it."""
_LONGEST_NUMBER = 9


def numbered(texts: Iterable[str]) -> tuple[list[str], NDArray[np.int32]]:
    """Return the different texts in the order they come, and for each text its place there."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    codes = np.fromiter(map(numbers.__getitem__, texts), np.int32)
    return list(numbers), codes


@dataclass(frozen=True, slots=True, eq=False)
class Letters:
    """The characters of all texts (``points``), and where each text begins and ends."""

    points: NDArray[np.uint32]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    @classmethod
    def of(cls, texts: Sequence[str]) -> Letters:
        """Lay out texts, none of them empty."""
        whole = "".join(texts).encode("utf-32-le", "surrogatepass")
        ends = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)))
        return cls(np.frombuffer(whole, np.uint32), np.append(0, ends)[:-1], ends)

    @property
    def lengths(self) -> NDArray[np.int64]:
        """How many characters each text has."""
        return self.ends - self.starts

    def with_any(self, marks: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return the texts with a marked character."""
        if not len(self.starts):
            return np.zeros(0, np.bool_)
        return np.asarray(np.logical_or.reduceat(marks, self.starts))

    def han(self) -> NDArray[np.bool_]:
        """Mark the characters that are Chinese, as ``han.is_han`` knows them."""
        points = self.points
        basic = (points >= 0x3400) & (points <= 0x9FFF)
        return np.asarray(basic | (points == 0x3007) | ((points >= 0x20000) & (points <= 0x323AF)))

    def digits(self) -> NDArray[np.bool_]:
        """Mark 0 to 9."""
        return (self.points >= ord("0")) & (self.points <= ord("9"))

    def shapes(self) -> list[str]:
        """Return the numbers of each text with one dash for what stands between them."""
        digit = self.digits()
        first = np.zeros(len(digit), np.bool_)
        first[self.starts] = True
        dash = ~digit & (first | np.append(True, digit[:-1]))
        kept = digit | dash
        signs = np.where(digit, self.points, ord("-")).astype(np.uint8)[kept]
        ends = np.cumsum(kept)[self.ends - 1]
        return np.insert(signs, ends, ord("\n")).tobytes().decode().split("\n")[: len(ends)]

    def first_numbers(self) -> NDArray[np.int64]:
        """Return a key of the first number of each text with the letter behind it.

        -1 where there is none, ``UNCLEAR`` where it takes a reader to find it.
        """
        there, begin, end = self._first_runs()
        length = end - begin
        value = np.zeros(len(begin), np.int64)
        for step in range(_LONGEST_NUMBER):
            inside = step < length
            figure = self.points[np.minimum(begin + step, len(self.points) - 1)].astype(
                np.int64
            ) - ord("0")
            value = np.where(inside, value * 10 + figure, value)
        behind = np.where(end < self.ends, self.points[np.minimum(end, len(self.points) - 1)], 0)
        letter = np.where((behind >= ord("a")) & (behind <= ord("z")), behind - ord("a") + 1, 0)
        key = (value * 32 + letter) * 16 + np.minimum(length, _LONGEST_NUMBER)
        unclear = self._written_out() | (there & self._region_behind(begin))
        unclear |= there & (length > _LONGEST_NUMBER)
        return np.where(unclear, UNCLEAR, np.where(there, key, -1))

    def _first_runs(self) -> tuple[NDArray[np.bool_], Array, Array]:
        """Return which texts have digits, and where the first run of them begins and ends."""
        digits = np.flatnonzero(self.digits())
        if not len(digits):
            return np.zeros(len(self.starts), np.bool_), self.starts, self.starts
        last = np.flatnonzero(np.append(np.diff(digits) > 1, True))
        at = np.minimum(np.searchsorted(digits, self.starts), len(digits) - 1)
        there = (digits[at] >= self.starts) & (digits[at] < self.ends)
        begin = np.where(there, digits[at], self.starts)
        end = np.minimum(digits[last[np.searchsorted(last, at)]] + 1, self.ends)
        return there, begin, np.where(there, end, self.starts)

    def _written_out(self) -> NDArray[np.bool_]:
        """Mark the texts with a number in characters before the sign of a house."""
        signs = np.flatnonzero(one_of(self.points, HOUSE_SIGNS))
        signs = signs[one_of(self.points[np.maximum(signs - 1, 0)], NUMERALS)]
        at = np.searchsorted(signs, self.starts)
        return np.asarray(np.append(signs, len(self.points))[at] < self.ends)

    def _region_behind(self, begin: Array) -> NDArray[np.bool_]:
        """Mark the texts where a region may end behind some place."""
        signs = np.flatnonzero(one_of(self.points, LEVEL_SIGNS))
        at = np.searchsorted(signs, begin)
        return np.asarray(np.append(signs, len(self.points))[at] < self.ends)


def one_of(points: NDArray[np.uint32], signs: str) -> NDArray[np.bool_]:
    """Mark the characters that are one of some signs."""
    highest = max(map(ord, signs))
    marks = np.zeros(highest + 2, np.bool_)  # the last one: all that are higher
    marks[[ord(sign) for sign in signs]] = True
    return np.asarray(marks[np.minimum(points, highest + 1)])
