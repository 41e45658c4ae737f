"""Does a model treat groups alike that it must not know: the check of the fields kept from it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from profiler_app.analysis.columns import Column
from profiler_app.analysis.prediction.measures import FloatArray, TruthArray
from profiler_app.analysis.prediction.strength import CODED

_FEWEST = 50
_MOST_GROUPS = 8
_BANDS = 4


@dataclass(frozen=True, slots=True)
class GroupCheck:
    """One group of a sensitive field: what was foretold, what came, who is in the top tenth."""

    field: str
    group: str
    rows: int
    foretold: float
    observed: float
    in_top_tenth: float


def check_groups(
    name: str, column: Column, truth: TruthArray, probability: FloatArray
) -> tuple[GroupCheck, ...]:
    """Compare the groups of a field (numbers: quarters); groups under 50 rows say nothing."""
    top = probability >= np.quantile(probability, 0.9)
    return tuple(
        GroupCheck(
            name,
            label,
            int(rows.sum()),
            float(probability[rows].mean()),
            float(truth[rows].mean()),
            float(top[rows].mean()),
        )
        for label, rows in _groups(column)[:_MOST_GROUPS]
        if rows.sum() >= _FEWEST
    )


def _groups(column: Column) -> list[tuple[str, TruthArray]]:
    found = np.unique(column.values[column.known])
    if column.kind in CODED:
        return [(column.labels[int(v)], (column.values == v) & column.known) for v in found]
    if column.kind in ("list", "date") or not len(found):
        return []
    if len(found) <= _BANDS:
        return [(f"{v:g}", (column.values == v) & column.known) for v in found.astype(np.float64)]
    edges = np.unique(np.quantile(column.values[column.known], np.linspace(0, 1, _BANDS + 1)))
    groups = []
    for i, (low, high) in enumerate(pairwise(edges)):
        inside = (column.values >= low) & column.known
        last = i == len(edges) - 2
        inside &= column.values <= high if last else column.values < high
        groups.append((f"{low:g}–{high:g}" if last else f"{low:g}–<{high:g}", inside))
    return groups
