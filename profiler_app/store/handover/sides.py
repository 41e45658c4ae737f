"""One side of a handover: customers and rows with the moments at which they were written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from profiler_app.store.connect import Connection
from profiler_app.store.content import STRONG_KEY
from profiler_app.store.handover.writings import Cells, Writings
from profiler_app.store.imports import among
from profiler_app.store.schema import fact_tables

_BLOCK: Final = 400


class Person(NamedTuple):
    """A customer: ``key`` is the strongest identifier, ``born`` when it was first entered."""

    id: int
    number: str
    key: str | None
    born: str
    cells: Cells
    moments: dict[str, str]


class Fact(NamedTuple):
    """A row: its cells, as it was entered (``first``), and when it was changed last."""

    id: int
    cells: Cells
    first: Cells
    at: str


def blocks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield some ids at a time."""
    for start in range(0, len(ids), _BLOCK):
        yield ids[start : start + _BLOCK]


def living(connection: Connection) -> list[int]:
    """Return the ids of all customers who are not merged into another."""
    rows = connection.execute("SELECT id FROM customer WHERE merged_into IS NULL ORDER BY id")
    return [number for (number,) in rows.fetchall()]


def people(
    connection: Connection, writings: Writings, ids: Iterable[int], columns: Sequence[str]
) -> list[Person]:
    """Return customers; ``writings`` knows their changes afterwards."""
    wanted = list(ids)
    writings.read_changes_of(wanted)
    names = ", ".join(f'c."{name}"' for name in columns)
    rows = among(
        connection,
        f"SELECT c.id, c.op, c.number, {STRONG_KEY}, {names} FROM wanted "
        "JOIN customer c ON c.id = wanted.value ORDER BY c.id",
        wanted,
    )
    found = []
    for number, op, name, key, *values in rows:
        cells = dict(zip(columns, values, strict=True))
        born = writings.born(number, op)
        found.append(Person(number, name, key, born, cells, writings.moments(number, op, cells)))
    return found


def facts(
    connection: Connection, writings: Writings, table: str, customers: Iterable[int]
) -> list[Fact]:
    """Return the rows of some customers, whose changes ``writings`` knows."""
    return _facts(connection, writings, table, "customer_id", customers)


def shared_fact(connection: Connection, writings: Writings, table: str, row: int) -> Fact | None:
    """Return a row that belongs to nobody; None when it was deleted since."""
    writings.read_changes_in(table, [row])
    found = _facts(connection, writings, table, "id", [row])
    return found[0] if found else None


def _facts(
    connection: Connection, writings: Writings, table: str, column: str, values: Iterable[int]
) -> list[Fact]:
    columns = [*fact_tables()[table]]
    names = ", ".join(f't."{name}"' for name in columns)
    rows = among(
        connection,
        f'SELECT t.id, t.op, {names} FROM wanted JOIN "{table}" t ON t."{column}" = wanted.value '
        "ORDER BY t.id",
        values,
    )
    found = []
    for number, op, *cells in rows:
        own: dict[str, Any] = dict(zip(columns, cells, strict=True))
        first = writings.first_cells(table, number, op, own)
        found.append(Fact(number, own, first, writings.moment(table, number, op)))
    return found
