"""Putting right, inside an operation, what the check of a workspace finds (``integrity``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from profiler_app.store.connect import Connection
from profiler_app.store.erasing import seal_again
from profiler_app.store.integrity import BrokenSeal
from profiler_app.store.ledger import Operation
from profiler_app.store.schema import fact_tables, target_of
from profiler_app.store.undo import tables_by_dependency
from profiler_app.store.workspace import Workspace


def mend_references(connection: Connection, opened: Operation) -> int:
    """Empty references to rows that do not exist; a row nobody owns any more is removed.

    Order lines stay, as lines of nobody. Returns how many rows were changed or removed. Tables that
    are referred to come first, as removing a row can leave others without what they refer to.
    """
    count = 0
    for table in tables_by_dependency():
        for column, kind in fact_tables()[table].items():
            if kind != "ref":
                continue
            lost = list(_dangling(connection, table, column))
            count += len(lost)
            if column == "customer_id" and table != "order_line":
                opened.delete(table, lost)
            else:
                opened.update_many(table, [column], ((None, number) for number in lost))
    return count


def mend_merged(connection: Connection, opened: Operation) -> int:
    """Give what merged customers still own to the one they were merged into; return how much."""
    into = dict(
        connection.execute(
            "SELECT id, merged_into FROM customer WHERE merged_into IS NOT NULL"
        ).fetchall()
    )
    count = 0
    for table, columns in fact_tables().items():
        if "customer_id" not in columns:
            continue
        owned = connection.execute(
            f'SELECT customer_id, id FROM "{table}" WHERE customer_id IN '
            "(SELECT id FROM customer WHERE merged_into IS NOT NULL)"
        ).fetchall()
        rows = [(_last(into, owner), number) for owner, number in owned]
        opened.update_many(table, ["customer_id"], rows)
        count += len(rows)
    return count


def _last(into: dict[int, int], customer: int) -> int:
    seen = {customer}
    while customer in into and into[customer] not in seen:
        customer = into[customer]
        seen.add(customer)
    return customer


def accept_rows(connection: Connection, opened: Operation, broken: Sequence[BrokenSeal]) -> None:
    """Seal ranges of rows that were changed outside the program as they are now.

    The seal they had stays in the history without its salt, as after an erasure.
    """
    for seal in broken:
        seal_again(
            connection,
            opened.id,
            seal.table,
            seal.first,
            seal.last,
            ("reseal" if seal.again else "seal", seal.operation),
        )


def customers_of_lines(connection: Connection, today: int) -> dict[str, list[int]]:
    """Return the customers whose order lines break a rule of the business, by code of finding."""
    wheres = {
        "net": "gross IS NOT NULL AND kind = 'sale' "
        "AND abs(gross - coalesce(discount, 0) - net) > 1",
        "future": "day > ?1",
    }
    return {
        code: [
            row[0]
            for row in connection.execute(
                "SELECT DISTINCT customer_id FROM order_line "
                f"WHERE {where} AND customer_id IS NOT NULL AND ?1 IS NOT NULL ORDER BY 1",
                (today,),
            )
        ]
        for code, where in wheres.items()
    }


def count_on(connection: Connection) -> None:
    """Let the next row of every table get a number that is free."""
    for table in fact_tables():
        connection.execute(
            "UPDATE sequence SET next_id = "
            f'max(next_id, (SELECT coalesce(max(id), 0) + 1 FROM "{table}")) WHERE table_name = ?',
            (table,),
        )


def forget_derived(workspace: Workspace) -> None:
    """Throw away what was computed, so that the next refresh computes everything anew.

    Who had which tag on earlier days stays.
    """
    with workspace.writing():
        for table in ("order_block", "derived_state", "feature_block", "column_cache"):
            workspace.connection.execute(f"DELETE FROM {table}")
        workspace.connection.execute(
            "UPDATE run SET context = json_remove(context, '$.catalog') "
            "WHERE id = (SELECT max(id) FROM run)"
        )


def _dangling(connection: Connection, table: str, column: str) -> Iterator[int]:
    for row in connection.execute(
        f'SELECT id FROM "{table}" WHERE "{column}" IS NOT NULL '
        f'AND "{column}" NOT IN (SELECT id FROM "{target_of(table, column)}")'
    ):
        yield row[0]
