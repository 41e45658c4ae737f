"""What was changed on a survivor after a merge: it can go to either side when they separate."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from profiler_app.store.connect import Connection
from profiler_app.store.merging import Merge
from profiler_app.store.schema import fact_tables
from profiler_app.store.standing import standing_operations
from profiler_app.store.timelines import current_row


class LaterEdit(NamedTuple):
    """A cell of the survivor's own row (``column``), or a row made or told anew for it (None)."""

    table: str
    row: int
    column: str | None
    value: Any
    operation: int
    at: str


def later_edits(connection: Connection, merge: Merge) -> list[LaterEdit]:
    """Return the later edits that still stand, oldest first."""
    found = [*_cells(connection, merge), *_told(connection, merge), *_rows(connection, merge)]
    stands = standing_operations(connection, {edit.operation for edit in found})
    return sorted((edit for edit in found if edit.operation in stands), key=lambda e: e.operation)


def _cells(connection: Connection, merge: Merge) -> list[LaterEdit]:
    rows = connection.execute(
        "SELECT c.operation_id, o.at, c.before FROM change c JOIN operation o "
        "ON o.id = c.operation_id WHERE c.table_name = 'customer' AND c.row_id = ? "
        "AND c.action = 'update' AND c.operation_id > ? AND o.kind NOT IN ('merge', 'undo') "
        "ORDER BY c.id",
        (merge.survivor, merge.operation),
    ).fetchall()
    last: dict[str, tuple[int, str]] = {}
    for operation, at, before in rows:
        last.update(dict.fromkeys(json.loads(before), (operation, at)))
    current = current_row(connection, "customer", merge.survivor) or {}
    return [
        LaterEdit("customer", merge.survivor, column, current[column], operation, at)
        for column, (operation, at) in last.items()
        if column not in ("status", "merged_into")
    ]


def _told(connection: Connection, merge: Merge) -> list[LaterEdit]:
    """Return attributes that were there before and told anew."""
    rows = connection.execute(
        "SELECT a.id, max(c.operation_id), o.at FROM attribute a JOIN change c "
        "ON c.table_name = 'attribute' AND c.row_id = a.id AND c.customer_id = a.customer_id "
        "JOIN operation o ON o.id = c.operation_id WHERE a.customer_id = ? AND a.op <= ? "
        "AND c.action = 'update' AND c.operation_id > ? AND o.kind NOT IN ('merge', 'undo') "
        "AND json_type(c.before, '$.value') NOT NULL GROUP BY a.id",
        (merge.survivor, merge.operation, merge.operation),
    ).fetchall()
    return [LaterEdit("attribute", row, None, None, op, at) for row, op, at in rows]


def _rows(connection: Connection, merge: Merge) -> list[LaterEdit]:
    found = []
    for table, columns in fact_tables().items():
        if "customer_id" not in columns:
            continue
        rows = connection.execute(
            f'SELECT t.id, t.op, o.at FROM "{table}" t JOIN operation o ON o.id = t.op '
            "WHERE t.customer_id = ? AND t.op > ? AND o.kind NOT IN ('merge', 'undo')",
            (merge.survivor, merge.operation),
        ).fetchall()
        found += [LaterEdit(table, row, None, None, op, at) for row, op, at in rows]
    return found


def wrote(connection: Connection, merge: Merge, column: str) -> bool:
    """Whether a merge changed a column of its survivor."""
    found = connection.execute(
        "SELECT 1 FROM change WHERE operation_id = ? AND table_name = 'customer' AND row_id = ? "
        "AND json_type(before, '$.' || ?) NOT NULL",
        (merge.operation, merge.survivor, column),
    ).fetchone()
    return found is not None
