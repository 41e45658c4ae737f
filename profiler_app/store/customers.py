"""Finding customers and reading their rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from profiler_app.domain.errors import CustomerNotFound
from profiler_app.store.connect import Connection

if TYPE_CHECKING:
    from numpy.typing import NDArray

IDENTIFYING = ("number", "cn_id", "uscc", "core_cust_no", "member_no", "mobile", "phone", "email")


def customer_number(prefix: str, customer: int) -> str:
    """Return the number a customer keeps for good: the workspace's prefix and a count."""
    return customer_numbers(prefix, (customer,))[0]


def customer_numbers(prefix: str, customers: Iterable[int]) -> list[str]:
    """Return the numbers of many customers (see ``customer_number``)."""
    ids = (*customers,)
    # all at once: a third of the time of one by one
    return (f"{prefix}-%06d\n" * len(ids) % ids).split("\n")[:-1]


def customer_ids(connection: Connection) -> NDArray[Any]:
    """Return the ids of all customers that are not merged into another, sorted."""
    import numpy as np

    import profiler_app.store.numbers  # noqa: F401 (the ids may be asked for again)

    cursor = connection.execute("SELECT id FROM customer WHERE merged_into IS NULL ORDER BY id")
    parts = [np.array(batch, np.int64)[:, 0] for batch in iter(lambda: cursor.fetchmany(5_000), [])]
    return np.concatenate(parts) if parts else np.empty(0, np.int64)


def count_customers(connection: Connection) -> int:
    """Count the customers that are not merged into another."""
    row = connection.execute(  # in the words of the index of those merged, else it is not used
        "SELECT (SELECT count(*) FROM customer) - (SELECT count(*) FROM customer WHERE merged_into)"
    ).fetchone()
    return int(row[0])


def find_customer(connection: Connection, text: str) -> int:
    """Return the customer with this number or identifier (or row id after ``#``).

    A merged customer leads to the one it was merged into. Raises CustomerNotFound.
    """
    wanted = text.strip()
    where = " OR ".join(f"{name} = :text" for name in IDENTIFYING)
    row = connection.execute(
        f"SELECT id, merged_into FROM customer WHERE {where} OR mobile = '+86' || :text "
        "OR id = :id ORDER BY merged_into IS NOT NULL, id LIMIT 1",
        {"text": wanted, "id": _row_id(wanted)},
    ).fetchone()
    if row is None:
        row = connection.execute(
            "SELECT customer_id, NULL FROM identifier WHERE value = ?1 "
            "UNION ALL SELECT customer_id, NULL FROM contact WHERE value = ?1 LIMIT 1",
            (wanted,),
        ).fetchone()
    if row is None:
        raise CustomerNotFound(customer=text)
    return int(row[1] if row[1] is not None else row[0])


def _row_id(text: str) -> int | None:
    digits = text.removeprefix("#")
    return int(digits) if digits != text and digits.isdecimal() and len(digits) < 18 else None


def read_customers(
    connection: Connection, customers: Sequence[int], names: Sequence[str]
) -> dict[int, tuple[Any, ...]]:
    """Return columns of some customers (one screenful) by id."""
    selected = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join(str(int(customer)) for customer in customers)
    rows = connection.execute(f"SELECT id, {selected} FROM customer WHERE id IN ({marks})")
    return {row[0]: row[1:] for row in rows.fetchall()}


def file_keys(connection: Connection) -> dict[int, str]:
    """Return by customer the key its file used: a number of another system, else our own."""
    rows = connection.execute(
        "SELECT id, coalesce(member_no, core_cust_no, uscc, cn_id, number) FROM customer"
    )
    batches = iter(lambda: rows.fetchmany(5_000), [])  # all at once would stop every other thread
    return dict(chain.from_iterable(batches))
