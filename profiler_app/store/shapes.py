"""What a base of customers is shaped like: traits without identifiers, shares of categories."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from profiler_app.store.connect import Connection
from profiler_app.store.imports import among

TEXTS: Final = (
    *("gender", "province", "education", "occupation", "marital", "income_band"),
    *("ownership", "industry", "first_source"),
)
NUMBERS: Final = ("birth_date", "relation_since", "employees", "household_size")


def traits(connection: Connection, customers: Iterable[int]) -> list[tuple[Any, ...]]:
    """Return id, kind, line, ``TEXTS`` and ``NUMBERS`` of customers, ordered by id."""
    names = ", ".join(f'c."{name}"' for name in (*TEXTS, *NUMBERS))
    return among(
        connection,
        f"SELECT c.id, c.kind, c.line, {names} FROM wanted JOIN customer c ON c.id = wanted.value "
        "ORDER BY c.id",
        customers,
    )


def real_words(connection: Connection) -> set[str]:
    """Return every name and number of a customer, none of which may be invented again."""
    rows = connection.execute(
        "SELECT name FROM customer UNION SELECT mobile FROM customer UNION "
        "SELECT short_name FROM customer UNION SELECT legal_rep FROM customer UNION "
        "SELECT value FROM contact"
    )
    return {str(word) for (word,) in rows if word}


def categories(connection: Connection, least: int) -> list[tuple[str, int]]:
    """Return the categories of goods that at least so many customers bought, with their lines."""
    rows = connection.execute(
        "SELECT p.category, count(*) FROM order_line o JOIN product p ON p.id = o.product_id "
        "WHERE p.category NOT NULL AND o.kind = 'sale' GROUP BY p.category "
        "HAVING count(DISTINCT o.customer_id) >= ? ORDER BY p.category",
        (least,),
    ).fetchall()
    return [(str(name), int(count)) for name, count in rows]
