"""The results of the workspace's own formulas, by the evaluator of the rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import BoolArray, Column
from profiler_app.analysis.evaluation import Kleene, values_of
from profiler_app.domain.fields import fields
from profiler_app.domain.rules import Formula

_LARGEST = 2**62


def with_formulas(
    formulas: Mapping[str, Formula], columns: Mapping[str, Column], size: int
) -> dict[str, Column]:
    """Return the columns that formulas give for ``size`` customers.

    ``formulas`` are in an order in which each comes after those it reads. A result is unknown
    where a value is, where something would be divided by zero, and where the customer is of a
    kind that does not have the field.
    """
    found: dict[str, Column] = {}
    for name, formula in formulas.items():
        column = _column(name, formula, {**columns, **found}, size)
        found[name] = column.without(~_having(name, columns, size))
    return found


def _column(name: str, formula: Formula, columns: Mapping[str, Column], size: int) -> Column:
    kind = fields()[name].kind
    result = values_of(formula.root, columns)
    if isinstance(result, Kleene):
        known = _spread(~result.unknown, size)
        return Column(kind, _spread(result.true, size) & known, known)
    numbers: NDArray[Any] = _spread(np.asarray(result.values, np.float64), size)
    known = _spread(result.known, size) & np.isfinite(numbers) & (np.abs(numbers) < _LARGEST)
    values = np.where(known, numbers, 0.0)
    if kind == "money":  # np.rint rounds halves to even, as amounts are everywhere
        return Column(kind, np.rint(values).astype(np.int64), known)
    return Column(kind, values, known)


def _spread(values: Any, size: int) -> NDArray[Any]:
    return np.broadcast_to(values, (size,)).copy()


def _having(name: str, columns: Mapping[str, Column], size: int) -> BoolArray:
    """Mark the customers of the kinds that have a field."""
    kind = columns.get("kind")
    if kind is None:
        return np.ones(size, np.bool_)
    wanted = {each.partition(":")[0] for each in fields()[name].applies_to}
    codes = [i for i, label in enumerate(kind.labels) if label in wanted]
    return kind.known & np.isin(kind.values, codes)
