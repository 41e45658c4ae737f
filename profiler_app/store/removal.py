"""Taking rows away from customers: with the customer, or with a tag."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from profiler_app.store.connect import Connection
from profiler_app.store.schema import fact_tables
from profiler_app.store.undo import referrers

_AT_ONCE = 2_000


def remove_customers(connection: Connection, customers: Sequence[int]) -> Iterator[int]:
    """Delete customers, inside an operation; yield after each part how many are gone.

    Who was merged into one of them stands alone again, and ties from others to them end.
    """
    for first in range(0, len(customers), _AT_ONCE):
        part = customers[first : first + _AT_ONCE]
        _remove(connection, ", ".join(str(int(customer)) for customer in part))
        yield first + len(part)


def _remove(connection: Connection, marks: str) -> None:
    connection.execute(
        "UPDATE customer SET merged_into = NULL, status = "
        "(SELECT json_extract(c.before, '$.status') "
        "FROM change c WHERE c.table_name = 'customer' AND c.row_id = customer.id "
        "AND json_type(c.before, '$.merged_into') = 'null' ORDER BY c.id DESC LIMIT 1) "
        f"WHERE merged_into IN ({marks})"
    )
    connection.execute(f"DELETE FROM relation WHERE other_id IN ({marks})")
    connection.execute(f"UPDATE company_contact SET person_id = NULL WHERE person_id IN ({marks})")
    for table in children_first():
        connection.execute(f'DELETE FROM "{table}" WHERE customer_id IN ({marks})')
    connection.execute(f"DELETE FROM customer WHERE id IN ({marks})")


def children_first() -> list[str]:
    """Return the tables of customers, those that refer to others first."""
    owned = [table for table, columns in fact_tables().items() if "customer_id" in columns]
    return sorted(owned, key=lambda table: len(referrers(table)))


def remove_manual_tag(connection: Connection, customers: Sequence[int], tag: str) -> None:
    """Take a tag that was given by hand from some customers, inside an operation."""
    marks = ", ".join(str(int(customer)) for customer in customers)
    connection.execute(f"DELETE FROM manual_tag WHERE tag = ? AND customer_id IN ({marks})", (tag,))


def remove_refusal(connection: Connection, customer: int, tag: str) -> None:
    """Forget, inside an operation, that a tag was said not to fit a customer."""
    connection.execute(
        "DELETE FROM tag_refusal WHERE tag = ? AND customer_id = ?", (tag, int(customer))
    )
