"""What one field alone tells about the label: what the leak detector judges by."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.analysis.prediction.measures import FloatArray, TruthArray, auc

CODED = ("text", "enum", "code", "ref")
_BINS = 20
_PRIOR = 10.0
"""Rows at the mean rate that every group is mixed with, so that small groups prove little."""
_END = 0.05
_EXPECTED = 30
_HARDLY = 0.02
_BY_CHANCE = 0.001


@dataclass(frozen=True, slots=True)
class ClosedEnd:
    """One end of a numeric field where a label hardly occurs, though it would by chance."""

    rows: int
    found: int
    expected: float
    label: bool
    low: bool
    value: float


@dataclass(frozen=True, slots=True)
class Strength:
    """How well a field alone tells yes from no.

    ``auc`` is measured on rows the rates were not learned from, ``missing_auc`` is that of being
    filled or not.
    """

    auc: float
    missing_auc: float
    closed: ClosedEnd | None = None


def strength_of(column: Column, truth: TruthArray) -> Strength:
    """Measure one field alone."""
    groups = _groups(column)
    halves = np.arange(len(truth)) % 2 == 0
    rates = np.empty(len(truth))
    for learned in (halves, ~halves):
        rates[~learned] = _rates(groups, truth, learned)[groups[~learned]]
    alone = auc(truth, rates)
    missing = auc(truth, (~column.known).astype(np.float64))
    numeric = column.kind not in (*CODED, "list", "bool")
    return Strength(
        alone, max(missing, 1 - missing), _closed_end(column, truth, alone) if numeric else None
    )


def _groups(column: Column) -> NDArray[np.int64]:
    """Return small whole numbers: categories, or bins with as many rows; 0 is unknown."""
    if column.kind in CODED or column.kind in ("list", "bool"):
        _values, place = np.unique(column.values, return_inverse=True)
        return np.where(column.known, place + 1, 0).astype(np.int64)
    known = column.values[column.known].astype(np.float64)
    if not len(known):
        return np.zeros(len(column), np.int64)
    edges = np.unique(np.quantile(known, np.linspace(0, 1, _BINS + 1)[1:-1]))
    places = np.searchsorted(edges, column.values.astype(np.float64), side="right") + 1
    return np.where(column.known, places, 0).astype(np.int64)


def _rates(groups: NDArray[np.int64], truth: TruthArray, rows: TruthArray) -> FloatArray:
    size = int(groups.max()) + 1
    count = np.bincount(groups[rows], minlength=size)
    yes = np.bincount(groups[rows], weights=truth[rows], minlength=size)
    mean = float(truth[rows].mean())
    return np.asarray((yes + _PRIOR * mean) / (count + _PRIOR), np.float64)


def _beyond_strength(wanted: TruthArray, end: TruthArray, strength: float) -> bool:
    """Whether a field that is merely strong would have the label at that end far more often.

    Two normal curves as far apart as the area says (d = sqrt(2) z(AUC), the binormal model of
    ROC curves) tell how many to expect; so few by chance must be rarer than one in a thousand.
    """
    normal = NormalDist()
    share = float((end & ~wanted).sum() / max(1, (~wanted).sum()))
    if not 0 < share < 1 or not 0.5 <= strength < 1:
        return False
    distance = math.sqrt(2) * normal.inv_cdf(strength)
    usual = float(wanted.sum()) * normal.cdf(normal.inv_cdf(share) - distance)
    found = int((end & wanted).sum())
    chance = sum(
        math.exp(-usual + k * math.log(usual) - math.lgamma(k + 1)) for k in range(found + 1)
    )
    return chance < _BY_CHANCE


def _closed_end(column: Column, truth: TruthArray, strength: float) -> ClosedEnd | None:
    """Find the end of a numeric field that all but rules one of the labels out."""
    values = column.values[column.known].astype(np.float64)
    label = truth[column.known]
    if not len(values):
        return None
    for low in (True, False):
        edge = float(np.quantile(values, _END if low else 1 - _END))
        end = values <= edge if low else values >= edge
        for wanted in (True, False):
            found = int((label[end] == wanted).sum())
            expected = float((label == wanted).mean() * end.sum())
            rare = expected >= _EXPECTED and found <= _HARDLY * expected
            if rare and _beyond_strength(label == wanted, end, strength):
                return ClosedEnd(int(end.sum()), found, expected, wanted, low, edge)
    return None
