"""The algorithms: rows in, groups out. All are limited to one thread and follow their seed.

``kmeans``, and ``mixed`` (the same on numbers and weighted categories, see ``matrix``);
``minibatch``: k-means by batches of 4,096; ``gaussian``: a mixture of Gaussians with their own
spread per number (not per pair of numbers); ``hierarchical``: Ward's tree, cut;
``density``: HDBSCAN, which finds the number of groups itself and leaves the sparse outside.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from profiler_app.analysis.rows import FloatArray, IntArray
from profiler_app.domain.models import Algorithm

SAMPLES: dict[Algorithm, int] = {
    "kmeans": 10_000,
    "mixed": 10_000,
    "minibatch": 200_000,
    "gaussian": 10_000,
    "hierarchical": 4_000,
    "density": 5_000,
}
"""The most rows an algorithm looks at; everybody else follows from what it found."""

_BATCH = 4_096
_RUNS, _MOVES, _SHAKES, _SHAKEN = 6, 500, 10, 0.1
_LEAST_SPREAD = 1e-3
_DENSE_SHARE = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Centres (k rows), the group of each row (-1: none) and the sum of squared distances.

    ``spreads`` (variances, k rows) and ``shares`` are those of a mixture, else None.
    """

    centres: FloatArray
    labels: IntArray
    inertia: float
    spreads: FloatArray | None = None
    shares: FloatArray | None = None


def kmeans(
    matrix: FloatArray,
    k: int,
    *,
    seed: int,
    n_init: int = 10,
    start: FloatArray | None = None,
) -> Fit:
    """Run plain k-means on the rows of ``matrix``; ``start`` replaces the random beginnings."""
    from sklearn.cluster import KMeans

    beginning: Any = {"init": start, "n_init": 1} if start is not None else {"n_init": n_init}
    with one_thread():
        model = KMeans(n_clusters=k, random_state=seed, **beginning).fit(matrix)
    return Fit(model.cluster_centers_, model.labels_.astype(np.int64), float(model.inertia_))


def best_kmeans(matrix: FloatArray, k: int, *, seed: int) -> Fit:
    """Return the best of six runs of ten starts, shaken ten times to find a still better one near.

    Of a full sample it is the best of ten starts.

    Plain k-means stops where every row is with its nearest centre; moving one row and both centres
    with it may still help (Hartigan and Wong, 1979): each run goes on until it does not.
    """
    if len(matrix) >= SAMPLES["kmeans"]:  # a sample: its own error is larger than what is left
        return _row_by_row(matrix, kmeans(matrix, k, seed=seed))
    runs = [_row_by_row(matrix, kmeans(matrix, k, seed=seed + at)) for at in range(_RUNS)]
    best = min(runs, key=lambda each: each.inertia)
    dice = np.random.default_rng(seed)
    for _shake in range(_SHAKES):
        moved = best.centres + dice.normal(0, _SHAKEN, best.centres.shape) * matrix.std(axis=0)
        again = _row_by_row(matrix, kmeans(matrix, k, seed=seed, start=moved))
        best = min(best, again, key=lambda each: each.inertia)
    return best


def _row_by_row(matrix: FloatArray, fit: Fit) -> Fit:
    """Move single rows, the one that helps most first, as long as that helps."""
    labels, rows = fit.labels.copy(), np.arange(len(matrix))
    k = len(fit.centres)
    sizes = np.bincount(labels, minlength=k).astype(np.float64)
    centres = np.array([matrix[labels == group].mean(axis=0) for group in range(k)])
    distance = np.column_stack([((matrix - centre) ** 2).sum(axis=1) for centre in centres])
    for _move in range(_MOVES):
        cost = distance * (sizes / (sizes + 1))
        staying = distance[rows, labels] * (sizes / np.maximum(sizes - 1, 0.5))[labels]
        cost[rows, labels] = np.inf
        gain = staying - cost.min(axis=1)
        row = int(gain.argmax())
        if gain[row] <= 1e-9 * fit.inertia or sizes[labels[row]] <= 1:
            break
        old, new = int(labels[row]), int(cost[row].argmin())
        centres[old] += (centres[old] - matrix[row]) / (sizes[old] - 1)
        centres[new] += (matrix[row] - centres[new]) / (sizes[new] + 1)
        sizes[old] -= 1
        sizes[new] += 1
        labels[row] = new
        for group in (old, new):
            distance[:, group] = ((matrix - centres[group]) ** 2).sum(axis=1)
    return Fit(centres, labels, float(distance[rows, labels].sum()))


def one_thread() -> Any:
    """Keep the numerical libraries on one thread: same data, same result, and no stalls."""
    # Else joblib starts a program of the system to count cores: slow, and a console on Windows.
    os.environ.setdefault("LOKY_MAX_CPU_COUNT", "1")
    return _libraries().limit(limits=1)


@cache
def _libraries() -> Any:
    """Return the numerical libraries; finding them takes as long as a small k-means."""
    import scipy.linalg  # noqa: F401 - loaded first, to be found
    import sklearn.cluster  # noqa: F401
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def fit_all(
    algorithm: Algorithm, matrix: FloatArray, ks: Sequence[int], *, seed: int, n_init: int = 10
) -> dict[int, Fit]:
    """Return the groups of the rows for each number of groups (not for ``density``)."""
    if algorithm == "hierarchical":
        return _trees(matrix, ks)
    if algorithm == "minibatch":
        return {k: _minibatch(matrix, k, seed=seed) for k in ks}
    if algorithm == "gaussian":
        return {k: _gaussian(matrix, k, seed=seed, n_init=max(1, n_init // 3)) for k in ks}
    return {k: kmeans(matrix, k, seed=seed, n_init=n_init) for k in ks}


def _minibatch(matrix: FloatArray, k: int, *, seed: int) -> Fit:
    from sklearn.cluster import MiniBatchKMeans

    with one_thread():
        model = MiniBatchKMeans(n_clusters=k, random_state=seed, batch_size=_BATCH, n_init=3)
        model.fit(matrix)
    return Fit(model.cluster_centers_, model.labels_.astype(np.int64), float(model.inertia_))


def _gaussian(matrix: FloatArray, k: int, *, seed: int, n_init: int) -> Fit:
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from sklearn.mixture import GaussianMixture

    model = GaussianMixture(
        n_components=k,
        covariance_type="diag",
        reg_covar=_LEAST_SPREAD,
        n_init=n_init,
        random_state=seed,
    )
    with one_thread(), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # judged by stability all the same
        labels = model.fit(matrix).predict(matrix).astype(np.int64)
    found = Fit(model.means_, labels, 0.0, model.covariances_, model.weights_)
    return Fit(found.centres, labels, _inertia(matrix, labels), found.spreads, found.shares)


def _trees(matrix: FloatArray, ks: Sequence[int]) -> dict[int, Fit]:
    from scipy.cluster.hierarchy import fcluster, linkage

    with one_thread():
        tree = linkage(matrix, "ward")
    cuts = {k: fcluster(tree, k, "maxclust").astype(np.int64) - 1 for k in ks}
    return {k: _of_labels(matrix, labels) for k, labels in cuts.items()}


def dense(matrix: FloatArray) -> Fit:
    """Return the dense groups of at least 5 % (and 20) of the rows; all else is -1."""
    from sklearn.cluster import HDBSCAN

    least = max(20, round(len(matrix) * _DENSE_SHARE))
    with one_thread():
        model = HDBSCAN(min_cluster_size=least, min_samples=10, n_jobs=1, copy=True)
        return _of_labels(matrix, model.fit_predict(matrix).astype(np.int64))


def _of_labels(matrix: FloatArray, labels: IntArray) -> Fit:
    groups = range(int(labels.max()) + 1)
    centres = [matrix[labels == group].mean(axis=0) for group in groups]
    shape = (len(centres), matrix.shape[1])
    return Fit(np.array(centres).reshape(shape), labels, _inertia(matrix, labels))


def _inertia(matrix: FloatArray, labels: IntArray) -> float:
    """Return the sum of squared distances to the means of the groups."""
    return sum(
        float(((rows - rows.mean(axis=0)) ** 2).sum())
        for group in np.unique(labels[labels >= 0])
        for rows in [matrix[labels == group]]
    )


def nearest(matrix: FloatArray, centres: FloatArray) -> IntArray:
    """Return the nearest centre of each row."""
    distance = (centres**2).sum(axis=1) - 2 * matrix @ centres.T
    return np.asarray(distance.argmin(axis=1))


def likeliest(
    matrix: FloatArray, centres: FloatArray, spreads: FloatArray, shares: FloatArray
) -> IntArray:
    """Return the group of a mixture of Gaussians that each row most likely belongs to."""
    precision = 1 / spreads
    constant = 2 * np.log(shares) + np.log(precision).sum(axis=1)
    constant -= (centres**2 * precision).sum(axis=1)
    score = constant - (matrix**2) @ precision.T + 2 * matrix @ (centres * precision).T
    return np.asarray(score.argmax(axis=1))


def placed(matrix: FloatArray, fit: Fit) -> IntArray:
    """Return the group of other rows: the likeliest of a mixture, else the nearest centre."""
    if fit.spreads is not None and fit.shares is not None:
        return likeliest(matrix, fit.centres, fit.spreads, fit.shares)
    return nearest(matrix, fit.centres)
