"""Order lines as sorted columns in blocks of customers: a derived copy to compute from.

The rows of ``order_line`` are the truth. A block holds the lines of ``SIZE`` customers as packed
columns, in one or more parts (what came later). The blocks are true up to one operation
(``derived_state``). What happened since is read from the ledger: ids of created rows from the
seals, ids of changed rows from ``change``. A reader leaves out all these rows of the blocks and
takes them from the table, so it never sees anything old; ``catch_up`` does the same for good.

Lines that belong to nobody are not kept: features are about customers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_
from profiler_app.store.activity import Columns
from profiler_app.store.connect import Connection
from profiler_app.store.order_changes import Later, batches_since, blocks_of_changed, changed_ids
from profiler_app.store.order_rows import (
    COLUMNS,
    SIZE,
    STORED,
    arranged,
    array_of,
    by_block,
    merged,
    merging,
    nothing,
    rows_of,
    without,
)
from profiler_app.store.packing import Packed, among, join, pack, places_of, take, unpack
from profiler_app.store.workspace import Workspace

__all__ = ["COLUMNS", "SIZE", "OrderBlocks", "catch_up"]

_STATE = "order_block"
_MOST_PARTS, _MOST_ADDED = 6, 1.1
_HANDFUL = 80  # customers of a block: fewer are read faster by the index of the table


class OrderBlocks:
    """Reads order lines as they are now; made for one task, while nothing is written."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._later = Later.since(connection, _stamp(connection))

    def numbers(self) -> list[int]:
        """Return the blocks that hold lines."""
        rows = self._connection.execute("SELECT DISTINCT block FROM order_block").fetchall()
        return sorted({*(row[0] for row in rows), *self._later.rows})

    def read(
        self, block: int, names: Sequence[str], *, customers: NDArray[Any] | None = None
    ) -> Columns:
        """Return columns of the lines of a block, sorted by customer, day and id.

        ``customers`` (sorted ids) leaves only their lines. Integers and texts come as in
        ``activity.to_columns``; ``order_no`` is a number: equal numbers of a customer mean the same
        order, and a line without one is an order of its own.
        """
        later = self._later.of(block)
        count = _count_parts(self._connection, block)
        if count <= 1 and later is None and not self._later.changed_in(block):
            parts = _packed(self._connection, block, (*names, "customer_id"))
            return _unpacked(parts[0], names, customers) if parts else nothing(names)
        in_turn = count <= 1 and not len(self._later.changed)
        stored = merging(names, in_turn=in_turn)
        parts = _packed(self._connection, block, stored)
        found = [_unpacked(part, stored, customers) for part in parts]
        found = [without(part, self._later.changed) for part in found]
        if later is not None:
            places = _places(array_of(later["customer_id"]), customers)
            found.append({name: _some(later[name], places) for name in stored})
        lines = merged(found) if found else nothing(names)
        return {name: lines[name] for name in names}

    def read_customers(self, customers: NDArray[Any], names: Sequence[str]) -> Columns:
        """Return columns of the lines of some customers (sorted ids), as ``read`` does."""
        found = []
        edges = np.flatnonzero(np.diff(customers // SIZE)) + 1
        for inside in np.split(customers, edges) if len(customers) else ():
            block = int(inside[0]) // SIZE
            if len(inside) < _HANDFUL:
                found.append(rows_of(self._connection, inside, names))
            else:
                found.append(self.read(block, names, customers=inside))
        if not found:
            return nothing(names)
        return {name: join([each[name] for each in found]) for name in names}


def _places(owners: NDArray[Any], customers: NDArray[Any] | None) -> NDArray[Any] | None:
    """Return where lines of these customers stand; None: everywhere."""
    return None if customers is None else np.flatnonzero(among(owners, customers))


def _some(cells: Any, places: NDArray[Any] | None) -> Any:
    return cells if places is None else take(cells, places)


def _unpacked(
    part: Mapping[str, Packed], names: Sequence[str], customers: NDArray[Any] | None
) -> Columns:
    """Unpack columns of a part, of some customers only when they are given."""
    if customers is None:
        return {name: unpack(part[name]) for name in names}
    places = places_of(part["customer_id"], customers)
    return {name: unpack(part[name], places) for name in names}


def catch_up(workspace: Workspace, progress: Progress) -> None:
    """Write into the blocks what happened since; cheap when it is little.

    One transaction: cancelled or failed, the blocks are as they were.
    """
    connection = workspace.connection
    last = connection.execute("SELECT coalesce(max(id), 0) FROM operation").fetchone()[0]
    stamp = _stamp(connection)
    if stamp == last:
        return
    with workspace.writing():
        changed = changed_ids(connection, stamp)
        for block in blocks_of_changed(connection, stamp):
            parts = _stored(connection, block)
            _replace(connection, block, [without(part, changed) for part in parts])
        for rows in batches_since(connection, stamp, progress):
            for block, columns in by_block(rows):
                _append(connection, block, columns.items())
        _compact(connection, progress)
        connection.execute("INSERT OR REPLACE INTO derived_state VALUES(?, ?)", (_STATE, last))


def _stamp(connection: Connection) -> int:
    """Return the operation up to which the blocks are true."""
    row = connection.execute(
        "SELECT operation_id FROM derived_state WHERE name = ?", (_STATE,)
    ).fetchone()
    return int(row[0]) if row else 0


# -- the tables of the blocks


def _count_parts(connection: Connection, block: int) -> int:
    row = connection.execute(
        "SELECT count(*) FROM order_block WHERE block = ? AND name = 'id'", (block,)
    ).fetchone()
    return int(row[0])


def _packed(connection: Connection, block: int, names: Sequence[str]) -> list[dict[str, Packed]]:
    """Return columns of the parts of a block as they are stored."""
    marks = ", ".join("?" * len(names))
    cursor = connection.execute(
        "SELECT part, name, rows, low, dtype, labels, data FROM order_block "
        f"WHERE block = ? AND name IN ({marks}) ORDER BY part",
        (block, *names),
    )
    parts: dict[int, dict[str, Packed]] = {}
    for part, name, *cells in cursor:
        parts.setdefault(part, {})[name] = Packed(*cells)
    return list(parts.values())


def _stored(connection: Connection, block: int) -> list[Columns]:
    """Return the parts of a block with all columns."""
    parts = _packed(connection, block, STORED)
    return [_unpacked(part, STORED, None) for part in parts]


def _append(connection: Connection, block: int, columns: Iterable[tuple[str, Any]]) -> int:
    """Add a part to a block; return its number."""
    part = connection.execute(
        "SELECT coalesce(max(part) + 1, 0) FROM order_block WHERE block = ?", (block,)
    ).fetchone()[0]
    connection.executemany(
        "INSERT INTO order_block VALUES(?,?,?,?,?,?,?,?)",
        ((block, part, name, *astuple(pack(cells))) for name, cells in columns),
    )
    return int(part)


def _replace(connection: Connection, block: int, parts: Sequence[Columns]) -> None:
    """Write the parts of a block as one."""
    connection.execute("DELETE FROM order_block WHERE block = ?", (block,))
    if parts and len(array_of((lines := merged(parts))["id"])):
        _append(connection, block, lines.items())


def _compact(connection: Connection, progress: Progress) -> None:
    """Make one part of many, or of much that was added."""
    rows = connection.execute(
        "SELECT block FROM order_block WHERE name = 'id' GROUP BY block "
        "HAVING count(*) > ? OR sum(rows) > ? * max(rows)",
        (_MOST_PARTS, _MOST_ADDED),
    ).fetchall()
    for i, (block,) in enumerate(rows):
        progress.step(i / len(rows), N_("Sorting orders"))
        _make_one(connection, block)


def _make_one(connection: Connection, block: int) -> None:
    """Put the parts of a block together, column by column: a block may hold many lines."""

    def whole(name: str) -> Any:
        return join([unpack(part[name]) for part in _packed(connection, block, (name,))])

    part = _append(connection, block, arranged(whole, STORED))
    connection.execute("DELETE FROM order_block WHERE block = ? AND part < ?", (block, part))
