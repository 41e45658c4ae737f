"""Reading a column of texts, batch by batch, into codes and the different texts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from profiler_app.analysis.packed import PackedTexts
from profiler_app.analysis.text_coding import Array, encode, narrowed, starts_of
from profiler_app.analysis.text_sorting import sorted_texts

_CELLS = 10_000
_KNOWN_BY_HEART = 16_384
"""Up to so many different texts a dictionary numbers them (in 16 bits) while they are read."""


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
