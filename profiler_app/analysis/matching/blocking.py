"""Which rows are compared at all: those that share something that few share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.matching.han import (
    blurred,
    company_core,
    is_han,
    sound_of,
    sounds_like_company,
)
from profiler_app.analysis.matching.pairing import Blocks, pairs_of
from profiler_app.analysis.matching.traits import NUMBERS, Role, Trait

Array = NDArray[Any]
_MOST_ALONE = 50
_MOST_TOGETHER = 100
_PIECE = 4
_HALF, _SHORT = 3, 5
_MANY = 50_000
"""Of so many numbers the halves are shared by chance."""
_NUMBERS = re.compile(r"[^\d\n]+")
_LEAST_BUDGET = 300_000
_PER_ROW = 3
"""So many pairs a row are compared at most, more in small tables."""


def candidates(
    traits: Sequence[Trait],
    size: int,
    together: Sequence[tuple[str, str]] | None = None,
    since: int = 0,
) -> Array:
    """Return the pairs worth a comparison as first * size + second, in order.

    They share a value or a part of it, or how two values begin or sound: of any two columns, or
    only of those that are named ``together``; one of them is a row from ``since`` on.
    """
    blocks = []
    for trait in traits:
        known = np.flatnonzero(trait.codes >= 0)
        blocks.append(Blocks.of(trait.codes[known], known, _MOST_ALONE, since))
        blocks.append(Blocks.of(*_pieces(trait), _MOST_ALONE, since))
    short = {trait.name: _short(trait) for trait in traits}
    for one, other in combinations(short, 2) if together is None else together:
        if one in short and other in short:
            blocks.append(_both(short[one], short[other], since))
    found = pairs_of(blocks, size, max(_LEAST_BUDGET, _PER_ROW * size))
    return found[found % max(size, 1) >= since] if since else found


def _both(one: Array, other: Array, since: int) -> Blocks:
    known = np.flatnonzero((one >= 0) & (other >= 0))
    wide = int(other.max(initial=0)) + 1
    key = one[known].astype(np.int64) * wide + other[known]
    return Blocks.of(key, known, _MOST_TOGETHER, since)


def _short(trait: Trait) -> Array:
    """Return a number for how each row's text begins, so that ends may differ."""
    if trait.role in (*NUMBERS, "date", "code"):
        return trait.codes
    numbers: dict[str, int] = {}
    codes = [numbers.setdefault(text, len(numbers)) for text in _begins(trait)]
    return np.append(np.array(codes, np.int64), -1)[trait.codes]


def _begins(trait: Trait) -> Iterable[str]:
    if trait.role in ("name", "given", "surname") and trait.has_han:
        return (_begin_of_name(text) for text in trait.texts)
    if trait.role == "address" and trait.has_han:  # the number of the house, the door
        shapes = _NUMBERS.sub("-", "\n".join(trait.texts)).split("\n")
        rows = zip(shapes, trait.texts, trait.han.tolist(), strict=True)
        return (shape if han else text[:_PIECE] for shape, text, han in rows)
    return (text[:_PIECE] for text in trait.texts)


def _begin_of_name(text: str) -> str:
    if not is_han(text):
        return text[:_PIECE]
    return text[:6] if sounds_like_company(text) else blurred(sound_of(text))


def _pieces(trait: Trait) -> tuple[Array, Array]:
    """Return keys for parts of texts: rare words, both halves; and their rows."""
    numbers: dict[str, int] = {}
    keys: list[int] = []
    codes: list[int] = []
    halved = trait.role in (*NUMBERS, "email")
    if trait.role not in ("code", "date") and not (halved and len(trait.texts) > _MANY):
        for code, text in enumerate(trait.texts):
            for piece in _parts(trait.role, text):
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


def _parts(role: Role, text: str) -> Sequence[str]:
    if role in (*NUMBERS, "email"):
        half = (len(text) + 1) // 2
        return ("<" + text[:half], ">" + text[half:]) if half >= _HALF else ()
    if text.isascii():
        words = text.split()
        if len(words) > 1:
            return (*{*words, *map("+".join, pairwise(words))},)
    elif role in ("company", "name") and sounds_like_company(text):
        return (company_core(text),)
    elif is_han(text):
        return ()
    return ("<" + text[:5], ">" + text[-5:]) if len(text) > _SHORT else ()
