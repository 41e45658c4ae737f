"""Weights that are stated, not learnt: customers of a workspace, whose fields are known (M15).

Bits where two customers agree and where they differ; what is almost the same says a part of it.
Different ID numbers or credit codes are a veto. What is decided without anybody being asked needs a
strong key, or much evidence and none against it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import BoolArray
from profiler_app.analysis.distinct import distinct
from profiler_app.analysis.matching.blocking import Step, candidates
from profiler_app.analysis.matching.comparing import compare
from profiler_app.analysis.matching.grouping import NEVER, groups, pairs_inside
from profiler_app.analysis.matching.levels import (
    ALIKE,
    MEANT,
    NEAR,
    OTHER,
    PART,
    SAME,
    SOUND,
    UNKNOWN,
    Levels,
)
from profiler_app.analysis.matching.scanning import Scan, within
from profiler_app.analysis.matching.spelling import Role
from profiler_app.analysis.matching.traits import Trait

Array = NDArray[Any]

WEIGHTS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "cn_id": (14.0, -8.0),
        "uscc": (14.0, -8.0),
        "core_cust_no": (12.0, -2.0),
        "mobile": (7.0, -1.5),
        "email": (6.5, -0.5),
        "name": (6.0, -3.5),
        "company": (8.0, -4.0),
        "birth_date": (5.5, -4.0),
        "address": (4.5, -0.5),
        "county": (2.5, -0.5),
        "gender": (0.9, -3.0),
    }
)
"""Bits where two customers agree and where they differ (M15)."""

ROLES: Mapping[str, Role] = MappingProxyType(
    {
        "cn_id": "digits",
        "uscc": "digits",
        "core_cust_no": "digits",
        "mobile": "phone",
        "email": "email",
        "name": "name",
        "company": "company",
        "birth_date": "date",
        "address": "address",
        "county": "code",
        "gender": "code",
    }
)
"""As what each field is compared."""

_BETWEEN: Mapping[str, Mapping[int, float]] = MappingProxyType(
    {
        "name": {SOUND: 1.5, NEAR: 1.5, ALIKE: 0.5, PART: 0.0},
        "company": {SOUND: 3.0, NEAR: 4.0, ALIKE: 1.0, PART: 2.0},
        "mobile": {NEAR: 2.0},
        "email": {NEAR: 3.0, ALIKE: 1.0},
        "birth_date": {NEAR: 1.5, ALIKE: -2.0},
        "address": {NEAR: 3.0, ALIKE: 2.0, PART: 0.5},
    }
)
"""Bits of what is neither the same nor different, ours: M15 only knows how a name sounds."""

COMMON_NAME = 2.5
"""Bits of a name at least three customers have."""
COMMON = 3
MOST_OWNERS = 3
"""A telephone number of more customers loses its weight."""
VETO = ("cn_id", "uscc")
STRONG = ("cn_id", "uscc", "core_cust_no")
REVIEW, SURE = 6.0, 16.0
"""Bits from which a pair is looked at, and from which it may be sure."""
_AGREEMENTS = 3
EVEN = (REVIEW + SURE) / 2
"""In the middle of the grey zone it is as likely as not that both are one."""
_BARELY = 1e-3
_NONE: Array = np.empty(0, np.int64)
TOGETHER = (
    ("name", "birth_date"), ("name", "address"), ("name", "county"), ("birth_date", "address"),
    ("birth_date", "county"), ("company", "county"), ("company", "address"),
)  # fmt: skip
"""Fields of which two together make somebody worth a comparison."""


def stated_levels(trait: Trait, levels: Levels) -> Levels:
    """Return levels without those that mean nothing for a field: a part of a key is another key."""
    between = np.arange(UNKNOWN, SAME + 1, dtype=np.int8)
    for level in (PART, ALIKE, NEAR, SOUND):
        if level not in _BETWEEN.get(trait.name, {}):
            between[level + 1] = OTHER
    return np.asarray(between[levels + 1])


def bits_of(trait: Trait, levels: Levels, first: Array) -> NDArray[np.float64]:
    """Return what a field says of pairs at some levels; ``first`` is one customer of each."""
    plus, minus = WEIGHTS[trait.name]
    row = np.full(SAME + 2, minus)
    for level, bits in _BETWEEN.get(trait.name, {}).items():
        row[level] = bits
    row[[MEANT, SAME, UNKNOWN]] = plus, plus, 0.0
    found = row[levels]
    same = levels == SAME
    owners = np.zeros(len(levels), np.int64)
    owners[same] = trait.counts[trait.codes[first[same]]]
    return np.where(same, weighed(trait.name, same, ~same, owners), found)


def weighed(field: str, agree: BoolArray, differ: BoolArray, owners: Array) -> Array:
    """Return the bits of a field where two are equal or differ; ``owners`` have the same value.

    A name that many have says less, a telephone number that many have says nothing.
    """
    plus, minus = WEIGHTS[field]
    bits = np.full(len(owners), plus)
    if field == "name":
        bits[owners >= COMMON] = COMMON_NAME
    elif field == "mobile":
        bits[owners > MOST_OWNERS] = 0.0
    return np.asarray(bits * agree + minus * differ)


@dataclass(frozen=True, slots=True, eq=False)
class Verdicts:
    """What follows for pairs: merged without a question, looked at, or never one."""

    sure: BoolArray
    review: BoolArray
    never: BoolArray


def decide(
    names: Sequence[str], levels: Sequence[Levels], bits: Array, apart: BoolArray | None = None
) -> Verdicts:
    """Decide pairs from the levels and the bits of each field (M15).

    ``apart`` marks pairs somebody said to be different.
    """
    size = bits.shape[1]
    agree, differ, never, strong, against = np.zeros((5, size), np.int64)
    for name, each, row in zip(names, levels, bits, strict=True):
        same = ((each == SAME) | (each == MEANT)) & (row > 0)
        other = (each >= OTHER) & (row < 0)
        agree += same
        differ += other
        if name in VETO:
            never += (each >= OTHER) & ~same
        if name in STRONG:
            strong += same
        if name in ("name", "company", "birth_date"):
            against += each == OTHER
    total = bits.sum(axis=0)
    by_key = (strong > 0) & (against == 0)
    by_weight = (total >= SURE) & (agree >= _AGREEMENTS) & (differ == 0)
    vetoed = (never > 0) if apart is None else (never > 0) | apart
    sure = (by_key | by_weight) & ~vetoed
    return Verdicts(sure, (total >= REVIEW) & ~sure & ~vetoed, vetoed)


def match(
    traits: Sequence[Trait],
    size: int,
    *,
    step: Step = lambda _done: None,
    since: int = 0,
    never: Array = _NONE,
) -> Scan:
    """Compare all customers; ``step`` is told how far it is and may raise Cancelled.

    ``since``: only with those from this place on. ``never`` are the pairs said to be different, as
    first * size + second, in order.
    """
    told = partial(within, step, 0.0, 0.4)
    packed = candidates(traits, size, TOGETHER, since, told)
    if len(never):
        packed = distinct(np.concatenate([packed, never]))
    levels = []
    first, second = packed // max(size, 1), packed % max(size, 1)
    for at, trait in enumerate(traits):
        told = partial(within, step, 0.4 + 0.5 * at / len(traits), 0.5 / len(traits))
        levels.append(stated_levels(trait, compare(trait, first, second, told)))
    step(0.9)
    return judged(traits, size, packed, levels, never, step=step)


def judged(
    traits: Sequence[Trait],
    size: int,
    packed: Array,
    levels: Sequence[Levels],
    never: Array = _NONE,
    step: Step = lambda _done: None,
) -> Scan:
    """Return the pairs that are sure or to be looked at, with the groups the sure ones make.

    Two of whom somebody said that they differ (``never``) are in no group together.
    """
    first, second = packed // max(size, 1), packed % max(size, 1)
    bits = np.zeros((len(traits), len(packed)))
    for at, (trait, each) in enumerate(zip(traits, levels, strict=True)):
        step(0.9 + 0.03 * at / len(traits))
        bits[at] = bits_of(trait, each, first)
    verdicts = decide([trait.name for trait in traits], levels, bits, np.isin(packed, never))
    total = bits.sum(axis=0)
    step(0.94)
    weight = np.where(
        verdicts.sure, np.maximum(total - REVIEW, 1.0), np.minimum(total - SURE, -0.1)
    )
    found = groups(first, second, np.where(verdicts.never, NEVER, weight), 0.0)
    step(0.98)
    match = verdicts.sure & np.isin(packed, pairs_inside(found, size))
    odds = np.where(match, np.maximum(total, SURE), np.minimum(total, SURE - _BARELY)) - EVEN
    kept = np.flatnonzero(match | verdicts.review | verdicts.sure)
    kept = kept[np.lexsort((packed[kept], -odds[kept], ~match[kept]))]
    return Scan(
        first[kept],
        second[kept],
        odds[kept],
        match[kept],
        [each[kept] for each in levels],
        bits[:, kept],
        -EVEN,
        found,
        len(packed),
    )
