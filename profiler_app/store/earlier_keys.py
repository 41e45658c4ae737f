"""Which keys of a file came before, told while an empty workspace is filled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, compress
from operator import gt, not_
from typing import NamedTuple

_MOST_REMEMBERED = 2_000_000
"""So many keys are remembered (some 65 bytes each)."""
_SELDOM = 0.1


class Split(NamedTuple):
    """The places of keys that are new, and of those that came before."""

    new: Sequence[int]
    again: Sequence[int]


class EarlierKeys:
    """Tells new keys from those that came before, block by block.

    A file that is sorted by its keys, as most exports are, needs no memory: a key above all before
    it is new, and the few others are asked for (``stored`` returns those that are in the workspace
    already). Of other files the keys are remembered, or rather their hashes.
    """

    def __init__(self, stored: Callable[[Sequence[str]], Iterable[str]] | None) -> None:
        self._stored = stored
        self._last: str | None = None
        self._hashes: set[int] = set()

    @property
    def is_full(self) -> bool:
        """Whether more keys than these should not be remembered."""
        return len(self._hashes) > _MOST_REMEMBERED

    @staticmethod
    def are_sorted(keys: Sequence[str]) -> bool:
        """Whether keys come in order but for a few."""
        return len(_below(keys, "")) <= _SELDOM * len(keys)

    def split(self, keys: Sequence[str]) -> Split:
        """Take in the keys of a block."""
        return self._split_remembered(keys) if self._stored is None else self._split_sorted(keys)

    def _split_sorted(self, keys: Sequence[str]) -> Split:
        everyone = range(len(keys))
        unsure = _below(keys, self._last or "")
        self._last = max(self._last or "", max(keys, default=""))
        if not unsure:
            return Split(everyone, ())
        assert self._stored is not None
        seen = {*self._stored([keys[place] for place in unsure])}
        others = {*unsure}
        seen.update(keys[place] for place in everyone if place not in others)
        again = []
        for place in unsure:
            if keys[place] in seen:
                again.append(place)
            seen.add(keys[place])
        return Split(_without(everyone, again), again)

    def _split_remembered(self, keys: Sequence[str]) -> Split:
        known, hashes = self._hashes, [*map(hash, keys)]
        everyone = range(len(hashes))
        if known.isdisjoint(hashes) and len(set(hashes)) == len(hashes):
            known.update(hashes)
            return Split(everyone, ())
        again = []
        for place, key in enumerate(hashes):
            if key in known:
                again.append(place)
            known.add(key)
        return Split(_without(everyone, again), again)


def _below(keys: Sequence[str], last: str) -> list[int]:
    """Return the places of keys that are not above all keys before them."""
    highest = accumulate(keys, max, initial=last)
    return [*compress(range(len(keys)), map(not_, map(gt, keys, highest)))]


def _without(everyone: range, places: Sequence[int]) -> Sequence[int]:
    if not places:
        return everyone
    left_out = {*places}
    return [place for place in everyone if place not in left_out]
