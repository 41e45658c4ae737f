"""The people of companies who can be reached."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from profiler_app.store.connect import Connection


class Colleague(NamedTuple):
    """A contact person of a company with a telephone: the row, the company, what is known."""

    id: int
    customer: int
    name: str
    title: str
    department: str
    mobile: str


def colleagues(connection: Connection, companies: Sequence[int]) -> list[Colleague]:
    """Return who can be reached at some companies, without those who left."""
    marks = ", ".join(str(int(customer)) for customer in companies)
    rows = connection.execute(
        "SELECT id, customer_id, name, coalesce(title, ''), coalesce(department, ''), mobile "
        "FROM company_contact WHERE name NOT NULL AND mobile NOT NULL AND left_on IS NULL "
        f"AND coalesce(active, 1) AND customer_id IN ({marks}) ORDER BY customer_id, id"
    )
    return [Colleague(*row) for row in rows.fetchall()]
