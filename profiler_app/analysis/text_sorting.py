"""Sorting packed texts by ``collation``, as arrays: outside the lock of the interpreter."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.packed import AT_ONCE, PackedTexts, taken
from profiler_app.analysis.text_coding import Array, collation, collation_sizes, starts_of


def sorted_texts(texts: PackedTexts) -> tuple[PackedTexts, Array]:
    """Return the different texts, sorted by ``collation``, and the number of each text given."""
    order, firsts = _sorted(_collated(texts))
    numbers = np.empty(len(order), np.int32)
    numbers[order] = np.cumsum(firsts) - 1
    return taken(texts, order[firsts], in_order=True), numbers


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


def _collated(texts: PackedTexts) -> PackedTexts:
    """Return the texts as bytes to be sorted by."""
    if texts.units.itemsize == 1 and not (texts.units > 127).any():
        return texts
    lengths = np.zeros(len(texts), np.int64)
    parts = []
    for first in range(0, len(texts), AT_ONCE):
        starts = texts.starts[first : first + AT_ONCE + 1]
        units = texts.units[starts[0] : starts[-1]]
        raw = texts.decoded(int(starts[0]), int(starts[-1]))
        parts.append(np.frombuffer(collation(raw), np.uint8))
        sizes = np.append(0, np.cumsum(collation_sizes().take(units)))
        inside = sizes[starts - starts[0]]
        lengths[first : first + AT_ONCE] = np.diff(inside)
    return PackedTexts(np.concatenate(parts), starts_of(lengths))
