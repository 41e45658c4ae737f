"""Weights learnt from the data itself: Fellegi-Sunter fitted with EM (Winkler 1988).

How often values agree by chance (u) comes from pairs drawn at random; how often they agree in one
(m), and how many pairs are one, from the expected matches among the compared pairs. Pairs that were
not compared count as different ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.matching.levels import SAME, VERDICTS, Levels

Array = NDArray[Any]
_ROUNDS = 100
_LEVELS = len(VERDICTS)
_SLOT = _LEVELS + 1
_FIRST_M = np.array([0.08, 0.03, 0.05, 0.1, 0.05, 0.05, 0.64])
_BELIEVED = np.array([1.0, 1.0, 1.0, 2.0, 1.0, 1.0, 3.0])
"""Matches seen before any: levels that never came up are not impossible."""
_FIRST_SHARE = 0.05
_SEEN_U = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Bits of each level of each trait, and ``prior``: those before anything is compared.

    ``agreeing`` is how often values of one and the same are equal (m), by which a rare value is
    weighed more than a common one.
    """

    bits: NDArray[np.float64]
    agreeing: NDArray[np.float64]
    prior: float


def learn(levels: Sequence[Levels], chance: Sequence[Levels], pairs: float) -> Weights:
    """Fit weights to the levels of compared pairs; ``chance`` holds those of random pairs.

    ``pairs`` is how many pairs there are in all.
    """
    seen, counts = _patterns(levels)
    drawn, weights = _patterns(chance)
    m = np.tile(_FIRST_M, (len(levels), 1))
    u = _shares(drawn, weights, np.full(_LEVELS, _SEEN_U))
    matches = max(1.0, _FIRST_SHARE * counts.sum())
    for _round in range(_ROUNDS):
        bits, prior = np.log2(m / u), np.log2(matches / pairs)
        expected = counts * _probable(prior + total(seen, bits))
        by_chance = weights * (1 - _probable(prior + total(drawn, bits)))
        before, matches = matches, max(1.0, float(expected.sum()))
        m = _shares(seen, expected, _BELIEVED)
        u = _shares(drawn, by_chance, np.full(_LEVELS, _SEEN_U))
        if abs(matches - before) < 1e-4 * matches:
            break
    return Weights(np.log2(m / u), m[:, SAME], float(np.log2(matches / pairs)))


def total(levels: Sequence[Levels], bits: Array) -> NDArray[np.float64]:
    """Return the sum of the weights of each pair; nothing where nothing is known."""
    result = np.zeros(len(levels[0]))
    for each, row in zip(levels, bits, strict=True):
        result += np.append(row, 0.0)[each]
    return result


def _probable(odds: Array) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp2(-np.clip(odds, -100, 100))))


def _patterns(levels: Sequence[Levels]) -> tuple[list[Levels], NDArray[np.float64]]:
    """Return the different rows of levels and how many there are of each."""
    if len(levels) > 20:
        return list(levels), np.ones(len(levels[0]))
    packed = np.zeros(len(levels[0]), np.int64)
    for each in levels:
        packed = packed * _SLOT + (each + 1)
    unique, counts = np.unique(packed, return_counts=True)
    found = []
    for _each in levels:
        found.append((unique % _SLOT - 1).astype(np.int8))
        unique = unique // _SLOT
    return found[::-1], counts.astype(np.float64)


def _shares(levels: Sequence[Levels], weights: Array, before: Array) -> NDArray[np.float64]:
    """Return how often each level of each trait comes up where both values are known."""
    rows = []
    for each in levels:
        known = each >= 0
        counts = np.bincount(each[known], weights[known], minlength=_LEVELS) + before
        rows.append(counts / counts.sum())
    return np.array(rows)
