"""The network of customers as it is stored: who follows whom is asked, who bought is counted."""

from __future__ import annotations

from collections.abc import Iterable

from profiler_app.store.connect import Connection

_AT_ONCE = 5_000


def followers(connection: Connection, *, on: str) -> dict[int, float]:
    """Return how many followers customers say they have, as known on a day."""
    rows = connection.execute(
        "SELECT customer_id, value FROM attribute WHERE field = 'followers' "
        "AND (as_of IS NULL OR as_of <= ?) ORDER BY customer_id, as_of, id",
        (on,),
    )
    return {
        int(customer): float(value)
        for customer, value in rows
        if value is not None and str(value).isascii() and str(value).isdigit()
    }


def dealt(connection: Connection, customers: Iterable[int], *, on: str, day: int) -> set[int]:
    """Return who of some customers bought something or opened an account up to a day."""
    wanted, found = sorted(set(customers)), set[int]()
    for first in range(0, len(wanted), _AT_ONCE):
        marks = ", ".join(map(str, wanted[first : first + _AT_ONCE]))
        bought = connection.execute(
            f"SELECT DISTINCT customer_id FROM order_line WHERE customer_id IN ({marks}) "
            "AND kind = 'sale' AND (status IS NULL OR status = 'done') AND day <= ? UNION "
            f"SELECT customer_id FROM account WHERE customer_id IN ({marks}) "
            "AND (opened_on IS NULL OR opened_on <= ?)",
            (day, on),
        )
        found.update(int(row[0]) for row in bought)
    return found


def last_change(connection: Connection, table: str) -> int:
    """Return the last operation that added, changed or removed rows of a table; 0 without any."""
    row = connection.execute(
        f'SELECT max(coalesce((SELECT max(op) FROM "{table}"), 0), '
        "coalesce((SELECT max(operation_id) FROM change WHERE table_name = ?), 0))",
        (table,),
    ).fetchone()
    return int(row[0])
