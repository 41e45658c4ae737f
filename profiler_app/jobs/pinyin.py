"""How a name sounds: its syllables in pinyin, with both readings of ambiguous surnames.

Readings of single characters come from pypinyin's table; surnames with a reading of their own
(单 Shan, 仇 Qiu, 解 Xie, 区 Ou ...) are found by that and by the everyday reading.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.packed import PackedTexts, taken
from profiler_app.analysis.readings import SURNAMES, everyday, own_reading
from profiler_app.analysis.sounds import Sounds, SyllableNumbers


def readings_of(name: str) -> tuple[tuple[str, ...], ...]:
    """Return every way to spell a name, syllable by syllable.

    The everyday reading; the reading as a surname where it differs; and of several words the
    first syllable of each, so that initials find names in Latin letters as well.
    """
    readings = [tuple(filter(None, map(everyday, name)))]
    if name and own_reading(name[0]):
        readings.append((own_reading(name[0]), *filter(None, map(everyday, name[1:]))))
    words = name.split(" ")
    if len(words) > 1:
        readings.append(tuple(filter(None, (everyday(word[0]) for word in words if word))))
    return tuple(readings)


def index_of(names: PackedTexts) -> Sounds:
    """Return how many names sound: the same as ``readings_of`` each, all at once."""
    spelled = np.unique(names.units).tolist()
    table = np.zeros(65_536, np.int32)
    syllables = SyllableNumbers()
    for unit in spelled:
        table[unit] = syllables.number("" if 0xD800 <= unit < 0xE000 else everyday(chr(unit)))
    rare = np.unique(names.owners(np.flatnonzero((names.units >= 0xD800) & (names.units < 0xE000))))
    usual = np.setdiff1d(np.arange(len(names)), rare, assume_unique=True)
    parts = [_spelled(taken(names, usual), usual, table)] if len(rare) else []
    parts = parts or [_spelled(names, usual, table)]
    parts += _as_surnames(names, usual, table, syllables)
    parts.append(_first_of_words(names, usual, table))
    for number in rare.tolist():  # signs beyond the basic plane
        for reading in readings_of(names[number]):
            codes = np.array([*map(syllables.number, reading), 0], np.int32)
            parts.append((codes, np.array([number], np.int32)))
    return Sounds.of(syllables.texts, parts)


Part = tuple[NDArray[Any], NDArray[Any]]
"""Syllables of runs, a zero behind each run, and whose runs they are."""


def _spelled(names: PackedTexts, owners: NDArray[Any], table: NDArray[Any]) -> Part:
    codes = np.insert(table[names.units], names.starts[1:], -1)
    codes = codes[codes != 0]  # what is silent
    return np.where(codes < 0, 0, codes), owners.astype(np.int32)


def _as_surnames(
    names: PackedTexts, usual: NDArray[Any], table: NDArray[Any], syllables: SyllableNumbers
) -> list[Part]:
    parts = []
    there = usual[np.diff(names.starts)[usual] > 0]
    firsts = names.units[names.starts[there]]
    for character in filter(own_reading, SURNAMES):
        owners = there[firsts == ord(character)]
        if len(owners):
            codes, _owners = _spelled(taken(names, owners), owners, table)
            begins = np.append(0, np.flatnonzero(codes == 0)[:-1] + 1)
            codes[begins] = syllables.number(own_reading(character))
            parts.append((codes, owners.astype(np.int32)))
    return parts


def _first_of_words(names: PackedTexts, usual: NDArray[Any], table: NDArray[Any]) -> Part:
    blank = names.units == ord(" ")
    owners = np.intersect1d(names.owners(np.flatnonzero(blank)), usual)
    chosen = taken(names, owners)
    begins = np.append(True, chosen.units[:-1] == ord(" "))[: len(chosen.units)]
    begins[chosen.starts[:-1]] = True
    codes = np.where(begins, table[chosen.units], 0)
    codes = np.insert(codes, chosen.starts[1:], -1)
    codes = codes[codes != 0]
    return np.where(codes < 0, 0, codes), owners.astype(np.int32)
