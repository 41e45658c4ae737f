"""Which rows are compared at all: those that share something that few share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.matching.han import (
    blurred,
    company_core,
    home_of,
    is_han,
    sound_of,
    sounds_like_company,
)
from profiler_app.analysis.matching.pairing import Blocks, pairs_of
from profiler_app.analysis.matching.traits import Trait

Array = NDArray[Any]
_MOST_ALONE = 50
_MOST_TOGETHER = 100
_PIECE = 4
_LEAST_BUDGET = 1_000_000
_PER_ROW = 8
"""So many pairs a row are compared at most, more in small tables."""


def candidates(
    traits: Sequence[Trait], size: int, together: Sequence[tuple[str, str]] | None = None
) -> Array:
    """Return the pairs worth a comparison as first * size + second, in order.

    They share a value or a part of it, or how two values begin or sound: of any two columns, or
    only of those that are named ``together``.
    """
    blocks = []
    for trait in traits:
        known = np.flatnonzero(trait.codes >= 0)
        blocks.append(Blocks.of(trait.codes[known], known, _MOST_ALONE))
        blocks.append(Blocks.of(*_pieces(trait), _MOST_ALONE))
    short = {trait.name: _short(trait) for trait in traits}
    for one, other in combinations(short, 2) if together is None else together:
        if one in short and other in short:
            blocks.append(_both(short[one], short[other]))
    return pairs_of(blocks, size, max(_LEAST_BUDGET, _PER_ROW * size))


def _both(one: Array, other: Array) -> Blocks:
    known = np.flatnonzero((one >= 0) & (other >= 0))
    wide = int(other.max(initial=0)) + 1
    key = one[known].astype(np.int64) * wide + other[known]
    return Blocks.of(key, known, _MOST_TOGETHER)


def _short(trait: Trait) -> Array:
    """Return a number for how each row's text begins, so that ends may differ."""
    numbers: dict[str, int] = {}
    codes = [numbers.setdefault(_begin(trait, text), len(numbers)) for text in trait.texts]
    return np.append(np.array(codes, np.int64), -1)[trait.codes]


def _begin(trait: Trait, text: str) -> str:
    if trait.role in ("digits", "date", "code"):
        return text
    if trait.role in ("name", "given", "surname") and is_han(text):
        return text[:6] if sounds_like_company(text) else blurred(sound_of(text))
    return home_of(text) if trait.role == "address" and is_han(text) else text[:_PIECE]


def _pieces(trait: Trait) -> tuple[Array, Array]:
    """Return keys for parts of texts: rare words, both halves; and their rows."""
    numbers: dict[str, int] = {}
    keys: list[int] = []
    codes: list[int] = []
    for code, text in enumerate(trait.texts):
        for piece in set(_parts(trait, text)):
            keys.append(numbers.setdefault(piece, len(numbers)))
            codes.append(code)
    if not keys:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    return _per_row(np.array(keys), np.array(codes), trait)


def _per_row(keys: Array, codes: Array, trait: Trait) -> tuple[Array, Array]:
    """Give the keys of each text to all rows with it."""
    order = np.argsort(trait.codes, kind="stable")
    starts = np.searchsorted(trait.codes[order], np.arange(len(trait.texts)))
    lengths = trait.counts[codes]
    first = np.repeat(starts[codes] - np.append(0, np.cumsum(lengths)[:-1]), lengths)
    rows = order[first + np.arange(lengths.sum())]
    return np.repeat(keys, lengths), rows


def _parts(trait: Trait, text: str) -> Iterator[str]:
    if trait.role in ("code", "date"):
        return
    if trait.role in ("digits", "email"):
        half = (len(text) + 1) // 2
        if len(text) >= 6:
            yield "<" + text[:half]
            yield ">" + text[half:]
        return
    if trait.role in ("company", "name") and sounds_like_company(text):
        yield company_core(text)
        return
    words = text.split()
    if len(words) > 1:
        yield from words
        yield from ("+".join(pair) for pair in pairwise(words))
    elif len(text) > 5:
        yield "<" + text[:5]
        yield ">" + text[-5:]
