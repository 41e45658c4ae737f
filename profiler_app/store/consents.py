"""All answers customers gave, and the dates that say what is due."""

from __future__ import annotations

from collections.abc import Sequence

from profiler_app.store.connect import Connection
from profiler_app.store.rewind import Row

_COLUMNS = ("id", "customer_id", "purpose", "state", "granted_on", "expires_on", "withdrawn_on")

_DEALINGS = ("order_line", "interaction", "balance")


def all_answers(connection: Connection) -> dict[tuple[int, str], list[Row]]:
    """Return the records of consent by customer and purpose; merged customers own none."""
    found: dict[tuple[int, str], list[Row]] = {}
    for cells in connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM consent ORDER BY id"):
        row = dict(zip(_COLUMNS, cells, strict=True))
        found.setdefault((row["customer_id"], row["purpose"]), []).append(row)
    return found


def answers_of(connection: Connection, customer: int, purpose: str) -> list[Row]:
    """Return what a customer answered for a purpose, the oldest record first."""
    rows = connection.execute(
        f"SELECT {', '.join(_COLUMNS)} FROM consent WHERE customer_id = ? AND purpose = ? "
        "ORDER BY id",
        (customer, purpose),
    )
    return [dict(zip(_COLUMNS, cells, strict=True)) for cells in rows]


def born_after(connection: Connection, day: str, among: Sequence[int] | None = None) -> list[int]:
    """Return the persons born after a day (ISO); ``among`` are those asked about (None: all)."""
    marks = "" if among is None else f"AND id IN ({', '.join(str(int(each)) for each in among)}) "
    rows = connection.execute(
        f"SELECT id FROM customer WHERE birth_date > ? AND kind = 'person' {marks}"
        "AND merged_into IS NULL ORDER BY id",
        (day,),
    )
    return [row[0] for row in rows]


def numbers_of(connection: Connection, customers: list[int]) -> list[str]:
    """Return the numbers of some customers."""
    marks = ", ".join(str(int(each)) for each in customers)
    rows = connection.execute(f"SELECT number FROM customer WHERE id IN ({marks})")
    return [row[0] for row in rows]


def customer_numbered(connection: Connection, number: str) -> int | None:
    """Return the customer with a number, in whatever case it is typed."""
    row = connection.execute(
        "SELECT id FROM customer WHERE number = ? COLLATE NOCASE", (number,)
    ).fetchone()
    return None if row is None else int(row[0])


def last_dealings(connection: Connection, customers: list[int]) -> dict[int, int]:
    """Return the day (number of the epoch) of the last order, talk or movement of an account."""
    marks = ", ".join(str(int(each)) for each in customers)
    among = f"WHERE customer_id IN ({marks})"
    parts = " UNION ALL ".join(f"SELECT customer_id, day FROM {each} {among}" for each in _DEALINGS)
    rows = connection.execute(f"SELECT customer_id, max(day) FROM ({parts}) GROUP BY customer_id")
    return {row[0]: row[1] for row in rows if row[1] is not None}


def closed_since(connection: Connection, operation: int) -> list[int]:
    """Return who refused or withdrew profiling after an operation and said nothing newer."""
    rows = connection.execute(
        "SELECT customer_id FROM (SELECT customer_id, state, max(id) FROM ("
        "SELECT c.* FROM seal s JOIN consent c ON c.id BETWEEN s.first_id AND s.last_id "
        "WHERE s.operation_id > ?1 AND s.table_name = 'consent' UNION "
        "SELECT c.* FROM change h JOIN consent c ON c.id = h.row_id "
        "WHERE h.operation_id > ?1 AND h.table_name = 'consent') "
        "WHERE purpose = 'profiling' GROUP BY customer_id) "
        "WHERE state IN ('refused', 'withdrawn') ORDER BY customer_id",
        (operation,),
    )
    return [row[0] for row in rows]
