"""What was done in a period: tasks, contacts, and assets at its ends."""

from __future__ import annotations

from datetime import date

from profiler_app.domain.dates import to_day
from profiler_app.store.connect import Connection

_LIVE = "JOIN customer c ON c.id = t.customer_id AND c.merged_into IS NULL"


def done_tasks(connection: Connection, *, begins: date, until: date) -> list[int]:
    """Return the customer of every task done in [begins, until]."""
    rows = connection.execute(
        f"SELECT t.customer_id FROM task t {_LIVE} "
        "WHERE t.state = 'done' AND t.done_on BETWEEN ? AND ? ORDER BY t.done_on, t.id",
        (begins.isoformat(), until.isoformat()),
    )
    return [row[0] for row in rows.fetchall()]


def contacts(connection: Connection, *, begins: date, until: date) -> list[int]:
    """Return the customer of every contact in [begins, until]."""
    rows = connection.execute(
        f"SELECT t.customer_id FROM interaction t {_LIVE} WHERE t.day BETWEEN ? AND ?",
        (to_day(begins.isoformat()), to_day(until.isoformat())),
    )
    return [row[0] for row in rows.fetchall()]


def assets(connection: Connection, day: date) -> int | None:
    """Return what stood on all accounts on a day, by the last balance of each (minor units).

    None where no balance is known up to then.
    """
    found = connection.execute(
        "SELECT sum(b.point) FROM balance b JOIN (SELECT account_id, max(day) AS day "
        "FROM balance WHERE day <= ? GROUP BY account_id) l "
        "ON l.account_id = b.account_id AND l.day = b.day",
        (to_day(day.isoformat()),),
    ).fetchone()
    return found[0] if found else None


def numbers(connection: Connection, customers: list[int]) -> dict[int, str]:
    """Return the numbers by which some customers are called."""
    marks = ", ".join(str(int(customer)) for customer in customers)
    return dict(
        connection.execute(f"SELECT id, number FROM customer WHERE id IN ({marks})").fetchall()
    )
