"""Rows of any declared kind (visits, events, accounts, consents ...): typed records or rejects.

What the columns mean is declared in ``import_targets.json``; nothing here knows a single kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from profiler_app.domain.checked import EMPTY, Checked
from profiler_app.domain.dates import to_day
from profiler_app.domain.errors import MappingProblem
from profiler_app.domain.import_kinds import Kind, kind_of
from profiler_app.domain.import_sentences import NO_FACTS
from profiler_app.domain.imports import Mapped, Note, Reject
from profiler_app.domain.text import _
from profiler_app.ingest.cells import (
    Column,
    LeftOut,
    Options,
    columns_of,
    records_of,
    short_note,
)
from profiler_app.ingest.customers import CustomerCells
from profiler_app.ingest.footers import is_total
from profiler_app.ingest.keys import choose_key
from profiler_app.ingest.opening import Table
from profiler_app.ingest.targets import target_fields

_MOMENT: Final = "moment"


@dataclass(frozen=True, slots=True)
class FactRow:
    """One row of a kind.

    ``values`` are the cells by column of the table, ``refs`` what other rows it names (by the
    kind of reference: ``product``, ``account``, ``other`` ...). ``customer_key`` is None where the
    row names no customer.
    """

    source_row: int
    customer_key: str | None
    customer_fields: Mapping[str, Any]
    values: Mapping[str, Any]
    refs: Mapping[str, str]


class FactMaker:
    """Turns the rows of a table into records or rejects of the mapped kind.

    ``key_field`` is the customer field that ``customer_key`` belongs to.
    Raises MappingProblem when a column is missing that no row can do without.
    """

    def __init__(self, table: Table, mapped: Mapped, options: Options) -> None:
        self.kind = kind_of(mapped.target)
        self._table = table
        self._short: list[int] = []
        self._columns = columns_of(table, mapped, options.today)
        self.key_field, self._key = choose_key(self._columns, self._own("customer"), options.key)
        self._require_columns()
        self._cells = CustomerCells(self._columns, options)
        self._left_out = LeftOut()
        self._needed = [self._there(rule) for rule in self.kind.needs]
        plain: list[Column] = []
        refs: list[Column] = []
        for field, column in self._columns.items():
            if field.startswith(self.kind.prefix) and field != self._own("customer"):
                (refs if column.field.ref else plain).append(column)
        self._plain, self._refs = plain, refs

    def records(self) -> Iterator[FactRow | Reject]:
        """Return one record or reject for every data row."""
        return records_of(self._table, self._short, self._record)

    def notes(self) -> tuple[Note, ...]:
        """Return what was left out; complete once all records were read."""
        return (
            *short_note(self._short),
            *self._cells.left_out.notes(),
            *self._left_out.notes(),
        )

    def _own(self, name: str) -> str:
        return f"{self.kind.prefix}{name}"

    def _require_columns(self) -> None:
        lacking = missing_fields(self.kind, self._columns, has_key=self._key is not None)
        if lacking:
            names = _(" or ").join(lacking)
            reason = _("no column holds: {fields}. Name it with --map COLUMN=FIELD.")
            raise MappingProblem(file=self._table.facts.name, reason=reason.format(fields=names))

    def _there(self, rule: tuple[str, ...]) -> tuple[Column, ...]:
        """Return the columns one of which must be filled in every row."""
        own = self._own("customer")
        found = [self._columns[field] for field in rule if field in self._columns]
        if own in rule and own not in self._columns and self._key is not None:
            found.append(self._key)
        return tuple(found)

    def _record(self, line: int, cells: list[str]) -> FactRow | Reject:
        if is_total(cells):
            return Reject(line, None, next(filter(None, cells)), "total_row", tuple(cells))
        for rule in self._needed:
            reject = self._lacking(line, cells, rule)
            if reject:
                return reject
        key = self._read(self._key, cells) if self._key else None
        refs = {
            str(column.field.ref): str(value)
            for column in self._refs
            if (value := self._read(column, cells)) is not None
        }
        fields = self._cells.read(cells) if key is not None else NO_FACTS
        name = str(key) if key is not None else None
        return FactRow(line, name, fields, self._values(cells), refs)

    def _lacking(self, line: int, cells: list[str], rule: Sequence[Column]) -> Reject | None:
        """Return why a row is of no use: what it needs is empty, or not valid."""
        wrong: tuple[Column, str] | None = None
        for column in rule:
            checked = column.convert(cells[column.index])
            if checked.ok and checked.value is not None:
                return None
            code = checked.errors[0] if checked.errors else EMPTY
            if wrong is None or wrong[1] == EMPTY:
                wrong = column, code
        if wrong is None:
            return None
        column, code = wrong
        facts: Mapping[str, object] = NO_FACTS
        if code == EMPTY:
            code, facts = _empty(column), {"column": column.name}
        value = cells[column.index].strip()
        return Reject(line, column.name, value, code, tuple(cells), facts)

    def _read(self, column: Column, cells: Sequence[str]) -> Any:
        """Return the value of a cell; one that is not valid is counted and left out."""
        checked: Checked[Any] = column.convert(cells[column.index])
        if checked.ok and checked.value is not None:
            return checked.value
        if checked.errors and checked.errors != (EMPTY,):
            self._left_out.add(column.name, checked.errors[0], cells[column.index].strip())
        return None

    def _values(self, cells: Sequence[str]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        moments: dict[str, tuple[str, str | None]] = {}
        for column in self._plain:
            value = self._read(column, cells)
            if value is None:
                continue
            if column.field.kind == _MOMENT:
                moments[column.field.id] = value
            else:
                values[column.field.column] = _stored(value)
        for field in self.kind.moments or (self._own(_MOMENT),):
            if field in moments:
                day, time = moments[field]
                values.update({"day": to_day(day)} | ({"time": time} if time else {}))
                break
        return self._with_sign(values)

    def _with_sign(self, values: dict[str, Any]) -> dict[str, Any]:
        """Let the sign of an amount say the direction where no column does."""
        sign = self.kind.sign
        if sign and (amount := values.get(sign["amount"])) is not None:
            told = sign["negative"] if amount < 0 else sign["positive"]
            values.setdefault(sign["column"], told)
            values[sign["amount"]] = abs(amount)
        return values


def missing_fields(kind: Kind, mapped: Mapping[str, Any], *, has_key: bool) -> tuple[str, ...]:
    """Return the names of the fields one of which is still to be mapped; empty if nothing is."""
    fields = target_fields(kind.id)
    own = f"{kind.prefix}customer"
    for rule in kind.needs:
        if not (mapped.keys() & set(rule) or (own in rule and has_key)):
            return tuple(fields[field].label for field in rule)
    return ()


def _empty(column: Column) -> str:
    if column.field.ref == "customer":
        return "no_customer"
    return "no_date" if column.field.kind in (_MOMENT, "date") else "no_value"


def _stored(value: Any) -> Any:
    """Return a value as its column keeps it."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, tuple):
        import json

        return json.dumps(value, ensure_ascii=False)
    return value
