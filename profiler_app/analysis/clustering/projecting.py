"""A map of the groups: a sample on the two axes along which the customers differ most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from profiler_app.analysis.clustering.finding import ClusterResult
from profiler_app.analysis.clustering.judging import draw
from profiler_app.analysis.clustering.matrix import matrix_of, taken
from profiler_app.analysis.columns import Column
from profiler_app.analysis.rows import FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class ClusterMap:
    """A sample on the two main axes; ``explained`` is their share of all variance."""

    points: FloatArray
    labels: IntArray
    explained: float


def cluster_map(
    columns: Mapping[str, Column], result: ClusterResult, *, most: int = 2_000
) -> ClusterMap:
    """Place a sample of the members on the two main axes (principal components)."""
    frozen = result.parameters
    rng = np.random.default_rng(frozen.seed)
    drawn = draw(rng, len(result.positions), most)
    used = {name: columns[name] for name in frozen.fields}
    matrix = matrix_of(taken(used, result.positions[drawn]), frozen)
    centred = matrix - matrix.mean(axis=0)
    _left, strengths, axes = np.linalg.svd(centred, full_matrices=False)
    powers = strengths**2
    explained = float(powers[:2].sum() / powers.sum()) if powers.sum() else 0.0
    return ClusterMap(centred @ axes[:2].T, result.labels[drawn], explained)
