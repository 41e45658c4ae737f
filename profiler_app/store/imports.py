"""Writing imported records: who is in the workspace already, what is new, what changed.

Every writer is fed batches of typed records in the order of the file and answers with what became
of each. Looking up happens by index for one batch at a time, so memory does not grow with the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from profiler_app.domain.identifiers import mask
from profiler_app.domain.imports import CellChange
from profiler_app.store.connect import Connection
from profiler_app.store.customers import IDENTIFYING, customer_number
from profiler_app.store.ledger import Operation
from profiler_app.store.schema import fact_tables

Outcome = Literal["created", "updated", "unchanged"]
Cells = Mapping[str, Any]
KeyedRecord = tuple[int, tuple[str, str], Cells]
"""Line, (field, value) the customer is recognised by, values by field."""

_SHARED = frozenset({"mobile", "phone", "email"})
"""Several people may share these: only with the name they tell customers apart."""


def _among(connection: Connection, sql: str, values: Iterable[Any]) -> list[tuple[Any, ...]]:
    """Run a query with a list of values as the table ``wanted(value)``."""
    text = json.dumps(list(values), ensure_ascii=False)
    rows: list[tuple[Any, ...]] = connection.execute(
        f"WITH wanted(value) AS (SELECT value FROM json_each(?)) {sql}", (text,)
    ).fetchall()
    return rows


@dataclass(slots=True)
class _Known:
    """A customer as it stands after the lines read so far."""

    customer: int
    cells: dict[str, Any]
    attributes: dict[str, tuple[int | None, str]] = field(default_factory=dict)
    is_new: bool = False


class CustomerWriter:
    """Writes customers, each recognised by its own key.

    A cell that is empty in the file never erases a value; two lines with the same key are the
    same customer.
    """

    def __init__(
        self, connection: Connection, opened: Operation, *, prefix: str, as_of: str
    ) -> None:
        self._connection = connection
        self._opened = opened
        self._prefix = prefix
        self._as_of = as_of
        self._columns = tuple(fact_tables()["customer"])

    def write(self, records: Sequence[KeyedRecord]) -> tuple[list[Outcome], list[CellChange]]:
        """Write a batch of records in the order of the file.

        Values of fields that are no columns of the customer become attributes.
        """
        known = self._find(records)
        new: list[tuple[int, _Known]] = []
        outcomes: list[Outcome] = []
        changes: list[CellChange] = []
        next_id = self._opened.next_id("customer")
        for line, (name, value), values in records:
            key = _identity(name, value, values)
            found = known.get(key)
            if found is None:
                found = _Known(next_id + len(new), {}, is_new=True)
                self._differ(line, found, {"name": mask(name, value), **values})
                known[key] = found
                known.setdefault(_identity(name, value, {}), found)
                new.append((line, found))
                outcomes.append("created")
                continue
            changed = self._differ(line, found, values)
            changes.extend(change for change in changed if not found.is_new)
            outcomes.append("updated" if changed else "unchanged")
        self._save(
            new, {each.customer: each for each in known.values() if not each.is_new}, changes
        )
        return outcomes, changes

    def _find(self, records: Sequence[KeyedRecord]) -> dict[tuple[str, ...], _Known]:
        wanted: dict[str, set[str]] = {}
        for _line, (name, value), _values in records:
            wanted.setdefault(name, set()).add(value)
        columns = ", ".join(f'c."{name}"' for name in self._columns)
        found: dict[tuple[str, ...], _Known] = {}
        by_id: dict[int, _Known] = {}
        for name, values in wanted.items():
            for number, *cells in _among(
                self._connection,
                f"SELECT c.id, {columns} FROM wanted JOIN customer c ON c.{name} = wanted.value "
                "WHERE c.merged_into IS NULL ORDER BY c.id DESC",
                values,
            ):
                row = dict(zip(self._columns, cells, strict=True))
                known = by_id.setdefault(number, _Known(number, row))
                found[_identity(name, row[name], row)] = known
                found.setdefault(_identity(name, row[name], {}), known)
        self._read_attributes(by_id.values())
        return found

    def _read_attributes(self, found: Iterable[_Known]) -> None:
        by_id = {each.customer: each for each in found}
        for customer, name, number, value in _among(
            self._connection,
            "SELECT a.customer_id, a.field, a.id, a.value FROM wanted "
            "JOIN attribute a ON a.customer_id = wanted.value ORDER BY a.id",
            by_id,
        ):
            by_id[customer].attributes[name] = (number, value)

    def _differ(self, line: int, found: _Known, values: Cells) -> list[CellChange]:
        """Take the values of one line over and return what they change."""
        changes = []
        for name, value in values.items():
            if value is None:
                continue
            if name in self._columns:
                before = found.cells.get(name)
                if before != value:
                    found.cells[name] = value
                    changes.append(self._change(line, found, name, before, value))
            else:
                number, old = found.attributes.get(name, (None, None))
                text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                if old != text:
                    found.attributes[name] = (number, text)
                    changes.append(self._change(line, found, name, old, text))
        return changes

    @staticmethod
    def _change(line: int, found: _Known, name: str, before: Any, after: Any) -> CellChange:
        return CellChange(line, found.customer, found.cells.get("name") or "", name, before, after)

    def _save(
        self, new: list[tuple[int, _Known]], old: Mapping[int, _Known], changes: list[CellChange]
    ) -> None:
        lines = {id(each): line for line, each in new}
        if new:
            names = sorted({name for _line, each in new for name in each.cells} - {"number"})
            self._opened.insert(
                "customer",
                [*names, "number", "source_row"],
                (
                    (
                        *(each.cells.get(name) for name in names),
                        customer_number(self._prefix, each.customer),
                        line,
                    )
                    for line, each in new
                ),
            )
        changed: dict[int, dict[str, int]] = {}
        for change in changes:
            changed.setdefault(change.customer, {})[change.field] = change.line
        inserts: list[tuple[Any, ...]] = []
        for each in old.values():
            self._update(each, changed.get(each.customer, {}), inserts)
        for each in (each for _line, each in new):
            for name, (_number, text) in each.attributes.items():
                inserts.append(self._attribute(each.customer, name, text, lines[id(each)]))
        if inserts:
            names = ["customer_id", "field", "value", "origin", "confidence", "as_of"]
            self._opened.insert("attribute", [*names, "source_row"], inserts)

    def _update(
        self, each: _Known, changed: dict[str, int], inserts: list[tuple[Any, ...]]
    ) -> None:
        cells = {name: each.cells[name] for name in changed if name in self._columns}
        if cells:
            self._opened.update_many("customer", list(cells), [(*cells.values(), each.customer)])
        for name in changed.keys() - cells.keys():
            number, text = each.attributes[name]
            if number is None:
                inserts.append(self._attribute(each.customer, name, text, changed[name]))
            else:
                values = (text, self._as_of, number)
                self._opened.update_many("attribute", ["value", "as_of"], [values])

    def _attribute(self, customer: int, name: str, text: str, line: int) -> tuple[Any, ...]:
        return (customer, name, text, "imported", 1.0, self._as_of, line)


def _identity(field: str, value: str, values: Cells) -> tuple[str, ...]:
    return (field, value, values.get("name") or "") if field in _SHARED else (field, value)


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
            rows = _among(
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


def known_order_lines(
    connection: Connection, keys: Sequence[tuple[str | None, int]]
) -> set[tuple[str | None, int]]:
    """Return which (order number, content key) are in the workspace already."""
    rows = _among(
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
    rows = _among(
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
