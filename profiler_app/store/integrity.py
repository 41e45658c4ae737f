"""Is the workspace sound: the file, the references, the ledger, the rules of the business."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_, _
from profiler_app.store.connect import Connection
from profiler_app.store.ledger import (
    created_rows,
    digest_of_image,
    operation_hash,
    row_columns,
)
from profiler_app.store.schema import fact_tables, target_of
from profiler_app.store.seals import digest_of_rows, seals_the_end
from profiler_app.store.tag_bits import newest_holders

SENTENCES = {
    "file": N_("The file is damaged: {detail}"),
    "reference": N_("{count} rows of {table} refer to rows of {target} that do not exist"),
    "chain": N_("Operation {operation} of {at} does not fit the one before it"),
    "image": N_("A kept value of operation {operation} was changed outside the program"),
    "content": N_(
        "Rows of {table} from operation {operation} ({at}) were changed outside the program"
    ),
    "net": N_("{count} order lines: net is not gross less discount"),
    "future": N_("{count} order lines are dated in the future"),
    "merged": N_("{count} rows of {table} still belong to customers who were merged"),
    "sequence": N_("The next row of {table} would get a number that is taken"),
    "statistics": N_("What was computed does not fit the facts: {what}"),
}

_COMPUTED = {
    "tags": N_("the number of customers with the tag {tag}"),
    "customers": N_("the number of customers ({found} counted, {there} there)"),
    "orders": N_("the number of order lines ({found} counted, {there} there)"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong; ``facts`` fill the sentence of its ``code``."""

    code: str
    facts: dict[str, Any]


def check(connection: Connection, progress: Progress, *, today: int) -> list[Finding]:
    """Check everything; ``today`` in days since 1970-01-01."""
    parts = (
        (N_("Checking the file"), _check_file),
        (N_("Checking references"), _check_references),
        (N_("Checking the history"), _check_chain),
        (N_("Comparing rows with the history"), _check_content),
        (N_("Checking what was computed"), _check_statistics),
    )
    findings: list[Finding] = []
    for i, (doing, part) in enumerate(parts):
        progress.step(i / (len(parts) + 1), doing)
        findings.extend(part(connection))
    progress.step(len(parts) / (len(parts) + 1), N_("Checking the rules of the business"))
    findings.extend(_check_business(connection, today))
    return findings


def pages_are_sound(connection: Connection) -> bool:
    """Return whether the file itself is whole: every page authentic, every index as its table."""
    return not any(_check_file(connection))


def _check_file(connection: Connection) -> Iterator[Finding]:
    """Both checks are needed: a missing last page passes the first, a flipped bit the second."""
    for pragma, fine in (("cipher_integrity_check", None), ("integrity_check", "ok")):
        for (detail,) in connection.execute(f"PRAGMA {pragma}").fetchall():
            if detail != fine:
                yield Finding("file", {"detail": detail})


def _check_references(connection: Connection) -> Iterator[Finding]:
    for table, columns in fact_tables().items():
        for column, kind in columns.items():
            if kind != "ref":
                continue
            target = target_of(table, column)
            count = connection.execute(
                f'SELECT count(*) FROM "{table}" WHERE "{column}" IS NOT NULL '
                f'AND "{column}" NOT IN (SELECT id FROM "{target}")'
            ).fetchone()[0]
            if count:
                yield Finding("reference", {"count": count, "table": table, "target": target})


def _check_chain(connection: Connection) -> Iterator[Finding]:
    previous = b""
    rows = connection.execute("SELECT id, at, previous, hash FROM operation ORDER BY id")
    for number, at, before, stored in rows.fetchall():
        if before != previous or operation_hash(connection, number) != stored:
            yield Finding("chain", {"operation": number, "at": at})
        previous = stored
    changes = connection.execute(
        "SELECT operation_id, salt, digest, table_name, row_id, action, before FROM change "
        "WHERE salt IS NOT NULL ORDER BY id"
    )
    for number, salt, digest, *image in changes:
        if digest_of_image(salt, image) != digest:
            yield Finding("image", {"operation": number})


def _check_content(connection: Connection) -> Iterator[Finding]:
    for seal in broken_seals(connection):
        facts = {"table": seal.table, "operation": seal.operation, "at": seal.at}
        yield Finding("content", facts)


@dataclass(frozen=True, slots=True)
class BrokenSeal:
    """A range of rows that is not as it was sealed; ``again``: it had been sealed anew before."""

    table: str
    operation: int
    at: str
    first: int
    last: int
    again: bool


def broken_seals(connection: Connection) -> Iterator[BrokenSeal]:
    """Yield the ranges of rows that were changed outside the program.

    Ranges in which rows were erased are sealed again; their first seal has lost its salt.
    """
    seals = connection.execute(
        "SELECT operation_id, at, table_name, first_id, last_id, salt, digest, again FROM "
        "(SELECT *, 0 AS again FROM seal UNION ALL SELECT *, 1 FROM reseal) "
        "JOIN operation ON operation.id = operation_id WHERE salt IS NOT NULL"
    ).fetchall()
    for number, at, table, first, last, salt, digest, again in seals:
        since = number + 1 if seals_the_end(salt) else number
        rows = as_created(connection, table, first, last, since)
        if digest_of_rows(table, row_columns(table), salt, rows) != digest:
            yield BrokenSeal(table, number, at, first, last, bool(again))


def as_created(
    connection: Connection, table: str, first: int, last: int, since: int
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a range as they were before the changes from one operation on.

    Of a row that was erased since, nothing is left to yield.
    """
    names = row_columns(table)
    changed = {
        row: list(changes)
        for row, changes in groupby(
            connection.execute(
                "SELECT row_id, action, before FROM change WHERE table_name = ? "
                "AND row_id BETWEEN ? AND ? AND operation_id >= ? ORDER BY row_id, id DESC",
                (table, first, last, since),
            ).fetchall(),
            key=lambda change: change[0],
        )
    }
    current = created_rows(connection, table, first, last)
    row = next(current, None)
    for number in range(first, last + 1):
        cells = row if row is not None and row[0] == number else None
        if cells is not None:
            row = next(current, None)
        if number in changed:
            cells = _rewound(names, cells, changed[number])
        if cells is not None:
            yield cells


def _rewound(
    names: tuple[str, ...],
    cells: tuple[Any, ...] | None,
    changes: list[tuple[int, str, str | None]],
) -> tuple[Any, ...] | None:
    row = dict(zip(names, cells, strict=True)) if cells is not None else None
    for _number, action, before in changes:
        if action == "insert":
            row = None
        elif action == "delete":
            row = json.loads(before or "{}") or None
        elif row is not None:
            row = {**row, **json.loads(before or "{}")}
    return None if row is None else tuple(row[name] for name in names)


def _check_business(connection: Connection, today: int) -> Iterator[Finding]:
    def count(sql: str, *values: Any) -> int:
        number: int = connection.execute(sql, values).fetchone()[0]
        return number

    odd = count(
        "SELECT count(*) FROM order_line WHERE gross IS NOT NULL AND kind = 'sale' "
        "AND abs(gross - coalesce(discount, 0) - net) > 1"
    )
    if odd:
        yield Finding("net", {"count": odd})
    ahead = count("SELECT count(*) FROM order_line WHERE day > ?", today)
    if ahead:
        yield Finding("future", {"count": ahead})
    for table, columns in fact_tables().items():
        if "customer_id" in columns:
            left = count(
                f'SELECT count(*) FROM "{table}" WHERE customer_id IN '
                "(SELECT id FROM customer WHERE merged_into IS NOT NULL)"
            )
            if left:
                yield Finding("merged", {"count": left, "table": table})
    for table, taken in connection.execute("SELECT table_name, next_id FROM sequence").fetchall():
        if count(f'SELECT coalesce(max(id), 0) FROM "{table}"') >= taken:
            yield Finding("sequence", {"table": table})


def _check_statistics(connection: Connection) -> Iterator[Finding]:
    """Count again, by another way, what the last refresh counted."""
    for holding, tag, holders in newest_holders(connection):
        if int.from_bytes(holders.tobytes(), "little").bit_count() != holding:
            yield _differs("tags", tag=tag)
    newest = connection.execute("SELECT max(id) FROM operation").fetchone()[0]
    run = connection.execute(
        "SELECT operation_id, customers FROM run ORDER BY id DESC LIMIT 1"
    ).fetchone()
    if run is not None and run[0] == newest:
        there = connection.execute(
            "SELECT count(*) FROM customer WHERE merged_into IS NULL"
        ).fetchone()[0]
        if there != run[1]:
            yield _differs("customers", found=run[1], there=there)
    packed = connection.execute(
        "SELECT operation_id FROM derived_state WHERE name = 'order_block'"
    ).fetchone()
    if packed is not None and packed[0] == newest:
        found = connection.execute(
            "SELECT coalesce(sum(rows), 0) FROM order_block WHERE name = 'day'"
        ).fetchone()[0]
        there = connection.execute(
            "SELECT count(*) FROM order_line WHERE customer_id IS NOT NULL"
        ).fetchone()[0]
        if found != there:
            yield _differs("orders", found=found, there=there)


def _differs(which: str, **facts: Any) -> Finding:
    return Finding("statistics", {"what": _(_COMPUTED[which]).format(**facts)})
