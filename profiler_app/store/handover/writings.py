"""When cells and rows were written, wherever that was: read from the ledger.

What a handover wrote was written elsewhere before. The moments are kept beside the ledger in the
setting ``handover:OPERATION``, so that they go out of force when the handover is undone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from profiler_app.store.connect import Connection
from profiler_app.store.imports import among
from profiler_app.store.standing import is_undone, undone_by

KIND: Final = "handover"
SIDE: Final = "handover:"
"""What the names of the settings with the moments begin with."""
BORN: Final = ""
"""The key of the moment at which a record began."""
REGISTERS: Final = frozenset(
    {"attribute", "product", "survey", "survey_question", "campaign", "segment"}
)
"""Tables whose rows are told apart by a name, so that their first cells may differ, too."""

Cells = dict[str, Any]


def empty_side() -> dict[str, Any]:
    """Return moments of nothing: of customers by id and column, of rows by table and id."""
    return {"customers": {}, "rows": {}}


class Writings:
    """The operations of a workspace, and what they changed of some customers at a time."""

    def __init__(self, connection: Connection, own: tuple[int, dict[str, Any]] | None = None):
        """``own`` is the handover that is going on: its operation and its moments so far."""
        self._connection, self._own = connection, own[1] if own else None
        rows = connection.execute("SELECT id, at, kind, undoes FROM operation").fetchall()
        self._at: dict[int, str] = {number: at for number, at, _kind, _undoes in rows}
        kinds = {number: kind for number, _at, kind, _undoes in rows}
        undoes = {number: undone for number, _at, _kind, undone in rows if undone is not None}
        self._handovers = {number for number, kind in kinds.items() if kind == KIND}
        undone = undone_by(connection)
        self._passed = {number for number in self._handovers if is_undone(number, undone)}
        self._passed |= {n for n in undoes if _root(n, undoes) in self._handovers}
        self._sides: dict[int, dict[str, Any]] = {own[0]: own[1]} if own else {}
        self._changes: dict[tuple[str, int], list[tuple[int, Cells]]] = {}

    def read_changes_of(self, customers: Iterable[int]) -> None:
        """Read what was changed of some customers, in place of those read before."""
        self._changes = {}
        self._read("x.customer_id", customers)

    def read_changes_in(self, table: str, rows: Iterable[int]) -> None:
        """Read what was changed of rows of a table that belong to nobody."""
        self._read("x.row_id", rows, f"AND x.table_name = '{table}'")

    def _read(self, column: str, values: Iterable[int], more: str = "") -> None:
        found = among(
            self._connection,
            "SELECT x.table_name, x.row_id, x.operation_id, x.before FROM wanted "
            f"JOIN change x ON {column} = wanted.value WHERE x.action = 'update' {more} "
            "AND x.before NOT NULL ORDER BY x.id",
            values,
        )
        for table, row, number, before in found:
            self._changes.setdefault((table, row), []).append((number, json.loads(before)))

    def born(self, customer: int, op: int) -> str:
        """Return when a customer was first entered (UTC, ISO), here or elsewhere."""
        if op in self._handovers:
            return str(self._side(op)["customers"].get(str(customer), {}).get(BORN, self._at[op]))
        return self._at[op]

    def moments(self, customer: int, op: int, cells: Mapping[str, Any]) -> dict[str, str]:
        """Return when each cell of a customer was written; "" for what nobody wrote."""
        told = self._side(op)["customers"].get(str(customer), {}) if op in self._handovers else {}
        born = self.born(customer, op)
        found = {
            name: told.get(name, born if cell is not None else "") for name, cell in cells.items()
        }
        for number, before in self._changes.get(("customer", customer), ()):
            if number in self._passed:
                continue
            later = {}
            if number in self._handovers:
                later = self._side(number)["customers"].get(str(customer), {})
            found |= {name: later.get(name, self._at[number]) for name in before if name in found}
        return found

    def moment(self, table: str, row: int, op: int) -> str:
        """Return when a row was changed last; "" for one that never was (registers: entered)."""
        at = self._at[op] if table in REGISTERS else ""
        if op in self._handovers:
            at = self._told(op, table, row, at)
        for number, _before in self._changes.get((table, row), ()):
            if number not in self._passed:
                at = self._at[number]
                at = self._told(number, table, row, at) if number in self._handovers else at
        return at

    def first_cells(self, table: str, row: int, op: int, cells: Cells) -> Cells:
        """Return a row as it was entered, here or elsewhere."""
        first = dict(cells)
        for _number, before in reversed(self._changes.get((table, row), ())):
            first |= {name: cell for name, cell in before.items() if name in first}
        if op in self._handovers:
            told = self._side(op)["rows"].get(table, {}).get(str(row))
            first |= told[1] if told else {}
        return first

    def tell_row(self, table: str, row: int, at: str) -> None:
        """Keep when a row was written that the handover going on has brought."""
        assert self._own is not None
        if at:
            self._own["rows"].setdefault(table, {})[str(row)] = [at, {}]

    def _told(self, op: int, table: str, row: int, otherwise: str) -> str:
        found = self._side(op)["rows"].get(table, {}).get(str(row))
        return str(found[0]) if found else otherwise

    def _side(self, op: int) -> dict[str, Any]:
        if op not in self._sides:
            found = self._connection.execute(
                "SELECT value FROM setting WHERE name = ?", (f"{SIDE}{op}",)
            ).fetchone()
            self._sides[op] = json.loads(found[0]) if found else empty_side()
        return self._sides[op]


def _root(number: int, undoes: Mapping[int, int]) -> int:
    return _root(undoes[number], undoes) if number in undoes else number
