"""How good a number of groups is, which one to take, and whether there are groups at all.

A number is good when ten bootstraps agree on the groups (median adjusted Rand index), no group is
tiny and the silhouette is within .03 of the best; the largest good one of 3 to 6 is taken: the
plain best silhouette gives two or three groups, which help nobody.

There is no structure when no number of groups has a silhouette at least .04 above that of rows
drawn evenly (from one Gaussian with the same covariance, and from the box along the main axes,
as the gap statistic of Tibshirani, Walther and Hastie, 2001, does).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from profiler_app.analysis.clustering.fitting import Fit, fit_all, kmeans, one_thread, placed
from profiler_app.analysis.rows import FloatArray, IntArray
from profiler_app.domain.models import Algorithm, KChoice

K_SHOWN, K_ALLOWED = range(2, 9), range(3, 7)
BOOTSTRAPS = 10
STABLE, SMALLEST, NEAR_BEST = 0.8, 0.03, 0.03
ABOVE_CHANCE = 0.04
_REFERENCE, _DRAWS = 600, 2
_JUDGED: Mapping[str, int] = {"hierarchical": 1_000}
_USUALLY_JUDGED = 2_000
_STARTS = 3
"""The search only compares numbers of groups; the one that is taken is fitted with care."""


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """The fits by number of groups, how good each is, and the silhouettes chance would give."""

    fits: Mapping[int, Fit]
    curve: tuple[KChoice, ...]
    chance: Mapping[int, float]

    @property
    def has_structure(self) -> bool:
        """Whether some number of groups is clearly better than chance."""
        return any(each.silhouette - self.chance[each.k] >= ABOVE_CHANCE for each in self.curve)


def draw(rng: np.random.Generator, size: int, most: int) -> IntArray:
    """Return at most so many positions, in order."""
    if size <= most:
        return np.arange(size)
    return np.sort(rng.choice(size, most, replace=False))


def search(
    algorithm: Algorithm,
    sample: FloatArray,
    tried: Sequence[int],
    *,
    rng: np.random.Generator,
    seed: int,
    report: Callable[[float], None] | None = None,
    compare: bool = True,
) -> Judged:
    """Fit every k to a sample and judge it on a part of the sample, with shared distances.

    ``compare`` also finds out what chance would give.
    """
    judged = draw(rng, len(sample), _JUDGED.get(algorithm, _USUALLY_JUDGED))
    part = sample[judged]
    distances = _distances(part)
    fits = fit_all(algorithm, sample, tried, seed=seed, n_init=_STARTS)
    stable = _Stability(algorithm, part, rng)
    curve = []
    for at, (k, fit) in enumerate(fits.items()):
        if report is not None:
            report(at / len(fits))
        labels = fit.labels[judged]
        share = float(np.bincount(fit.labels, minlength=k)[:k].min()) / len(sample)
        score = silhouette_of(distances, labels)
        curve.append(KChoice(k, fit.inertia, score, stable.of(labels, k), share))
    return Judged(fits, tuple(curve), _chance(part, tried, rng) if compare else {})


def _distances(rows: FloatArray) -> Any:
    from sklearn.metrics import pairwise_distances

    with one_thread():
        distances = pairwise_distances(rows.astype(np.float32))
    np.fill_diagonal(distances, 0)
    return distances


def silhouette_of(distances: Any, labels: IntArray) -> float:
    """Return the mean silhouette of those in a group; 0 with less than two groups."""
    from sklearn.metrics import silhouette_score

    inside = labels >= 0
    if len(np.unique(labels[inside])) < 2:
        return 0.0
    if not inside.all():
        distances, labels = distances[np.ix_(inside, inside)], labels[inside]
    return float(silhouette_score(distances, labels, metric="precomputed"))


def silhouette(matrix: FloatArray, labels: IntArray) -> float:
    """Return the mean silhouette of all rows (quadratic: give it a few thousand rows)."""
    from sklearn.metrics import silhouette_score

    return float(silhouette_score(matrix, labels))


class _Stability:
    """How far groups found in bootstraps agree with the groups found (median of ten)."""

    def __init__(self, algorithm: Algorithm, rows: FloatArray, rng: np.random.Generator) -> None:
        self._algorithm: Algorithm = algorithm
        self._rows, self._rng = rows, rng

    def of(self, labels: IntArray, k: int) -> float:
        """Return the median adjusted Rand index; 0 where a bootstrap has too few different rows."""
        agreement = []
        for _round in range(BOOTSTRAPS):
            drawn = self._rows[self._rng.integers(0, len(self._rows), len(self._rows))]
            if len(np.unique(drawn, axis=0)) < k:
                return 0.0
            seed = int(self._rng.integers(2**31))
            fit = fit_all(self._algorithm, drawn, [k], seed=seed, n_init=2)[k]
            agreement.append(_agreement(labels, placed(self._rows, fit), k))
        return float(np.median(agreement))


def _agreement(one: IntArray, other: IntArray, k: int) -> float:
    """Return the adjusted Rand index (Hubert and Arabie, 1985); that of the library is slower."""
    table = np.bincount(one * k + other, minlength=k * k).reshape(k, k).astype(np.float64)

    def pairs(counts: FloatArray) -> float:
        return float((counts * (counts - 1)).sum() / 2)

    both, rows, columns = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    chance = rows * columns / pairs(table.sum(keepdims=True))
    most = (rows + columns) / 2
    return 1.0 if most == chance else (both - chance) / (most - chance)


def _chance(rows: FloatArray, tried: Sequence[int], rng: np.random.Generator) -> dict[int, float]:
    """Return the higher of the mean silhouettes of k-means on the two kinds of even rows."""
    kinds = [[_gaussian_rows(rows, rng), _box_rows(rows, rng)] for _draw in range(_DRAWS)]
    found = np.zeros((_DRAWS, 2, len(tried)))
    for draw_at, pair in enumerate(kinds):
        for kind_at, even in enumerate(pair):
            distances = _distances(even)
            for k_at, k in enumerate(tried):
                labels = kmeans(even, k, seed=0, n_init=1).labels
                found[draw_at, kind_at, k_at] = silhouette_of(distances, labels)
    return dict(zip(tried, found.mean(axis=0).max(axis=0).tolist(), strict=True))


def _gaussian_rows(rows: FloatArray, rng: np.random.Generator) -> FloatArray:
    spread = np.atleast_2d(np.cov(rows, rowvar=False))
    return rng.multivariate_normal(rows.mean(axis=0), spread, _REFERENCE)


def _box_rows(rows: FloatArray, rng: np.random.Generator) -> FloatArray:
    mean = rows.mean(axis=0)
    _left, _strengths, axes = np.linalg.svd(rows - mean, full_matrices=False)
    low, high = np.quantile((rows - mean) @ axes.T, (0.01, 0.99), axis=0)
    return rng.uniform(low, high, (_REFERENCE, len(low)))


def choose(curve: Sequence[KChoice]) -> int:
    """Return the best number of groups: see the top of this module.

    When no number is stable enough, the most stable one of 3 to 6.
    """
    allowed = [choice for choice in curve if choice.k in K_ALLOWED]
    best = max(choice.silhouette for choice in allowed)
    good = [
        choice.k
        for choice in allowed
        if choice.stability >= STABLE
        and choice.smallest_share >= SMALLEST
        and choice.silhouette >= best - NEAR_BEST
    ]
    return max(good) if good else max(allowed, key=lambda choice: choice.stability).k
