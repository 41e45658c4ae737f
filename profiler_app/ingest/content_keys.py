"""Keys of lines by what they say and how often it was said before (DECISIONS 6).

Millions of keys are remembered in some ten bytes each: the newest as a set, the others as sorted
arrays behind a filter of bits that lets only one key of 200 pass which is not among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from struct import unpack
from typing import Any, Final

_MOST_NEWEST: Final = 250_000
_LONGEST_JOINED: Final = 2_000_000
_FILTER_BITS: Final = 28


class ContentKeys:
    """Gives every line a positive number of 63 bits, the same whenever the file is read again."""

    def __init__(self) -> None:
        self._earlier = EarlierNumbers()
        self._times: dict[int, int] = {}

    def of(self, contents: Sequence[str]) -> list[int]:
        """Return the keys of the next lines; exact repeats stay apart by their count."""
        keys = _digests(contents)
        for place in self._earlier.repeats(keys):
            key = keys[place]
            before = self._times.get(key, 1)
            self._times[key] = before + 1
            keys[place] = _digest(f"{contents[place]}\x1f{before}")
        return keys


def _digest(content: str) -> int:
    return _digests((content,))[0]


def _digests(contents: Sequence[str]) -> list[int]:
    """Return the upper 63 bits of the BLAKE2b digest of each text."""
    joined = b"".join(
        [
            blake2b(content.encode("utf-8", "surrogatepass"), digest_size=8).digest()
            for content in contents
        ]
    )
    return [number >> 1 for number in unpack(f">{len(contents)}Q", joined)]


class EarlierNumbers:
    """Tells which numbers came before; the numbers are random ones of 63 bits."""

    def __init__(self, most_newest: int = _MOST_NEWEST) -> None:
        self._most_newest = most_newest
        self._newest: set[int] = set()
        self._runs: list[Any] = []
        self._bits: Any = None

    def repeats(self, numbers: Sequence[int]) -> list[int]:
        """Take in numbers, and return the places of those that came before."""
        newest = self._newest
        again = self._among_older(numbers) if self._runs else set()
        if newest.isdisjoint(numbers) and len(set(numbers)) == len(numbers):
            newest.update(numbers)
        else:
            for place, number in enumerate(numbers):
                if number in newest:
                    again.add(place)
                newest.add(number)
        if len(newest) > self._most_newest:
            self._put_away()
        return sorted(again)

    def _put_away(self) -> None:
        """Turn the newest into a sorted array; short arrays of the same size are joined."""
        import numpy as np

        run = np.fromiter(self._newest, np.int64, len(self._newest))
        self._newest.clear()
        if self._bits is None:
            self._bits = np.zeros(1 << (_FILTER_BITS - 3), np.uint8)
        for place in _places(run):
            np.bitwise_or.at(self._bits, place >> 3, (1 << (place & 7)).astype(np.uint8))
        run.sort()
        while self._runs and len(self._runs[-1]) <= len(run) <= _LONGEST_JOINED:
            run = np.concatenate((self._runs.pop(), run))
            run.sort(kind="stable")
        self._runs.append(run)

    def _among_older(self, numbers: Sequence[int]) -> set[int]:
        import numpy as np

        wanted = np.array(numbers, np.int64)
        first, second = (self._bits[place >> 3] >> (place & 7) & 1 for place in _places(wanted))
        unsure = np.flatnonzero(first & second)
        asked = wanted[unsure]
        found = np.zeros(len(asked), bool)
        for run in self._runs:
            at = np.minimum(np.searchsorted(run, asked), len(run) - 1)
            found |= run[at] == asked
        return {*unsure[found].tolist()}


def _places(numbers: Any) -> tuple[Any, Any]:
    """Return the two bits of each number in the filter."""
    last = (1 << _FILTER_BITS) - 1
    return numbers & last, numbers >> _FILTER_BITS & last
