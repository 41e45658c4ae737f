"""The columns of all customers that filters, tags, sorting and facets are evaluated on.

Facts come from the tables, features from the last refresh; both in the order of the same ids.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import BoolArray, Column
from profiler_app.analysis.evaluation import Kleene
from profiler_app.domain.fields import Field, fields, options
from profiler_app.jobs.segments.adopted import cluster_column
from profiler_app.store import activity, customers, runs
from profiler_app.store.workspace import Workspace

_MOST_LABELS = 63  # a list is a bit mask in 64 bits; a free-text list keeps its commonest entries


class ColumnSource:
    """Reads columns of one workspace and keeps them until the data changes."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._state: tuple[Any, ...] | None = None
        self._columns: dict[str, Column] = {}
        self._tags: dict[str, Kleene] = {}
        self._ids: NDArray[Any] = np.empty(0, np.int64)

    def ids(self) -> NDArray[Any]:
        """Return the ids of all customers, sorted; every column is in this order."""
        self._refresh()
        return self._ids

    def columns(self, names: Iterable[str]) -> dict[str, Column]:
        """Return columns by field id; a feature nobody computed yet is left out (unknown)."""
        self._refresh()
        found = {}
        for name in names:
            if name not in self._columns:
                column = self._read(fields()[name])
                if column is None:
                    continue
                self._columns[name] = column
            found[name] = self._columns[name]
        return found

    def tags(self, names: Iterable[str]) -> dict[str, Kleene]:
        """Return who has each tag, as of the last refresh."""
        self._refresh()
        connection = self._workspace.connection
        for name in names:
            if name not in self._tags:
                has, unknown = runs.read_tag(connection, name, self._ids)
                self._tags[name] = Kleene(has, unknown)
        return {name: self._tags[name] for name in names}

    def _refresh(self) -> None:
        state = self._workspace.connection.execute(
            "SELECT (SELECT max(id) FROM operation), (SELECT max(id) FROM run)"
        ).fetchone()
        if state != self._state:
            self._columns.clear()
            self._tags.clear()
            self._ids = customers.customer_ids(self._workspace.connection)
            self._state = state

    def _read(self, field: Field) -> Column | None:
        if field.place == "column":
            return self._from_table(field)
        if field.place == "attribute":
            return self._from_attributes(field)
        if field.id == "cluster":
            return cluster_column(self._workspace.connection, self.columns, len(self._ids))
        return self._from_features(field)

    def _from_table(self, field: Field) -> Column:
        read = activity.read_columns(
            self._workspace.connection, "customer", ["id", "merged_into", field.id]
        )
        living = read["merged_into"] == activity.NULL_INT
        cells = read[field.id]
        if isinstance(cells, tuple):
            codes, labels = cells
            return coded_column(field.kind, codes[living], labels)
        values = cells[living]
        known = values != activity.NULL_INT
        return Column(field.kind, np.where(known, values, 0), known)

    def _from_features(self, field: Field) -> Column | None:
        connection = self._workspace.connection
        stored = runs.read_feature(connection, field.id)
        if stored is None:
            return None
        column = Column(stored.kind, stored.values, stored.known, stored.labels)
        stored_ids = runs.feature_ids(connection)
        if len(stored_ids) == len(self._ids) and (stored_ids == self._ids).all():
            return column
        return _reordered(column, stored_ids, self._ids)

    def _from_attributes(self, field: Field) -> Column:
        rows = self._workspace.connection.execute(
            "SELECT customer_id, value FROM attribute WHERE field = ? ORDER BY id", (field.id,)
        ).fetchall()
        newest = {customer: value for customer, value in rows if value is not None}
        owners = np.fromiter(newest, np.int64, len(newest))
        places = np.searchsorted(self._ids, owners)
        places[places == len(self._ids)] = 0
        inside = self._ids[places] == owners if len(self._ids) else np.zeros(0, np.bool_)
        values = [value for value, mine in zip(newest.values(), inside, strict=True) if mine]
        return attribute_column(field, places[inside], values, len(self._ids))


def coded_column(kind: str, codes: NDArray[Any], labels: tuple[str, ...]) -> Column:
    """Make a text column from codes, -1 being unknown."""
    known: BoolArray = codes >= 0
    return Column(kind, np.where(known, codes, 0).astype(np.int32), known, labels)


def _reordered(column: Column, stored: NDArray[Any], ids: NDArray[Any]) -> Column:
    """Bring a column of an earlier set of customers into the order of the present ones."""
    if not len(stored):
        return Column(
            column.kind,
            np.zeros(len(ids), column.values.dtype),
            np.zeros(len(ids), np.bool_),
            column.labels,
        )
    places = np.minimum(np.searchsorted(stored, ids), len(stored) - 1)
    present = stored[places] == ids
    known = column.known[places] & present
    return Column(column.kind, np.where(known, column.values[places], 0), known, column.labels)


def attribute_column(field: Field, places: NDArray[Any], values: list[str], size: int) -> Column:
    """Make a column from stored values of an attribute and the places they belong to."""
    known = np.zeros(size, np.bool_)
    known[places] = True
    if field.kind == "list":
        return _list_column(field, places, values, known)
    if field.kind in ("text", "enum", "code", "ref"):
        labels: dict[str, int] = {}
        codes = np.full(size, -1, np.int32)
        codes[places] = [labels.setdefault(value, len(labels)) for value in values]
        return coded_column(field.kind, codes, tuple(labels))
    dtype = np.float64 if field.kind in ("num", "ratio") else np.int64
    numbers = np.zeros(size, np.bool_ if field.kind == "bool" else dtype)
    numbers[places] = [_number(value) for value in values]
    return Column(field.kind, numbers, known)


def _number(value: str) -> float | int:
    number: float | int = json.loads(value)
    return number


def _list_column(field: Field, places: NDArray[Any], values: list[str], known: BoolArray) -> Column:
    entries = [json.loads(value) if value.startswith("[") else [value] for value in values]
    labels = _list_labels(field, entries)
    bit = {label: 1 << i for i, label in enumerate(labels)}
    masks = np.zeros(len(known), np.int64)
    masks[places] = [sum(bit.get(str(name), 0) for name in set(each)) for each in entries]
    return Column("list", masks, known, labels)


def _list_labels(field: Field, entries: list[list[Any]]) -> tuple[str, ...]:
    if field.options:
        return tuple(option.id for option in options(field.options))
    counts: dict[str, int] = {}
    for each in entries:
        for name in each:
            counts[str(name)] = counts.get(str(name), 0) + 1
    commonest = sorted(counts, key=lambda name: (-counts[name], name))
    return tuple(commonest[:_MOST_LABELS])
