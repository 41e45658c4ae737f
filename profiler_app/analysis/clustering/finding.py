"""Finding groups of customers: see ``matrix``, ``fitting`` and ``judging`` for the method.

The groups are those of a sample; everybody belongs to the nearest centre (of a mixture: to the
likeliest group; of dense groups: to the group of the nearest customer of the sample).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from profiler_app.analysis.clustering.describing import describe, median
from profiler_app.analysis.clustering.fitting import (
    SAMPLES,
    Fit,
    best_kmeans,
    dense,
    likeliest,
    nearest,
    one_thread,
)
from profiler_app.analysis.clustering.judging import (
    K_SHOWN,
    Judged,
    choose,
    draw,
    search,
    silhouette,
)
from profiler_app.analysis.clustering.matrix import (
    MINIMUM,
    by_blocks,
    learned,
    matrix_of,
    mostly_known,
    require,
    taken,
    usable,
)
from profiler_app.analysis.columns import Column
from profiler_app.analysis.rows import FloatArray, IntArray
from profiler_app.domain.errors import NoGroups
from profiler_app.domain.models import Algorithm, Cluster, ClusterParameters, KChoice

TRADE_FIELDS = (
    "recency_days",
    "freq_12m",
    "monetary_12m",
    "aov_12m",
    "category_count_12m",
    "discount_ratio_12m",
)
BANK_FIELDS = (
    "aum_mavg",
    "aum_chg_3m",
    "product_kinds",
    "demand_share",
    "active_gap_days",
    "tenure_days",
)
"""The fields offered first, for each line of business."""

_JUDGED = 4_000
_HALVES = 5


@dataclass(frozen=True, slots=True, eq=False)
class ClusterResult:
    """The groups: ``labels[i]`` is the group (an index of ``groups``) of ``positions[i]``.

    -1 is in none (``density`` only). ``curve`` judges every number of groups that was tried.
    """

    positions: IntArray
    labels: IntArray
    groups: tuple[Cluster, ...]
    curve: tuple[KChoice, ...]
    parameters: ClusterParameters


def find_clusters(
    columns: Mapping[str, Column],
    fields: Sequence[str],
    *,
    k: int | Literal["auto"] = "auto",
    seed: int,
    algorithm: Algorithm = "kmeans",
    raw: bool = False,
    sales: Column | None = None,
    report: Callable[[float], None] | None = None,
    whole_curve: bool = False,
) -> ClusterResult:
    """Group the customers for whom at least half of the fields are known.

    ``raw`` leaves the numbers as they are (proofs against published figures). ``sales`` gives
    the groups their share of it. Groups are ordered by sales, else by size, the largest first.
    ``report`` hears how far the search is (0 to 1); with ``whole_curve`` every number of groups is
    judged, also when ``k`` is given. ``density`` finds the number itself.

    Raises:
        TooLittleData: fewer than 30 such customers, or fewer different ones than groups.
        NoGroups: ``k`` is to be found, and the customers are spread evenly.
        ValueError: a field is no number (nor a category with ``mixed``), or is too sensitive to
            build groups on.
    """
    for name in fields:
        if not usable(name, mixed=algorithm == "mixed"):
            raise ValueError(name)
    everybody = {name: columns[name] for name in fields}
    positions = np.flatnonzero(mostly_known(list(everybody.values())))
    require(MINIMUM, len(positions))
    whole = len(positions) == len(columns[fields[0]])
    members = everybody if whole else taken(everybody, positions)
    scaling, flags, categories = learned(members, raw=raw)
    frozen = ClusterParameters(scaling, flags, (), seed, raw, algorithm, categories)
    rng = np.random.default_rng(seed)
    drawn = draw(rng, len(positions), SAMPLES[algorithm])
    sample = matrix_of(taken(members, drawn), frozen)
    tried = [*K_SHOWN] if k == "auto" or whole_curve else [k]
    if algorithm == "density":
        fit, curve = _dense(sample, rng)
    else:
        require(max(tried), len(np.unique(sample, axis=0)))
        auto = k == "auto"
        judged = search(algorithm, sample, tried, rng=rng, seed=seed, report=report, compare=auto)
        wanted = _chosen(judged) if k == "auto" else k
        fit, curve = _settled(algorithm, sample, wanted, judged, seed=seed), judged.curve
    labels = fit.labels
    if len(drawn) < len(positions):
        with one_thread():  # small products: threads would only wait for each other
            labels = by_blocks(members, frozen, lambda rows: _placed(rows, fit, sample, algorithm))
    weights = None if sales is None else sales.take(positions)
    order = _order(labels, fit.centres, weights)
    labels = np.append(np.argsort(order), -1)[labels]
    frozen = _with_groups(frozen, fit, order)
    groups = describe(frozen, labels, members, sales=weights)
    return ClusterResult(positions, labels, groups, curve, frozen)


def _chosen(judged: Judged) -> int:
    """Return the best number of groups, or refuse when there are none."""
    best = max(judged.curve, key=lambda each: each.silhouette - judged.chance[each.k])
    if not judged.has_structure:
        raise NoGroups(found=best.silhouette, chance=judged.chance[best.k])
    return choose(judged.curve)


def _settled(algorithm: Algorithm, sample: FloatArray, k: int, judged: Judged, *, seed: int) -> Fit:
    """Return the best of many starts for the number of groups that was chosen, without empty ones.

    The search uses few starts; only the k-means family depends on them.
    """
    fit = judged.fits[k]
    if algorithm in ("kmeans", "mixed"):
        fit = best_kmeans(sample, k, seed=seed)
    there = np.unique(fit.labels)
    if len(there) == len(fit.centres):
        return fit
    labels = np.searchsorted(there, fit.labels)
    spreads = None if fit.spreads is None else fit.spreads[there]
    shares = None if fit.shares is None else fit.shares[there]
    return Fit(fit.centres[there], labels, fit.inertia, spreads, shares)


def _dense(sample: FloatArray, rng: np.random.Generator) -> tuple[Fit, tuple[KChoice, ...]]:
    """Return the dense groups and how good they are. Raises NoGroups for less than two."""
    fit = dense(sample)
    k = len(fit.centres)
    if k < 2:
        raise NoGroups(found=0.0, chance=0.0)
    inside = np.flatnonzero(fit.labels >= 0)
    judged = inside[draw(rng, len(inside), _JUDGED)]
    labels = fit.labels[judged]
    share = float(np.bincount(fit.labels[inside]).min()) / len(sample)
    stable = _dense_stability(sample, fit.labels, rng)
    return fit, (KChoice(k, fit.inertia, silhouette(sample[judged], labels), stable, share),)


def _dense_stability(sample: FloatArray, labels: IntArray, rng: np.random.Generator) -> float:
    """Return the median agreement with the dense groups of halves of the sample."""
    from sklearn.metrics import adjusted_rand_score

    agreement = []
    for _round in range(_HALVES):
        half = np.sort(rng.permutation(len(sample))[: len(sample) // 2])
        agreement.append(adjusted_rand_score(labels[half], dense(sample[half]).labels))
    return float(np.median(agreement))


def _placed(rows: FloatArray, fit: Fit, sample: FloatArray, algorithm: Algorithm) -> IntArray:
    if algorithm == "density":
        from sklearn.neighbors import KNeighborsClassifier

        model = KNeighborsClassifier(1).fit(sample, fit.labels)
        return np.asarray(model.predict(rows), np.int64)
    if fit.spreads is not None and fit.shares is not None:
        return likeliest(rows, fit.centres, fit.spreads, fit.shares)
    return nearest(rows, fit.centres)


def _with_groups(frozen: ClusterParameters, fit: Fit, order: IntArray) -> ClusterParameters:
    from dataclasses import replace

    def rows(values: FloatArray | None) -> tuple[tuple[float, ...], ...]:
        return () if values is None else tuple(tuple(row) for row in values[order].tolist())

    shares = () if fit.shares is None else tuple(fit.shares[order].tolist())
    return replace(frozen, centres=rows(fit.centres), spreads=rows(fit.spreads), shares=shares)


def _order(labels: IntArray, centres: FloatArray, sales: Column | None) -> IntArray:
    inside = labels >= 0
    weights = None if sales is None else np.where(sales.known, sales.values, 0)[inside]
    size = np.bincount(labels[inside], weights=weights, minlength=len(centres))
    return np.lexsort((*centres.T, -size))


def assign(columns: Mapping[str, Column], frozen: ClusterParameters) -> IntArray:
    """Put customers into the groups of an earlier run; -1 where most fields are unknown.

    Raises ValueError for dense groups: they cannot be told from their centres.
    """
    if frozen.algorithm == "density":
        raise ValueError(frozen.algorithm)
    used = {name: columns[name] for name in frozen.fields}
    centres = np.array(frozen.centres)
    spreads = np.array(frozen.spreads) if frozen.spreads else None
    shares = np.array(frozen.shares) if frozen.shares else None
    fit = Fit(centres, np.zeros(0, np.int64), 0.0, spreads, shares)
    with one_thread():
        group = by_blocks(used, frozen, lambda rows: _placed(rows, fit, centres, frozen.algorithm))
    return np.where(mostly_known(list(used.values())), group, -1)


def medians(columns: Mapping[str, Column], result: ClusterResult) -> tuple[float | None, ...]:
    """Return the median of every number over all members; None: known of nobody."""
    everybody = np.ones(len(result.positions), bool)
    fields = (rule.field for rule in result.parameters.scaling)
    return tuple(median(columns[name].take(result.positions), everybody) for name in fields)
