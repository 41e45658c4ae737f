"""Order lines as sorted columns in blocks of customers: a derived copy to compute from.

The rows of ``order_line`` are the truth. A block holds the lines of ``SIZE`` customers as packed
columns, in one or more parts (what came later). The blocks are true up to one operation
(``derived_state``). What happened since is read from the ledger: ids of created rows from the
seals, ids of changed rows from ``change``. A reader leaves out all these rows of the blocks and
takes them from the table, so it never sees anything old; ``catch_up`` does the same for good.

Lines that belong to nobody are not kept: features are about customers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_
from profiler_app.store.activity import NULL_INT, Columns, batches, to_columns
from profiler_app.store.connect import Connection
from profiler_app.store.packing import Packed, join, pack, take, unpack
from profiler_app.store.workspace import Workspace

SIZE = 16_384
"""Customers to a block: as many as fit the caches of a processor with their lines."""

COLUMNS = (
    *("id", "customer_id", "order_no", "day", "kind", "channel", "product_id"),
    *("gross", "discount", "net", "cost", "coupon", "status"),
)
"""The columns a block keeps; ``order_no`` as a number (see ``read``)."""

_ORDER = "order_key"  # a number that stands for the order number, also across parts
_STORED = (*COLUMNS, _ORDER)
_STATE = "order_block"
_MOST_PARTS, _MOST_ADDED = 6, 1.1
_AT_ONCE = 400_000
_HANDFUL = 80  # customers of a block: fewer are read faster by the index of the table
_LONG = 40


class OrderBlocks:
    """Reads order lines as they are now; made for one task, while nothing is written."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._later = _Later.since(connection, _stamp(connection))

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
            return _unpacked(parts[0], names, customers) if parts else _nothing(names)
        parts = _packed(self._connection, block, _STORED)
        found = [_unpacked(part, _STORED, customers) for part in parts]
        found = [_without(part, self._later.changed) for part in found]
        if later is not None:
            places = _places(_array(later["customer_id"]), customers)
            found.append({name: _some(cells, places) for name, cells in later.items()})
        merged = _merged(found) if found else _nothing(names)
        return {name: merged[name] for name in names}

    def read_customers(self, customers: NDArray[Any], names: Sequence[str]) -> Columns:
        """Return columns of the lines of some customers (sorted ids), as ``read`` does."""
        found = []
        for block in np.unique(customers // SIZE).tolist():
            inside = customers[customers // SIZE == block]
            if len(inside) < _HANDFUL:
                found.append(_rows_of(self._connection, inside, names))
            else:
                found.append(self.read(block, names, customers=inside))
        if not found:
            return _nothing(names)
        return {name: join([each[name] for each in found]) for name in names}


def _places(owners: NDArray[Any], customers: NDArray[Any] | None) -> NDArray[Any] | None:
    """Return where lines of these customers stand; None: everywhere."""
    return None if customers is None else np.flatnonzero(np.isin(owners, customers))


def _some(cells: Any, places: NDArray[Any] | None) -> Any:
    return cells if places is None else take(cells, places)


def _unpacked(
    part: Mapping[str, Packed], names: Sequence[str], customers: NDArray[Any] | None
) -> Columns:
    """Unpack columns of a part, of some customers only when they are given."""
    if customers is None:
        return {name: unpack(part[name]) for name in names}
    places = _places(_array(unpack(part["customer_id"])), customers)
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
        changed = _changed_ids(connection, stamp)
        for block in _blocks_of_changed(connection, stamp):
            parts = _stored(connection, block)
            _replace(connection, block, [_without(part, changed) for part in parts])
        for rows in _batches_since(connection, stamp, progress):
            for block, columns in _by_block(rows):
                _append(connection, block, columns)
        _compact(connection, progress)
        connection.execute("INSERT OR REPLACE INTO derived_state VALUES(?, ?)", (_STATE, last))


def _stamp(connection: Connection) -> int:
    """Return the operation up to which the blocks are true."""
    row = connection.execute(
        "SELECT operation_id FROM derived_state WHERE name = ?", (_STATE,)
    ).fetchone()
    return int(row[0]) if row else 0


# -- what happened since


@dataclass(frozen=True, slots=True, eq=False)
class _Later:
    """What happened after the stamp: rows to leave out of the blocks, and rows to add."""

    changed: NDArray[Any]
    blocks: frozenset[int]
    rows: dict[int, Columns]

    @classmethod
    def since(cls, connection: Connection, stamp: int) -> _Later:
        changed = _changed_ids(connection, stamp)
        found: dict[int, list[Columns]] = {}
        for rows in _batches_since(connection, stamp, None):
            for block, columns in _by_block(rows):
                found.setdefault(block, []).append(columns)
        return cls(
            changed,
            frozenset(_blocks_of_changed(connection, stamp)),
            {block: _merged(parts) for block, parts in found.items()},
        )

    def of(self, block: int) -> Columns | None:
        return self.rows.get(block)

    def changed_in(self, block: int) -> bool:
        return block in self.blocks


_CHANGES = "FROM change WHERE operation_id > ? AND table_name = 'order_line'"
_OLD = (
    "NOT EXISTS (SELECT 1 FROM seal WHERE seal.operation_id > ? "
    "AND seal.table_name = 'order_line' AND change.row_id BETWEEN first_id AND last_id)"
)


def _changed_ids(connection: Connection, stamp: int) -> NDArray[Any]:
    cursor = connection.execute(f"SELECT DISTINCT row_id {_CHANGES} ORDER BY row_id", (stamp,))
    return _numbers(cursor)


def _blocks_of_changed(connection: Connection, stamp: int) -> list[int]:
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


def _batches_since(
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
            yield _rows(connection, "id BETWEEN ? AND ?", (start, end))
    yield _rows(connection, f"id IN (SELECT row_id {_CHANGES} AND {_OLD})", (stamp, stamp))


def _rows(connection: Connection, where: str, values: Sequence[Any]) -> Columns:
    """Read rows with an owner from the table."""
    selected = ", ".join(COLUMNS)
    cursor = connection.execute(
        f"SELECT {selected} FROM order_line WHERE {where} AND customer_id NOT NULL", values
    )
    columns = to_columns("order_line", COLUMNS, batches(cursor), {"order_no": _OrderKeys()})
    keys, ids = _array(columns["order_no"]), _array(columns["id"])
    # a line without an order number is an order of its own
    return _sorted({**columns, _ORDER: np.where(keys < 0, ids + _HALF, keys)})


def _rows_of(connection: Connection, customers: NDArray[Any], names: Sequence[str]) -> Columns:
    marks = ", ".join(map(str, customers.tolist()))
    columns = _rows(connection, f"customer_id IN ({marks})", ())
    return {name: columns[name] for name in names}


def _numbers(cursor: Any) -> NDArray[Any]:
    parts = [np.array(batch, np.int64)[:, 0] for batch in batches(cursor)]
    return np.concatenate(parts) if parts else np.empty(0, np.int64)


# -- sorting and merging


def _by_block(columns: Columns) -> Iterator[tuple[int, Columns]]:
    """Split sorted rows by block."""
    blocks = _array(columns["customer_id"]) // SIZE
    edges = np.flatnonzero(np.diff(blocks)) + 1
    for places in np.split(np.arange(len(blocks)), edges):
        if len(places):
            part = {name: take(cells, places) for name, cells in columns.items()}
            yield int(blocks[places[0]]), part


def _sorted(columns: Columns) -> Columns:
    keys = (columns["id"], columns["day"], columns["customer_id"])
    order = np.lexsort(tuple(_array(key) for key in keys))
    ready = {name: take(cells, order) for name, cells in columns.items()}
    ready["order_no"] = _numbered(_array(ready["customer_id"]), _array(ready[_ORDER]))
    return ready


def _merged(parts: Sequence[Columns]) -> Columns:
    filled = [part for part in parts if len(_array(part["id"]))] or list(parts[:1])
    if len(filled) == 1:
        return filled[0]
    return _sorted({name: join([part[name] for part in filled]) for name in _STORED})


def _without(columns: Columns, ids: NDArray[Any]) -> Columns:
    """Leave out the rows with these (sorted) ids."""
    own = _array(columns["id"])
    if not len(ids) or not len(own):
        return columns
    kept = np.flatnonzero(ids[np.minimum(np.searchsorted(ids, own), len(ids) - 1)] != own)
    return {name: take(cells, kept) for name, cells in columns.items()}


def _numbered(customers: NDArray[Any], keys: NDArray[Any]) -> NDArray[Any]:
    """Number the orders of each customer 0, 1, 2... as they come."""
    if not len(keys):
        return keys
    mixed = keys.view(np.uint64) ^ (customers.view(np.uint64) * _ODD)
    _values, firsts, places = np.unique(mixed, return_index=True, return_inverse=True)
    rank = np.empty(len(firsts), np.int64)
    rank[np.argsort(firsts)] = np.arange(len(firsts))
    numbers = rank[places]
    starts = np.concatenate(([0], np.flatnonzero(np.diff(customers)) + 1))
    counts = np.diff(np.append(starts, len(customers)))
    return numbers - np.repeat(numbers[starts], counts)


_ODD = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)
_HALF = np.int64(1) << np.int64(62)


class _OrderKeys:
    """Collects order numbers as numbers: equal order numbers have equal ones, NULL has -1.

    62 bits of a hash: two orders of one customer never meet in practice.
    """

    def __init__(self) -> None:
        self.parts: list[NDArray[Any]] = []

    def add(self, cells: Sequence[str | None]) -> None:
        keys = _hashed([cell or "" for cell in cells])
        if None in cells:
            keys[[place for place, cell in enumerate(cells) if cell is None]] = -1
        self.parts.append(keys)

    def result(self) -> NDArray[Any]:
        return np.concatenate(self.parts) if self.parts else np.empty(0, np.int64)


def _hashed(labels: Sequence[str]) -> NDArray[Any]:
    long = [place for place, label in enumerate(labels) if len(label) > _LONG]
    words = np.array(labels, f"<U{_LONG}").view(np.uint64).reshape(len(labels), -1)
    state = np.full(len(labels), _ODD)
    for word in words.T:
        state = (state ^ word) * _ODD
        state ^= state >> _SHIFT
    for place in long:
        digest = blake2b(labels[place].encode(), digest_size=8).digest()
        state[place] = int.from_bytes(digest, "little")
    return (state >> np.uint64(2)).astype(np.int64)


def _array(cells: Any) -> NDArray[Any]:
    found: NDArray[Any] = cells[0] if isinstance(cells, tuple) else cells
    return found


def _nothing(names: Sequence[str]) -> Columns:
    empty = to_columns("order_line", names, ())
    return {**empty, "order_no": np.empty(0, np.int64)} if "order_no" in names else empty


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
    parts = _packed(connection, block, _STORED)
    return [_unpacked(part, _STORED, None) for part in parts]


def _append(connection: Connection, block: int, columns: Columns) -> None:
    part = connection.execute(
        "SELECT coalesce(max(part) + 1, 0) FROM order_block WHERE block = ?", (block,)
    ).fetchone()[0]
    connection.executemany(
        "INSERT INTO order_block VALUES(?,?,?,?,?,?,?,?)",
        ((block, part, name, *astuple(pack(columns[name]))) for name in _STORED),
    )


def _replace(connection: Connection, block: int, parts: Sequence[Columns]) -> None:
    """Write the parts of a block as one."""
    connection.execute("DELETE FROM order_block WHERE block = ?", (block,))
    if parts and len(_array((merged := _merged(parts))["id"])):
        _append(connection, block, merged)


def _compact(connection: Connection, progress: Progress) -> None:
    """Make one part of many, or of much that was added."""
    rows = connection.execute(
        "SELECT block FROM order_block WHERE name = 'id' GROUP BY block "
        "HAVING count(*) > ? OR sum(rows) > ? * max(rows)",
        (_MOST_PARTS, _MOST_ADDED),
    ).fetchall()
    for i, (block,) in enumerate(rows):
        progress.step(i / len(rows), N_("Sorting orders"))
        _replace(connection, block, _stored(connection, block))


__all__ = ["COLUMNS", "NULL_INT", "SIZE", "OrderBlocks", "catch_up"]
