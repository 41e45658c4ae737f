"""Columns of facts as arrays beside the tables, so that a million rows are read at once.

Derived: outside the ledger, rebuilt at any time. All of them were made together and carry the last
operation they know; who was touched since is read from the tables (``touched``), so that what is
answered is never older than the facts.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.store.activity import NULL_INT
from profiler_app.store.connect import Connection
from profiler_app.store.schema import fact_tables

_BATCH = 1_000
"""Rows at a time: the lock of the interpreter is held for a millisecond or two."""
_PIECE = 1_000_000
"""Bytes of a part at a time, for the same reason; what is longer goes on in rows ``name/1``..."""
_TABLES = ("customer", "attribute")
_Bytes = bytes | NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class CachedColumn:
    """One value per customer (in the order of ids), or codes into packed texts.

    ``units`` are bytes or UTF-16 code units of all texts, ``lengths`` how many each has.
    """

    kind: str
    values: NDArray[Any]
    known: NDArray[np.bool_]
    units: NDArray[Any] | None = None
    lengths: NDArray[Any] | None = None


def made_at(connection: Connection) -> int | None:
    """Return the last operation the columns know; None when there are none."""
    row = connection.execute("SELECT min(operation_id) FROM column_cache").fetchone()
    return None if row[0] is None else int(row[0])


def last_operation(connection: Connection) -> int:
    """Return the number of the last operation of the ledger (0: none yet)."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM operation").fetchone()[0])


def state(connection: Connection) -> tuple[int | None, int | None, int | None]:
    """Return what columns hang on: the last operation, the last run, what the cache was made at.

    As long as it stays the same, nothing that was read has grown old.
    """
    row = connection.execute(
        "SELECT (SELECT max(id) FROM operation), (SELECT max(id) FROM run), "
        "(SELECT min(operation_id) FROM column_cache)"
    ).fetchone()
    return row[0], row[1], row[2]


def replace_all(connection: Connection, columns: Iterable[tuple[str, CachedColumn]]) -> None:
    """Store columns made of the present facts in place of all earlier ones."""
    operation = last_operation(connection)
    connection.execute("DELETE FROM column_cache")
    connection.executemany(
        "INSERT INTO column_cache VALUES(?,?,?,?,?,?,?,?,?)",
        (
            (*row[:1], operation, *row[1:])
            for name, column in columns
            for row in _rows(name, column)
        ),
    )


def _rows(name: str, column: CachedColumn) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a column, none with more than a piece of each of its parts."""
    values = _narrow(column.values)
    data: _Bytes = _flat(values)
    if values.itemsize == 1:  # few different values
        data = zlib.compress(bytes(data), 1)
    known = b"" if column.known.all() else np.packbits(column.known)
    unit_dtype: str | None = None
    parts: tuple[_Bytes | None, ...] = (data, known, None, None)
    if column.units is not None and column.lengths is not None:
        unit_dtype = column.units.dtype.str
        parts = (data, known, _flat(column.units), _flat(column.lengths.astype(np.int32)))
    longest = max(len(part) for part in parts if part is not None)
    for nth, start in enumerate(range(0, max(longest, 1), _PIECE)):
        cut = [None if part is None else bytes(part[start : start + _PIECE]) for part in parts]
        own = f"{name}/{nth}" if nth else name
        yield own, column.kind, values.dtype.str, *cut[:2], unit_dtype, *cut[2:]


def _flat(values: NDArray[Any]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(values).view(np.uint8)


def _narrow(values: NDArray[Any]) -> NDArray[Any]:
    """Return integers in as few bytes as they need."""
    if values.dtype.kind != "i" or not len(values):
        return values
    low, high = int(values.min()), int(values.max())
    for dtype in (np.int8, np.int16, np.int32):
        if np.iinfo(dtype).min <= low and high <= np.iinfo(dtype).max:
            return values.astype(dtype)
    return values


def read(connection: Connection, name: str) -> CachedColumn | None:
    """Return a column as it was stored; integers are as narrow as they were stored."""
    rows = _stored(connection, name)
    if not rows:
        return None
    kind, dtype, unit_dtype = rows[0][:3]
    data, known, units, lengths = (
        _joined([row[place] for row in rows]) for place in range(3, len(rows[0]))
    )
    small = np.dtype(dtype).itemsize == 1
    values = np.frombuffer(zlib.decompress(bytes(data)) if small else data, dtype)
    bits = np.ones(len(values), np.bool_)
    if len(known):
        bits = np.unpackbits(np.frombuffer(known, np.uint8), count=len(values)).view(np.bool_)
    if unit_dtype is None:
        return CachedColumn(kind, values, bits)
    texts = np.frombuffer(units, unit_dtype), np.frombuffer(lengths, np.int32)
    return CachedColumn(kind, values, bits, *texts)


def _stored(connection: Connection, name: str) -> list[tuple[Any, ...]]:
    """Return the rows of a column; more follow one in which something fills a piece."""
    rows: list[tuple[Any, ...]] = []
    while not rows or any(len(part or b"") == _PIECE for part in rows[-1][3:]):
        row = connection.execute(
            "SELECT kind, dtype, unit_dtype, data, known, units, lengths FROM column_cache "
            "WHERE name = ?",
            (f"{name}/{len(rows)}" if rows else name,),
        ).fetchone()
        if row is None:
            break
        rows.append(row)
    return rows


def _joined(pieces: Sequence[bytes | None]) -> _Bytes:
    """Put pieces together; arrays are copied without holding up other threads."""
    filled = [piece for piece in pieces if piece]
    if len(filled) < 2:
        return filled[0] if filled else b""
    return np.concatenate([np.frombuffer(piece, np.uint8) for piece in filled])


def touched(connection: Connection, *, after: int, most: int) -> list[int] | None:
    """Return the customers whose own row or attributes were written after an operation, sorted.

    None when there are more than ``most``.
    """
    marks = ", ".join("?" * len(_TABLES))
    changes = connection.execute(
        "SELECT c.customer_id, a.customer_id FROM change c LEFT JOIN attribute a "
        "ON c.table_name = 'attribute' AND a.id = c.row_id "  # it may have changed its owner
        f"WHERE c.operation_id > ? AND c.table_name IN ({marks}) LIMIT ?",
        (after, *_TABLES, 10 * most),
    )
    rows = list(_each(changes))
    if len(rows) == 10 * most:
        return None
    found = set(chain.from_iterable(rows)) - {None}
    seals = connection.execute(
        f"SELECT table_name, first_id, last_id FROM seal WHERE operation_id > ? "
        f"AND table_name IN ({marks})",
        (after, *_TABLES),
    ).fetchall()
    for table, first, last in seals:
        owner = "id" if table == "customer" else "customer_id"
        if len(found) > most or last - first >= 10 * most:
            return None
        created = connection.execute(
            f'SELECT DISTINCT "{owner}" FROM "{table}" WHERE id BETWEEN ? AND ?', (first, last)
        )
        found.update(row[0] for row in _each(created))
    return None if len(found) > most else sorted(found)


def living(connection: Connection, customers: Sequence[int]) -> list[int]:
    """Return which of some customers are there and not merged into another, sorted."""
    marks = ", ".join(str(int(customer)) for customer in customers)
    cursor = connection.execute(
        f"SELECT id FROM customer WHERE id IN ({marks}) AND merged_into IS NULL ORDER BY id"
    )
    return [row[0] for row in _each(cursor)]


def filled(connection: Connection, names: Sequence[str]) -> set[str]:
    """Return which columns of customers hold anything; most files fill a part of them."""
    counts = ", ".join(f'count("{name}")' for name in names)
    row = connection.execute(f"SELECT {counts} FROM customer").fetchone()
    return {name for name, count in zip(names, row, strict=True) if count}


def customer_rows(
    connection: Connection, names: Sequence[str], customers: Sequence[int] | None = None
) -> Iterator[list[tuple[Any, ...]]]:
    """Yield columns of the customers that are not merged into another, by id, in batches.

    A NULL number arrives as ``NULL_INT`` of ``store.activity``, so that a batch becomes an array.
    """
    kinds = fact_tables()["customer"]
    numbers = {name for name in names if kinds[name] not in ("text", "date", "real")}
    selected = ", ".join(
        f'coalesce("{name}", {NULL_INT})' if name in numbers else f'"{name}"' for name in names
    )
    among = "" if customers is None else f" AND id IN ({', '.join(map(str, map(int, customers)))})"
    cursor = connection.execute(
        f"SELECT {selected} FROM customer WHERE merged_into IS NULL{among} ORDER BY id"
    )
    return iter(lambda: cursor.fetchmany(_BATCH), [])


def attribute_rows(
    connection: Connection, names: Sequence[str], customers: Sequence[int] | None = None
) -> Iterator[list[tuple[str, int, str]]]:
    """Yield (field, customer, value) of some attributes, the newest last, in batches."""
    among = "" if customers is None else f"customer_id IN ({', '.join(map(str, customers))}) AND "
    marks = ", ".join("?" * len(names))
    cursor = connection.execute(
        f"SELECT field, customer_id, value FROM attribute WHERE {among}field IN ({marks}) "
        "AND value NOT NULL ORDER BY id",
        tuple(names),
    )
    return iter(lambda: cursor.fetchmany(_BATCH), [])


def _each(cursor: Any) -> Iterator[tuple[Any, ...]]:
    return chain.from_iterable(iter(lambda: cursor.fetchmany(_BATCH), []))
