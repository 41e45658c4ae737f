"""Which keys of a file came before, told while an empty workspace is filled."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import compress
from operator import le

_MOST_REMEMBERED = 2_000_000
"""So many keys are remembered (some 65 bytes each)."""
_SELDOM = 0.1
_SIGN = "\n"
"""Stands between keys, and in none of them: keys are clean texts of one line."""


class EarlierKeys:
    """Tells new keys from those that came before, block by block.

    Of a file that is sorted by its keys, as most exports are, a key above all before it is new;
    for the few others the keys are kept as one text a block, in which they are looked for. Of
    other files the keys are remembered one by one, or rather their hashes.
    """

    def __init__(self, *, is_sorted: bool) -> None:
        self._is_sorted = is_sorted
        self._hashes: set[int] = set()
        self._texts: list[str] = []
        self._highest: list[str] = []

    @property
    def is_full(self) -> bool:
        """Whether more keys than these should not be remembered."""
        return len(self._hashes) > _MOST_REMEMBERED

    @staticmethod
    def are_sorted(keys: Sequence[str]) -> bool:
        """Whether keys come in order but for a few."""
        return len(_below(keys, "")) <= _SELDOM * len(keys)

    def take_in(self, keys: Sequence[str]) -> Sequence[int]:
        """Take in the keys of a block; return the places of those that came before."""
        return self._sorted(keys) if self._is_sorted else self._remembered(keys)

    def _sorted(self, keys: Sequence[str]) -> Sequence[int]:
        unsure = _below(keys, self._highest[-1] if self._highest else "")
        ascending = _without(keys, unsure) if unsure else keys
        if ascending:
            self._texts.append(f"{_SIGN}{_SIGN.join(ascending)}{_SIGN}")
            self._highest.append(ascending[-1])
        again = []
        for place in unsure:
            key = keys[place]
            if self._came_before(key):
                again.append(place)
            else:
                self._hashes.add(hash(key))
        return again

    def _came_before(self, key: str) -> bool:
        """Whether a key was there that is not above all before it."""
        block = bisect_left(self._highest, key)
        if block < len(self._texts) and f"{_SIGN}{key}{_SIGN}" in self._texts[block]:
            return True
        return hash(key) in self._hashes

    def _remembered(self, keys: Sequence[str]) -> Sequence[int]:
        known, hashes = self._hashes, [*map(hash, keys)]
        if known.isdisjoint(hashes) and len(set(hashes)) == len(hashes):
            known.update(hashes)
            return ()
        again = []
        for place, key in enumerate(hashes):
            if key in known:
                again.append(place)
            known.add(key)
        return again


def _below(keys: Sequence[str], last: str) -> list[int]:
    """Return the places of keys that are not above all keys before them."""
    before = [last, *keys[:-1]]
    below: list[int] = []
    done = 0
    for place in compress(range(len(keys)), map(le, keys, before)):
        if place < done:
            continue
        highest = before[place]
        while place < len(keys) and keys[place] <= highest:
            below.append(place)
            place += 1
        done = place
    return below


def _without(keys: Sequence[str], places: Sequence[int]) -> list[str]:
    left_out = {*places}
    return [key for place, key in enumerate(keys) if place not in left_out]
