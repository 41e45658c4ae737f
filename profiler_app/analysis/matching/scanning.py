"""Find who may be one in a whole table: blocks, comparison, weights, groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.distinct import distinct
from profiler_app.analysis.matching.blocking import Step, candidates
from profiler_app.analysis.matching.comparing import compare
from profiler_app.analysis.matching.grouping import groups, pairs_inside
from profiler_app.analysis.matching.learning import Weights, learn
from profiler_app.analysis.matching.levels import NEAR, OTHER, SAME, Levels
from profiler_app.analysis.matching.traits import Trait

Array = NDArray[Any]

THRESHOLD = 0.5
"""More likely one than not: the one threshold for every table."""
WORTH_A_LOOK = 0.05
"""Below this probability a pair is not told."""
_FAMILY = -2.0
"""Odds (bits) of relatives: somebody may look at them."""
_DRAWN = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """Pairs of rows (``first`` < ``second``), the surest first, and the groups they make.

    ``bits`` is what each trait says of each pair, ``odds`` their sum with the prior; ``match``
    marks pairs within a group.
    """

    first: Array
    second: Array
    odds: NDArray[np.float64]
    match: NDArray[np.bool_]
    levels: Sequence[Levels]
    bits: NDArray[np.float64]
    prior: float
    groups: list[list[int]]
    compared: int


def scan(traits: Sequence[Trait], size: int, *, seed: int, step: Step = lambda _done: None) -> Scan:
    """Compare all rows of a table with weights learnt from it; ``step`` is told how far it is."""
    packed = candidates(traits, size, step=lambda done: step(0.2 * done))
    first, second = packed // max(size, 1), packed % max(size, 1)
    levels = []
    for at, trait in enumerate(traits):
        part = partial(within, step, 0.2 + 0.5 * at / len(traits), 0.5 / len(traits))
        levels.append(compare(trait, first, second, part))
    step(0.7)
    weights = learn(levels, _by_chance(traits, size, seed), max(size * (size - 1) / 2, 1))
    step(0.85)
    odds = weights.prior + _bits(traits, first, levels, weights).sum(axis=0)
    odds = _apart(traits, levels, odds)
    found = groups(first, second, odds, 0.0)
    return _told(traits, size, packed, odds, found, weights)


def within(step: Step, start: float, length: float, done: float) -> None:
    """Tell how far the whole is when a part of it is ``done``."""
    step(start + length * done)


def _by_chance(traits: Sequence[Trait], size: int, seed: int) -> list[Levels]:
    """Return how pairs drawn at random compare."""
    drawn = np.random.default_rng(seed)
    one, other = drawn.integers(0, max(size, 1), (2, min(_DRAWN, size * size)))
    differ = one != other
    return [compare(trait, one[differ], other[differ]) for trait in traits]


def _bits(
    traits: Sequence[Trait], first: Array, levels: Sequence[Levels], weights: Weights
) -> NDArray[np.float64]:
    """Return what each trait says of each pair; the rarer a value both have, the more it says."""
    found = np.zeros((len(traits), len(first)))
    for row, (trait, each) in enumerate(zip(traits, levels, strict=True)):
        found[row] = np.append(weights.bits[row], 0.0)[each]
        same = np.flatnonzero(each == SAME)
        share = trait.counts[trait.codes[first[same]]] / max(trait.known, 1)
        found[row, same] = np.log2(weights.agreeing[row] / share)
    return found


def _apart(traits: Sequence[Trait], levels: Sequence[Levels], odds: Array) -> Array:
    """Keep people of different names apart who share a home or a telephone: they are a family.

    Only what is one person's own (a number, a date, an e-mail address) may say otherwise.
    """
    strangers = np.zeros(len(odds), np.bool_)
    own = np.zeros(len(odds), np.bool_)
    for trait, each in zip(traits, levels, strict=True):
        if trait.role in ("name", "given"):
            strangers |= each == OTHER
        elif trait.role in ("digits", "date", "email"):
            own |= each >= NEAR
    return np.where(strangers & ~own, np.minimum(odds, _FAMILY), odds)


def _told(
    traits: Sequence[Trait],
    size: int,
    packed: Array,
    odds: Array,
    found: list[list[int]],
    weights: Weights,
) -> Scan:
    """Return what is worth telling: pairs of a group, and those somebody should look at."""
    inside = pairs_inside(found, size)
    near = packed[odds >= np.log2(WORTH_A_LOOK / (1 - WORTH_A_LOOK))]
    told = distinct(np.concatenate([inside, near]))
    first, second = told // max(size, 1), told % max(size, 1)
    levels = [compare(trait, first, second) for trait in traits]
    bits = _bits(traits, first, levels, weights)
    sums = _apart(traits, levels, weights.prior + bits.sum(axis=0))
    match = np.isin(told, inside)
    order = np.lexsort((told, -sums, ~match))
    return Scan(
        first[order],
        second[order],
        sums[order],
        match[order],
        [each[order] for each in levels],
        bits[:, order],
        weights.prior,
        found,
        len(packed),
    )
