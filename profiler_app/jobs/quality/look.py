"""One look at the book: columns, who a field applies to, and which values are valid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import BoolArray, Column
from profiler_app.analysis.quality import validity
from profiler_app.domain.dates import to_day
from profiler_app.domain.fields import Field, fields
from profiler_app.jobs.columns import ColumnSource

GROUPS = ("person:trade", "person:bank", "company:trade", "company:bank")


class Look:
    """Columns of everybody on business day ``as_of``."""

    def __init__(self, source: ColumnSource, as_of: date) -> None:
        self.source = source
        self.as_of = as_of
        self.today = to_day(as_of.isoformat())
        self.ids: NDArray[Any] = source.ids()
        self.size = len(self.ids)

    @cached_property
    def group(self) -> NDArray[np.int64]:
        """The index into ``GROUPS`` of each customer, -1 where it is not known."""
        kind = self._place("kind", ("person", "company"))
        line = self._place("line", ("trade", "bank"))
        return np.where((kind < 0) | (line < 0), -1, 2 * kind + line)

    def _place(self, name: str, order: tuple[str, ...]) -> NDArray[np.int64]:
        column = self.column(name)
        places = [order.index(label) if label in order else -1 for label in column.labels]
        table = np.array([*places, -1], np.int64)
        return table[np.where(column.known, column.values, -1)]

    def applies(self, field: Field) -> BoolArray:
        """Mark the customers a field means anything for."""
        if len(field.applies_to) == len(GROUPS):
            return np.ones(self.size, np.bool_)
        table = np.array([*(group in field.applies_to for group in GROUPS), False])
        return np.asarray(table[self.group])

    def column(self, name: str) -> Column:
        """Return a column of facts, read for this look alone."""
        column = self.source.read_once(name)
        if column is None:
            raise ValueError(f"no fact: {name}")
        return column

    @cached_property
    def id_number(self) -> Column:
        """The ID numbers, which several rules ask for."""
        return self.column("cn_id")

    @cached_property
    def has_id(self) -> BoolArray:
        """Mark the customers with a valid ID number."""
        return self.valid("cn_id", self.id_number)

    def columns(self, names: tuple[str, ...]) -> Mapping[str, Column]:
        """Return several columns of facts."""
        return {name: self.column(name) for name in names}

    def valid(self, name: str, column: Column) -> BoolArray:
        """Mark the customers with a valid value."""
        good = validity.valid(column, fields()[name], self.as_of)
        if name == "id_doc_expiry":
            good &= column.values >= self.today
        return good

    def texts(self, column: Column) -> tuple[Any, NDArray[np.int64]]:
        """Return labels and codes (-1: unknown) of a text column."""
        return column.labels, np.where(column.known, column.values, -1).astype(np.int64)
