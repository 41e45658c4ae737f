"""Customers as if nobody had been merged, written in place of what is stored (CLN-03).

Whoever was ever merged with each other is looked at together; ``jobs.merging.separating`` merges
again those whose merges still stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from profiler_app.domain.operations import UndoReport
from profiler_app.store.connect import Connection
from profiler_app.store.imports import among
from profiler_app.store.ledger import Operation
from profiler_app.store.merging import Merge, all_merges, references, survivor_of
from profiler_app.store.replaying import TOLD, Given, Key, Replay, attribute_key
from profiler_app.store.schema import fact_tables
from profiler_app.store.standing import is_undone, undone_by
from profiler_app.store.timelines import Event, Place, Row, current_row
from profiler_app.store.undo import root_of, tables_by_dependency

_MADE = {"attribute": ("field", "origin"), "consent": ("purpose",)}
"""What tells the rows apart that one merge makes."""
_OTHERS = {"relation": "other_id", "company_contact": "person_id"}
"""Tables that refer to a second customer."""


def joined_with(connection: Connection, merge: Merge) -> set[int]:
    """Return everybody who was ever merged, however indirectly, with those of a merge."""
    merges = [{each.survivor, *each.losers} for each in all_merges(connection)]
    found = {merge.survivor, *merge.losers}
    while grown := [each for each in merges if each & found and not each <= found]:
        found = found.union(*grown)
    return found - {0}


def changed_since(connection: Connection, customers: set[int], number: int) -> bool:
    """Whether anything of some customers is no longer as an operation left it.

    What was done and taken back since counts for nothing, unless everything was written anew
    meanwhile (fact ``anew`` of the operation).
    """
    after = f"> {int(number)}"
    later = among(
        connection,
        "SELECT DISTINCT c.operation_id FROM wanted JOIN change c ON c.customer_id = wanted.value "
        f"WHERE c.operation_id {after}",
        customers,
    )
    for table, column in references():
        later += among(
            connection,
            f'SELECT DISTINCT t.op FROM wanted JOIN "{table}" t ON t."{column}" = wanted.value '
            f"WHERE t.op {after}",
            customers,
        )
    later += connection.execute(
        "SELECT DISTINCT b.operation_id FROM change a JOIN change b ON b.table_name = a.table_name "
        f"AND b.row_id = a.row_id WHERE a.operation_id = ? AND b.operation_id {after}",
        (number,),
    ).fetchall()
    undone, before = undone_by(connection), undone_by(connection, until=number)
    written = {
        each
        for (each,) in connection.execute(
            "SELECT id FROM operation WHERE kind = 'undo' AND json_extract(facts, '$.anew')"
        ).fetchall()
    }
    roots = {root_of(connection, each)[0] for (each,) in later}
    return any(each in written and not is_undone(each, undone) for (each,) in later) or any(
        is_undone(root, undone) != (root > number or is_undone(root, before)) for root in roots
    )


def separate(
    connection: Connection, opened: Operation, customers: set[int], merge: int, given: list[Given]
) -> Replay:
    """Write some customers as if nobody of them had been merged; return how that was found.

    ``given`` is what goes to a merged customer of the merge that ends.
    """
    places = _places(connection, customers)
    places |= {(each.table, each.row) for each in given}
    replay = Replay(connection, sorted(places))
    replay.hand_over(merge, given)
    _write_rows(connection, opened, customers, places, replay.objects)
    _write_attributes(connection, opened, customers, replay.objects)
    return replay


def _places(connection: Connection, customers: set[int]) -> set[Place]:
    """Return the rows a merge of these customers may have changed."""
    places = set(
        among(
            connection,
            "SELECT c.table_name, c.row_id FROM wanted JOIN change c "
            "ON c.customer_id = wanted.value",
            customers,
        )
    )
    own = "SELECT a.id FROM wanted JOIN attribute a ON a.customer_id = wanted.value"
    places |= {("attribute", row) for (row,) in among(connection, own, customers)}
    places |= {("customer", customer) for customer in customers}
    places |= _changed_by_merges(connection, customers)
    for table, column in _OTHERS.items():
        rows = among(
            connection,
            "SELECT c.row_id FROM operation o JOIN change c ON c.operation_id = o.id "
            f"WHERE o.kind IN ('merge', 'undo') AND c.table_name = '{table}' "
            f"AND json_extract(c.before, '$.{column}') IN (SELECT value FROM wanted)",
            customers,
        )
        places |= {(table, row) for (row,) in rows}
        rows = among(
            connection,
            f'SELECT t.id FROM wanted JOIN "{table}" t ON t."{column}" = wanted.value '
            f"JOIN change c ON c.table_name = '{table}' AND c.row_id = t.id",
            customers,
        )
        places |= {(table, row) for (row,) in rows}
    return places


def _changed_by_merges(connection: Connection, customers: set[int]) -> set[Place]:
    """Return the rows of anybody that merges of these customers, or their ends, wrote."""
    roots = {m.operation for m in all_merges(connection) if {m.survivor, *m.losers} & customers}
    parts = (
        ", parts(id) AS (SELECT value FROM wanted UNION SELECT o.id FROM parts "
        "JOIN operation o ON o.undoes = parts.id) "
    )
    changed = among(
        connection,
        f"{parts} SELECT DISTINCT c.table_name, c.row_id FROM parts "
        "JOIN change c ON c.operation_id = parts.id",
        roots,
    )
    made = among(
        connection,
        f"{parts} SELECT s.table_name, s.first_id, s.last_id FROM parts "
        "JOIN seal s ON s.operation_id = parts.id",
        roots,
    )
    found = {(table, row) for table, first, last in made for row in range(first, last + 1)}
    return found.union(changed)


def _write_rows(
    connection: Connection,
    opened: Operation,
    customers: set[int],
    places: Iterable[Place],
    objects: Mapping[Key, Row],
) -> None:
    stored = {p: current_row(connection, *p) for p in sorted(places) if p[0] != "attribute"}
    followed: list[int] = []
    for table in tables_by_dependency():
        columns = [column for owner, column in references() if owner == table]
        for place in (place for place in stored if place[0] == table):
            now, wanted = stored[place], objects.get(place)
            if not _concerns(place, now, wanted, columns, customers):
                continue
            if wanted is None:
                opened.delete(table, [place[1]] if now else [])
                continue
            cells = _led_on(connection, wanted, columns, customers)
            if table == "relation" and cells != wanted:
                followed.append(place[1])
            if now is None:
                opened.put_back(table, [cells])
            else:
                _update(opened, table, now, cells)
    _end_double_ties(connection, opened, followed)


def _concerns(
    place: Place,
    now: Row | None,
    wanted: Row | None,
    columns: Sequence[str],
    customers: set[int],
) -> bool:
    if place[0] == "customer":
        return place[1] in customers
    return any(row[column] in customers for row in (now, wanted) if row for column in columns) or (
        place[0] == "interaction"
    )


def _update(opened: Operation, table: str, now: Row, wanted: Row) -> None:
    cells = {column: value for column, value in wanted.items() if now[column] != value}
    if cells:
        opened.update(table, now["id"], cells)


def _led_on(
    connection: Connection, row: Row, columns: Sequence[str], customers: set[int]
) -> dict[str, Any]:
    """Let a row that refers to somebody else refer to whom that one is merged into."""
    cells = dict(row)
    for column in columns:
        other = cells[column]
        if other is not None and other not in customers:
            cells[column] = survivor_of(connection, other)
    return cells


def _end_double_ties(connection: Connection, opened: Operation, rows: Sequence[int]) -> None:
    """Take away relations that lead to oneself or are there twice now that they led on."""
    spare = among(
        connection,
        "SELECT r.id FROM wanted JOIN relation r ON r.id = wanted.value "
        "WHERE r.customer_id = r.other_id OR EXISTS (SELECT 1 FROM relation s WHERE s.id <> r.id "
        "AND s.customer_id = r.customer_id AND s.other_id = r.other_id AND s.kind = r.kind "
        "AND (s.id < r.id OR s.id NOT IN (SELECT value FROM wanted)))",
        rows,
    )
    opened.delete("relation", [row for (row,) in spare])


def _write_attributes(
    connection: Connection, opened: Operation, customers: set[int], objects: Mapping[Key, Row]
) -> None:
    """Store the attributes of some customers in the rows they had, where these are free."""
    wanted = {
        key: row for key, row in objects.items() if key[0] == "attribute" and key[1] in customers
    }
    rows = [
        current_row(connection, "attribute", row)
        for (row,) in among(
            connection,
            "SELECT a.id FROM wanted JOIN attribute a ON a.customer_id = wanted.value "
            "ORDER BY a.id",
            customers,
        )
    ]
    stored = {row["id"]: row for row in rows if row}
    claimed = {row["id"] for row in wanted.values() if row["id"]}
    free = {attribute_key(row): n for n, row in stored.items() if n not in claimed}
    used = set(claimed)
    for key, row in wanted.items():
        number = row["id"] or free.get(key)
        if number is None:
            columns = (*fact_tables()["attribute"], "source_row")
            opened.insert_one("attribute", {column: row[column] for column in columns})
            continue
        used.add(number)
        if number in stored:
            names = ("customer_id", "field", "op", *TOLD)
            _update(opened, "attribute", stored[number], {name: row[name] for name in names})
        else:
            opened.put_back("attribute", [{**row, "id": number}])
    opened.delete("attribute", [number for number in stored if number not in used])


def keep_numbers(
    connection: Connection, opened: Operation, survivor: int, made: Iterable[Event]
) -> None:
    """Give rows a merge makes again the ids they had: later operations know them by these."""
    for event in made:
        first, last = opened.created.get(event.table, (1, 0))
        if event.table not in _MADE or current_row(connection, event.table, event.row):
            continue
        same = " AND ".join(f'"{name}" IS ?' for name in _MADE[event.table])
        found = connection.execute(
            f'SELECT id FROM "{event.table}" WHERE customer_id = ? AND {same} '
            "AND id BETWEEN ? AND ?",
            (survivor, *(event.image[name] for name in _MADE[event.table]), first, last),
        ).fetchone()
        new = current_row(connection, event.table, found[0]) if found else None
        if new is not None:
            opened.delete(event.table, [new["id"]])
            opened.put_back(event.table, [{**new, "id": event.row, "op": event.operation}])


def report_of(connection: Connection, operation: int, undone: int) -> UndoReport:
    """Return what an operation that undoes another one did, before it is closed."""
    counts = dict(
        connection.execute(
            "SELECT action, count(*) FROM change WHERE operation_id = ? GROUP BY action",
            (operation,),
        ).fetchall()
    )
    restored, removed, back = (counts.get(action, 0) for action in ("update", "delete", "insert"))
    return UndoReport(operation, undone, restored, removed, back, 0)
