"""Interactions: visits, calls and messages, one a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from profiler_app.domain.checked import EMPTY
from profiler_app.domain.dates import to_day
from profiler_app.domain.errors import MappingProblem
from profiler_app.domain.imports import Mapped, Note, Reject
from profiler_app.domain.text import _
from profiler_app.ingest.cells import (
    Column,
    LeftOut,
    Options,
    columns_of,
    shape_reject,
    short_note,
)
from profiler_app.ingest.customers import CustomerCells
from profiler_app.ingest.footers import is_total
from profiler_app.ingest.keys import choose_key
from profiler_app.ingest.opening import Table

_PREFIX: Final = "interaction."
_KEYED: Final = (f"{_PREFIX}customer", f"{_PREFIX}moment")


@dataclass(frozen=True, slots=True)
class InteractionRow:
    """One contact with a customer: ``values`` by column of the interaction table."""

    source_row: int
    customer_key: str
    customer_fields: Mapping[str, Any]
    day: int
    time: str | None
    values: Mapping[str, Any]


class InteractionMaker:
    """Turns the rows of a list of contacts into records or rejects.

    ``key_field`` is the customer field that ``customer_key`` belongs to.
    Raises MappingProblem when no column gives the customer or the time.
    """

    def __init__(self, table: Table, mapped: Mapped, options: Options) -> None:
        self._table = table
        self._short: list[int] = []
        self._columns = columns_of(table, mapped, options.today)
        self.key_field, key = choose_key(self._columns, f"{_PREFIX}customer", options.key)
        if key is None or f"{_PREFIX}moment" not in self._columns:
            reason = _(
                "no column holds the customer or the time. Name them with --map COLUMN=FIELD."
            )
            raise MappingProblem(file=table.facts.name, reason=reason)
        self._key = key
        self._cells = CustomerCells(self._columns, options)
        self._left_out = LeftOut()

    def records(self) -> Iterator[InteractionRow | Reject]:
        """Yield one record or reject for every data row."""
        width = len(self._table.headers)
        for line, cells in self._table.rows(self._short):
            yield shape_reject(line, cells, width) or self._record(line, cells)

    def notes(self) -> tuple[Note, ...]:
        """Return what was left out; complete once all records were read."""
        return (
            *short_note(self._short),
            *self._cells.left_out.notes(),
            *self._left_out.notes(),
        )

    def _record(self, line: int, cells: list[str]) -> InteractionRow | Reject:
        if is_total(cells):
            return Reject(line, None, next(filter(None, cells)), "total_row", tuple(cells))
        moment = self._columns[f"{_PREFIX}moment"]
        needed = ((self._key, "no_customer"), (moment, "no_date"))
        values = []
        for column, code in needed:
            checked = column.convert(cells[column.index])
            if not checked.ok or checked.value is None:
                wrong = checked.errors[0] if checked.errors else code
                value = cells[column.index].strip()
                code = code if wrong == EMPTY else wrong
                return Reject(line, column.name, value, code, tuple(cells))
            values.append(checked.value)
        key, (day, time) = values
        fields = self._cells.read(cells)
        return InteractionRow(line, str(key), fields, to_day(day), time, self._values(cells))

    def _values(self, cells: list[str]) -> dict[str, Any]:
        values = {}
        for field, column in self._own():
            checked = column.convert(cells[column.index])
            if checked.ok and checked.value is not None:
                values[field.removeprefix(_PREFIX)] = checked.value
            elif checked.errors and checked.errors != (EMPTY,):
                self._left_out.add(column.name, checked.errors[0], cells[column.index].strip())
        return values

    def _own(self) -> list[tuple[str, Column]]:
        return [
            (field, column)
            for field, column in self._columns.items()
            if field.startswith(_PREFIX) and field not in _KEYED
        ]
