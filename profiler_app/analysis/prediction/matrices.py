"""Turning columns into what models learn from, with what was learned kept for new rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.analysis.prediction.measures import FloatArray
from profiler_app.analysis.prediction.strength import CODED

Rows = NDArray[np.int64]

_RARE = 10
_MOST_LEVELS = 60
_TAIL = 0.001


@dataclass(frozen=True, slots=True)
class Term:
    """One column of the matrix: which field it comes from, and the level it stands for.

    ``level`` is None for a number, -1 for "not known", else a code into the labels of the field.
    """

    field: str
    level: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Encoder:
    """How fields become numbers, learned from the rows a model learns from.

    Numbers: unknown becomes the median beside a mark of its own, the outermost thousandth is
    pulled in, then mean 0 and deviation 1. Categories: a 0/1 mark for each level with at least ten
    rows; all others share none.
    """

    terms: tuple[Term, ...]
    low: Mapping[str, float]
    high: Mapping[str, float]
    median: Mapping[str, float]
    mean: FloatArray
    deviation: FloatArray

    def matrix(self, columns: Mapping[str, Column], rows: Rows | None = None) -> FloatArray:
        """Return one row for each of ``rows`` (all without), one column for each term."""
        parts = [self._part(term, columns[term.field], rows) for term in self.terms]
        size = len(parts[0]) if parts else 0
        raw = np.column_stack(parts) if parts else np.zeros((size, 0))
        return np.asarray((raw - self.mean) / self.deviation, np.float64)

    def _part(self, term: Term, column: Column, rows: Rows | None) -> FloatArray:
        values, known = column.values, column.known
        if rows is not None:
            values, known = values[rows], known[rows]
        if term.level is None:
            numbers = np.where(known, values.astype(np.float64), self.median[term.field])
            low, high = self.low[term.field], self.high[term.field]
            return np.asarray(np.clip(numbers, low, high), np.float64)
        if term.level == -1:
            return (~known).astype(np.float64)
        has = values >> term.level & 1 == 1 if column.kind == "list" else values == term.level
        return np.asarray(has & known, np.float64)


def learn_encoder(columns: Mapping[str, Column], fields: Sequence[str], rows: Rows) -> Encoder:
    """Learn from ``rows`` how the fields become numbers."""
    terms: list[Term] = []
    low: dict[str, float] = {}
    high: dict[str, float] = {}
    median: dict[str, float] = {}
    for name in fields:
        column = columns[name]
        values, known = column.values[rows], column.known[rows]
        if 0 < known.sum() < len(rows):
            terms.append(Term(name, -1))
        if column.kind in CODED:
            terms += [Term(name, level) for level in _levels(values[known])]
        elif column.kind == "list":
            terms += [Term(name, bit) for bit in range(min(len(column.labels), _MOST_LEVELS))]
        elif known.any():
            numbers = values[known].astype(np.float64)
            terms.append(Term(name, None))
            low[name], median[name], high[name] = map(
                float, np.quantile(numbers, (_TAIL, 0.5, 1 - _TAIL))
            )
    size = len(terms)
    plain = Encoder(tuple(terms), low, high, median, np.zeros(size), np.ones(size))
    raw = plain.matrix(columns, rows) if size else np.zeros((len(rows), 0))
    numeric = np.array([term.level is None for term in terms], np.bool_)
    deviation = np.where(numeric & (raw.std(axis=0) > 0), raw.std(axis=0), 1.0)
    mean = np.where(numeric, raw.mean(axis=0), 0.0)
    return Encoder(tuple(terms), low, high, median, mean, deviation)


def _levels(values: NDArray[Any]) -> list[int]:
    levels, counts = np.unique(values, return_counts=True)
    often = levels[counts >= _RARE][np.argsort(-counts[counts >= _RARE], kind="stable")]
    return sorted(often[:_MOST_LEVELS].tolist())


def ordinals(
    columns: Mapping[str, Column], fields: Sequence[str], rows: Rows | None = None
) -> FloatArray:
    """Return the fields as plain numbers for trees, unknown as NaN."""
    parts = []
    for name in fields:
        column = columns[name]
        values, known = column.values, column.known
        if rows is not None:
            values, known = values[rows], known[rows]
        parts.append(np.where(known, values.astype(np.float64), np.nan))
    return np.column_stack(parts)
