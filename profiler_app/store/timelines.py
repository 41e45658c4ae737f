"""What happened to single rows of facts, read from the ledger, oldest first."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

from profiler_app.store.connect import Connection

Row = dict[str, Any]
Place = tuple[str, int]
"""A table and the id of a row."""

Action = Literal["create", "update", "delete", "insert"]


class Event(NamedTuple):
    """One thing that happened to a row.

    ``image`` is the whole row after it, of a deletion the row before it; ``before`` has the cells
    an update changed as they were. ``insert``: a deleted row came back.
    """

    operation: int
    order: int
    table: str
    row: int
    action: Action
    image: Row
    before: Row

    @property
    def changed(self) -> Row:
        """The cells an update changed, as they are after it."""
        return {column: self.image[column] for column in self.before}


def current_row(connection: Connection, table: str, row: int) -> Row | None:
    """Return a row as it is, None when it is not there."""
    cursor = connection.execute(f'SELECT * FROM "{table}" WHERE id = ?', (row,))
    found = cursor.fetchone()
    return found and dict(zip((c[0] for c in cursor.description), found, strict=True))


def events_of(connection: Connection, places: Iterable[Place]) -> list[Event]:
    """Return everything that happened to some rows, in the order in which it happened.

    What an operation made comes after what it did to other rows: a value makes way first.
    """
    found = []
    for table, row in places:
        events = _events(connection, table, row)
        made = events[-1].operation if events else 0
        found += [
            ((event.operation, event.operation == made, event.order), event) for event in events
        ]
    found.sort(key=lambda each: each[0])
    return [event for _order, event in found]


def _events(connection: Connection, table: str, row: int) -> list[Event]:
    """Go back from the row as it is, change by change, to its creation."""
    now = current_row(connection, table, row)
    found = []
    changes = connection.execute(
        "SELECT id, operation_id, action, before FROM change WHERE table_name = ? AND row_id = ? "
        "ORDER BY id DESC",
        (table, row),
    )
    for order, operation, action, before in changes.fetchall():
        told: Row = json.loads(before) if before else {}
        if action == "delete" and not told:
            return []  # erased: nothing of it comes back
        if action == "delete":
            found.append(Event(operation, order, table, row, "delete", told, {}))
            now = told
        elif now is not None and action == "insert":
            found.append(Event(operation, order, table, row, "insert", now, {}))
            now = None
        elif now is not None:
            found.append(Event(operation, order, table, row, "update", now, told))
            now = {**now, **told}
    if now is not None:
        found.append(Event(now["op"], 0, table, row, "create", now, {}))
    return found
