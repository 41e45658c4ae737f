"""What kinds of values the file holds at all, without looking at whose they are."""

from __future__ import annotations

from collections.abc import Sequence

from profiler_app.store.connect import Connection


def kinds_and_lines(connection: Connection) -> dict[tuple[str, str], int]:
    """Return how many customers there are by kind and line of business."""
    rows = connection.execute(
        "SELECT coalesce(kind, 'person'), coalesce(line, 'trade'), count(*) FROM customer "
        "WHERE merged_into IS NULL GROUP BY 1, 2"
    )
    return {(kind, line): count for kind, line, count in rows}


def attribute_counts(connection: Connection) -> dict[str, int]:
    """Return how many customers have a value, by field of the attribute table."""
    rows = connection.execute(
        "SELECT field, count(DISTINCT customer_id) FROM attribute "
        "WHERE value IS NOT NULL GROUP BY field"
    )
    return dict(rows.fetchall())


def held_counts(connection: Connection, columns: Sequence[str]) -> dict[str, int]:
    """Return how many customers have a value, by column of the customer and by attribute."""
    counts = ", ".join(f'count("{name}")' for name in ("id", *columns))
    row = connection.execute(f"SELECT {counts} FROM customer WHERE merged_into IS NULL").fetchone()
    return {**attribute_counts(connection), **dict(zip(columns, row[1:], strict=True))}


def filled_tables(connection: Connection, tables: Sequence[str]) -> list[str]:
    """Return which of some tables have any row."""
    return [
        table
        for table in tables
        if connection.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone() is not None
    ]


def attribute_days(connection: Connection) -> dict[str, str]:
    """Return the newest day (ISO) a value is of, by field of the attribute table."""
    rows = connection.execute(
        "SELECT field, coalesce(max(as_of), '') FROM attribute WHERE value IS NOT NULL GROUP BY 1"
    )
    return dict(rows.fetchall())


def attribute_rows_of(connection: Connection, field: str) -> list[int]:
    """Return the rows of the attribute table that hold a field."""
    rows = connection.execute("SELECT id FROM attribute WHERE field = ? ORDER BY id", (field,))
    return [row[0] for row in rows]


def list_columns(connection: Connection) -> list[str]:
    """Return the columns of all saved views, as they are kept."""
    rows = connection.execute("SELECT columns FROM saved_view WHERE columns IS NOT NULL")
    return [row[0] for row in rows]
