"""Why a row has its probability: what changes when a field takes its usual value.

For every field the log odds are computed again with that field at its usual value (median, or the
commonest category); the difference is the reason. For the linear model this is exactly weight times
distance; for trees it includes what the field does together with the others. Reasons of a row
need not add up to its score, and no reason is a cause.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.analysis.prediction.choosing import Fitted
from profiler_app.analysis.prediction.matrices import Rows
from profiler_app.analysis.prediction.measures import FloatArray
from profiler_app.analysis.prediction.strength import CODED

Usual = tuple[Any, bool]
"""A raw value, and whether it is known at all."""


class Scored(Protocol):
    """Anything that tells log odds of rows."""

    def scores(self, columns: Mapping[str, Column], rows: Rows | None = None, /) -> FloatArray:
        """Return the log odds of yes."""
        ...


def usual_value(column: Column) -> Usual:
    """Return the median of a number, the commonest category; not known where most rows are."""
    if column.known.sum() * 2 < len(column):
        return column.values.dtype.type(0), False
    known = column.values[column.known]
    if column.kind in (*CODED, "list", "bool"):
        found, counts = np.unique(known, return_counts=True)
        return found[int(np.argmax(counts))], True
    return np.sort(known)[(len(known) - 1) // 2], True


def contributions(
    fitted: Scored,
    columns: Mapping[str, Column],
    fields: Sequence[str],
    rows: NDArray[Any],
) -> FloatArray:
    """Return the log odds each field adds to each row, compared with its usual value."""
    mine = {name: columns[name].take(rows) for name in fields}
    scores = fitted.scores(mine)
    added = np.empty((len(rows), len(fields)))
    for i, name in enumerate(fields):
        usual = _all_alike(mine[name], usual_value(columns[name]))
        added[:, i] = scores - fitted.scores({**mine, name: usual})
    return added


def drivers(added: FloatArray, fields: Sequence[str]) -> list[tuple[str, float]]:
    """Return the fields by how much they move a row's log odds on average, the strongest first."""
    strength = np.abs(added).mean(axis=0)
    return [(fields[i], float(strength[i])) for i in np.argsort(-strength, kind="stable")]


def what_if(
    fitted: Fitted, columns: Mapping[str, Column], row: int, changes: Mapping[str, Any]
) -> tuple[float, float]:
    """Return the probability of a row as it is, and with other values (None: not known).

    Texts are given as they stand in the column. Raises KeyError for a field that is not there and
    ValueError for a category nobody has: the model knows nothing about it.
    """
    before, after = with_changes(columns, row, changes)
    return float(fitted.probability(before)[0]), float(fitted.probability(after)[0])


def with_changes(
    columns: Mapping[str, Column], row: int, changes: Mapping[str, Any]
) -> tuple[dict[str, Column], dict[str, Column]]:
    """Return one row as it is, and with other values; raises as ``what_if`` does."""
    before = {name: column.take(np.array([row])) for name, column in columns.items()}
    after = dict(before)
    for name, value in changes.items():
        after[name] = _all_alike(after[name], _raw(after[name], value))
    return before, after


def _raw(column: Column, value: Any) -> Usual:
    if value is None:
        return 0, False
    if column.kind in CODED:
        return list(column.labels).index(value), True
    return value, True


def _all_alike(column: Column, usual: Usual) -> Column:
    value, known = usual
    return Column(
        column.kind,
        np.full(len(column), value, column.values.dtype),
        np.full(len(column), known, np.bool_),
        column.labels,
    )
