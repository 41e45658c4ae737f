"""Two more ways to score: edges somebody typed, and one weighted sum with tiers.

``fixed`` measures like ``m1`` (purchase days and money of a window) and scores by the typed edges;
``weighted`` adds the three scores of any run, each times its weight, and cuts the sum into tiers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from profiler_app.analysis.rfm import Edges, Parts, RfmRun, mean_scores, measured_m1, score_by_edges
from profiler_app.analysis.rows import FloatArray, IntArray
from profiler_app.domain.segmentation import RfmEdges

_EXACT = 9
"""Decimals that count: .1 + .2 reaches a bound of .3."""


def rfm_fixed(
    facts: Parts, *, as_of: date, edges: RfmEdges, window: int | None, gross: bool = False
) -> RfmRun:
    """Score all buyers by typed edges: n edges make n + 1 scores, a value on one is below it.

    Above the mean score is high, as in ``m1``. Edges are days, purchase days and minor units.

    Raises:
        TooLittleData: nobody bought anything up to ``as_of``.
        ValueError: the three have different numbers of edges, or edges do not rise.
    """
    three = (edges.recency, edges.frequency, edges.monetary)
    if len({len(each) for each in three}) > 1 or not all(map(_rising, three)):
        raise ValueError(three)
    purchases = measured_m1(facts, as_of=as_of, window=window, gross=gross)
    bins = len(edges.recency) + 1
    chosen = Edges(*three, means=mean_scores(purchases, three, bins=bins))
    return score_by_edges(
        purchases, chosen, as_of=as_of, method="fixed", window=window, gross=gross, bins=bins
    )


def _rising(edges: Sequence[float]) -> bool:
    return len(edges) > 0 and all(a < b for a, b in pairwise(edges))


@dataclass(frozen=True, slots=True, eq=False)
class WeightedScores:
    """The points of each buyer of a run and his tier (0 is the best).

    ``bounds`` fall: whoever reaches one stands on its tier, and below the last begins one more.
    """

    points: FloatArray
    tiers: IntArray
    bounds: tuple[float, ...]


def weighted(
    run: RfmRun, weights: tuple[float, float, float], bounds: Sequence[float] = ()
) -> WeightedScores:
    """Add the scores (R, F, M) times their weights and cut the sum into tiers.

    Without bounds the possible points are cut into three equal parts.

    Raises:
        ValueError: a weight is negative, all are 0, or the bounds do not fall.
    """
    if min(weights) < 0 or not sum(weights) or not _rising([*bounds[::-1]] or [0]):
        raise ValueError(weights, bounds)
    scores = (run.recency, run.frequency, run.monetary)
    points: FloatArray = np.round(np.array(weights) @ np.array(scores, np.float64), _EXACT)
    if not bounds:
        low, high = sum(weights), sum(weights) * run.parameters.bins
        bounds = [low + (high - low) * part / 3 for part in (2, 1)]
    kept = np.round(np.array(bounds, np.float64), _EXACT)
    reached = np.searchsorted(kept[::-1], points, side="right")
    return WeightedScores(points, len(kept) - reached, tuple(kept.tolist()))
