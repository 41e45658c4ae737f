"""The seventh migration step: how much of a product is there."""

from __future__ import annotations

from typing import Any

from profiler_app.store.schema import ADDED_LATER, fact_tables
from profiler_app.store.schema_steps import make_triggers


def product_stock(database: Any) -> None:
    """Add the stock to the products; what watches their changes then watches it, too."""
    database.execute("ALTER TABLE product ADD COLUMN stock INTEGER")
    for what in ("inserted", "deleted", "updated"):
        database.execute(f"DROP TRIGGER product_{what}")
    make_triggers(database, "product", (*fact_tables()["product"], "op", "source_row"))


def show_later_columns(connection: Any) -> None:
    """Let a file that is only read look as if it had the columns it lacks, with nothing in them."""
    for table, names in ADDED_LATER.items():
        there = {row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')}
        lacking = ", ".join(f'NULL AS "{name}"' for name in names if name not in there)
        if there and lacking:
            connection.execute("PRAGMA query_only = OFF")  # of the memory; the file stays read-only
            connection.execute(
                f'CREATE TEMP VIEW "{table}" AS SELECT *, {lacking} FROM main."{table}"'
            )
            connection.execute("PRAGMA query_only = ON")
