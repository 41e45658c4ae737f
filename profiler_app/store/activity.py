"""Facts as typed columns: what the analysis computes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from types import MappingProxyType
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

import profiler_app.store.numbers  # noqa: F401 (arrays come from here)
from profiler_app.store.connect import Connection
from profiler_app.store.schema import fact_tables

Texts = tuple[NDArray[np.int32], tuple[str, ...]]
"""A text column as codes into labels; -1 is NULL."""
Columns = dict[str, NDArray[Any] | Texts]

NULL_INT = np.iinfo(np.int64).min
_EPOCH = date(1970, 1, 1).toordinal()
_BATCH = 5_000


Customers = range | Sequence[int] | None
"""Some customers by id: all in a range, a few, or everybody (None)."""


def read_columns(
    connection: Connection,
    table: str,
    names: Sequence[str],
    *,
    customers: Customers = None,
    presence: Sequence[str] = (),
) -> Columns:
    """Read columns of a table of facts (see ``to_columns``), in the order of ids.

    ``customers`` limits the rows to those customers. ``id`` may be among the names. Of the columns
    named in ``presence`` (at most 62) only is told where there is a value: they come as texts
    that are all empty or NULL, which costs a fraction of reading them.
    """
    selected = [f'"{name}"' for name in names]
    if presence:
        flags = (f'("{name}" NOT NULL) << {bit}' for bit, name in enumerate(presence))
        selected.append(" | ".join(f"({flag})" for flag in flags))
    owner = "id" if table == "customer" else "customer_id"
    # +id: by the index of the owner, then sorted; never through the whole table for a few rows
    by = "id" if customers is None or table == "customer" else "+id"
    cursor = connection.execute(
        f'SELECT {", ".join(selected)} FROM "{table}" {_where(owner, customers)} ORDER BY {by}'
    )
    columns = to_columns(table, [*names, *([_PRESENCE] if presence else [])], batches(cursor))
    if presence:
        there: Any = columns.pop(_PRESENCE)
        for bit, name in enumerate(presence):
            columns[name] = ((there >> bit & 1).astype(np.int32) - 1, ("",))
    return columns


_PRESENCE = "@presence"


def _where(owner: str, customers: Customers) -> str:
    if customers is None:
        return ""
    if isinstance(customers, range):
        return f'WHERE "{owner}" BETWEEN {customers.start} AND {customers.stop - 1}'
    return f'WHERE "{owner}" IN ({", ".join(str(int(customer)) for customer in customers)})'


def batches(cursor: Any) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the rows of a cursor, so many at once that other threads need not wait."""
    return iter(lambda: cursor.fetchmany(_BATCH), [])


def says(texts: Texts, wanted: Any) -> NDArray[np.bool_]:
    """Mark the rows in which a text column says a word."""
    codes, labels = texts
    found: NDArray[np.bool_] = codes == (labels.index(wanted) if wanted in labels else -2)
    return found


def has_rows(connection: Connection, table: str) -> bool:
    """Whether a table of facts holds anything."""
    found: int = connection.execute(f'SELECT EXISTS(SELECT 1 FROM "{table}")').fetchone()[0]
    return bool(found)


class Collector(Protocol):
    """Takes the cells of a column, batch by batch."""

    def add(self, cells: Sequence[Any]) -> None:
        """Take the next cells."""

    def result(self) -> NDArray[Any] | Texts:
        """Return all of them."""


def to_columns(
    table: str,
    names: Sequence[str],
    batches: Iterable[Sequence[Sequence[Any]]],
    special: Mapping[str, Collector] = MappingProxyType({}),
) -> Columns:
    """Turn rows into one array a column.

    text: (codes, labels); int, money, bool, ref, day: int64 with ``NULL_INT`` for NULL; date:
    int64 days since 1970-01-01; real: float64 with NaN. ``special`` collects columns otherwise.
    """
    kinds = {"id": "ref", "op": "int", _PRESENCE: "int", **fact_tables()[table]}
    collectors: list[Collector] = [
        special.get(name) or _COLLECTORS.get(kinds[name], _Integers)() for name in names
    ]
    for batch in batches:
        for collector, cells in zip(collectors, zip(*batch, strict=True), strict=True):
            collector.add(cells)
    return {name: found.result() for name, found in zip(names, collectors, strict=True)}


class _Integers:
    """Collects an integer column."""

    def __init__(self) -> None:
        self.parts: list[NDArray[Any]] = []

    def add(self, cells: Sequence[Any]) -> None:
        try:
            part = np.array(cells, dtype=np.int64)
        except TypeError:  # a NULL among them
            filled = [NULL_INT if cell is None else cell for cell in cells]
            part = np.array(filled, dtype=np.int64)
        self.parts.append(part)

    def result(self) -> NDArray[Any] | Texts:
        return np.concatenate(self.parts) if self.parts else np.empty(0, np.int64)


class _Reals(_Integers):
    """Collects a column of real numbers."""

    def add(self, cells: Sequence[Any]) -> None:
        self.parts.append(np.array(cells, dtype=np.float64))

    def result(self) -> NDArray[Any] | Texts:
        return np.concatenate(self.parts) if self.parts else np.empty(0, np.float64)


class _Texts:
    """Collects a text column as codes."""

    def __init__(self) -> None:
        self.codes: dict[str, int] = {}
        self.parts: list[NDArray[Any]] = []

    def add(self, cells: Sequence[Any]) -> None:
        codes = self.codes
        found = [-1 if cell is None else codes.setdefault(cell, len(codes)) for cell in cells]
        self.parts.append(np.array(found, dtype=np.int32))

    def result(self) -> NDArray[Any] | Texts:
        whole = np.concatenate(self.parts) if self.parts else np.empty(0, np.int32)
        return whole, tuple(self.codes)


class _Dates(_Texts):
    """Collects a column of ISO dates: each different one is converted once."""

    def result(self) -> NDArray[Any] | Texts:
        codes = np.concatenate(self.parts) if self.parts else np.empty(0, np.int32)
        days = np.array([*map(_day, self.codes), NULL_INT], dtype=np.int64)
        return days[codes]  # code -1 takes the last, which is NULL


def _day(text: str) -> int:
    try:
        return date.fromisoformat(text).toordinal() - _EPOCH
    except ValueError:  # a month without a day, a lunar date
        return int(NULL_INT)


_COLLECTORS: Mapping[str, type[_Integers] | type[_Texts]] = {
    "text": _Texts,
    "date": _Dates,
    "real": _Reals,
}


def touched_customers(connection: Connection, *, after: int) -> list[int]:
    """Return who had facts created, changed or deleted after an operation, sorted.

    A UNION, or an index on the customer, would go through all changes there ever were.
    """
    parts = [
        "SELECT customer_id FROM change WHERE operation_id > :op AND +customer_id NOT NULL",
        # what goes to another customer is filed under the former owner
        "SELECT c.merged_into FROM change x JOIN customer c ON c.id = x.row_id "
        "WHERE x.operation_id > :op AND +x.table_name = 'customer' AND c.merged_into",
    ]
    seals = connection.execute(
        "SELECT table_name, first_id, last_id FROM seal WHERE operation_id > ?", (after,)
    ).fetchall()
    for table, first, last in seals:
        columns = fact_tables()[table]
        if table == "customer" or "customer_id" in columns:
            owner = "id" if table == "customer" else "customer_id"
            parts.append(
                f'SELECT "{owner}" FROM "{table}" WHERE id BETWEEN {first} AND {last} '
                f'AND "{owner}" NOT NULL'
            )
    cursor = connection.execute(" UNION ALL ".join(parts), {"op": after})
    return sorted({row[0] for row in chain.from_iterable(batches(cursor))})


def related_customers(connection: Connection, customers: Customers) -> list[int]:
    """Return who stands at the other end of a relation of some customers."""
    rows = connection.execute(
        f"SELECT other_id FROM relation {_where('customer_id', customers)} "
        f"UNION SELECT customer_id FROM relation {_where('other_id', customers)}"
    )
    return [row[0] for row in chain.from_iterable(batches(rows)) if row[0] is not None]


def decisions(connection: Connection, table: str) -> list[tuple[str, int, str | None, str | None]]:
    """Return (tag, customer, set on, until) of tags given (or refused) by hand."""
    cursor = connection.execute(f'SELECT tag, customer_id, set_on, until FROM "{table}"')
    return list(chain.from_iterable(batches(cursor)))


def updated_days(
    connection: Connection, *, customers: Customers = None, until: int | None = None
) -> dict[int, int]:
    """Return by customer the day (since 1970-01-01) of the last operation on his own row.

    ``until`` leaves out operations after that one.
    """
    last = "9223372036854775807" if until is None else str(until)
    created = connection.execute(
        f"SELECT id, op FROM customer {_where('id', customers) or 'WHERE 1'} AND op <= {last}"
    )
    operations = dict(chain.from_iterable(batches(created)))
    changed = connection.execute(
        "SELECT customer_id, max(operation_id) FROM change "
        f"{_where('customer_id', customers) or 'WHERE customer_id NOT NULL'} "
        f"AND table_name = 'customer' AND operation_id <= {last} GROUP BY customer_id"
    )
    for customer, number in chain.from_iterable(batches(changed)):
        if customer in operations:
            operations[customer] = max(number, operations[customer])
    days = dict(
        connection.execute(
            "SELECT id, CAST(julianday(date(at)) - 2440587.5 AS INTEGER) FROM operation"
        ).fetchall()
    )
    return {customer: days[number] for customer, number in operations.items()}
