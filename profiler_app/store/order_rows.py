"""Order lines as sorted columns, made of rows of the table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.store.activity import Columns, batches, to_columns
from profiler_app.store.connect import Connection
from profiler_app.store.packing import among, join, take

SIZE = 16_384
"""Customers to a block: as many as fit the caches of a processor with their lines."""

COLUMNS = (
    *("id", "customer_id", "order_no", "day", "kind", "channel", "product_id"),
    *("gross", "discount", "net", "cost", "coupon", "status"),
)
"""The columns a block keeps; ``order_no`` as a number (see ``OrderBlocks.read``)."""

_ORDER = "order_key"  # a number that stands for the order number, also across parts
STORED = (*COLUMNS, _ORDER)
"""What a block holds: the columns, and what their order numbers are made from."""

_LONG = 40


def read_rows(connection: Connection, where: str, values: Sequence[Any]) -> Columns:
    """Read rows with an owner from the table."""
    selected = ", ".join(COLUMNS)
    cursor = connection.execute(
        f"SELECT {selected} FROM order_line WHERE {where} AND customer_id NOT NULL", values
    )
    columns = to_columns("order_line", COLUMNS, batches(cursor), {"order_no": _OrderKeys()})
    keys, ids = array_of(columns["order_no"]), array_of(columns["id"])
    # a line without an order number is an order of its own
    return _sorted({**columns, _ORDER: np.where(keys < 0, ids + _HALF, keys)})


def rows_of(connection: Connection, customers: NDArray[Any], names: Sequence[str]) -> Columns:
    """Read the rows of a few customers from the table."""
    marks = ", ".join(map(str, customers.tolist()))
    columns = read_rows(connection, f"customer_id IN ({marks})", ())
    return {name: columns[name] for name in names}


def by_block(columns: Columns) -> Iterator[tuple[int, Columns]]:
    """Split sorted rows by block."""
    blocks = array_of(columns["customer_id"]) // SIZE
    edges = np.flatnonzero(np.diff(blocks)) + 1
    for places in np.split(np.arange(len(blocks)), edges):
        if len(places):
            part = {name: take(cells, places) for name, cells in columns.items()}
            yield int(blocks[places[0]]), part


def _sorted(columns: Columns) -> Columns:
    return dict(arranged(columns.__getitem__, tuple(columns)))


def arranged(read: Callable[[str], Any], names: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Yield columns sorted by customer, day and id, each read when its turn comes.

    Without ids, lines of a day stay in the order they come in. Where the keys of orders are among
    them, the orders of each customer are numbered anew.
    """
    owners = array_of(read("customer_id"))
    keys = [array_of(read(name)) for name in ("id", "day") if name in names]
    order = np.lexsort((*keys, owners))
    owners = owners[order]
    for name in names:
        if name == "order_no" and _ORDER in names:
            yield name, _numbered(owners, array_of(read(_ORDER))[order])
        else:
            yield name, owners if name == "customer_id" else take(read(name), order)


def merging(names: Sequence[str], *, in_turn: bool = False) -> tuple[str, ...]:
    """Return the stored columns that parts are merged from when some columns are wanted.

    ``in_turn``: all ids of a part are higher than those of the parts before it.
    """
    ids = () if in_turn else ("id",)
    keys = (*ids, "customer_id", "day", *((_ORDER,) if "order_no" in names else ()))
    return tuple(dict.fromkeys((*keys, *names)))


def merged(parts: Sequence[Columns]) -> Columns:
    """Make one of several sorted parts (``STORED``, or what ``merging`` says)."""
    filled = [part for part in parts if len(array_of(part["customer_id"]))] or list(parts[:1])
    if len(filled) == 1:
        return filled[0]
    return _sorted({name: join([part[name] for part in filled]) for name in filled[0]})


def without(columns: Columns, ids: NDArray[Any]) -> Columns:
    """Leave out the rows with these (sorted) ids."""
    if not len(ids) or not len(own := array_of(columns["id"])):
        return columns
    kept = np.flatnonzero(~among(own, ids))
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


def array_of(cells: Any) -> NDArray[Any]:
    """Return the numbers, or the codes, of a column."""
    found: NDArray[Any] = cells[0] if isinstance(cells, tuple) else cells
    return found


def nothing(names: Sequence[str]) -> Columns:
    """Return columns without rows."""
    empty = to_columns("order_line", names, ())
    return {**empty, "order_no": np.empty(0, np.int64)} if "order_no" in names else empty
