"""Undo of any operation, not only of the last one.

The result is the state as if the operation had never happened. Where a later operation changed
the same cells, the caller decides: stop and show the conflicts, keep the later values, or
overwrite them. Rows that later operations refer to (a customer with newer orders) are kept.
An undo is an operation itself, so it can be undone (redo).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from itertools import groupby, islice
from typing import Any, Literal

from profiler_app.domain.errors import OperationProblem
from profiler_app.domain.operations import FINAL, NOTES, Conflict, HistoryEntry, UndoReport
from profiler_app.domain.text import _
from profiler_app.store.connect import Connection
from profiler_app.store.ledger import Operation, operation
from profiler_app.store.merging import any_merge, references, survivor_of
from profiler_app.store.schema import fact_tables, target_of
from profiler_app.store.standing import is_undone
from profiler_app.store.workspace import Workspace

OnConflict = Literal["stop", "keep", "overwrite"]

_AT_ONCE = 5_000
_NEWEST = 2**62


def history(workspace: Workspace) -> list[HistoryEntry]:
    """Return all operations, the newest first."""
    rows = workspace.connection.execute(
        "SELECT id, at, kind, facts, undoes FROM operation ORDER BY id"
    ).fetchall()
    undone: dict[int, int] = {}
    for number, _at, _kind, _facts, undoes in rows:
        if undoes is not None:
            undone[undoes] = number
    standing = {n: by for n, by in undone.items() if not is_undone(by, undone)}
    return [
        HistoryEntry(number, at, kind, json.loads(facts), undoes, standing.get(number))
        for number, at, kind, facts, undoes in reversed(rows)
    ]


def facts_of_kind(workspace: Workspace, kind: str) -> list[dict[str, Any]]:
    """Return what the operations of a kind noted, the oldest first."""
    rows = workspace.connection.execute(
        "SELECT facts FROM operation WHERE kind = ? ORDER BY id", (kind,)
    )
    return [json.loads(facts) for (facts,) in rows]


def newest_moment(workspace: Workspace) -> str | None:
    """Return when the newest operation was (UTC, ISO), without reading the others."""
    row = workspace.connection.execute("SELECT at FROM operation ORDER BY id DESC LIMIT 1")
    found = row.fetchone()
    return str(found[0]) if found else None


def undo(
    workspace: Workspace,
    number: int | None = None,
    *,
    on_conflict: OnConflict = "stop",
) -> UndoReport:
    """Undo an operation (default: the last one that still stands and is no undo itself).

    Raises OperationProblem when there is nothing to undo, when it is undone already, or when
    ``on_conflict`` is "stop" and later operations changed the same cells; nothing is changed then.
    """
    entry = find_entry(workspace, number)
    with operation(
        workspace, "undo", {"operation": entry.operation}, undoes=entry.operation
    ) as opened:
        work = _Undo(workspace.connection, opened, entry.operation, on_conflict)
        work.run()
        if work.conflicts and on_conflict == "stop":
            raise OperationProblem(
                operation=entry.operation,
                reason=_(
                    "{count} values were changed later (first by operation {later}). Undo that "
                    "first, or choose to keep or to overwrite the later values."
                ).format(
                    count=len(work.conflicts),
                    later=min(conflict.later_operation for conflict in work.conflicts),
                ),
            )
    return UndoReport(
        opened.id,
        entry.operation,
        work.restored,
        work.removed,
        work.put_back,
        work.kept,
        tuple(work.conflicts),
    )


def find_entry(workspace: Workspace, number: int | None) -> HistoryEntry:
    """Return what can be undone (None: the last that stands); raises OperationProblem."""
    entries = history(workspace)
    if number is None:
        standing = (
            e for e in entries if e.undone_by is None and e.undoes is None and e.kind not in FINAL
        )
        found = next(standing, None)
        if found is None:
            raise OperationProblem(operation="—", reason=_("there is nothing left to undo."))
        return found
    found = next((e for e in entries if e.operation == number), None)
    if found is None:
        raise OperationProblem(operation=number, reason=_("there is no such operation."))
    if found.kind in NOTES:
        raise OperationProblem(operation=number, reason=_("it changed nothing here."))
    if found.kind == "erase":
        raise OperationProblem(
            operation=number, reason=_("what was erased is nowhere kept any more.")
        )
    if found.kind in FINAL:
        raise OperationProblem(operation=number, reason=_("it stands for good."))
    if found.undone_by is not None:
        raise OperationProblem(
            operation=number,
            reason=_("operation {by} undid it already.").format(by=found.undone_by),
        )
    return found


def root_of(connection: Connection, number: int) -> tuple[int, str]:
    """Return the operation (and its kind) that an undo, or an undo of an undo, is about."""
    kind, undoes = connection.execute(
        "SELECT kind, undoes FROM operation WHERE id = ?", (number,)
    ).fetchone()
    return (number, kind) if undoes is None else root_of(connection, undoes)


class _Undo:
    """One undo at work."""

    def __init__(
        self, connection: Connection, opened: Operation, number: int, on_conflict: OnConflict
    ) -> None:
        self.connection = connection
        self.opened = opened
        self.number = number
        self.overwrite = on_conflict == "overwrite"
        self.conflicts: list[Conflict] = []
        self.restored = self.removed = self.put_back = self.kept = 0
        self._is_merge = root_of(connection, number)[1] == "merge"

    def run(self) -> None:
        """Take back changes first (newest first), then what was created (children first).

        What the operation changed of rows it created itself goes with these rows.
        """
        seals = {
            table: (first, last)
            for table, first, last in self.connection.execute(
                "SELECT table_name, first_id, last_id FROM seal WHERE operation_id = ?",
                (self.number,),
            )
        }
        alike = groupby(self._changes(), key=lambda change: (change[0], change[2]))
        for (table, action), changes in alike:
            if action == "delete":
                self._put_back(table, changes)
                continue
            first, last = seals.get(table, (1, 0))
            for _table, row, _action, before in changes:
                if not (first <= row <= last and action == "update"):
                    self._take_back(table, row, before)
        for table in reversed(tables_by_dependency()):
            if table in seals:
                self._remove_created(table, *seals[table])

    def _changes(self) -> Iterator[tuple[str, int, str, str]]:
        """Yield what the operation changed, the newest first; there may be millions."""
        below = _NEWEST
        while rows := self.connection.execute(
            "SELECT id, table_name, row_id, action, before FROM change "
            "WHERE operation_id = ? AND id < ? ORDER BY id DESC LIMIT ?",
            (self.number, below, _AT_ONCE),
        ).fetchall():
            below = rows[-1][0]
            for _id, *change in rows:
                yield tuple(change)

    def _take_back(self, table: str, row: int, before: str | None) -> None:
        """Set an update back, remove a row that had been put back."""
        if before is not None:
            self._set_back(table, row, json.loads(before))
        elif self._current(table, row):
            self.opened.delete(table, [row])
            self.removed += 1

    def _set_back(self, table: str, row: int, before: dict[str, Any]) -> None:
        current = self._current(table, row)
        if current is None:
            return
        later = list(self._later_cells(table, row))
        values = {}
        for column, value in before.items():
            if (table, column) in references() and not self._is_merge:
                values[column] = survivor_of(self.connection, value)
                continue
            first_later = next(((n, c[column]) for n, c in later if column in c), None)
            if first_later and first_later[1] != current[column]:
                self.conflicts.append(Conflict(table, row, column, first_later[0]))
                if not self.overwrite:
                    continue
            values[column] = value
        if values:
            self.opened.update(table, row, values)
            self.restored += 1

    def _put_back(self, table: str, changes: Iterator[tuple[str, int, str, str]]) -> None:
        while part := list(islice(changes, _AT_ONCE)):
            images = (json.loads(before) for _table, _row, _action, before in part)
            rows = [row for row in images if row]  # what was erased stays away
            if not rows:
                continue
            for column in self._led_on(table):
                for row in rows:
                    row[column] = survivor_of(self.connection, row[column])
            self.put_back += self.opened.put_back(table, rows)

    def _led_on(self, table: str) -> list[str]:
        """Return the columns that refer to customers who may be merged meanwhile."""
        if not any_merge(self.connection):
            return []
        return [column for owner, column in references() if owner == table]

    def _remove_created(self, table: str, first: int, last: int) -> None:
        changed = self._changed_later(table, first, last)
        self.conflicts.extend(changed)
        spared = set() if self.overwrite else {conflict.row for conflict in changed}
        free = "".join(
            f' AND id NOT IN (SELECT "{column}" FROM "{child}" '
            f'WHERE "{column}" BETWEEN :first AND :last)'
            for child, column in referrers(table)
        )
        marks = ", ".join(str(row) for row in spared)
        limits = {"first": first, "last": last, "op": self.number}
        where = "id BETWEEN :first AND :last AND op = :op"
        present = self.connection.execute(
            f'SELECT count(*) FROM "{table}" WHERE {where}', limits
        ).fetchone()[0]
        gone = self.connection.execute(
            f'DELETE FROM "{table}" WHERE {where} AND id NOT IN ({marks}){free}', limits
        ).rowcount
        self.removed += gone
        self.kept += present - gone

    def _changed_later(self, table: str, first: int, last: int) -> list[Conflict]:
        rows = self.connection.execute(
            "SELECT DISTINCT row_id FROM change WHERE table_name = ? AND row_id BETWEEN ? AND ? "
            "AND operation_id > ? AND operation_id < ? AND action = 'update'",
            (table, first, last, self.number, self.opened.id),
        ).fetchall()
        found = []
        for (row,) in rows:
            current = self._current(table, row)
            as_created: dict[str, tuple[int, Any]] = {}
            for later, cells in self._later_cells(table, row):
                for column, value in cells.items():
                    as_created.setdefault(column, (later, value))
            for column, (later, value) in as_created.items():
                if (table, column) in references():
                    continue  # it only went along with its customer
                if current and current[column] != value:
                    found.append(Conflict(table, row, column, later))
                    break
        return found

    def _later_cells(self, table: str, row: int) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield (operation, cells as they were before it) of later changes, oldest first."""
        for number, before in self.connection.execute(
            "SELECT operation_id, before FROM change WHERE table_name = ? AND row_id = ? "
            "AND operation_id > ? AND operation_id < ? AND action = 'update' ORDER BY id",
            (table, row, self.number, self.opened.id),
        ).fetchall():
            yield number, json.loads(before)

    def _current(self, table: str, row: int) -> dict[str, Any] | None:
        cursor = self.connection.execute(f'SELECT * FROM "{table}" WHERE id = ?', (row,))
        found = cursor.fetchone()
        return found and dict(zip((c[0] for c in cursor.description), found, strict=True))


@cache
def referrers(table: str) -> tuple[tuple[str, str], ...]:
    """Return (table, column) of every reference to a table of facts."""
    return tuple(
        (child, column)
        for child, columns in fact_tables().items()
        for column, kind in columns.items()
        if kind == "ref" and target_of(child, column) == table
    )


@cache
def tables_by_dependency() -> tuple[str, ...]:
    """Return all tables of facts, those that others refer to first."""
    ordered: list[str] = []
    waiting = list(fact_tables())
    while waiting:
        for table in waiting:
            needs = {
                target_of(table, column)
                for column, kind in fact_tables()[table].items()
                if kind == "ref"
            } - {table}
            if needs <= set(ordered):
                ordered.append(table)
                waiting.remove(table)
                break
    return tuple(ordered)
