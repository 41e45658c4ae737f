"""Customers merged into others: which merges stand, whose rows move, who must never be merged.

A merge is one operation. Every row that refers to a merged customer refers to the survivor
afterwards, so undoing the operation gives each row back to whom it belonged.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from profiler_app.domain.merging import NEVER_MERGE
from profiler_app.store.connect import Connection
from profiler_app.store.ledger import Operation
from profiler_app.store.schema import fact_tables, target_of
from profiler_app.store.standing import done_last, is_undone, standing_operations, undone_by

_ALIKE: Final[Mapping[str, tuple[str, ...]]] = {
    "contact": ("kind", "value"),
    "identifier": ("kind", "value"),
    "manual_tag": ("tag",),
    "tag_refusal": ("tag",),
    "campaign_member": ("campaign_id",),
    "task": ("dedupe_key",),
    "attribute": ("field", "origin"),
}
"""What makes two rows of one customer one row: the better of them stays."""
_BETTER: Final[Mapping[str, str]] = {
    "manual_tag": "until IS NULL DESC, until DESC",
    "tag_refusal": "until IS NULL DESC, until DESC",
    "campaign_member": "contacted_on IS NOT NULL DESC, outcome IS NOT NULL DESC",
    "task": "done_on IS NOT NULL DESC",
    "attribute": "as_of DESC",
}


class Merge(NamedTuple):
    """A merge: its operation, when (UTC, ISO), the survivor and who went into it.

    ``there``: nobody of them was deleted since.
    """

    operation: int
    at: str
    survivor: int
    losers: tuple[int, ...]
    facts: Mapping[str, Any]
    there: bool = True


# -- merging, inside an operation


def move_rows(opened: Operation, connection: Connection, loser: int, survivor: int) -> None:
    """Let everything of one customer belong to another; what both have alike stays once."""
    _end_ties(opened, connection, loser, survivor)
    _join_people(opened, connection, loser, survivor)
    for table, names in _ALIKE.items():
        opened.delete(table, _spare(connection, table, names, loser, survivor))
    for table, column in references():
        connection.execute(
            f'UPDATE "{table}" SET "{column}" = ? WHERE "{column}" = ?', (survivor, loser)
        )


def references() -> list[tuple[str, str]]:
    """Return (table, column) of everything that refers to a customer."""
    return [
        (table, column)
        for table, columns in fact_tables().items()
        for column, kind in columns.items()
        if kind == "ref" and target_of(table, column) == "customer"
    ]


def _end_ties(opened: Operation, connection: Connection, loser: int, survivor: int) -> None:
    """A customer has no relation to itself, and the same relation only once."""
    rows = connection.execute(
        "SELECT id FROM relation WHERE customer_id = ?1 AND other_id = ?2 "
        "OR customer_id = ?2 AND other_id = ?1 "
        "UNION SELECT l.id FROM relation l JOIN relation s ON l.kind = s.kind "
        "WHERE l.customer_id = ?1 AND s.customer_id = ?2 AND l.other_id = s.other_id "
        "UNION SELECT l.id FROM relation l JOIN relation s ON l.kind = s.kind "
        "WHERE l.other_id = ?1 AND s.other_id = ?2 AND l.customer_id = s.customer_id",
        (loser, survivor),
    )
    opened.delete("relation", [row[0] for row in rows.fetchall()])


def _join_people(opened: Operation, connection: Connection, loser: int, survivor: int) -> None:
    """Who stands twice among the people of one company stands there once; talks follow."""
    rows = connection.execute(
        "SELECT l.id, s.id FROM company_contact l JOIN company_contact s "
        "ON l.customer_id = s.customer_id WHERE l.person_id = ? AND s.person_id = ?",
        (loser, survivor),
    ).fetchall()
    for theirs, ours in rows:
        connection.execute(
            "UPDATE interaction SET person_id = ? WHERE person_id = ?", (ours, theirs)
        )
    opened.delete("company_contact", {theirs for theirs, _ours in rows})


def _spare(
    connection: Connection, table: str, names: Sequence[str], loser: int, survivor: int
) -> list[int]:
    """Return the rows of one customer that say what a better row of the other says too."""
    known = " AND ".join(f'"{name}" IS NOT NULL' for name in names)
    alike = ", ".join(f'"{name}"' for name in names)
    better = f"{_BETTER[table]}, " if table in _BETTER else ""
    rows = connection.execute(
        f'SELECT id, customer_id, {alike} FROM "{table}" WHERE customer_id IN (?, ?) AND {known} '
        f"ORDER BY {better}customer_id = {loser}, id",
        (loser, survivor),
    ).fetchall()
    owners: dict[tuple[Any, ...], int] = {}
    return [number for number, owner, *key in rows if owners.setdefault(tuple(key), owner) != owner]


# -- which merges stand


def all_merges(connection: Connection) -> list[Merge]:
    """Return every merge there ever was, in the order they were done."""
    rows = connection.execute("SELECT id, at, facts FROM operation WHERE kind = 'merge'").fetchall()
    told = [(number, at, json.loads(facts)) for number, at, facts in sorted(rows)]
    members = [
        [facts["survivor"], *(facts.get("losers") or [facts["loser"]])] for *_, facts in told
    ]
    numbers = sorted({number for each in members for number in each})
    ids = dict(zip(numbers, numbered(connection, numbers), strict=True))
    gone = {number for number, found in ids.items() if not found}
    ids |= _deleted(connection, gone) if gone else {}
    return [
        Merge(
            operation,
            at,
            ids[survivor],
            tuple(ids[number] for number in losers),
            facts,
            not gone & {survivor, *losers},
        )
        for (operation, at, facts), (survivor, *losers) in zip(told, members, strict=True)
    ]


def _deleted(connection: Connection, numbers: set[str]) -> dict[str, int]:
    """Return the ids deleted customers had, by number, as far as the ledger knows."""
    rows = connection.execute(
        "SELECT json_extract(before, '$.number'), row_id FROM change "
        "WHERE table_name = 'customer' AND action = 'delete'"
    )
    return {number: row for number, row in rows.fetchall() if number in numbers}


def standing_merges(connection: Connection) -> list[Merge]:
    """Return the merges that stand, in the order they were done (or done again).

    One whose customers were deleted since stands no longer.
    """
    undone = undone_by(connection)
    merges = [
        merge
        for merge in all_merges(connection)
        if merge.there and not is_undone(merge.operation, undone)
    ]
    return sorted(merges, key=lambda merge: done_last(merge.operation, undone))


def any_merge(connection: Connection) -> bool:
    """Whether anybody is merged into another."""
    found = connection.execute("SELECT 1 FROM customer WHERE merged_into LIMIT 1").fetchone()
    return found is not None


def survivor_of(connection: Connection, customer: int | None) -> int | None:
    """Return the customer somebody is merged into, who else is that one."""
    found = connection.execute(
        "SELECT merged_into FROM customer WHERE id = ?", (customer,)
    ).fetchone()
    further = found[0] if found else None
    return customer if further is None else survivor_of(connection, further)


def numbered(connection: Connection, numbers: Sequence[str]) -> list[int]:
    """Return the ids of customers by their numbers, 0 for one who is no longer there."""
    rows = connection.execute(
        "SELECT c.number, c.id FROM json_each(?) w JOIN customer c ON c.number = w.value",
        (json.dumps(list(numbers)),),
    )
    found: dict[str, int] = dict(rows.fetchall())
    return [found.get(number, 0) for number in numbers]


def never_pairs(connection: Connection) -> set[tuple[int, int]]:
    """Return the pairs of customers (the smaller id first) that must never be merged."""
    rows = connection.execute(
        f"SELECT customer_id, other_id FROM relation WHERE kind = '{NEVER_MERGE}'"
    ).fetchall()
    return {(min(pair), max(pair)) for pair in rows}


def latest_answers(connection: Connection) -> list[tuple[int, str, Mapping[str, Any]]]:
    """Return (operation, kind, facts) of standing merges and of pairs said to be different."""
    rows = connection.execute(
        "SELECT id, kind, facts FROM operation "
        f"WHERE kind IN ('merge', '{NEVER_MERGE}') ORDER BY id"
    ).fetchall()
    stands = standing_operations(connection, {row[0] for row in rows}) if rows else set()
    return [(n, kind, json.loads(facts)) for n, kind, facts in rows if n in stands]


def row_counts(connection: Connection, customers: Sequence[int]) -> dict[str, tuple[int, ...]]:
    """Return how many rows of each table belong to each of some customers."""
    marks = ", ".join(str(int(customer)) for customer in customers)
    found = {}
    for table in (t for t, columns in fact_tables().items() if "customer_id" in columns):
        counts = dict(
            connection.execute(
                f'SELECT customer_id, count(*) FROM "{table}" WHERE customer_id IN ({marks}) '
                "GROUP BY customer_id"
            ).fetchall()
        )
        if counts:
            found[table] = tuple(counts.get(customer, 0) for customer in customers)
    return found
