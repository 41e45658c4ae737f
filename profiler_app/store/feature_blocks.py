"""The features of the last full refresh, by block of customers, and what was computed since.

A full refresh writes blocks; a refresh of a few customers adds a patch: their features once more,
and who is gone. Readers take of every customer what was written last. The next full refresh (a new
day) starts anew, so patches never pile up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.store.connect import Connection
from profiler_app.store.order_rows import SIZE
from profiler_app.store.packing import Packed, join, pack, unpack

Bits = NDArray[np.bool_]
_IDS, _GONE = "@ids", "@gone"
_PATCHES = 2**40
"""Numbers of blocks from here on are patches."""
_MOST_PATCHES = 8
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
    """Write the features of a block; ``ids`` are its customers, sorted."""
    everyone = StoredColumn("int", ids, np.ones(len(ids), np.bool_))
    connection.executemany(
        "INSERT INTO feature_block VALUES(?,?,?,?,?,?,?,?,?)",
        (_row(block, name, column) for name, column in {_IDS: everyone, **columns}.items()),
    )


def write_patch(
    connection: Connection,
    ids: NDArray[Any],
    gone: NDArray[Any],
    columns: Mapping[str, StoredColumn],
) -> None:
    """Write the features of a few customers anew; ``gone`` are customers no longer there."""
    patches = _numbers(connection, _PATCHES)
    if len(patches) >= _MOST_PATCHES:
        ids, gone, columns = _joined_patches(connection, patches, (ids, gone, columns))
        connection.execute("DELETE FROM feature_block WHERE block >= ?", (_PATCHES,))
        patches = []
    block = max(patches, default=_PATCHES - 1) + 1
    leaving = StoredColumn("int", gone, np.ones(len(gone), np.bool_))
    write_block(connection, block, ids, {_GONE: leaving, **columns})


_Patch = tuple[NDArray[Any], NDArray[Any], Mapping[str, StoredColumn]]


def _joined_patches(connection: Connection, patches: list[int], last: _Patch) -> _Patch:
    """Make one patch of many; the last wins."""
    parts = [*(_read_patch(connection, block) for block in patches), last]
    ids, places, gone = _arranged([(part[0], part[1]) for part in parts])
    columns = {name: joined([part[2][name] for part in parts]).take(places) for name in last[2]}
    return ids, gone, columns


def _read_patch(connection: Connection, block: int) -> _Patch:
    rows = connection.execute(
        f"SELECT name, {_COLUMNS} FROM feature_block WHERE block = ?", (block,)
    ).fetchall()
    found = {name: _column(*cells) for name, *cells in rows}
    return found.pop(_IDS).values, found.pop(_GONE).values, found


def _numbers(connection: Connection, first: int) -> list[int]:
    rows = connection.execute(
        "SELECT block FROM feature_block WHERE name = ? AND block >= ? ORDER BY block",
        (_IDS, first),
    ).fetchall()
    return [row[0] for row in rows]


def _arranged(
    parts: Iterable[tuple[NDArray[Any], NDArray[Any]]],
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Return who is there, sorted; where each stands last in the joined rows; and who is gone.

    Each part brings its customers and those who were gone by then.
    """
    who, place, rows = [], [], 0
    for ids, gone in parts:
        who += [gone, ids]
        place += [np.full(len(gone), -1), np.arange(rows, rows + len(ids))]
        rows += len(ids)
    everyone, places = np.concatenate(who), np.concatenate(place)
    order = np.argsort(everyone, kind="stable")
    last = np.append(np.flatnonzero(np.diff(everyone[order])), len(order) - 1)[: len(order)]
    everyone, places = everyone[order[last]], places[order[last]]
    there = places >= 0
    return everyone[there], places[there], everyone[~there]


def _row(block: int, name: str, column: StoredColumn) -> tuple[Any, ...]:
    values = column.values[column.known]
    packed = pack((values, column.labels) if column.labels else values)
    return (name, block, column.kind, _known_blob(column.known), *astuple(packed))


def _known_blob(known: Bits) -> bytes:
    """Return the number of customers and, when only some are known, a bit for each."""
    some = known.any() and not known.all()
    return len(known).to_bytes(4, "little") + (np.packbits(known).tobytes() if some else b"")


_COLUMNS = "kind, known, rows, low, dtype, labels, data"


def read_feature(connection: Connection, name: str) -> StoredColumn | None:
    """Return a stored feature of everybody, or None when the last run did not compute it."""
    parts = _parts(connection, name)
    if not parts:
        return None
    if not _numbers(connection, _PATCHES):
        return joined(parts)
    return joined(parts).take(_arrangement(connection)[1])


def read_features_of(
    connection: Connection, names: Sequence[str], customer: int
) -> dict[str, StoredColumn]:
    """Return stored features of one customer, without those the last run did not compute."""
    blocks = [*reversed(_numbers(connection, _PATCHES)), customer // SIZE]
    marks = ", ".join("?" * (len(names) + 2))
    for block in blocks:
        parts = {
            part: _column(*cells)
            for part, *cells in connection.execute(
                f"SELECT name, {_COLUMNS} FROM feature_block WHERE block = ? AND name IN ({marks})",
                (block, *names, _IDS, _GONE),
            )
        }
        if _GONE in parts and (parts[_GONE].values == customer).any():
            return {}
        if _IDS in parts and (parts[_IDS].values == customer).any():
            place = np.flatnonzero(parts[_IDS].values == customer)
            return {name: parts[name].take(place) for name in names if name in parts}
    return {}


def feature_ids(connection: Connection) -> NDArray[Any]:
    """Return the customers the stored features are about, sorted."""
    parts = [part.values for part in _parts(connection, _IDS)]
    if not parts:
        return np.empty(0, np.int64)
    if not _numbers(connection, _PATCHES):
        return np.concatenate(parts)
    return _arrangement(connection)[0]


def _parts(connection: Connection, name: str) -> list[StoredColumn]:
    cursor = connection.execute(
        f"SELECT {_COLUMNS} FROM feature_block WHERE name = ? ORDER BY block", (name,)
    )
    return [_column(*cells) for cells in cursor]


def _arrangement(connection: Connection) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    ids = [part.values for part in _parts(connection, _IDS)]
    gone = [part.values for part in _parts(connection, _GONE)]
    before = [np.empty(0, np.int64)] * (len(ids) - len(gone))
    return _arranged(zip(ids, [*before, *gone], strict=True))


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


def joined(parts: Sequence[StoredColumn]) -> StoredColumn:
    """Put the columns of one feature for several customers one after the other."""
    if len(parts) == 1:
        return parts[0]
    known = np.concatenate([part.known for part in parts])
    kind = parts[0].kind
    if kind in ("text", "enum", "code"):
        codes, labels = join([(part.values, part.labels) for part in parts])
        return StoredColumn(kind, codes, known, labels)
    labels = max((part.labels for part in parts), key=len)
    if any(part.labels not in ((), labels) for part in parts):
        raise AssertionError("lists of features have fixed labels")
    return StoredColumn(kind, np.concatenate([part.values for part in parts]), known, labels)
