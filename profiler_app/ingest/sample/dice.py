"""Repeatable chance: the same seed, customer and subject always give the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from itertools import accumulate
from random import Random
from struct import unpack
from typing import TypeVar

T = TypeVar("T")

_SUBJECTS = 64
"""More than there are subjects (tables), so that no two of them share a stream."""


class Dice(Random):
    """Random numbers that are started again for every customer (seeding is the costly part)."""

    def start(self, seed: int, index: int, *, subject: int) -> None:
        """Begin the numbers of one customer and one subject."""
        self.seed((seed * 1_000_003 + index) * _SUBJECTS + subject)

    def chance(self, share: float) -> bool:
        """Return true in this share of cases."""
        return self.random() < share

    def whole(self, low: int, high: int) -> int:
        """Return a whole number between the two, both included (faster than ``randint``)."""
        return low + int(self.random() * (high - low + 1))

    def pick(self, items: Sequence[T]) -> T:
        """Return one of the items (faster than ``choice``)."""
        return items[int(self.random() * len(items))]

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """Return up to ``count`` different items in their own order."""
        chosen = {int(self.random() * len(items)) for _ in range(count)}
        return [items[place] for place in sorted(chosen)]


def draws(seed: int, index: int) -> tuple[int, ...]:
    """Return 32 numbers of 16 bits for one customer (a fifth of the cost of seeding)."""
    key = b"%d:%d" % (seed, index)
    return unpack("<32H", blake2b(key, digest_size=64).digest())


class Shares:
    """Names with shares that add up to one, looked up by a draw of 16 bits."""

    def __init__(self, shares: dict[str, float]) -> None:
        self._names: list[str] = []
        for name, end in zip(shares, accumulate(shares.values()), strict=True):
            self._names += [name] * (round(end * 4096) - len(self._names))

    def at(self, draw: int) -> str:
        """Return the name whose part of the range holds the draw."""
        return self._names[draw >> 4]
