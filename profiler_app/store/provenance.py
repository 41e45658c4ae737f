"""Who told what is stored about customers, read from the ledger, and what other sources told.

The value that stands is in the customer row or its attribute. A value that does not stand is kept
beside it as an attribute of the field ``told:FIELD``, its origin the source that told it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from profiler_app.store.connect import Connection
from profiler_app.store.imports import among
from profiler_app.store.merging import numbered
from profiler_app.store.standing import standing_operations

CLAIM = "told:"
"""What the field of a value begins with that does not stand."""

Place = tuple[int, str]
"""A customer and a field."""


class Teller(NamedTuple):
    """An operation that wrote a value: its kind, when (UTC, ISO) and its facts."""

    kind: str
    at: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Claim:
    """A value another source told: the row it is kept in, the source and its business date."""

    row: int
    value: str
    source: str
    as_of: str | None


def tellers(connection: Connection, places: Iterable[Place]) -> dict[Place, Teller]:
    """Return for every place the operation whose value stands there.

    Undone operations and undos themselves told nothing.
    """
    wanted = list(places)
    customers = {customer for customer, _field in wanted}
    written = _columns_written(connection, customers) | _attributes_written(connection, customers)
    born = dict(
        among(
            connection,
            "SELECT c.id, c.op FROM wanted JOIN customer c ON c.id = wanted.value",
            customers,
        )
    )
    numbers = {
        (customer, field): written.get((customer, field), born.get(customer))
        for customer, field in wanted
    }
    known = _operations(connection, {number for number in numbers.values() if number})
    told = {place: known[number] for place, number in numbers.items() if number in known}
    return told | _before_merges(connection, told)


def _before_merges(connection: Connection, told: Mapping[Place, Teller]) -> dict[Place, Teller]:
    """Return who told the values that came from a merged customer."""
    taken = {
        place: number
        for place, teller in told.items()
        if teller.kind == "merge" and (number := teller.facts.get("taken", {}).get(place[1]))
    }
    if not taken:
        return {}
    wanted = sorted(set(taken.values()))
    ids = dict(zip(wanted, numbered(connection, wanted), strict=True))
    found = tellers(connection, [(ids[number], field) for (_, field), number in taken.items()])
    return {
        place: teller
        for place, number in taken.items()
        if (teller := found.get((ids[number], place[1]))) is not None
    }


def _columns_written(connection: Connection, customers: set[int]) -> dict[Place, int]:
    """Return the last standing operation that changed each column of the customer rows."""
    rows = among(
        connection,
        "SELECT x.row_id, x.operation_id, x.before FROM wanted JOIN change x "
        "ON x.table_name = 'customer' AND x.row_id = wanted.value "
        "WHERE x.action = 'update' AND x.before IS NOT NULL ORDER BY x.id",
        customers,
    )
    stands = standing_operations(connection, {number for _row, number, _before in rows})
    return {
        (row, field): number
        for row, number, before in rows
        if number in stands
        for field in json.loads(before)
    }


def _attributes_written(connection: Connection, customers: set[int]) -> dict[Place, int]:
    """Return the last standing operation that wrote each attribute."""
    rows = among(
        connection,
        "SELECT a.customer_id, a.field, a.op, x.operation_id FROM wanted "
        "JOIN attribute a ON a.customer_id = wanted.value "
        "LEFT JOIN change x ON x.table_name = 'attribute' AND x.row_id = a.id "
        "AND x.action = 'update' AND json_type(x.before, '$.value') NOT NULL ORDER BY a.id, x.id",
        customers,
    )
    stands = standing_operations(connection, {row[3] for row in rows if row[3]})
    written: dict[Place, int] = {}
    for customer, field, created, changed in rows:
        if changed in stands:
            written[customer, field] = changed
        else:
            written.setdefault((customer, field), created)
    return written


def _operations(connection: Connection, numbers: Iterable[int]) -> dict[int, Teller]:
    rows = among(
        connection,
        "SELECT o.id, o.kind, o.at, o.facts FROM wanted JOIN operation o ON o.id = wanted.value",
        numbers,
    )
    return {number: Teller(kind, at, json.loads(facts)) for number, kind, at, facts in rows}


def claims(connection: Connection, customers: Iterable[int]) -> dict[Place, list[Claim]]:
    """Return what other sources told about some customers, by customer and field."""
    rows = among(
        connection,
        "SELECT a.customer_id, a.field, a.id, a.value, a.origin, a.as_of FROM wanted "
        "JOIN attribute a ON a.customer_id = wanted.value "
        f"WHERE a.field >= '{CLAIM}' AND a.field < '{CLAIM[:-1]};' ORDER BY a.as_of DESC, a.id",
        set(customers),
    )
    found: dict[Place, list[Claim]] = {}
    for customer, field, row, value, source, as_of in rows:
        place = (customer, field.removeprefix(CLAIM))
        found.setdefault(place, []).append(Claim(row, value, source, as_of))
    return found
