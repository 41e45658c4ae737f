"""One customer as the workspace knew it at the end of an earlier day, read from the ledger."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from profiler_app.store.connect import Connection
from profiler_app.store.schema import fact_tables

Row = dict[str, Any]


def last_operation_of(connection: Connection, day: date) -> int:
    """Return the number of the last operation of a day in local time (0: none yet)."""
    end = datetime.combine(day + timedelta(days=1), time()).astimezone(UTC)
    found = connection.execute(
        "SELECT max(id) FROM operation WHERE at < ?", (end.strftime("%Y-%m-%dT%H:%M:%SZ"),)
    ).fetchone()
    return found[0] or 0


def customer_rows(
    connection: Connection, customer: int, *, until: int | None = None
) -> dict[str, list[Row]]:
    """Return all rows of facts of one customer, by table; empty when it was not known.

    ``until`` is the last operation to take into account (default: all of them). Rows are ordered
    by id; each is a dict with all columns of its table.
    """
    rows = {table: _current_rows(connection, table, customer) for table in _tables()}
    if until is not None:
        _rewind(connection, customer, until, rows)
    if not rows["customer"]:
        return {}
    return {table: sorted(found.values(), key=_by_id) for table, found in rows.items() if found}


def _by_id(row: Row) -> int:
    number: int = row["id"]
    return number


def _tables() -> tuple[str, ...]:
    return tuple(
        table
        for table, columns in fact_tables().items()
        if table == "customer" or "customer_id" in columns
    )


def _owner_column(table: str) -> str:
    return "id" if table == "customer" else "customer_id"


def _current_rows(connection: Connection, table: str, customer: int) -> dict[int, Row]:
    return _read(connection, table, f'"{_owner_column(table)}" = ?', customer)


def _read(connection: Connection, table: str, where: str, value: int) -> dict[int, Row]:
    cursor = connection.execute(f'SELECT * FROM "{table}" WHERE {where}', (value,))
    names = [column[0] for column in cursor.description]
    return {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}


def _rewind(
    connection: Connection, customer: int, until: int, rows: dict[str, dict[int, Row]]
) -> None:
    """Undo, in memory, every later change of rows that are or were this customer's."""
    touched = connection.execute(
        "SELECT DISTINCT table_name, row_id FROM change WHERE customer_id = ? AND operation_id > ?",
        (customer, until),
    ).fetchall()
    for table, number in touched:
        if table in rows and number not in rows[table]:
            rows[table].update(_read(connection, table, "id = ?", number))
    images: dict[tuple[str, int], list[tuple[str, str]]] = defaultdict(list)
    for table, number in touched:
        images[table, number] = connection.execute(
            "SELECT action, before FROM change WHERE table_name = ? AND row_id = ? "
            "AND operation_id > ? ORDER BY id DESC",
            (table, number, until),
        ).fetchall()
    for (table, number), changes in images.items():
        for action, before in changes:
            _take_back(rows[table], number, action, before)
    for table, found in rows.items():
        owner = _owner_column(table)
        rows[table] = {
            number: row
            for number, row in found.items()
            if row["op"] <= until and row[owner] == customer
        }


def rewound(
    connection: Connection,
    table: str,
    column: str,
    values: Collection[int],
    rows: Iterable[Row],
    *,
    until: int,
) -> list[Row]:
    """Return the rows whose ``column`` (an id) was one of ``values`` after the operation ``until``.

    ``rows`` are those of now; what was changed or deleted since is read from the ledger.
    """
    found: dict[int, Row] = {row["id"]: row for row in rows}
    touched = _touched(connection, table, column, values, until)
    for number in touched:
        if number not in found:
            found.update(_read(connection, table, "id = ?", number))
        changes = connection.execute(
            "SELECT action, before FROM change WHERE table_name = ? AND row_id = ? "
            "AND operation_id > ? ORDER BY id DESC",
            (table, number, until),
        ).fetchall()
        for action, before in changes:
            _take_back(found, number, action, before)
    wanted = set(values)
    kept = [row for row in found.values() if row["op"] <= until and row[column] in wanted]
    return sorted(kept, key=_by_id)


def _touched(
    connection: Connection, table: str, column: str, values: Collection[int], until: int
) -> list[int]:
    """Return the rows of a table changed since that may have had one of the values."""
    marks = ", ".join(str(int(value)) for value in values)
    narrowed = {"id": f"AND row_id IN ({marks})", "customer_id": f"AND customer_id IN ({marks})"}
    rows = connection.execute(
        "SELECT DISTINCT row_id FROM change WHERE table_name = ? AND operation_id > ? "
        f"{narrowed.get(column, '')}",
        (table, until),
    )
    return [number for (number,) in rows.fetchall()]


def _take_back(found: dict[int, Row], number: int, action: str, before: str | None) -> None:
    if action == "insert":
        found.pop(number, None)
    elif action == "delete":
        if row := json.loads(before or "{}"):  # an erased row does not come back
            found[number] = row
    elif number in found:
        found[number] = {**found[number], **json.loads(before or "{}")}
