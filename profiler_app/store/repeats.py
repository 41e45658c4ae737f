"""Whether what an import wrote still stands untouched, and the rows it refused."""

from __future__ import annotations

import json

from profiler_app.domain.cell_issues import CellIssue
from profiler_app.domain.imports import Reject
from profiler_app.store.connect import Connection

_ELSEWHERE = (
    *("import_file", "rejected_row", "order_line", "product", "interaction", "task"),
    *("segment", "saved_view", "manual_tag"),
)
"""Tables an import of customers neither reads nor writes (but for the record of itself)."""


def customers_stand_since(connection: Connection, operation: int) -> bool:
    """Whether no operation behind another one created, changed or removed what is customers'."""
    elsewhere = ", ".join(f"'{table}'" for table in _ELSEWHERE)
    touched = " UNION ALL ".join(
        f"SELECT 1 FROM {table} WHERE operation_id > ?1 AND table_name NOT IN ({elsewhere})"
        for table in ("seal", "change")
    )
    stands = f"SELECT EXISTS(SELECT 1 FROM operation WHERE id = ?1) AND NOT EXISTS({touched})"
    return bool(connection.execute(stands, (operation,)).fetchone()[0])


def kept_rows(
    connection: Connection, operation: int
) -> tuple[tuple[Reject, ...], tuple[CellIssue, ...]]:
    """Return the rows an import refused and the cells whose raw text it kept, as it told them."""
    rows = connection.execute(
        "SELECT r.source_row, r.column_name, r.value, r.code, r.reason, r.cells "
        "FROM import_file f JOIN rejected_row r ON r.import_id = f.id WHERE f.op = ? ORDER BY r.id",
        (operation,),
    ).fetchall()
    rejects = tuple(
        Reject(line, column, value, code, tuple(json.loads(cells)))
        for line, column, value, code, _reason, cells in rows
        if cells is not None
    )
    issues = tuple(
        CellIssue(line, column, value, code, code != "cleaned" and not after, after)
        for line, column, value, code, after, cells in rows
        if cells is None
    )
    return rejects, issues
