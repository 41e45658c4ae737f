"""New customers on their way into the table: their numbers, their names, their attributes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from profiler_app.domain.customer_rows import CustomerBlock
from profiler_app.domain.identifiers import mask
from profiler_app.store.connect import Connection
from profiler_app.store.customers import customer_numbers
from profiler_app.store.imports import among
from profiler_app.store.ledger import Operation
from profiler_app.store.schema import fact_tables


class NewCustomers:
    """Inserts customers of a file, and as attributes what has no column."""

    def __init__(
        self, connection: Connection, opened: Operation, *, prefix: str, as_of: str
    ) -> None:
        self._connection = connection
        self._opened = opened
        self._prefix = prefix
        self._as_of = as_of
        self._columns = fact_tables()["customer"]

    def insert_block(self, block: CustomerBlock) -> Sequence[str]:
        """Insert every row of a block and return the names they got."""
        count = len(block.lines)
        first = self._opened.next_id("customer")
        ids = range(first, first + count)
        columns = {name: block.values[name] for name in block.values if name in self._columns}
        told = columns.pop("number", None)
        names = columns.get("name", [None] * count)
        if not all(names):
            names = [
                name or mask(block.key_field, key)
                for name, key in zip(names, block.keys, strict=True)
            ]
        columns["name"] = names
        columns["number"] = self._numbers(ids, told if block.key_field == "number" else None)
        columns["source_row"] = block.lines
        self._opened.insert_columns("customer", columns)
        rows = [
            self.attribute(number, name, as_text(value), line)
            for name in block.values.keys() - self._columns.keys()
            for number, value, line in zip(ids, block.values[name], block.lines, strict=True)
            if value is not None
        ]
        self.insert_attributes(sorted(rows))
        return names

    def insert_each(
        self, new: Sequence[tuple[int, int, Mapping[str, Any], Mapping[str, str]]]
    ) -> None:
        """Insert customers by id, line, cells and attributes; their ids are the next ones."""
        if not new:
            return
        names = sorted({name for _id, _line, cells, _texts in new for name in cells} - {"number"})
        told = [cells.get("number") for _id, _line, cells, _texts in new]
        numbers = self._numbers([number for number, _line, _cells, _texts in new], told)
        self._opened.insert(
            "customer",
            [*names, "number", "source_row"],
            (
                (*(cells.get(name) for name in names), number, line)
                for number, (_id, line, cells, _texts) in zip(numbers, new, strict=True)
            ),
        )
        self.insert_attributes(
            self.attribute(customer, name, text, line)
            for customer, line, _cells, texts in new
            for name, text in texts.items()
        )

    def attribute(self, customer: int, name: str, text: str, line: int) -> tuple[Any, ...]:
        """Return the row of an attribute a file tells."""
        return (customer, name, text, "imported", 1.0, self._as_of, line)

    def insert_attributes(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Insert rows of attributes."""
        names = ["customer_id", "field", "value", "origin", "confidence", "as_of", "source_row"]
        self._opened.insert("attribute", names, rows)

    def update_attributes(self, rows: Sequence[tuple[str, int]]) -> None:
        """Give attributes, by id, a new text as of today."""
        if rows:
            cells = ((text, self._as_of, number) for text, number in rows)
            self._opened.update_many("attribute", ["value", "as_of"], cells)

    def _numbers(self, ids: Sequence[int], told: Sequence[str | None] | None) -> list[str]:
        """Return the numbers of new customers; one given by a workspace of ours is kept.

        A number of this workspace's own is kept as far as it cannot be given again.
        """
        numbers = customer_numbers(self._prefix, ids)
        wanted = [number for number in told or () if number]
        if not wanted:
            return numbers
        sql = "SELECT c.number FROM wanted JOIN customer c ON c.number = wanted.value"
        taken = {number for (number,) in among(self._connection, sql, wanted)}
        for place, number in enumerate(told or ()):
            if number and number not in taken and self._can_be_kept(number, ids[place]):
                numbers[place] = number
        return numbers

    def _can_be_kept(self, number: str, customer: int) -> bool:
        prefix, dash, count = number.rpartition("-")
        if not (dash and prefix.isalnum() and count.isdecimal() and len(count) >= 6):
            return False
        return prefix != self._prefix or int(count) < customer


def as_text(value: Any) -> str:
    """Return a value of an attribute as it is stored."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
