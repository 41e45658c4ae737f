"""Which rows are compared at all: those that share something that few share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, combinations, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.matching.han import blurred
from profiler_app.analysis.matching.letters import numbered
from profiler_app.analysis.matching.pairing import Blocks, pairs_of
from profiler_app.analysis.matching.spelling import NUMBERS
from profiler_app.analysis.matching.traits import Trait
from profiler_app.domain.companies import known_by

Array = NDArray[Any]
Step = Callable[[float], None]
_MOST_ALONE = 50
_MOST_TOGETHER = 100
_PIECE = 4
_HALF, _SHORT = 3, 5
_NOTHING: Array = np.empty(0, np.int64)
_MANY = 50_000
"""Of so many numbers the halves are shared by chance."""
_LEAST_BUDGET = 300_000
_PER_ROW = 3
"""So many pairs a row are compared at most, more in small tables."""


def candidates(
    traits: Sequence[Trait],
    size: int,
    together: Sequence[tuple[str, str]] | None = None,
    since: int = 0,
    step: Step = lambda _done: None,
) -> Array:
    """Return the pairs worth a comparison as first * size + second, in order.

    They share a value or a part of it, or how two values begin or sound: of any two columns, or
    only of those that are named ``together``; one of them is a row from ``since`` on. ``step`` is
    told how far it is.
    """
    blocks = []
    for at, trait in enumerate(traits):
        step(0.4 * at / len(traits))
        known = np.flatnonzero(_shared(trait.codes))
        blocks.append(Blocks.of(trait.codes[known], known, _MOST_ALONE, since))
        blocks.append(Blocks.of(*_pieces(trait), _MOST_ALONE, since))
    short = {}
    for at, trait in enumerate(traits):
        step(0.4 + 0.3 * at / len(traits))
        if trait.role == "address" and trait.has_han:  # laying out long texts takes a while
            step(0.4 + 0.3 * (at + 0.5) / len(traits))
        codes = _short(trait)
        short[trait.name] = np.where(_shared(codes), codes, -1)
    both = list(combinations(short, 2) if together is None else together)
    for at, (one, other) in enumerate(both):
        step(0.7 + 0.2 * at / len(both))
        if one in short and other in short:
            blocks.append(_both(short[one], short[other], since))
    budget = max(_LEAST_BUDGET, _PER_ROW * size)
    found = pairs_of(blocks, size, budget, lambda done: step(0.9 + 0.09 * done))
    return found[found % max(size, 1) >= since] if since else found


def _both(one: Array, other: Array, since: int) -> Blocks:
    known = np.flatnonzero((one >= 0) & (other >= 0))
    wide = int(other.max(initial=0)) + 1
    key = one[known].astype(np.int64) * wide + other[known]
    return Blocks.of(key, known, _MOST_TOGETHER, since)


def _shared(codes: Array) -> Array:
    """Mark the rows whose number another row has, too."""
    counts = np.append(np.bincount(codes[codes >= 0]), 0)  # nobody shares what is unknown
    return np.asarray(counts[codes] > 1)


def _short(trait: Trait) -> Array:
    """Return a number for how each row's text begins, so that ends may differ."""
    if trait.role in (*NUMBERS, "date", "code"):
        return trait.codes
    _texts, codes = numbered(_begins(trait))
    return np.append(codes.astype(np.int64), -1)[trait.codes]


def _begins(trait: Trait) -> Iterable[str]:
    if trait.role in ("name", "given", "surname") and trait.has_han:
        return _begins_of_names(trait)
    if trait.role == "address" and trait.has_han:  # the number of the house, the door
        shapes = trait.letters.shapes()
        for code in np.flatnonzero(~trait.han).tolist():
            shapes[code] = trait.texts[code][:_PIECE]
        return shapes
    return (text[:_PIECE] for text in trait.texts)


def _begins_of_names(trait: Trait) -> list[str]:
    """Return how names sound to a bad ear, but how companies and foreign names are written."""
    begins = [text[: 2 * _HALF] for text in trait.texts]
    for code in np.flatnonzero(~trait.han).tolist():
        begins[code] = begins[code][:_PIECE]
    said = blurred("\n".join(trait.said)).split("\n")
    for code, sound in zip(trait.people.tolist(), said, strict=False):
        begins[code] = sound
    return begins


def _pieces(trait: Trait) -> tuple[Array, Array]:
    """Return keys for parts of texts: rare words, both halves; and their rows."""
    codes = _with_pieces(trait)
    if trait.role in (*NUMBERS, "email"):
        texts = [trait.texts[code] for code in codes.tolist()]
        heads = numbered([text[: (len(text) + 1) // 2] for text in texts])[1]
        tails = numbered([text[(len(text) + 1) // 2 :] for text in texts])[1]
        keys = np.concatenate([heads, tails + np.int64(len(texts))])
        return _per_row(keys, np.tile(codes, 2), trait)
    parts = [_parts(trait, code) for code in codes.tolist()]
    _texts, keys = numbered(chain.from_iterable(parts))
    owners = np.repeat(codes, np.fromiter(map(len, parts), np.int64, len(parts)))
    return _per_row(keys.astype(np.int64), owners, trait)


def _with_pieces(trait: Trait) -> Array:
    """Return the texts that are looked at in pieces: Chinese ones only if they are companies."""
    if trait.role in ("code", "date"):
        return _NOTHING
    if trait.role in (*NUMBERS, "email"):
        few = len(trait.texts) <= _MANY
        return np.flatnonzero(trait.letters.lengths >= 2 * _HALF - 1) if few else _NOTHING
    if trait.role in ("company", "name"):
        return np.flatnonzero(~trait.han | trait.firms)
    return np.flatnonzero(~trait.han)


def _per_row(keys: Array, codes: Array, trait: Trait) -> tuple[Array, Array]:
    """Give the keys of each text to all rows with it, but no key only one row has."""
    if not len(keys):
        return _NOTHING, _NOTHING
    shared = np.bincount(keys, trait.counts[codes])[keys] > 1
    keys, codes = keys[shared], codes[shared]
    asked = np.zeros(len(trait.texts) + 1, np.bool_)  # the last one: the unknown
    asked[codes] = True
    having = np.flatnonzero(asked[trait.codes])
    order = having[np.argsort(trait.codes[having], kind="stable")]
    starts = np.searchsorted(trait.codes[order], np.arange(len(trait.texts)))
    lengths = trait.counts[codes]
    first = np.repeat(starts[codes] - np.append(0, np.cumsum(lengths)[:-1]), lengths)
    rows = order[first + np.arange(lengths.sum())]
    return np.repeat(keys, lengths), rows


def _parts(trait: Trait, code: int) -> Sequence[str]:
    text = trait.texts[code]
    if text.isascii():
        words = text.split()
        if len(words) > 1:
            return (*{*words, *map("+".join, pairwise(words))},)
    elif trait.han[code]:
        return (known_by(text).core,)
    return ("<" + text[:5], ">" + text[-5:]) if len(text) > _SHORT else ()
