"""Columns become numbers without unit; what was done to each is kept and told.

Winsorised at 1 and 99 %, log1p for counts and money, z-scores; unknown values take the median and
a flag. A category becomes one column for each of its labels, weighted so that two different labels
are ``GAMMA`` apart in squared distance (0 where it is unknown: half as far from every label).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from profiler_app.analysis.columns import BoolArray, Column
from profiler_app.analysis.rows import FloatArray, IntArray
from profiler_app.domain.errors import TooLittleData
from profiler_app.domain.fields import fields as catalog
from profiler_app.domain.models import Categories, ClusterParameters, Scaling
from profiler_app.domain.text import _

NUMERIC = frozenset({"int", "num", "ratio", "money"})
CODED = frozenset({"enum", "code"})
MINIMUM, BLOCK = 30, 65_536
GAMMA = 2.0
"""The squared distance of two categories: that of two random standardised numbers is 2 on average,
so a category weighs as much as a number."""
LABELS = 20
"""A category with more labels tells every customer apart: it is no ground for a group."""


def usable(name: str, *, mixed: bool = False) -> bool:
    """Whether groups may be built on a field: a number (or category), not too sensitive."""
    field = catalog()[name]
    kinds = NUMERIC | CODED if mixed else NUMERIC
    return field.kind in kinds and field.sensitivity != "S3"


def mostly_known(columns: Sequence[Column]) -> BoolArray:
    """Mark the customers for whom at least half of the columns are known."""
    known = np.zeros(len(columns[0]) if columns else 0, np.int8)
    for column in columns:
        known += column.known
    return np.asarray(known * 2 >= len(columns))


def require(needed: int, found: int) -> None:
    """Raise TooLittleData unless enough was found."""
    if found < needed:
        raise TooLittleData(what=_("Finding groups of customers"), needed=needed, found=found)


def taken(columns: Mapping[str, Column], positions: IntArray) -> dict[str, Column]:
    """Return the columns of some customers."""
    return {name: column.take(positions) for name, column in columns.items()}


def learned(
    columns: Mapping[str, Column], *, raw: bool
) -> tuple[tuple[Scaling, ...], tuple[str, ...], tuple[Categories, ...]]:
    """Return how each number is scaled, which get a flag for unknown, and the categories."""
    numbers = {name: c for name, c in columns.items() if c.kind in NUMERIC}
    scaling = tuple(_scaling(name, column, raw=raw) for name, column in numbers.items())
    flags = tuple(name for name, column in numbers.items() if not column.known.all())
    categories = tuple(
        _categories(name, column) for name, column in columns.items() if name not in numbers
    )
    return scaling, flags, categories


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


def _categories(name: str, column: Column) -> Categories:
    counts = np.bincount(column.values[column.known], minlength=len(column.labels))
    labels = tuple(column.labels[at] for at in np.flatnonzero(counts).tolist())
    if len(labels) > LABELS:
        raise ValueError(name)
    return Categories(name, labels, GAMMA)


def _shape(values: FloatArray, low: float, high: float, *, logarithm: bool) -> FloatArray:
    kept = np.clip(values, low, high)
    return np.sign(kept) * np.log1p(np.abs(kept)) if logarithm else kept


def matrix_of(columns: Mapping[str, Column], frozen: ClusterParameters) -> FloatArray:
    """Return one row per customer: scaled numbers, flags for unknown, weighted categories."""
    scaled = [standardised(columns[rule.field], rule) for rule in frozen.scaling]
    missing = [(~columns[name].known).astype(np.float64) for name in frozen.missing_flags]
    coded = [part for each in frozen.categories for part in _one_hot(columns[each.field], each)]
    return np.column_stack([*scaled, *missing, *coded])


def standardised(column: Column, rule: Scaling) -> FloatArray:
    """Return the values of one number without unit."""
    values = np.where(column.known, column.values, rule.median).astype(np.float64)
    shaped = _shape(values, rule.low, rule.high, logarithm=rule.logarithm)
    return (shaped - rule.mean) / rule.deviation


def _one_hot(column: Column, rule: Categories) -> list[FloatArray]:
    weight = np.sqrt(rule.distance / 2)
    codes = {label: code for code, label in enumerate(column.labels)}
    return [
        weight * (column.known & (column.values == codes.get(label, -1))) for label in rule.labels
    ]


def by_blocks(
    columns: Mapping[str, Column],
    frozen: ClusterParameters,
    what: Callable[[FloatArray], IntArray],
) -> IntArray:
    """Apply something to the rows of everybody; matrices of one block at a time are made."""
    size = len(next(iter(columns.values())))
    parts = [
        what(matrix_of(taken(columns, np.arange(first, min(first + BLOCK, size))), frozen))
        for first in range(0, size, BLOCK)
    ]
    return np.concatenate([np.zeros(0, np.int64), *parts])
