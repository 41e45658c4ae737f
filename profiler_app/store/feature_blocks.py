"""The features of the last refresh, stored a block of customers at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.store.connect import Connection
from profiler_app.store.packing import Packed, join, pack, unpack

Bits = NDArray[np.bool_]
_IDS = "@ids"
_DTYPES = {"text": np.int32, "enum": np.int32, "code": np.int32, "bool": np.bool_}
_REAL = frozenset({"num", "ratio"})


@dataclass(frozen=True, slots=True)
class StoredColumn:
    """A feature of customers, in the order of their ids.

    ``values`` are codes into ``labels`` for texts and bit masks over them for lists.
    """

    kind: str
    values: NDArray[Any]
    known: Bits
    labels: tuple[str, ...] = ()

    def take(self, places: NDArray[Any]) -> StoredColumn:
        """Return the column of some of the customers."""
        return StoredColumn(self.kind, self.values[places], self.known[places], self.labels)


def forget_all(connection: Connection) -> None:
    """Delete the features of everybody."""
    connection.execute("DELETE FROM feature_block")


def write_block(
    connection: Connection, block: int, ids: NDArray[Any], columns: Mapping[str, StoredColumn]
) -> None:
    """Replace the features of a block; ``ids`` are its customers, sorted."""
    connection.execute("DELETE FROM feature_block WHERE block = ?", (block,))
    everyone = StoredColumn("int", ids, np.ones(len(ids), np.bool_))
    connection.executemany(
        "INSERT INTO feature_block VALUES(?,?,?,?,?,?,?,?,?)",
        (_row(block, name, column) for name, column in {_IDS: everyone, **columns}.items()),
    )


def _row(block: int, name: str, column: StoredColumn) -> tuple[Any, ...]:
    values = column.values[column.known]
    packed = pack((values, column.labels) if column.labels else values)
    return (name, block, column.kind, _known_blob(column.known), *astuple(packed))


def _known_blob(known: Bits) -> bytes:
    """Return the number of customers and, when only some are known, a bit for each."""
    some = known.any() and not known.all()
    return len(known).to_bytes(4, "little") + (np.packbits(known).tobytes() if some else b"")


_COLUMNS = "kind, known, rows, low, dtype, labels, data"


def read_block(connection: Connection, block: int) -> tuple[NDArray[Any], dict[str, StoredColumn]]:
    """Return the customers of a block and their features as they are stored."""
    rows = connection.execute(
        f"SELECT name, {_COLUMNS} FROM feature_block WHERE block = ? ORDER BY rowid", (block,)
    ).fetchall()
    found = {name: _column(*cells) for name, *cells in rows}
    ids = found.pop(_IDS, None)
    return (np.empty(0, np.int64) if ids is None else ids.values), found


def read_feature(connection: Connection, name: str) -> StoredColumn | None:
    """Return a stored feature of everybody, or None when the last run did not compute it."""
    cursor = connection.execute(
        f"SELECT {_COLUMNS} FROM feature_block WHERE name = ? ORDER BY block", (name,)
    )
    return joined([_column(*cells) for cells in cursor])


def feature_ids(connection: Connection) -> NDArray[Any]:
    """Return the customers the stored features are about, sorted."""
    found = read_feature(connection, _IDS)
    return np.empty(0, np.int64) if found is None else found.values


def _column(kind: str, known: bytes, *packed: Any) -> StoredColumn:
    count = int.from_bytes(known[:4], "little")
    if len(known) > 4:
        bits = np.unpackbits(np.frombuffer(known, np.uint8, offset=4), count=count).astype(bool)
    else:
        bits = np.full(count, packed[0] > 0)
    cells = unpack(Packed(*packed))
    raw, labels = cells if isinstance(cells, tuple) else (cells, ())
    values: NDArray[Any] = np.zeros(
        count, _DTYPES.get(kind, np.float64 if kind in _REAL else np.int64)
    )
    values[bits] = raw
    return StoredColumn(kind, values, bits, labels)


def joined(columns: Iterable[StoredColumn]) -> StoredColumn | None:
    """Put the columns of one feature for several customers one after the other."""
    parts = list(columns)
    if len(parts) <= 1:
        return parts[0] if parts else None
    known = np.concatenate([part.known for part in parts])
    kind = parts[0].kind
    if kind in ("text", "enum", "code"):
        codes, labels = join([(part.values, part.labels) for part in parts])
        return StoredColumn(kind, codes, known, labels)
    labels = max((part.labels for part in parts), key=len)
    if any(part.labels not in ((), labels) for part in parts):
        raise AssertionError("lists of features have fixed labels")
    return StoredColumn(kind, np.concatenate([part.values for part in parts]), known, labels)
