"""Accounts that mature, and who holds which product."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from profiler_app.domain.dates import to_day
from profiler_app.store.connect import Connection


class MaturingAccount(NamedTuple):
    """An open account: its customer, product, the day it matures (ISO) and its last balance."""

    customer: int
    product: str
    on: str
    renews: bool
    amount: int | None


def maturing_accounts(
    connection: Connection, *, begins: date, until: date
) -> list[MaturingAccount]:
    """Return the open accounts that mature in [begins, until], the soonest first."""
    rows = connection.execute(
        "SELECT a.customer_id, coalesce(p.name, a.kind, ''), a.matures_on, "
        "coalesce(a.auto_renew, 0), (SELECT b.point FROM balance b WHERE b.account_id = a.id "
        "AND b.day <= ? AND b.point NOT NULL ORDER BY b.day DESC LIMIT 1) "
        "FROM account a JOIN customer c ON c.id = a.customer_id AND c.merged_into IS NULL "
        "LEFT JOIN product p ON p.id = a.product_id "
        "WHERE a.matures_on BETWEEN ? AND ? AND a.closed_on IS NULL "
        "AND coalesce(a.status, 'open') <> 'closed' "
        "ORDER BY a.matures_on, a.customer_id, a.id",
        (to_day(begins.isoformat()), begins.isoformat(), until.isoformat()),
    )
    return [
        MaturingAccount(customer, product, on, bool(renews), amount)
        for customer, product, on, renews, amount in rows.fetchall()
    ]


def held_by_kind(connection: Connection) -> dict[str, set[int]]:
    """Return which products anybody of a kind (``person``, ``company``) holds."""
    found: dict[str, set[int]] = {}
    for kind, product in connection.execute(
        "SELECT DISTINCT coalesce(c.kind, 'person'), a.product_id FROM account a "
        "JOIN customer c ON c.id = a.customer_id WHERE a.product_id NOT NULL"
    ).fetchall():
        found.setdefault(kind, set()).add(product)
    return found


def any_maturing(connection: Connection, *, begins: date, until: date) -> bool:
    """Return whether any account matures in [begins, until]."""
    row = connection.execute(
        "SELECT 1 FROM account WHERE matures_on BETWEEN ? AND ? LIMIT 1",
        (begins.isoformat(), until.isoformat()),
    ).fetchone()
    return row is not None
