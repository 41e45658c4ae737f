"""From when stored values are: an older file must not overwrite what is newer (CLN-06).

Every value was set by the last operation that changed its cell, or by the one that created its
row. An import counts with the age of its file, anything else with the time it was done;
an operation that was undone, and the undo itself, count for nothing. Nothing is stored for this:
the ledger knows it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from profiler_app.domain.import_kinds import kinds
from profiler_app.store.connect import Connection
from profiler_app.store.imports import among
from profiler_app.store.schema import fact_tables

EVERYTHING: Final = "*"
_ALIKE: Final = timedelta(minutes=1)
"""Files written within this time count as equally old."""


class ValueDates:
    """Tells which cells are newer than a file whose data are from a ``moment``.

    ``operation`` is the import itself, which counts for nothing.
    """

    def __init__(self, connection: Connection, moment: datetime, operation: int) -> None:
        self._connection = connection
        self._moment = moment
        rows = connection.execute(
            "SELECT id, at, kind, facts, undoes FROM operation WHERE id <> ? ORDER BY id",
            (operation,),
        ).fetchall()
        undone = {undoes for _id, _at, _kind, _facts, undoes in rows if undoes is not None}
        self._void = undone | {row[0] for row in rows if row[4] is not None} | {operation}
        self._at: dict[int, Mapping[str, datetime]] = {
            number: _dates(at, kind, json.loads(facts))
            for number, at, kind, facts, _undoes in rows
            if number not in self._void
        }

    def any_newer(self, table: str) -> bool:
        """Whether anything in a table can be newer than the file; mostly nothing is."""
        return any(self._is_newer(number, table, created=False) for number in self._at)

    def newer(self, table: str, rows: Sequence[int]) -> dict[int, frozenset[str]]:
        """Return the columns of some rows whose cells are newer than the file."""
        if not rows or not self.any_newer(table):
            return {}
        setters: dict[int, dict[str, int]] = {}
        changes = among(
            self._connection,
            f"SELECT c.row_id, c.operation_id, c.before FROM wanted JOIN change c "
            f"ON c.table_name = '{table}' AND c.row_id = wanted.value "
            "WHERE c.action = 'update' ORDER BY c.id",
            rows,
        )
        for number, by, before in changes:
            if by not in self._void and before:
                setters.setdefault(number, {}).update(dict.fromkeys(json.loads(before), by))
        made = among(
            self._connection,
            f'SELECT t.id, t.op FROM wanted JOIN "{table}" t ON t.id = wanted.value',
            rows,
        )
        names = [*fact_tables()[table]]
        found: dict[int, frozenset[str]] = {}
        for number, by in made:
            later = setters.get(number, {})
            all_new = self._is_newer(by, table, created=True)
            columns = frozenset(
                name
                for name in names
                if (self._is_newer(later[name], table, created=False) if name in later else all_new)
            )
            if columns:
                found[number] = columns
        return found

    def _is_newer(self, operation: int, table: str, *, created: bool) -> bool:
        dates = self._at.get(operation)
        if dates is None:
            return False
        own = dates.get(table)
        if own is None and not created:
            own = dates.get(EVERYTHING)
        return own is not None and own - self._moment > _ALIKE


def _dates(at: str, kind: str, facts: Mapping[str, Any]) -> Mapping[str, datetime]:
    """Return from when the values are that an operation wrote, by table.

    The files of one import may be of different days; what an import only created on the way (the
    customer an order names) has no date of its own.
    """
    done = datetime.fromisoformat(at)
    found: dict[str, datetime] = {}
    for file in facts.get("files", ()) if kind == "import" else ():
        target = kinds().get(file["kind"])
        if target is not None:
            told = datetime.fromisoformat(file["told"])
            found[target.table] = max(found.get(target.table, told), told)
    if not found:
        return dict.fromkeys((EVERYTHING, *fact_tables()), done)
    return {**found, EVERYTHING: max(found.values())}
