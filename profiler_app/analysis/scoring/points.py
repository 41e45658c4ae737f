"""From weights of evidence to points: logistic regression, scaled so that PDO points double odds.

logit(bad) = b0 + sum of b_k WOE_k with every b_k below zero (a field whose weight has the wrong
sign says the opposite of its own bins and is left out). factor = PDO / ln 2, offset = base -
factor ln(odds), points of a bin = offset / n - factor (b0 / n + b_k WOE) (Siddiqi, Credit Risk
Scorecards, 2006, chapter 6).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.analysis.prediction.measures import FloatArray, TruthArray, from_logit
from profiler_app.analysis.scoring.binning import Binning, learn_bins

LEAST_IV = 0.02
REASONS = 4


@dataclass(frozen=True, slots=True)
class Scale:
    """What a score means: ``base`` points at ``odds`` good to one bad, ``pdo`` points double it."""

    base: float = 600
    odds: float = 50
    pdo: float = 20

    @property
    def factor(self) -> float:
        """Points for each natural unit of log odds."""
        return self.pdo / math.log(2)

    @property
    def offset(self) -> float:
        """Points at odds of one to one."""
        return self.base - self.factor * math.log(self.odds)

    def score(self, odds: float) -> float:
        """Return the score at odds of good to bad."""
        return self.offset + self.factor * math.log(odds)

    def bad_rate(self, scores: FloatArray) -> FloatArray:
        """Return the chance of bad that a score stands for."""
        return from_logit(-(scores - self.offset) / self.factor)


@dataclass(frozen=True, slots=True, eq=False)
class Scorecard:
    """Fields with their bins, weights and points; a score is the sum of the points.

    ``points[field][bin]`` are whole numbers; bin 0 holds unknown values.
    """

    scale: Scale
    binnings: Mapping[str, Binning]
    base: float
    weights: Mapping[str, float]
    points: Mapping[str, tuple[int, ...]]

    def scores(self, columns: Mapping[str, Column]) -> FloatArray:
        """Return the score of every row."""
        return np.asarray(self.parts(columns).sum(axis=1), np.float64)

    def parts(self, columns: Mapping[str, Column]) -> NDArray[np.int64]:
        """Return the points of every row, one column for each field."""
        return np.column_stack(
            [
                np.array(self.points[name], np.int64)[binning.places(columns[name])]
                for name, binning in self.binnings.items()
            ]
        )

    def reasons(self, columns: Mapping[str, Column]) -> list[list[tuple[str, int]]]:
        """Return the fields that cost each row most against their best bin, and how much."""
        names = list(self.binnings)
        best = np.array([max(self._used(name)) for name in names])
        lost = best - self.parts(columns)
        order = np.argsort(-lost, axis=1, kind="stable")[:, :REASONS]
        return [
            [(names[place], int(lost[row, place])) for place in places if lost[row, place] > 0]
            for row, places in enumerate(order.tolist())
        ]

    def _used(self, name: str) -> list[int]:
        binning = self.binnings[name]
        rows = [good + bad for good, bad in zip(binning.good, binning.bad, strict=True)]
        return [each for each, n in zip(self.points[name], rows, strict=True) if n]


def learn_scorecard(
    columns: Mapping[str, Column],
    fields: Sequence[str],
    bad: TruthArray,
    scale: Scale,
    pulse: Callable[[], object] = lambda: None,
) -> Scorecard | None:
    """Return the card of all fields with an information value of at least .02; None without any.

    ``pulse`` is called for every field; it may raise to stop.
    """
    binnings = {}
    for name in fields:
        pulse()
        found = learn_bins(columns[name], bad)
        if found is not None and found.iv >= LEAST_IV:
            binnings[name] = found
    while binnings:
        pulse()
        base, weights = _fit(columns, binnings, bad)
        wrong = max(weights, key=lambda name: weights[name])
        if weights[wrong] < 0:
            points = {
                name: points_of(binning.woe, base, weights[name], len(binnings), scale)
                for name, binning in binnings.items()
            }
            return Scorecard(
                scale,
                binnings,
                base,
                weights,
                {name: tuple(map(round, each)) for name, each in points.items()},
            )
        del binnings[wrong]
    return None


def points_of(
    woe: Sequence[float], base: float, weight: float, fields: int, scale: Scale
) -> tuple[float, ...]:
    """Return the points of each bin of one of ``fields`` fields, not rounded."""
    start = scale.offset / fields - scale.factor * base / fields
    return tuple(start - scale.factor * weight * each for each in woe)


def _fit(
    columns: Mapping[str, Column], binnings: Mapping[str, Binning], bad: TruthArray
) -> tuple[float, dict[str, float]]:
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    evidence = np.column_stack([b.evidence(columns[name]) for name, b in binnings.items()])
    with threadpool_limits(limits=1):
        fitted = LogisticRegression(C=10, max_iter=2_000).fit(evidence, bad)
    weights = dict(zip(binnings, fitted.coef_[0].tolist(), strict=True))
    return float(fitted.intercept_[0]), weights
