"""What adding and taking away an industry pack looks up among products and fields."""

from __future__ import annotations

from collections.abc import Sequence

from profiler_app.store.connect import Connection
from profiler_app.store.imports import among


def products_by_code(connection: Connection, codes: Sequence[str]) -> dict[str, tuple[int, bool]]:
    """Return id and whether it is on offer, of the products with these codes."""
    rows = among(
        connection,
        "SELECT p.code, p.id, coalesce(p.active, 1) FROM wanted "
        "JOIN product p ON p.code = wanted.value",
        codes,
    )
    return {str(code): (int(number), bool(active)) for code, number, active in rows}


def products_in_use(connection: Connection, numbers: Sequence[int]) -> set[int]:
    """Return those of some products that orders, accounts, devices or feedback name."""
    used: set[int] = set()
    for table in ("order_line", "account", "facility", "asset", "event", "feedback"):
        for number in numbers:
            found = connection.execute(
                f'SELECT 1 FROM "{table}" WHERE product_id = ? LIMIT 1', (number,)
            ).fetchone()
            used |= {number} if found else set()
    return used
