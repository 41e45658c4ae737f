"""Facts as typed columns: what the analysis computes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any

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


def read_columns(
    connection: Connection,
    table: str,
    names: Sequence[str],
    *,
    customers: Sequence[int] | None = None,
) -> Columns:
    """Read columns of a table of facts (see ``to_columns``), in the order of ids.

    ``customers`` limits the rows to those customers. ``id`` may be among the names.
    """
    selected = ", ".join(f'"{name}"' for name in names)
    sql, values = f'SELECT {selected} FROM "{table}"', ()
    if customers is not None:
        owner = "id" if table == "customer" else "customer_id"
        marks = ", ".join(str(int(customer)) for customer in customers)
        sql += f' WHERE "{owner}" IN ({marks})'
    cursor = connection.execute(f"{sql} ORDER BY id", values)
    return to_columns(table, names, _batches(cursor))


def _batches(cursor: Any) -> Iterator[list[tuple[Any, ...]]]:
    return iter(lambda: cursor.fetchmany(_BATCH), [])


def has_rows(connection: Connection, table: str) -> bool:
    """Whether a table of facts holds anything."""
    found: int = connection.execute(f'SELECT EXISTS(SELECT 1 FROM "{table}")').fetchone()[0]
    return bool(found)


def to_columns(
    table: str, names: Sequence[str], batches: Iterable[Sequence[Sequence[Any]]]
) -> Columns:
    """Turn rows into one array a column.

    text: (codes, labels); int, money, bool, ref, day: int64 with ``NULL_INT`` for NULL; date:
    int64 days since 1970-01-01; real: float64 with NaN.
    """
    kinds = {"id": "ref", "op": "int", "source_row": "int", **fact_tables()[table]}
    collectors = [_COLLECTORS.get(kinds[name], _Integers)() for name in names]
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


def latest_day(connection: Connection) -> int | None:
    """Return the last business day of the data, in days since 1970-01-01."""
    days = (
        connection.execute(f"SELECT max(day) FROM {table}").fetchone()[0]
        for table in ("order_line", "balance", "flow", "interaction", "feedback")
    )
    return max((day for day in days if day is not None), default=None)


def touched_customers(connection: Connection, *, after: int) -> list[int]:
    """Return the customers whose facts were created, changed or deleted after an operation."""
    parts = ["SELECT customer_id FROM change WHERE operation_id > :op AND customer_id NOT NULL"]
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
    cursor = connection.execute(" UNION ".join(parts), {"op": after})
    return [row[0] for row in chain.from_iterable(_batches(cursor))]


def updated_days(
    connection: Connection, *, customers: Sequence[int] | None = None, until: int | None = None
) -> dict[int, int]:
    """Return by customer the day (since 1970-01-01) of the last operation on his own row.

    ``until`` leaves out operations after that one.
    """
    among = ""
    if customers is not None:
        among = f" AND c.id IN ({', '.join(str(int(customer)) for customer in customers)})"
    last = "9223372036854775807" if until is None else str(until)
    changed = (
        "SELECT max(h.operation_id) FROM change h WHERE h.customer_id = c.id "
        f"AND h.table_name = 'customer' AND h.operation_id <= {last}"
    )
    cursor = connection.execute(
        f"WITH touched(customer, op) AS (SELECT c.id, max(c.op, coalesce(({changed}), 0)) "
        f"FROM customer c WHERE c.op <= {last}{among}) "
        "SELECT customer, CAST(julianday(date(at)) - 2440587.5 AS INTEGER) FROM touched "
        "JOIN operation ON operation.id = touched.op"
    )
    return dict(chain.from_iterable(_batches(cursor)))
