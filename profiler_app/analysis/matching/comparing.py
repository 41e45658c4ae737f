"""How alike two values are: a verdict from "different" up to "the same", for many pairs at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.distinct import distinct
from profiler_app.analysis.matching import han
from profiler_app.analysis.matching.levels import ALIKE, NEAR, OTHER, PART, SAME, UNKNOWN, Levels
from profiler_app.analysis.matching.traits import Trait

Array = NDArray[Any]


_AT_ONCE = 200_000
_LIKE_MAIL = 0.65
_NO_DIGITS = str.maketrans("", "", "0123456789")


def compare(
    trait: Trait, one: Array, other: Array, step: Callable[[float], None] = lambda _done: None
) -> Levels:
    """Return the level of each pair of rows; -1 where one of them has no value.

    ``step`` is told how far it is, at least once in ``_AT_ONCE`` pairs.
    """
    parts = []
    for at in range(0, len(one), _AT_ONCE):
        step(at / len(one))
        part = slice(at, at + _AT_ONCE)
        parts.append(compare_codes(trait, trait.codes[one[part]], trait.codes[other[part]]))
    return np.concatenate(parts) if parts else np.empty(0, np.int8)


def compare_codes(trait: Trait, a: Array, b: Array) -> Levels:
    """Return the level of each pair of texts by number; equal pairs are compared once."""
    levels = np.full(len(a), UNKNOWN, np.int8)
    both = (a >= 0) & (b >= 0)
    levels[both] = OTHER
    levels[both & (a == b)] = SAME
    differ = np.flatnonzero(both & (a != b))
    if len(differ):
        low, high = np.minimum(a[differ], b[differ]), np.maximum(a[differ], b[differ])
        size = len(trait.texts)
        if len(differ) < size:  # hardly any pair comes twice
            levels[differ] = _compare(trait, low, high)
            return levels
        unique, back = np.unique(low.astype(np.int64) * size + high, return_inverse=True)
        found = _compare(trait, unique // size, unique % size)
        levels[differ] = found[back]
    return levels


def _compare(trait: Trait, a: Array, b: Array) -> Levels:
    """Compare different texts: Chinese ones in their own way."""
    if trait.role not in _HAN or not trait.has_han:
        return _COMPARE[trait.role](trait, a, b)
    latin = ~(trait.han[a] | trait.han[b])
    kinds = [(latin, _COMPARE[trait.role])]
    if trait.role == "name":
        firm = trait.firms[a] | trait.firms[b]
        kinds += [(firm & ~latin, _firms), (~firm & ~latin, _names)]
    else:
        kinds.append((~latin, _HAN[trait.role]))
    levels = np.full(len(a), OTHER, np.int8)
    for where, compared in kinds:
        if where.any():
            levels[where] = compared(trait, a[where], b[where])
    return levels


def _names(trait: Trait, a: Array, b: Array) -> Levels:
    """Compare Chinese names, those closely that have something in common."""
    from rapidfuzz.distance import OSA

    one, other = _pick(trait.cells, a), _pick(trait.cells, b)
    close = _similar(OSA.distance, one, other, 1) <= 1
    close |= (trait.sounds[a] == trait.sounds[b]) | ~(trait.han[a] & trait.han[b])
    close |= _shorter(trait, a, b) == 1
    return _closely(han.compare_names, trait, a, b, close)


def _firms(trait: Trait, a: Array, b: Array) -> Levels:
    """Compare names of companies, those closely whose cores have something in common."""
    from rapidfuzz import fuzz

    one, other = _pick(trait.cells, a), _pick(trait.cells, b)
    close = _similar(fuzz.ratio, one, other, 40) >= 40
    return _closely(han.compare_companies, trait, a, b, close)


def _homes(trait: Trait, a: Array, b: Array) -> Levels:
    """Compare Chinese addresses, those closely with the same number in the same place."""
    numbers = trait.first_numbers
    elsewhere = (numbers[a] >= 0) & (numbers[b] >= 0) & (numbers[a] != numbers[b])
    places = np.flatnonzero(~elsewhere)
    one, other = _pick(trait.cells, a[places]), _pick(trait.cells, b[places])
    close = np.fromiter(map(han.may_be_one_home, one, other), np.bool_, len(one))
    levels = np.full(len(a), OTHER, np.int8)
    levels[places] = _closely(han.compare_addresses, trait, a[places], b[places], close)
    return levels


def _closely(
    compared: Callable[[Sequence[str], Sequence[str]], Levels],
    trait: Trait,
    a: Array,
    b: Array,
    close: Array,
) -> Levels:
    """Compare only the pairs that are close enough; the others are different."""
    levels = np.full(len(a), OTHER, np.int8)
    places = np.flatnonzero(close)
    one, other = _pick(trait.cells, a[places]), _pick(trait.cells, b[places])
    levels[places] = compared(one, other)
    return levels


def _pick(cells: NDArray[np.object_], codes: Array) -> list[str]:
    found: list[str] = cells[codes].tolist()
    return found


def _shorter(trait: Trait, a: Array, b: Array) -> Array:
    """Return how long the shorter text of each pair is."""
    lengths = trait.letters.lengths
    return np.minimum(lengths[a], lengths[b])


def _similar(
    scorer: Any, one: list[str], other: list[str], cutoff: float | None = None
) -> NDArray[np.float32]:
    """Return how alike pairs of texts are; beyond ``cutoff`` nobody wants to know exactly."""
    from rapidfuzz import process

    found = process.cpdist(one, other, scorer=scorer, score_cutoff=cutoff, dtype=np.float32)
    return np.asarray(found)


def _graded(*steps: tuple[int, Array]) -> Levels:
    """Return the highest level whose condition holds."""
    levels = np.full(len(steps[0][1]), OTHER, np.int8)
    for level, holds in steps:
        levels = np.maximum(levels, np.where(holds, level, OTHER)).astype(np.int8)
    return levels


def _words(trait: Trait, a: Array, b: Array) -> Levels:
    """Compare names and short texts letter by letter."""
    from rapidfuzz.distance import OSA, JaroWinkler

    one, other = _pick(trait.cells, a), _pick(trait.cells, b)
    winkler = _similar(JaroWinkler.normalized_similarity, one, other)
    edits = _similar(OSA.normalized_similarity, one, other)
    steps = _similar(OSA.distance, one, other)
    lengths = _shorter(trait, a, b)
    part = np.array([
        len(x) >= 2 and len(y) >= 2 and (x.startswith(y) or y.startswith(x))
        for x, y in zip(one, other, strict=True)
    ])  # fmt: skip
    return _graded(
        (PART, part),
        (ALIKE, (winkler >= 0.85) | (edits >= 0.65)),
        (NEAR, (winkler >= 0.94) | (edits >= 0.8) | ((steps <= 1) & (lengths >= 3))),
    )


def _digits(trait: Trait, a: Array, b: Array) -> Levels:
    """Compare numbers: one slip of the finger is near, two are alike."""
    from rapidfuzz.distance import OSA

    one, other = _pick(trait.cells, a), _pick(trait.cells, b)
    steps = _similar(OSA.distance, one, other, 2)
    lengths = _shorter(trait, a, b)
    return _graded(
        (NEAR, (steps <= 1) & (lengths >= 4)),
        (ALIKE, (steps <= 2) & (lengths >= 6)),
        (PART, (steps <= 1) & (lengths >= 2)),
    )


def _dates(trait: Trait, a: Array, b: Array) -> Levels:
    """Compare dates: a slip, day and month exchanged, two parts of three, close in time."""
    from rapidfuzz.distance import OSA

    one, other = _pick(trait.cells, a), _pick(trait.cells, b)
    steps = _similar(OSA.distance, one, other, 1)
    x, y = _parts_of_dates(trait.dates[a]), _parts_of_dates(trait.dates[b])
    exchanged = (x[0] == y[0]) & (x[1] == y[2]) & (x[2] == y[1])
    parts = sum((x[i] == y[i]).astype(np.int8) for i in range(3))
    days = np.abs(sum((x[i] - y[i]) * length for i, length in enumerate((365.25, 30.44, 1))))
    return _graded(
        (NEAR, (steps <= 1) | exchanged),
        (ALIKE, (parts >= 2) | (days <= 31)),
        (PART, days <= 400),
    )


def _parts_of_dates(whole: Array) -> tuple[Array, Array, Array]:
    return whole // 10000, whole // 100 % 100, whole % 100


def _mails(trait: Trait, a: Array, b: Array) -> Levels:
    """Compare e-mail addresses by what stands before the @; other digits are another person."""
    from rapidfuzz.distance import OSA

    mine, theirs = _pick(trait.local_parts, a), _pick(trait.local_parts, b)
    alike = _similar(OSA.normalized_similarity, mine, theirs, _LIKE_MAIL)
    levels = np.full(len(a), OTHER, np.int8)
    close = np.flatnonzero(alike >= _LIKE_MAIL)
    levels[close[alike[close] >= 1]] = NEAR  # the same name at whatever host
    hosts, others = (
        [trait.texts[code].partition("@")[2] for code in codes[close].tolist()] for codes in (a, b)
    )
    near_by = _similar(OSA.normalized_similarity, hosts, others) >= 0.7
    for at, place in enumerate(close.tolist()):
        near_by[at] &= not _numbered(mine[place], theirs[place])
    close = close[near_by]
    mine, theirs = ([texts[at] for at in close.tolist()] for texts in (mine, theirs))
    steps, alike = _similar(OSA.distance, mine, theirs, 1), alike[close]
    levels[close] = _graded(
        (PART, alike >= _LIKE_MAIL),
        (ALIKE, alike >= 0.8),
        (NEAR, (alike >= 1) | ((steps <= 1) & (alike >= 0.75))),
    )
    return levels


def _numbered(one: str, other: str) -> bool:
    """Whether two names differ in their digits only, as those of namesakes do."""
    return one != other and one.translate(_NO_DIGITS) == other.translate(_NO_DIGITS)


def _long(trait: Trait, a: Array, b: Array) -> Levels:
    """Compare texts of several words: rare words count more (idf), slips in words are forgiven."""
    from rapidfuzz import fuzz

    one, other = _pick(trait.cells, a), _pick(trait.cells, b)
    weighed = _cosine(trait.texts, a, b)
    sorted_words = _similar(fuzz.token_sort_ratio, one, other) / 100
    within = _similar(fuzz.token_set_ratio, one, other) / 100
    return _graded(
        (PART, (weighed >= 0.4) | (within >= 0.75)),
        (ALIKE, (weighed >= 0.65) | (sorted_words >= 0.75)),
        (NEAR, (weighed >= 0.85) | (sorted_words >= 0.9)),
    )


def _addresses(trait: Trait, a: Array, b: Array) -> Levels:
    """Compare addresses: words as in other texts, but another number is another house."""
    levels = _long(trait, a, b)
    one, other = _pick(trait.cells, a), _pick(trait.cells, b)
    numbers = np.array([_house(x) == _house(y) for x, y in zip(one, other, strict=True)])
    near = levels >= PART
    return np.where(
        near, np.where(numbers, levels, np.where(levels >= ALIKE, PART, OTHER)), OTHER
    ).astype(np.int8)


def _house(text: str) -> str:
    return next((word for word in text.split() if word[0].isdigit()), "")


def _cosine(texts: Sequence[str], a: Array, b: Array) -> NDArray[np.float64]:
    """Return the cosine of the words of pairs of texts, each weighed by how rare it is."""
    codes = distinct(np.concatenate([a, b]))
    numbers: dict[str, int] = {}
    owners, words = [], []
    for code in codes.tolist():
        for word in set(texts[code].split()):
            owners.append(code)
            words.append(numbers.setdefault(word, len(numbers)))
    owner, word = np.array(owners, np.int64), np.array(words, np.int64)
    rarity = np.log(1 + len(codes) / np.bincount(word, minlength=len(numbers)))
    square = rarity[word] ** 2
    norm = np.sqrt(np.bincount(owner, square, minlength=len(texts)))
    packed = owner * len(numbers) + word  # sorted by owner
    packed = np.sort(packed)
    starts = np.searchsorted(packed, np.arange(len(texts) + 1) * len(numbers))
    lengths = np.diff(starts)[a]
    pair = np.repeat(np.arange(len(a)), lengths)
    places = np.arange(lengths.sum()) + np.repeat(
        starts[a] - np.append(0, np.cumsum(lengths)[:-1]), lengths
    )
    mine = packed[places] % len(numbers)
    wanted = b[pair] * len(numbers) + mine
    at = np.minimum(np.searchsorted(packed, wanted), len(packed) - 1)
    shared = packed[at] == wanted
    dot = np.bincount(pair[shared], rarity[mine[shared]] ** 2, minlength=len(a))
    return np.asarray(dot / np.maximum(norm[a] * norm[b], 1e-9))


_COMPARE: Mapping[str, Callable[[Trait, Array, Array], Levels]] = {
    "given": _words,
    "surname": _words,
    "name": _words,
    "text": _words,
    "company": _long,
    "address": _addresses,
    "digits": _digits,
    "phone": _digits,
    "code": lambda _trait, a, _b: np.full(len(a), OTHER, np.int8),
    "date": _dates,
    "email": _mails,
}
_HAN: Mapping[str, Callable[[Trait, Array, Array], Levels]] = {
    "given": _names,
    "surname": _names,
    "name": _names,
    "company": _firms,
    "address": _homes,
}
