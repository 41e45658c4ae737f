"""Rules between fields, and what each would make right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import BoolArray, Column
from profiler_app.analysis.quality.texts import plain
from profiler_app.analysis.quality.variants import Variants, find_variants
from profiler_app.domain.dates import from_day, to_day
from profiler_app.jobs.quality.look import Look

SPELLED = ("employer", "job_title", "main_business", "owner_rm")
"""Free texts many customers share, so that one value should have one spelling."""
_MOST_SPELLINGS = 20_000
_NOTHING = -(10**9)


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """For whom a rule between fields applies and who fails it.

    ``field`` is the one to put right, ``right`` gives its right value (as stored) for a place.
    """

    applies: BoolArray
    fails: BoolArray
    field: str
    right: Callable[[int], Any] | None = None


def _of_id(look: Look, value: Callable[[str], int]) -> NDArray[np.int64]:
    """Return what valid ID numbers tell of each customer, ``_NOTHING`` elsewhere."""
    column = look.id_number
    told = _by_label(column, lambda text: value(text) if _has_18(text) else _NOTHING)
    return np.where(look.has_id, told[column.values], _NOTHING)


def id_birth(look: Look) -> Verdict:
    """The birth date is that of the ID number."""
    birth = look.column("birth_date")
    told = _of_id(look, lambda text: _day(text[6:14]))
    applies = birth.known & (told != _NOTHING)
    fails = applies & (birth.values != told)
    return Verdict(applies, fails, "birth_date", lambda at: from_day(int(told[at])).isoformat())


@cache
def _day(digits: str) -> int:
    try:
        return to_day(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}")
    except ValueError:
        return _NOTHING


def _by_label(column: Column, value: Callable[[str], int]) -> NDArray[np.int64]:
    """Return a number for each label (at least one, so that code 0 may be asked)."""
    return np.array([*(value(text) for text in plain(column.labels)), _NOTHING], np.int64)


def id_gender(look: Look) -> Verdict:
    """Men have an odd 17th digit."""
    gender = look.column("gender")
    told = _of_id(look, lambda text: int(text[16]) % 2)
    said = np.full(look.size, _NOTHING)
    for label, odd in (("M", 1), ("F", 0)):
        if label in gender.labels:
            said[gender.known & (gender.values == list(gender.labels).index(label))] = odd
    applies = (told != _NOTHING) & (said != _NOTHING)
    fails = applies & (told != said)
    return Verdict(applies, fails, "gender", lambda at: "M" if told[at] else "F")


def _has_18(text: str) -> bool:
    return len(text) == 18 and text[:17].isdecimal()


def _inside(outer: str, inner: str) -> Callable[[Look], Verdict]:
    """The code of the inner region begins with that of the outer one, which follows from it.

    The city of a municipality may also be written as the whole of it (1100 for Beijing).
    """

    def rule(look: Look) -> Verdict:
        wide, narrow = look.column(outer), look.column(inner)
        names = {code: at for at, code in enumerate(wide.labels)}
        own = _by_label(narrow, lambda code: names.get(_outer(outer, code)[0], -1))
        whole = _by_label(narrow, lambda code: names.get(_outer(outer, code)[-1], -1))
        codes = np.where(narrow.known, narrow.values, -1)
        applies = wide.known & narrow.known
        fails = applies & (own[codes] != wide.values) & (whole[codes] != wide.values)

        def right(at: int) -> str:
            return _outer(outer, narrow.labels[int(narrow.values[at])])[0]

        return Verdict(applies, fails, outer, right)

    return rule


def _outer(outer: str, code: str) -> tuple[str, str]:
    """Return the code of the region around a region, and that of its whole province."""
    if outer == "province":
        return code[:2], code[:2]
    return code[:4], f"{code[:2]}00"


def before_born(look: Look) -> Verdict:
    """Nobody is a customer before being born or founded."""
    since = look.column("relation_since")
    born, founded = look.column("birth_date"), look.column("established_on")
    applies = since.known & (born.known | founded.known)
    fails = (born.known & (since.values < born.values)) | (
        founded.known & (since.values < founded.values)
    )
    return Verdict(applies, applies & fails, "relation_since")


BETWEEN: Mapping[str, Callable[[Look], Verdict]] = {
    "id_birth": id_birth,
    "id_gender": id_gender,
    "region": _inside("province", "city"),
    "county": _inside("city", "county"),
    "before_born": before_born,
}


def spelling(look: Look, name: str) -> tuple[Verdict, tuple[Variants, ...]]:
    """One value of a free text has one spelling: the one most customers have."""
    column = look.column(name)
    groups = variants_of(column, "fingerprint")
    target = {each.text: group.target for group in groups for each in group.spellings}
    odd = np.array([*(target.get(text, text) != text for text in _few(column.labels)), False])
    fails = column.known & odd[np.where(column.known, column.values, -1)]
    return Verdict(
        column.known,
        fails,
        name,
        lambda place: target[column.labels[int(column.values[place])]],
    ), groups


def _few(labels: Sequence[str]) -> Sequence[str]:
    return plain(labels) if len(labels) <= _MOST_SPELLINGS else [""] * len(labels)


def variants_of(column: Column, method: str) -> tuple[Variants, ...]:
    """Return spellings of a text column that mean one value; none of a column with too many."""
    if len(column.labels) > _MOST_SPELLINGS:
        return ()
    counts = np.bincount(column.values[column.known], minlength=len(column.labels)).tolist()
    return find_variants(list(zip(plain(column.labels), counts, strict=False)), method)
