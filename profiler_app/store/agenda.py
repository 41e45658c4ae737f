"""Tasks and their days: what is open, which occasions were settled, and moving one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from profiler_app.store.connect import Connection


class OpenTask(NamedTuple):
    """A task that is not done: its row, customer, kind, title, day it is due (ISO) and occasion."""

    id: int
    customer: int
    kind: str
    title: str
    due: str
    key: str


_OPEN = "state NOT IN ('done', 'cancelled') AND due_on NOT NULL"


def open_tasks(connection: Connection, *, until: date) -> list[OpenTask]:
    """Return open tasks due up to a day, the oldest first."""
    rows = connection.execute(
        "SELECT t.id, t.customer_id, coalesce(t.kind, ''), coalesce(t.title, ''), t.due_on, "
        "coalesce(t.dedupe_key, '') "
        "FROM task t JOIN customer c ON c.id = t.customer_id AND c.merged_into IS NULL "
        f"WHERE {_OPEN} AND t.due_on <= ? ORDER BY t.due_on, t.id",
        (until.isoformat(),),
    )
    return [OpenTask(*row) for row in rows.fetchall()]


class Promise(NamedTuple):
    """What was agreed on in a talk, for a day (ISO), with no contact since and no task made."""

    customer: int
    step: str
    due: str


def promises(connection: Connection, *, since: date, until: date) -> list[Promise]:
    """Return next steps of talks that fall due in these days, one a customer and day.

    Left out is who was contacted on that day or later, and what a task of that day stands for.
    """
    rows = connection.execute(
        "SELECT i.customer_id, max(coalesce(i.next_step, '')), i.next_on FROM interaction i "
        "JOIN customer c ON c.id = i.customer_id AND c.merged_into IS NULL "
        "WHERE i.next_on BETWEEN ? AND ? "
        "AND NOT EXISTS (SELECT 1 FROM interaction n WHERE n.customer_id = i.customer_id "
        "AND n.day >= CAST(julianday(i.next_on) - 2440587.5 AS INTEGER)) "
        "AND NOT EXISTS (SELECT 1 FROM task t WHERE t.customer_id = i.customer_id "
        "AND t.due_on = i.next_on AND t.source IS NOT 'reminder') "
        "GROUP BY i.customer_id, i.next_on ORDER BY i.next_on, i.customer_id",
        (since.isoformat(), until.isoformat()),
    )
    return [Promise(*row) for row in rows.fetchall()]


def tasks_of(connection: Connection, key: str) -> list[int]:
    """Return the open tasks that stand for an occasion."""
    rows = connection.execute(f"SELECT id FROM task WHERE dedupe_key = ? AND {_OPEN}", (key,))
    return [row[0] for row in rows.fetchall()]


def settled(connection: Connection) -> set[tuple[int, str]]:
    """Return (customer, occasion) of what was done or put off already."""
    rows = connection.execute("SELECT customer_id, dedupe_key FROM task WHERE dedupe_key NOT NULL")
    return {(customer, key) for customer, key in rows.fetchall()}


def occasion_of(connection: Connection, task: int) -> str:
    """Return the occasion a task stands for (``service:2026-11-22``); empty where it has none."""
    found = connection.execute("SELECT dedupe_key FROM task WHERE id = ?", (task,)).fetchone()
    return (found[0] if found else None) or ""


def assets_due(connection: Connection, customer: int, day: str) -> list[int]:
    """Return the devices of a customer whose service falls due on a day (ISO)."""
    rows = connection.execute(
        "SELECT id FROM asset WHERE customer_id = ? AND "
        "date(coalesce(last_service_on, installed_on), service_cycle_days || ' days') = ?",
        (customer, day),
    )
    return [row[0] for row in rows.fetchall()]


def with_open_task(connection: Connection, kind: str) -> set[int]:
    """Return the customers for whom a task of a kind is open."""
    rows = connection.execute(
        "SELECT customer_id FROM task WHERE kind = ? AND state NOT IN ('done', 'cancelled')",
        (kind,),
    )
    return {row[0] for row in rows.fetchall()}


def with_next_step(connection: Connection, today: date) -> set[int]:
    """Return for whom a task is open, or a step was agreed on for today or later."""
    rows = connection.execute(
        "SELECT customer_id FROM task WHERE state NOT IN ('done', 'cancelled') "
        "UNION SELECT customer_id FROM interaction WHERE next_on >= ?",
        (today.isoformat(),),
    )
    return {row[0] for row in rows.fetchall()}


def kept_from(connection: Connection, key: str, day: date) -> set[int]:
    """Return for whom an occasion was settled on or after a day (its key ends with the day)."""
    rows = connection.execute(
        "SELECT customer_id FROM task WHERE dedupe_key >= ? AND dedupe_key < ?",
        (f"{key}:{day.isoformat()}", f"{key};"),
    )
    return {row[0] for row in rows.fetchall()}


def names(connection: Connection, customers: Sequence[int]) -> dict[int, tuple[str, str, str, str]]:
    """Return number, name, kind and the sign of the avatar of some customers."""
    marks = ", ".join(str(int(customer)) for customer in customers)
    rows = connection.execute(
        "SELECT id, number, coalesce(name, number), coalesce(kind, 'person'), "
        "upper(substr(trim(coalesce(nullif(short_name, ''), name, number)), 1, 1)) "
        f"FROM customer WHERE id IN ({marks})"
    )
    return {customer: (number, name, kind, sign) for customer, number, name, kind, sign in rows}
