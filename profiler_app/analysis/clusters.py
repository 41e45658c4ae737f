"""Groups of similar customers (k-means), their number chosen by stability, their names by words.

Method: winsorise at 1 and 99 %, log1p for counts and money, z-scores; unknown values take the
median and a flag. The centres are those of a sample of 10,000; everybody belongs to the nearest
one. The number of groups is the largest of 3 to 6 that is stable (median adjusted Rand index of ten
bootstraps >= .8), has no group below 3 % and a silhouette within .03 of the best; the plain best
silhouette gives two or three groups, which help nobody.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import BoolArray, Column
from profiler_app.analysis.rows import FloatArray, IntArray
from profiler_app.domain.errors import TooLittleData
from profiler_app.domain.fields import fields as catalog
from profiler_app.domain.models import Cluster, ClusterParameters, KChoice, Scaling, Trait
from profiler_app.domain.text import _

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

NUMERIC = frozenset({"int", "num", "ratio", "money"})
MINIMUM = 30
K_SHOWN, K_ALLOWED = range(2, 9), range(3, 7)
SAMPLE, JUDGED, BLOCK = 10_000, 4_000, 65_536
BOOTSTRAPS = 10
STABLE, SMALLEST, NEAR_BEST = 0.8, 0.03, 0.03
STRIKING = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class ClusterResult:
    """The groups: ``labels[i]`` is the group (an index of ``groups``) of ``positions[i]``.

    ``curve`` judges every number of groups that was tried.
    """

    positions: IntArray
    labels: IntArray
    groups: tuple[Cluster, ...]
    curve: tuple[KChoice, ...]
    parameters: ClusterParameters


@dataclass(frozen=True, slots=True, eq=False)
class KMeansFit:
    """Centres (k rows), the group of each row and the sum of squared distances."""

    centres: FloatArray
    labels: IntArray
    inertia: float


def kmeans(
    matrix: FloatArray, k: int, *, seed: int, n_init: int = 10, start: FloatArray | None = None
) -> KMeansFit:
    """Run plain k-means on the rows of ``matrix``; ``start`` replaces the random beginnings."""
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    # Else joblib starts a program of the system to count cores: slow, and a console on Windows.
    os.environ.setdefault("LOKY_MAX_CPU_COUNT", "1")
    beginning: Any = {"init": start, "n_init": 1} if start is not None else {"n_init": n_init}
    with threadpool_limits(limits=1):
        model = KMeans(n_clusters=k, random_state=seed, **beginning).fit(matrix)
    return KMeansFit(model.cluster_centers_, model.labels_.astype(np.int64), float(model.inertia_))


def silhouette(matrix: FloatArray, labels: IntArray) -> float:
    """Return the mean silhouette of all rows (quadratic: give it a few thousand rows)."""
    from sklearn.metrics import silhouette_score

    return float(silhouette_score(matrix, labels))


def find_clusters(
    columns: Mapping[str, Column],
    fields: Sequence[str],
    *,
    k: int | Literal["auto"] = "auto",
    seed: int,
    raw: bool = False,
    sales: Column | None = None,
    report: Callable[[float], None] | None = None,
    whole_curve: bool = False,
) -> ClusterResult:
    """Group the customers for whom at least half of the fields are known.

    ``raw`` leaves the numbers as they are (proofs against published figures). ``sales`` gives
    the groups their share of it. Groups are ordered by sales, else by size, the largest first.
    ``report`` hears how far the search is (0 to 1); with ``whole_curve`` every number of groups is
    judged, also when ``k`` is given.

    Raises:
        TooLittleData: fewer than 30 such customers, or fewer different ones than groups.
        ValueError: a field is not a number, or is too sensitive to build groups on.
    """
    members = _members(columns, fields)
    tried = [*K_SHOWN] if k == "auto" or whole_curve else [k]
    scaling = tuple(_scaling(name, column, raw=raw) for name, column in members.columns.items())
    flags = tuple(name for name, column in members.columns.items() if not column.known.all())
    rng = np.random.default_rng(seed)
    drawn = _draw(rng, len(members.positions), SAMPLE)
    sample = _matrix(_taken(members.columns, drawn), scaling, flags)
    fits, curve = _search(sample, tried, rng=rng, seed=seed, report=report)
    fit = fits[choose(curve) if k == "auto" else k]
    if len(drawn) < len(members.positions):
        labels = _nearest_of_all(members.columns, scaling, flags, fit.centres)
    else:
        labels = fit.labels
    weights = None if sales is None else sales.take(members.positions)
    order = _order(labels, fit.centres, weights)
    centres = tuple(tuple(row) for row in fit.centres[order].tolist())
    parameters = ClusterParameters(scaling, flags, centres, seed, raw)
    labels = np.argsort(order)[labels]
    groups = _describe(parameters, labels, list(members.columns.values()), sales=weights)
    return ClusterResult(members.positions, labels, groups, curve, parameters)


@dataclass(frozen=True, slots=True, eq=False)
class _Members:
    """The customers to group, and their values by field."""

    positions: IntArray
    columns: Mapping[str, Column]


def _members(columns: Mapping[str, Column], fields: Sequence[str]) -> _Members:
    chosen = {name: _usable(columns, name) for name in fields}
    positions = np.flatnonzero(_mostly_known(list(chosen.values())))
    _require(MINIMUM, len(positions))
    everybody = len(positions) == len(chosen[fields[0]])
    return _Members(positions, chosen if everybody else _taken(chosen, positions))


def _mostly_known(columns: Sequence[Column]) -> BoolArray:
    known = np.zeros(len(columns[0]) if columns else 0, np.int8)
    for column in columns:
        known += column.known
    return np.asarray(known * 2 >= len(columns))


def _taken(columns: Mapping[str, Column], positions: IntArray) -> dict[str, Column]:
    return {name: column.take(positions) for name, column in columns.items()}


def _require(needed: int, found: int) -> None:
    if found < needed:
        raise TooLittleData(what=_("Finding groups of customers"), needed=needed, found=found)


def _usable(columns: Mapping[str, Column], name: str) -> Column:
    field = catalog()[name]
    if field.kind not in NUMERIC or field.sensitivity == "S3":
        raise ValueError(name)
    return columns[name]


def _scaling(name: str, column: Column, *, raw: bool) -> Scaling:
    values = column.values[column.known].astype(np.float64)
    if not len(values):
        values = np.zeros(1)
    median = float(np.median(values))
    if raw:
        return Scaling(name, float(values.min()), float(values.max()), False, median, 0.0, 1.0)
    low, high = (float(edge) for edge in np.quantile(values, (0.01, 0.99)))
    logarithm = catalog()[name].kind in ("int", "money")
    shaped = _shape(values, low, high, logarithm=logarithm)
    deviation = float(shaped.std())
    return Scaling(name, low, high, logarithm, median, float(shaped.mean()), deviation or 1.0)


def _shape(values: FloatArray, low: float, high: float, *, logarithm: bool) -> FloatArray:
    kept = np.clip(values, low, high)
    return np.sign(kept) * np.log1p(np.abs(kept)) if logarithm else kept


def _matrix(
    columns: Mapping[str, Column], scaling: Sequence[Scaling], flags: Sequence[str]
) -> FloatArray:
    scaled = [_scaled(columns[rule.field], rule) for rule in scaling]
    missing = [(~columns[name].known).astype(np.float64) for name in flags]
    return np.column_stack([*scaled, *missing])


def _scaled(column: Column, rule: Scaling) -> FloatArray:
    values = np.where(column.known, column.values, rule.median).astype(np.float64)
    shaped = _shape(values, rule.low, rule.high, logarithm=rule.logarithm)
    return (shaped - rule.mean) / rule.deviation


def _nearest_of_all(
    columns: Mapping[str, Column],
    scaling: Sequence[Scaling],
    flags: Sequence[str],
    centres: FloatArray,
) -> IntArray:
    """Return the nearest centre of every customer; matrices of one block at a time are made."""
    size = len(columns[scaling[0].field])
    parts = [
        nearest(_matrix(_taken(columns, np.arange(first, last)), scaling, flags), centres)
        for first in range(0, size, BLOCK)
        for last in [min(first + BLOCK, size)]
    ]
    return np.concatenate([np.zeros(0, np.int64), *parts])


def _search(
    sample: FloatArray,
    tried: Sequence[int],
    *,
    rng: np.random.Generator,
    seed: int,
    report: Callable[[float], None] | None = None,
) -> tuple[dict[int, KMeansFit], tuple[KChoice, ...]]:
    """Fit every k to a sample and judge it on a part of the sample, with shared distances."""
    from sklearn.metrics import pairwise_distances, silhouette_score

    _require(max(tried), len(np.unique(sample, axis=0)))
    judged = _draw(rng, len(sample), JUDGED)
    distances = pairwise_distances(sample[judged].astype(np.float32))
    np.fill_diagonal(distances, 0)
    fits = {k: kmeans(sample, k, seed=seed) for k in tried}
    curve = []
    for at, (k, fit) in enumerate(fits.items()):
        if report is not None:
            report(at / len(fits))
        labels = fit.labels[judged]
        many = len(np.unique(labels)) > 1
        score = float(silhouette_score(distances, labels, metric="precomputed")) if many else 0.0
        stability = _stability(sample[judged], labels, k, rng=rng)
        share = float(np.bincount(fit.labels, minlength=k).min()) / len(sample)
        curve.append(KChoice(k, fit.inertia, score, stability, share))
    return fits, tuple(curve)


def _draw(rng: np.random.Generator, size: int, most: int) -> IntArray:
    if size <= most:
        return np.arange(size)
    return np.sort(rng.choice(size, most, replace=False))


def _stability(matrix: FloatArray, labels: IntArray, k: int, *, rng: np.random.Generator) -> float:
    """Return the median agreement of groups found in bootstraps with the groups found."""
    from sklearn.metrics import adjusted_rand_score

    agreement = []
    for _round in range(BOOTSTRAPS):
        drawn = matrix[rng.integers(0, len(matrix), len(matrix))]
        if len(np.unique(drawn, axis=0)) < k:
            return 0.0
        fit = kmeans(drawn, k, seed=int(rng.integers(2**31)), n_init=3)
        agreement.append(adjusted_rand_score(labels, nearest(matrix, fit.centres)))
    return float(np.median(agreement))


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


@dataclass(frozen=True, slots=True, eq=False)
class ClusterMap:
    """A sample on the two axes along which the customers differ most; ``explained`` is their share
    of all variance."""

    points: FloatArray
    labels: IntArray
    explained: float


def cluster_map(
    columns: Mapping[str, Column], result: ClusterResult, *, most: int = 2_000
) -> ClusterMap:
    """Place a sample of the members on the two main axes (principal components)."""
    frozen = result.parameters
    rng = np.random.default_rng(frozen.seed)
    drawn = _draw(rng, len(result.positions), most)
    used = {rule.field: columns[rule.field] for rule in frozen.scaling}
    taken = _taken(used, result.positions[drawn])
    matrix = _matrix(taken, frozen.scaling, frozen.missing_flags)
    centred = matrix - matrix.mean(axis=0)
    _left, strengths, axes = np.linalg.svd(centred, full_matrices=False)
    powers = strengths**2
    explained = float(powers[:2].sum() / powers.sum()) if powers.sum() else 0.0
    return ClusterMap(centred @ axes[:2].T, result.labels[drawn], explained)


def medians(columns: Mapping[str, Column], result: ClusterResult) -> tuple[float | None, ...]:
    """Return the median of every field over all members; None: known of nobody."""
    everybody = np.ones(len(result.positions), bool)
    fields = (rule.field for rule in result.parameters.scaling)
    return tuple(_median(columns[name].take(result.positions), everybody) for name in fields)


def nearest(matrix: FloatArray, centres: FloatArray) -> IntArray:
    """Return the nearest centre of each row."""
    distance = (centres**2).sum(axis=1) - 2 * matrix @ centres.T
    return np.asarray(distance.argmin(axis=1))


def assign(columns: Mapping[str, Column], parameters: ClusterParameters) -> IntArray:
    """Put customers into the groups of an earlier run; -1 where most fields are unknown."""
    used = [columns[rule.field] for rule in parameters.scaling]
    centres = np.array(parameters.centres)
    group = _nearest_of_all(columns, parameters.scaling, parameters.missing_flags, centres)
    return np.where(_mostly_known(used), group, -1)


def _order(labels: IntArray, centres: FloatArray, sales: Column | None) -> IntArray:
    weights = None if sales is None else np.where(sales.known, sales.values, 0)
    size = np.bincount(labels, weights=weights, minlength=len(centres))
    return np.lexsort((*centres.T, -size))


def _describe(
    parameters: ClusterParameters,
    labels: IntArray,
    members: Sequence[Column],
    *,
    sales: Column | None,
) -> tuple[Cluster, ...]:
    groups = [
        _group(parameters, group, labels == group, members=members, sales=sales)
        for group in range(len(parameters.centres))
    ]
    names = Counter(group.traits for group in groups)
    seen: Counter[tuple[Trait, ...]] = Counter()
    numbered = []
    for group in groups:
        seen[group.traits] += 1
        number = seen[group.traits] if names[group.traits] > 1 else 0
        numbered.append(replace(group, number=number))
    return tuple(numbered)


def _group(
    parameters: ClusterParameters,
    group: int,
    inside: BoolArray,
    *,
    members: Sequence[Column],
    sales: Column | None,
) -> Cluster:
    centre = _standard(parameters, group, inside, members)
    return Cluster(
        traits=_traits([rule.field for rule in parameters.scaling], centre),
        number=0,
        customers=int(inside.sum()),
        share=float(inside.mean()),
        sales_share=None if sales is None else _sales_share(sales, inside),
        centre=tuple(centre),
        typical=tuple(_median(column, inside) for column in members),
    )


def _standard(
    parameters: ClusterParameters, group: int, inside: BoolArray, members: Sequence[Column]
) -> list[float]:
    """Return the centre in standard deviations from the average customer."""
    if not parameters.raw:
        return list(parameters.centres[group][: len(members)])
    scaled = [_scaled(c, rule) for c, rule in zip(members, parameters.scaling, strict=True)]
    return [
        float((values[inside].mean() - values.mean()) / (values.std() or 1.0)) for values in scaled
    ]


def _traits(names: Sequence[str], centre: Sequence[float]) -> tuple[Trait, ...]:
    striking = sorted((-abs(z), place) for place, z in enumerate(centre) if abs(z) >= STRIKING)
    return tuple(Trait(names[place], centre[place] > 0) for _size, place in striking[:3])


def _sales_share(sales: Column, inside: BoolArray) -> float:
    amounts: NDArray[Any] = np.where(sales.known, sales.values, 0)
    total = float(amounts.sum())
    return float(amounts[inside].sum()) / total if total else 0.0


def _median(column: Column, inside: BoolArray) -> float | None:
    values = column.values[inside & column.known]
    return float(np.median(values)) if len(values) else None
