"""What happened to order lines after an operation, read from the ledger.

Ids of created rows come from the seals, ids of changed, deleted and restored rows from ``change``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_
from profiler_app.store.activity import Columns, batches
from profiler_app.store.connect import Connection
from profiler_app.store.order_rows import SIZE, by_block, merged, read_rows

_AT_ONCE = 400_000


@dataclass(frozen=True, slots=True, eq=False)
class Later:
    """What happened after the stamp: rows to leave out of the blocks, and rows to add."""

    changed: NDArray[Any]
    blocks: frozenset[int]
    rows: dict[int, Columns]

    @classmethod
    def since(cls, connection: Connection, stamp: int) -> Later:
        """Read what happened after an operation."""
        changed = changed_ids(connection, stamp)
        found: dict[int, list[Columns]] = {}
        for rows in batches_since(connection, stamp, None):
            for block, columns in by_block(rows):
                found.setdefault(block, []).append(columns)
        return cls(
            changed,
            frozenset(blocks_of_changed(connection, stamp)),
            {block: merged(parts) for block, parts in found.items()},
        )

    def of(self, block: int) -> Columns | None:
        """Return the rows to add to a block."""
        return self.rows.get(block)

    def changed_in(self, block: int) -> bool:
        """Whether rows of a block may have to be left out."""
        return block in self.blocks


_CHANGES = "FROM change WHERE operation_id > ? AND table_name = 'order_line'"
_OLD = (
    "NOT EXISTS (SELECT 1 FROM seal WHERE seal.operation_id > ? "
    "AND seal.table_name = 'order_line' AND change.row_id BETWEEN first_id AND last_id)"
)


def changed_ids(connection: Connection, stamp: int) -> NDArray[Any]:
    """Return the ids of all rows changed, deleted or restored after an operation, sorted."""
    cursor = connection.execute(f"SELECT DISTINCT row_id {_CHANGES} ORDER BY row_id", (stamp,))
    return _numbers(cursor)


def blocks_of_changed(connection: Connection, stamp: int) -> list[int]:
    """Return the blocks changed rows were in: of the owners they had before each change."""
    rows = connection.execute(
        f"SELECT DISTINCT customer_id / {SIZE} {_CHANGES} AND customer_id NOT NULL", (stamp,)
    ).fetchall()
    return [row[0] for row in rows]


def _created_ranges(connection: Connection, stamp: int) -> list[tuple[int, int]]:
    rows: list[tuple[int, int]] = connection.execute(
        "SELECT first_id, last_id FROM seal WHERE operation_id > ? AND table_name = 'order_line' "
        "ORDER BY first_id",
        (stamp,),
    ).fetchall()
    return rows


def batches_since(
    connection: Connection, stamp: int, progress: Progress | None
) -> Iterator[Columns]:
    """Yield the rows that are new, and those that changed, as they are now."""
    ranges = _created_ranges(connection, stamp)
    total, done = sum(last - first + 1 for first, last in ranges) or 1, 0
    for first, last in ranges:
        for start in range(first, last + 1, _AT_ONCE):
            if progress is not None:
                progress.step(done / total, N_("Sorting orders"))
            end = min(start + _AT_ONCE - 1, last)
            done += end - start + 1
            yield read_rows(connection, "id BETWEEN ? AND ?", (start, end))
    yield read_rows(connection, f"id IN (SELECT row_id {_CHANGES} AND {_OLD})", (stamp, stamp))


def _numbers(cursor: Any) -> NDArray[Any]:
    parts = [np.array(batch, np.int64)[:, 0] for batch in batches(cursor)]
    return np.concatenate(parts) if parts else np.empty(0, np.int64)
