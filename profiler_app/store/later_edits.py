"""What was changed on a survivor after a merge: it can go to either side when they separate."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from profiler_app.store.connect import Connection
from profiler_app.store.ledger import Operation
from profiler_app.store.merging import Merge
from profiler_app.store.schema import fact_tables
from profiler_app.store.standing import standing_operations


class LaterEdit(NamedTuple):
    """A row added for the survivor (``column`` is None), or a cell of its own row."""

    table: str
    row: int
    column: str | None
    value: Any
    operation: int
    at: str


def later_edits(connection: Connection, merge: Merge) -> list[LaterEdit]:
    """Return the later edits that still stand, oldest first."""
    found = [*_cells(connection, merge), *_rows(connection, merge)]
    stands = standing_operations(connection, {edit.operation for edit in found})
    return sorted((edit for edit in found if edit.operation in stands), key=lambda e: e.operation)


def _cells(connection: Connection, merge: Merge) -> list[LaterEdit]:
    rows = connection.execute(
        "SELECT c.operation_id, o.at, c.before FROM change c JOIN operation o "
        "ON o.id = c.operation_id WHERE c.table_name = 'customer' AND c.row_id = ? "
        "AND c.action = 'update' AND c.operation_id > ? AND o.kind <> 'merge' ORDER BY c.id",
        (merge.survivor, merge.operation),
    ).fetchall()
    last: dict[str, tuple[int, str]] = {}
    for operation, at, before in rows:
        last.update(dict.fromkeys(json.loads(before), (operation, at)))
    current = _row(connection, merge.survivor)
    return [
        LaterEdit("customer", merge.survivor, column, current[column], operation, at)
        for column, (operation, at) in last.items()
        if column not in ("status", "merged_into")
    ]


def _rows(connection: Connection, merge: Merge) -> list[LaterEdit]:
    found = []
    for table, columns in fact_tables().items():
        if "customer_id" not in columns:
            continue
        rows = connection.execute(
            f'SELECT t.id, t.op, o.at FROM "{table}" t JOIN operation o ON o.id = t.op '
            "WHERE t.customer_id = ? AND t.op > ? AND o.kind <> 'merge'",
            (merge.survivor, merge.operation),
        ).fetchall()
        found += [LaterEdit(table, row, None, None, op, at) for row, op, at in rows]
    return found


def hand_over(
    connection: Connection, opened: Operation, merge: Merge, edits: Sequence[LaterEdit], to: int
) -> None:
    """Give later edits to a customer who was separated, inside the operation that separates.

    A cell of the survivor is again as it was before the edit.
    """
    for edit in edits:
        if edit.column is None:
            opened.update(edit.table, edit.row, {"customer_id": to})
            continue
        before = _before(connection, merge, edit.column)
        opened.update("customer", to, {edit.column: _row(connection, edit.row)[edit.column]})
        opened.update("customer", edit.row, {edit.column: before})


def _before(connection: Connection, merge: Merge, column: str) -> Any:
    """Return what stood in a cell of the survivor before the merge, or before what came later."""
    rows = connection.execute(
        "SELECT before FROM change WHERE table_name = 'customer' AND row_id = ? "
        "AND action = 'update' AND operation_id >= ? ORDER BY id",
        (merge.survivor, merge.operation),
    ).fetchall()
    images = (json.loads(before) for (before,) in rows)
    return next(image[column] for image in images if column in image)


def _row(connection: Connection, customer: int) -> dict[str, Any]:
    cursor = connection.execute("SELECT * FROM customer WHERE id = ?", (customer,))
    found = cursor.fetchone()
    return dict(zip((c[0] for c in cursor.description), found, strict=True))
