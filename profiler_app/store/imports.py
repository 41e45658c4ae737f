"""What of an imported file is in the workspace already: customers, products, lines, contacts.

Looking up happens by index for one batch at a time, so memory does not grow with the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from profiler_app.store.connect import Connection
from profiler_app.store.customers import IDENTIFYING, customer_number
from profiler_app.store.ledger import Operation
from profiler_app.store.schema import fact_tables

Cells = Mapping[str, Any]
_BATCH = 5_000


def among(connection: Connection, sql: str, values: Iterable[Any]) -> list[tuple[Any, ...]]:
    """Run a query with a list of values as the table ``wanted(value)``."""
    text = json.dumps(list(values), ensure_ascii=False)
    rows: list[tuple[Any, ...]] = connection.execute(
        f"WITH wanted(value) AS (SELECT value FROM json_each(?)) {sql}", (text,)
    ).fetchall()
    return rows


class CustomerLookup:
    """Finds the customers that rows of other kinds name, and creates the missing ones.

    ``several`` holds the names that more than one customer has: they mean nobody.
    """

    def __init__(
        self, connection: Connection, opened: Operation, *, prefix: str, line: str, key: str
    ) -> None:
        self._connection = connection
        self._opened = opened
        self._prefix = prefix
        self._line = line
        self._key = key
        self._found: dict[str, int] = {}
        self._phones: dict[str, int] | None = None
        self.created = 0
        self.several: set[str] = set()

    def unseen(self, keys: Iterable[str | None]) -> set[str]:
        """Return which keys nobody asked for yet, or nobody found."""
        return {key for key in {*keys}.difference(self._found) if key is not None}

    def resolve(
        self, wanted: Mapping[str, tuple[int, Cells]], *, create: bool
    ) -> Mapping[str, int]:
        """Return customer key -> id of all found so far; ``wanted`` are keys to look for now.

        It brings line and values of a customer to create. Keys that are not found and not created
        are missing from the answer.
        """
        unknown = [key for key in wanted if key not in self._found]
        for name in dict.fromkeys((self._key, *IDENTIFYING)):
            if not unknown or name == "name":
                continue
            self._found.update(
                self._by_phone(unknown) if name == "phone" else self._by_index(name, unknown)
            )
            unknown = [key for key in unknown if key not in self._found]
        unknown = self._by_name(unknown, sure=self._key == "name" or not create)
        if unknown and create:
            self._create([(key, *wanted[key]) for key in unknown])
        return self._found

    def _by_index(self, name: str, unknown: Iterable[str]) -> dict[str, int]:
        """Return whose column says one of some keys; of several customers the first one."""
        rows = among(
            self._connection,
            f"SELECT wanted.value, coalesce(c.merged_into, c.id) FROM wanted "
            f"CROSS JOIN customer c ON c.{name} = wanted.value ORDER BY c.id DESC",
            unknown,
        )
        return dict(rows)

    def _by_phone(self, unknown: Iterable[str]) -> dict[str, int]:
        """Return whose landline is one of some keys.

        It has no index: the few there are, are read once, not for every batch of lines.
        """
        if self._phones is None:
            cursor = self._connection.execute(
                "SELECT phone, coalesce(merged_into, id) FROM customer "
                "WHERE phone IS NOT NULL ORDER BY id DESC"
            )
            batches = iter(lambda: cursor.fetchmany(_BATCH), [])
            self._phones = dict(chain.from_iterable(batches))
        known = self._phones
        return {key: known[key] for key in unknown if key in known}

    def _by_name(self, unknown: Sequence[str], *, sure: bool) -> list[str]:
        """Find by name who is the only one of that name; return who is still unknown.

        Unless a name is ``sure`` to be meant, keys with a digit are numbers.
        """
        names = [key for key in unknown if sure or not any(map(str.isdigit, key))]
        if names:
            rows = among(
                self._connection,
                "SELECT wanted.value, min(c.id), count(*) FROM wanted "
                "JOIN customer c ON c.name = wanted.value AND c.merged_into IS NULL "
                "GROUP BY wanted.value",
                names,
            )
            self._found.update((name, number) for name, number, count in rows if count == 1)
            self.several.update(name for name, _number, count in rows if count > 1)
        found, several = self._found, self.several
        return [key for key in unknown if key not in found and key not in several]

    def _create(self, unknown: list[tuple[str, int, Cells]]) -> None:
        first = self._opened.next_id("customer")
        names = sorted({name for _key, _line, values in unknown for name in values})
        own = [name for name in names if name in fact_tables()["customer"]]
        own = [name for name in own if name not in ("name", "kind", "line", self._key)]
        keys = [] if self._key == "name" else [self._key]
        self._opened.insert(
            "customer",
            [*own, "name", "kind", "line", *keys, "number", "source_row"],
            (
                (
                    *(values.get(name) for name in own),
                    values.get("name") or key,
                    values.get("kind", "person"),
                    self._line,
                    *([key] if keys else []),
                    customer_number(self._prefix, first + i),
                    line,
                )
                for i, (key, line, values) in enumerate(unknown)
            ),
        )
        for i, (key, _line, values) in enumerate(unknown):
            self._found[key] = first + i
            phone = key if self._key == "phone" else values.get("phone")
            if phone and self._phones is not None:
                self._phones.setdefault(phone, first + i)
        self.created += len(unknown)


_OF_PRODUCTS = ("code", "name", "category", "brand")


class ProductLookup:
    """Finds products by code, else by name, and creates the missing ones.

    What a product lacks is filled in when a line tells it: whichever file comes first, the
    product ends up the same.
    """

    def __init__(self, connection: Connection, opened: Operation, line: str) -> None:
        self._opened = opened
        self._line = line
        names = ", ".join(_OF_PRODUCTS)
        self._codes: dict[str, int] = {}
        self._names: dict[str, int] = {}
        self._lacking: dict[int, set[str]] = {}
        rows = connection.execute(f"SELECT id, {names} FROM product ORDER BY id DESC")
        for number, *cells in rows.fetchall():
            self._note(number, dict(zip(_OF_PRODUCTS, cells, strict=True)))

    def resolve(self, wanted: Mapping[str, Cells]) -> Mapping[str, int]:
        """Return product key (code, else name) -> id; ``wanted`` brings what is known of it."""
        found = {key: self._find(values) for key, values in wanted.items()}
        new = [key for key, number in found.items() if number is None]
        if new:
            first, _count = self._opened.insert(
                "product",
                [*_OF_PRODUCTS, "line", "active"],
                ((*(wanted[key].get(name) for name in _OF_PRODUCTS), self._line, 1) for key in new),
            )
            for place, key in enumerate(new):
                found[key] = first + place
                self._note(first + place, wanted[key])
        for key, number in found.items():
            if number in self._lacking:
                self._fill(number, wanted[key])
        return {key: number for key, number in found.items() if number is not None}

    def _find(self, values: Cells) -> int | None:
        code, name = values.get("code"), values.get("name")
        if code is None:
            return self._names.get(name or "")
        number = self._codes.get(code)
        if number is None and name and name != code:
            number = self._names.get(name)
            return number if number is not None and "code" in self._lacking[number] else None
        return self._names.get(name) if number is None and name else number

    def _note(self, number: int, values: Cells) -> None:
        code, name = values.get("code"), values.get("name")
        if code:
            self._codes[code] = number
        if name:
            self._names[name] = number
        lacking = {column for column in _OF_PRODUCTS if not values.get(column)}
        if code and name == code:
            lacking.add("name")
        self._lacking[number] = lacking

    def _fill(self, number: int, values: Cells) -> None:
        told = {
            name: value
            for name in self._lacking[number]
            if (value := values.get(name))
            and (name not in ("code", "name") or values.get("code") != values.get("name"))
        }
        if told:
            self._opened.update("product", number, told)
            self._lacking[number] -= told.keys()
            self._codes.update({told["code"]: number} if "code" in told else {})
            self._names.update({told["name"]: number} if "name" in told else {})


class AccountLookup:
    """Finds accounts by number, and opens those a known customer is said to have."""

    def __init__(self, connection: Connection, opened: Operation) -> None:
        self._connection = connection
        self._opened = opened

    def resolve(self, wanted: Mapping[str, int | None]) -> dict[str, tuple[int, int]]:
        """Return account number -> (id, customer); ``wanted`` brings the customer, if known."""
        rows = among(
            self._connection,
            "SELECT wanted.value, a.id, a.customer_id FROM wanted "
            "JOIN account a ON a.account_no = wanted.value ORDER BY a.id DESC",
            wanted,
        )
        found = {number: (account, owner) for number, account, owner in rows}
        new = [(key, owner) for key, owner in wanted.items() if owner and key not in found]
        if new:
            names = ["account_no", "customer_id", "status"]
            first, _n = self._opened.insert("account", names, ((*each, "open") for each in new))
            found.update({key: (first + n, owner) for n, (key, owner) in enumerate(new)})
        return found


def campaigns_named(
    connection: Connection, opened: Operation, names: Iterable[str]
) -> dict[str, int]:
    """Return campaign name -> id, making the campaigns nobody knows."""
    wanted = [*dict.fromkeys(names)]
    rows = among(
        connection,
        "SELECT c.name, c.id FROM wanted JOIN campaign c ON c.name = wanted.value "
        "ORDER BY c.id DESC",
        wanted,
    )
    found = dict(rows)
    new = [name for name in wanted if name not in found]
    if new:
        first, _n = opened.insert("campaign", ["name", "state"], ((n, "closed") for n in new))
        found.update({name: first + place for place, name in enumerate(new)})
    return found


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


def raw_cells(connection: Connection, customer: int) -> list[tuple[Any, ...]]:
    """Return (file, line, column, raw text, code, what was imported) of a customer's cells.

    They are those that an import left out, repaired or cleaned in the row that last wrote the
    customer. Where cells of a rejected row stand, ``cells`` is not null.
    """
    rows: list[tuple[Any, ...]] = connection.execute(
        "SELECT f.name, r.source_row, r.column_name, r.value, r.code, r.reason FROM customer c "
        "JOIN import_file f ON f.op = c.op JOIN rejected_row r ON r.import_id = f.id "
        "WHERE c.id = ? AND r.source_row = c.source_row AND r.cells IS NULL "
        "AND f.target = 'customers' ORDER BY r.id",
        (customer,),
    ).fetchall()
    return rows


def imported_before(connection: Connection, sha256: str) -> int | None:
    """Return the operation of the last import of the same file that still stands, or None."""
    row = connection.execute(
        "SELECT op FROM import_file WHERE sha256 = ? ORDER BY id DESC LIMIT 1", (sha256,)
    ).fetchone()
    return row and int(row[0])
