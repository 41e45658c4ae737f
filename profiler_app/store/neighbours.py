"""What a profile card reads beyond the customer's own rows, each by an index."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from profiler_app.store.connect import Connection
from profiler_app.store.rewind import Row, rewound


def incoming_relations(
    connection: Connection, customer: int, *, until: int | None = None
) -> list[Row]:
    """Return the relations other customers have to this one, as known after an operation."""
    return _rows(connection, "relation", "other_id", [customer], until)


def relations_around(connection: Connection, customers: Iterable[int]) -> list[Row]:
    """Return the relations of some customers, in both directions."""
    wanted = list(customers)
    found = {
        row["id"]: row
        for column in ("customer_id", "other_id")
        for row in _rows(connection, "relation", column, wanted)
    }
    return [found[number] for number in sorted(found)]


def rows_by_id(
    connection: Connection,
    table: str,
    numbers: Iterable[int | None],
    *,
    until: int | None = None,
) -> list[Row]:
    """Return some rows of a table, in the order of their ids, as known after an operation."""
    return _rows(connection, table, "id", numbers, until)


def rows_of(
    connection: Connection,
    table: str,
    customers: Iterable[int | None],
    *,
    until: int | None = None,
) -> list[Row]:
    """Return all rows of a table that belong to some customers, as known after an operation."""
    return _rows(connection, table, "customer_id", customers, until)


def _rows(
    connection: Connection,
    table: str,
    column: str,
    numbers: Iterable[int | None],
    until: int | None = None,
) -> list[Row]:
    wanted = sorted({int(number) for number in numbers if number is not None})
    if not wanted:
        return []
    marks = ", ".join(map(str, wanted))
    cursor = connection.execute(
        f'SELECT * FROM "{table}" WHERE "{column}" IN ({marks}) ORDER BY id'
    )
    names = [described[0] for described in cursor.description]
    found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    if until is None:
        return found
    return rewound(connection, table, column, wanted, found, until=until)


def operations_on(
    connection: Connection, customer: int, numbers: Iterable[int], *, until: int | None = None
) -> dict[int, Row]:
    """Return the operations with these numbers and all that changed rows of the customer.

    Each is a dict with ``id``, ``at`` (UTC, ISO), ``kind``, ``facts`` (decoded). The cross join
    begins with who was merged into the customer: beginning with the changes reads all of them.
    """
    marks = ", ".join(map(str, sorted(set(numbers)))) or "NULL"
    cursor = connection.execute(
        f"SELECT id, at, kind, facts FROM operation WHERE (id IN ({marks}) OR id IN "
        "(SELECT operation_id FROM change WHERE customer_id = ?1 UNION "
        "SELECT x.operation_id FROM customer m CROSS JOIN change x ON x.customer_id = m.id "
        "WHERE m.merged_into = ?1 AND m.merged_into AND x.table_name = 'customer')) "
        "AND (?2 IS NULL OR id <= ?2)",
        (customer, until),
    )
    return {
        number: {"id": number, "at": at, "kind": kind, "facts": json.loads(facts)}
        for number, at, kind, facts in cursor.fetchall()
    }


def columns_written(
    connection: Connection, customer: int, *, until: int | None = None
) -> dict[str, int]:
    """Return by column of the customer row the operation that last changed it."""
    rows = connection.execute(
        "SELECT operation_id, before FROM change WHERE table_name = 'customer' AND row_id = ?1 "
        "AND action = 'update' AND (?2 IS NULL OR operation_id <= ?2) ORDER BY id",
        (customer, until),
    ).fetchall()
    written: dict[str, int] = {}
    for operation, before in rows:
        image: dict[str, Any] = json.loads(before)
        written |= dict.fromkeys(image, operation)
    return written
