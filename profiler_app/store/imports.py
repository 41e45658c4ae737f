"""What of an imported file is in the workspace already: customers, products, lines, contacts.

Looking up happens by index for one batch at a time, so memory does not grow with the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from profiler_app.store.connect import Connection
from profiler_app.store.customers import IDENTIFYING, customer_number
from profiler_app.store.ledger import Operation
from profiler_app.store.schema import fact_tables

Cells = Mapping[str, Any]


def among(connection: Connection, sql: str, values: Iterable[Any]) -> list[tuple[Any, ...]]:
    """Run a query with a list of values as the table ``wanted(value)``."""
    text = json.dumps(list(values), ensure_ascii=False)
    rows: list[tuple[Any, ...]] = connection.execute(
        f"WITH wanted(value) AS (SELECT value FROM json_each(?)) {sql}", (text,)
    ).fetchall()
    return rows


class CustomerLookup:
    """Finds the customers that order lines and contacts name, and creates the missing ones."""

    def __init__(
        self, connection: Connection, opened: Operation, *, prefix: str, line: str, key: str
    ) -> None:
        self._connection = connection
        self._opened = opened
        self._prefix = prefix
        self._line = line
        self._key = key
        self._found: dict[str, int] = {}
        self.created = 0

    def resolve(self, wanted: Mapping[str, tuple[int, Cells]], *, create: bool) -> dict[str, int]:
        """Return customer key -> id; ``wanted`` brings line and values of a customer to create.

        Keys that are not found and not created are missing from the answer.
        """
        unknown = [key for key in wanted if key not in self._found]
        for name in dict.fromkeys((self._key, *IDENTIFYING)):
            if not unknown:
                break
            rows = among(
                self._connection,
                f"SELECT wanted.value, coalesce(c.merged_into, c.id) FROM wanted "
                f"JOIN customer c ON c.{name} = wanted.value ORDER BY c.id DESC",
                unknown,
            )
            self._found.update(rows)
            unknown = [key for key in unknown if key not in self._found]
        if unknown and create:
            self._create([(key, *wanted[key]) for key in unknown])
        return {key: self._found[key] for key in wanted if key in self._found}

    def _create(self, unknown: list[tuple[str, int, Cells]]) -> None:
        first = self._opened.next_id("customer")
        names = sorted({name for _key, _line, values in unknown for name in values})
        own = [name for name in names if name in fact_tables()["customer"]]
        own = [name for name in own if name not in ("name", "kind", "line", self._key)]
        self._opened.insert(
            "customer",
            [*own, "name", "kind", "line", self._key, "number", "source_row"],
            (
                (
                    *(values.get(name) for name in own),
                    values.get("name") or key,
                    values.get("kind", "person"),
                    self._line,
                    key,
                    customer_number(self._prefix, first + i),
                    line,
                )
                for i, (key, line, values) in enumerate(unknown)
            ),
        )
        for i, (key, _line, _values) in enumerate(unknown):
            self._found[key] = first + i
        self.created += len(unknown)


class ProductLookup:
    """Finds products by code, else by name, and creates the missing ones."""

    def __init__(self, connection: Connection, opened: Operation, line: str) -> None:
        self._opened = opened
        self._line = line
        rows = connection.execute("SELECT coalesce(code, name), id FROM product ORDER BY id DESC")
        self._found: dict[str, int] = dict(rows.fetchall())

    def resolve(self, wanted: Mapping[str, Cells]) -> Mapping[str, int]:
        """Return product key (code, else name) -> id; ``wanted`` brings what is known of it."""
        new = [key for key in wanted if key not in self._found]
        if new:
            names = ["code", "name", "category", "brand"]
            first, _count = self._opened.insert(
                "product",
                [*names, "line", "active"],
                ((*(wanted[key].get(name) for name in names), self._line, 1) for key in new),
            )
            self._found.update({key: first + i for i, key in enumerate(new)})
        return self._found


def has_order_lines(connection: Connection) -> bool:
    """Whether there is any order line."""
    found = connection.execute("SELECT EXISTS(SELECT 1 FROM order_line)").fetchone()
    return bool(found[0])


def known_order_lines(
    connection: Connection, keys: Sequence[tuple[str | None, int]]
) -> set[tuple[str | None, int]]:
    """Return which (order number, content key) are in the workspace already."""
    rows = among(
        connection,
        "SELECT o.order_no, o.content_key FROM wanted JOIN order_line o "
        "ON o.order_no IS json_extract(wanted.value, '$[0]') "
        "AND o.content_key = json_extract(wanted.value, '$[1]')",
        keys,
    )
    return {(order_no, content) for order_no, content in rows}


def known_interactions(
    connection: Connection, customers: Iterable[int]
) -> set[tuple[int, int, str | None, str | None]]:
    """Return (customer, day, channel, summary) of the contacts of some customers."""
    rows = among(
        connection,
        "SELECT i.customer_id, i.day, i.channel, i.summary FROM wanted "
        "JOIN interaction i ON i.customer_id = wanted.value",
        set(customers),
    )
    return {(customer, day, channel, summary) for customer, day, channel, summary in rows}


def imported_before(connection: Connection, sha256: str) -> int | None:
    """Return the operation of the last import of the same file that still stands, or None."""
    row = connection.execute(
        "SELECT op FROM import_file WHERE sha256 = ? ORDER BY id DESC LIMIT 1", (sha256,)
    ).fetchone()
    return row and int(row[0])
