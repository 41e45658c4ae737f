"""What forms look up while somebody types: the same key, names that are in use, products."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from profiler_app.store.connect import Connection

KEYS = ("mobile", "cn_id", "uscc", "email", "member_no", "core_cust_no")
"""Columns with an index whose value belongs to one customer only."""

_MOST = 20
MOST_LIKE = 50


def customers_like(
    connection: Connection, keys: Mapping[str, Sequence[str]], columns: Sequence[str]
) -> dict[int, tuple[Any, ...]]:
    """Return columns of the customers who have one of some values in an indexed column, by id.

    Of each column at most ``MOST_LIKE`` are read; a number among the contacts counts as a mobile.
    """
    found: dict[int, tuple[Any, ...]] = {}
    for field, values in keys.items():
        marks = ", ".join("?" * len(values))
        _note(found, connection, columns, f'"{field}" IN ({marks})', tuple(values))
        if field == "mobile":
            where = "id IN (SELECT customer_id FROM contact WHERE value = ?)"
            _note(found, connection, columns, where, tuple(values[:1]))
    return found


def customers_since(
    connection: Connection, first: int, columns: Sequence[str], most: int
) -> list[tuple[Any, ...]]:
    """Return id, line of its file and columns of customers from a row id on, at most so many."""
    selected = ", ".join(f'"{name}"' for name in columns)
    rows = connection.execute(
        f"SELECT id, source_row, {selected} FROM customer WHERE id >= ? ORDER BY id LIMIT ?",
        (first, most),
    )
    return [tuple(row) for row in rows]


def _note(
    found: dict[int, tuple[Any, ...]],
    connection: Connection,
    columns: Sequence[str],
    where: str,
    values: tuple[Any, ...],
) -> None:
    selected = ", ".join(f'"{name}"' for name in columns)
    rows = connection.execute(
        f"SELECT id, {selected} FROM customer WHERE merged_into IS NULL AND {where} "
        f"LIMIT {MOST_LIKE}",
        values,
    )
    for number, *cells in rows.fetchall():
        found.setdefault(number, tuple(cells))


def account_managers(connection: Connection) -> list[str]:
    """Return the names of account managers in use, the one with most customers first."""
    rows = connection.execute(
        "SELECT owner_rm FROM customer WHERE owner_rm IS NOT NULL "
        "GROUP BY owner_rm ORDER BY count(*) DESC, owner_rm LIMIT 200"
    )
    return [row[0] for row in rows.fetchall()]


def newest_line(connection: Connection) -> Any:
    """Return the line of business of the newest customer."""
    row = connection.execute("SELECT line FROM customer ORDER BY id DESC LIMIT 1").fetchone()
    return None if row is None else row[0]


def find_products(
    connection: Connection, text: str, line: str
) -> list[tuple[int, str, str, int | None, str]]:
    """Return (id, name, code, list price, kind) of products whose name or code holds a text."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    rows = connection.execute(
        "SELECT id, name, coalesce(code, ''), list_price, coalesce(kind, '') FROM product "
        "WHERE (name LIKE ?1 ESCAPE '\\' OR code LIKE ?1 ESCAPE '\\') AND coalesce(active, 1) "
        "AND coalesce(line, ?2) = ?2 ORDER BY instr(name, ?3) <> 1, name LIMIT ?4",
        (f"%{escaped}%", line, text, _MOST),
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows.fetchall()]


def product_named(connection: Connection, name: str) -> Any:
    """Return the product with exactly this name."""
    row = connection.execute(
        "SELECT id FROM product WHERE name = ? ORDER BY id LIMIT 1", (name,)
    ).fetchone()
    return None if row is None else row[0]


def open_accounts(connection: Connection, customer: int) -> list[tuple[int, str, str]]:
    """Return (id, name of the product, account number) of the accounts that are not closed."""
    rows = connection.execute(
        "SELECT a.id, coalesce(p.name, ''), coalesce(a.account_no, '') FROM account a "
        "LEFT JOIN product p ON p.id = a.product_id WHERE a.customer_id = ? "
        "AND a.closed_on IS NULL AND coalesce(a.status, 'open') NOT IN ('closed', 'matured') "
        "ORDER BY a.id",
        (customer,),
    )
    return [(row[0], row[1], row[2]) for row in rows.fetchall()]


def contact_people(connection: Connection, customer: int) -> list[tuple[int, str]]:
    """Return (id, name with title) of those who speak for a company now."""
    rows = connection.execute(
        "SELECT id, trim(coalesce(name, '') || ' ' || coalesce(title, '')) FROM company_contact "
        "WHERE customer_id = ? AND coalesce(active, 1) AND left_on IS NULL ORDER BY id",
        (customer,),
    )
    return [(row[0], row[1]) for row in rows.fetchall()]


def attribute_values(connection: Connection, customer: int) -> dict[str, tuple[int, str]]:
    """Return row and stored text of every attribute of a customer by field, the newest last."""
    rows = connection.execute(
        "SELECT field, id, value FROM attribute WHERE customer_id = ? ORDER BY id", (customer,)
    )
    return {field: (number, value) for field, number, value in rows.fetchall()}


def attribute_rows(connection: Connection, customer: int, field: str) -> list[int]:
    """Return the rows in which a customer has an attribute, the newest last."""
    rows = connection.execute(
        "SELECT id FROM attribute WHERE customer_id = ? AND field = ? ORDER BY id",
        (customer, field),
    )
    return [row[0] for row in rows.fetchall()]


def has_relation(connection: Connection, customer: int, other: int, kind: str) -> bool:
    """Return whether a customer has this relation to another one already."""
    row = connection.execute(
        "SELECT 1 FROM relation WHERE customer_id = ? AND other_id = ? AND kind = ? "
        "AND until IS NULL LIMIT 1",
        (customer, other, kind),
    ).fetchone()
    return row is not None


def open_task(connection: Connection, task: int) -> tuple[int, str] | None:
    """Return customer and title of a task that is still to do."""
    row = connection.execute(
        "SELECT customer_id, title FROM task WHERE id = ? AND coalesce(state, 'open') = 'open'",
        (task,),
    ).fetchone()
    return None if row is None else (row[0], row[1] or "")


def drop_setting(connection: Connection, name: str) -> None:
    """Forget a setting of the workspace."""
    connection.execute("DELETE FROM setting WHERE name = ?", (name,))
