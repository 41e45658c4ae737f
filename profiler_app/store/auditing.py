"""Reading the ledger as an audit trail, and everything a workspace holds on one customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from profiler_app.store.connect import Connection


def operations_on(connection: Connection, customers: Sequence[int]) -> set[int]:
    """Return the operations that created, changed or removed anything of some customers."""
    marks = ", ".join(str(int(customer)) for customer in customers)
    rows = connection.execute(
        f"SELECT operation_id FROM change WHERE customer_id IN ({marks}) "
        f"UNION SELECT op FROM customer WHERE id IN ({marks})"
    )
    return {row[0] for row in rows}


def origins(connection: Connection, rows: Mapping[str, Sequence[int]]) -> set[int]:
    """Return the operations that created some rows."""
    return {
        row[0]
        for table, ids in rows.items()
        for row in connection.execute(
            f'SELECT DISTINCT op FROM "{table}" WHERE id IN ({", ".join(map(str, ids))})'
        )
    }


def held(
    connection: Connection, rows: Mapping[str, Sequence[int]]
) -> dict[str, list[dict[str, Any]]]:
    """Return some rows with all their columns that hold anything, by table."""
    found: dict[str, list[dict[str, Any]]] = {}
    for table, ids in rows.items():
        cursor = connection.execute(
            f'SELECT * FROM "{table}" WHERE id IN ({", ".join(map(str, ids))}) ORDER BY id'
        )
        names = [column[0] for column in cursor.description]
        found[table] = [
            {name: cell for name, cell in zip(names, row, strict=True) if cell is not None}
            for row in cursor.fetchall()
        ]
    return found


def proofs(connection: Connection) -> dict[int, str]:
    """Return the hash in the chain of every operation (hexadecimal)."""
    return {
        number: proof.hex()
        for number, proof in connection.execute("SELECT id, hash FROM operation")
    }


def counts(connection: Connection, tables: Sequence[str]) -> dict[str, int]:
    """Return how many rows some tables have."""
    return {
        table: connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
        for table in tables
    }
