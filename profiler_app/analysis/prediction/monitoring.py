"""Watching a model in use: do fields and scores drift, do probabilities still come true.

PSI (population stability index) = sum of (now - then) ln(now / then) over frozen bins, shares
floored at 1e-4: below .1 stable, to .25 watch, from there on fit anew (DOMAIN M12).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.analysis.prediction.measures import (
    FloatArray,
    TruthArray,
    auc,
    brier,
    calibration,
    calibration_error,
    lift,
)
from profiler_app.analysis.prediction.strength import CODED

REFIT: Final = 0.25
_FLOOR = 1e-4
_BINS = 10


@dataclass(frozen=True, slots=True)
class Period:
    """How a model did in one period; ``psi`` compares its probabilities with the first period."""

    name: str
    rows: int
    observed: float
    foretold: float
    auc: float
    brier: float
    lift: float
    calibration_error: float
    psi: float


def psi(then: Sequence[float], now: Sequence[float]) -> float:
    """Return the population stability index of counts (or shares) in the same bins."""
    expected, actual = (np.asarray(each, np.float64) for each in (then, now))
    if not expected.sum() or not actual.sum():
        return 0.0
    expected = np.maximum(expected / expected.sum(), _FLOOR)
    actual = np.maximum(actual / actual.sum(), _FLOOR)
    return float(((actual - expected) * np.log(actual / expected)).sum())


def spread(values: FloatArray, edges: Sequence[float] = ()) -> tuple[list[float], list[int]]:
    """Return the edges between ten bins and how many values are in each; given edges are kept."""
    if not len(edges):
        edges = np.unique(np.quantile(values, np.linspace(0, 1, _BINS + 1)[1:-1])).tolist()
    counts = np.bincount(np.searchsorted(edges, values, "right"), minlength=len(edges) + 1)
    return list(edges), counts.tolist()


def drift(column: Column, then: NDArray[Any], now: NDArray[Any]) -> float:
    """Return the PSI of a field between two sets of rows; unknown is a bin of its own."""
    edges = _edges(column, then)
    counts = [_counts(column, rows, edges) for rows in (then, now)]
    return psi(counts[0], counts[1])


def watch(
    truth: TruthArray, probability: FloatArray, period: NDArray[np.int64], names: Sequence[str]
) -> tuple[Period, ...]:
    """Return how a model did period by period; ``period`` numbers the rows into ``names``."""
    edges: FloatArray | None = None
    first: FloatArray | None = None
    found = []
    for number, name in enumerate(names):
        rows = period == number
        if not rows.any():
            continue
        came, told = truth[rows], probability[rows]
        if edges is None:
            edges = np.unique(np.quantile(told, np.linspace(0, 1, _BINS + 1)[1:-1]))
        counts = np.bincount(np.searchsorted(edges, told, "right"), minlength=len(edges) + 1)
        first = counts.astype(np.float64) if first is None else first
        found.append(
            Period(
                name,
                int(rows.sum()),
                float(came.mean()),
                float(told.mean()),
                auc(came, told),
                brier(came, told),
                lift(came, told),
                calibration_error(calibration(came, told)),
                psi(first.tolist(), counts.tolist()),
            )
        )
    return tuple(found)


def _edges(column: Column, rows: NDArray[Any]) -> NDArray[Any]:
    known = column.values[rows][column.known[rows]]
    if column.kind in (*CODED, "list", "bool") or not len(known):
        return np.unique(column.values)
    return np.unique(np.quantile(known.astype(np.float64), np.linspace(0, 1, _BINS + 1)[1:-1]))


def _counts(column: Column, rows: NDArray[Any], edges: NDArray[Any]) -> list[float]:
    known = column.known[rows]
    places = np.searchsorted(edges, column.values[rows], side="right") + 1
    places = np.where(known, places, 0)
    return [float(n) for n in np.bincount(places, minlength=len(edges) + 2)]
