"""What a refresh computed: features as columns, tags as bitmaps, one run after the other.

All of it is derived: outside the ledger, rebuilt at any time. A tag is kept as one bitmap over
customer ids for the newest run, and as the difference to the run after it for every earlier one,
so since when somebody has a tag is read from the runs and a run costs what changed.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

import profiler_app.store.numbers  # noqa: F401 (arrays come from here)
from profiler_app.store.connect import Connection
from profiler_app.store.workspace import Workspace

Bits = NDArray[np.bool_]
_IDS = "@ids"


@dataclass(frozen=True, slots=True)
class StoredColumn:
    """A feature of all customers of the last run, in the order of their ids."""

    kind: str
    values: NDArray[Any]
    known: Bits
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """One refresh: for which business day, over which state of the ledger, and what it counted."""

    id: int
    as_of: str
    at: str
    operation: int
    customers: int
    counts: Mapping[str, Any]
    context: Mapping[str, Any]


def last_run(connection: Connection, *, until: str | None = None) -> Run | None:
    """Return the newest run (made at or before the moment ``until``)."""
    row = connection.execute(
        "SELECT id, as_of, at, operation_id, customers, counts, context FROM run "
        "WHERE ?1 IS NULL OR at <= ?1 ORDER BY id DESC LIMIT 1",
        (until,),
    ).fetchone()
    if row is None:
        return None
    run, day, at, operation, customers, counts, context = row
    return Run(run, day, at, operation, customers, json.loads(counts), json.loads(context))


def save_run(
    workspace: Workspace,
    *,
    as_of: str,
    operation: int,
    ids: NDArray[Any],
    columns: Mapping[str, StoredColumn],
    tags: Mapping[str, tuple[Bits, Bits]],
    counts: Mapping[str, Any],
    context: Mapping[str, Any],
) -> int:
    """Store a run inside the caller's transaction and return its number.

    ``tags`` holds (has, unknown) for each tag, one flag a customer in the order of ``ids``.
    """
    connection = workspace.connection
    at = workspace.clock().strftime("%Y-%m-%dT%H:%M:%SZ")
    cursor = connection.execute(
        "INSERT INTO run(as_of, at, operation_id, customers, counts, context) VALUES(?,?,?,?,?,?)",
        (as_of, at, operation, len(ids), json.dumps(counts), json.dumps(context)),
    )
    run: int = cursor.lastrowid
    connection.execute("DELETE FROM feature_column")
    everyone = StoredColumn("int", ids.astype(np.int64), np.ones(len(ids), np.bool_))
    connection.executemany(
        "INSERT INTO feature_column VALUES(?,?,?,?,?,?)",
        (_packed_column(name, column) for name, column in {_IDS: everyone, **columns}.items()),
    )
    size = int(ids[-1]) + 1 if len(ids) else 0
    _turn_into_differences(connection, tags, ids, size)
    connection.executemany(
        "INSERT INTO tag_bits VALUES(?,?,0,?,?,?,?)",
        (
            (
                run,
                tag,
                _pack(_spread(has, ids, size)),
                _pack(_spread(unknown, ids, size)),
                int(has.sum()),
                int(unknown.sum()),
            )
            for tag, (has, unknown) in tags.items()
        ),
    )
    return run


def _packed_column(name: str, column: StoredColumn) -> tuple[Any, ...]:
    values = _narrow(np.where(column.known, column.values, 0).astype(column.values.dtype))
    return (
        name,
        column.kind,
        json.dumps(column.labels, ensure_ascii=False),
        values.dtype.str,
        zlib.compress(values.tobytes(), 1),
        _pack(column.known),
    )


def _narrow(values: NDArray[Any]) -> NDArray[Any]:
    """Store integers in as few bytes as they need."""
    if values.dtype.kind != "i" or not len(values):
        return values
    low, high = int(values.min()), int(values.max())
    for dtype in (np.int8, np.int16, np.int32):
        if np.iinfo(dtype).min <= low and high <= np.iinfo(dtype).max:
            return values.astype(dtype)
    return values


def _pack(bits: Bits) -> bytes:
    return zlib.compress(len(bits).to_bytes(8, "little") + np.packbits(bits).tobytes(), 1)


def _unpack(blob: bytes) -> Bits:
    raw = zlib.decompress(blob)
    count = int.from_bytes(raw[:8], "little")
    return np.unpackbits(np.frombuffer(raw, np.uint8, offset=8), count=count).astype(np.bool_)


def _spread(flags: Bits, ids: NDArray[Any], size: int) -> Bits:
    by_id = np.zeros(size, np.bool_)
    by_id[ids] = flags
    return by_id


def _turn_into_differences(
    connection: Connection,
    tags: Mapping[str, tuple[Bits, Bits]],
    ids: NDArray[Any],
    size: int,
) -> None:
    """Keep of the run before only where it differs from the new one."""
    rows = connection.execute(
        "SELECT run_id, tag, holders, unknown FROM tag_bits WHERE is_difference = 0"
    ).fetchall()
    nobody = np.zeros(len(ids), np.bool_)
    for run, tag, *blobs in rows:
        new = tags.get(tag, (nobody, nobody))
        differences = [
            _pack(_unlike(_unpack(blob), _spread(flags, ids, size)))
            for blob, flags in zip(blobs, new, strict=True)
        ]
        connection.execute(
            "UPDATE tag_bits SET is_difference = 1, holders = ?, unknown = ? "
            "WHERE run_id = ? AND tag = ?",
            (*differences, run, tag),
        )


def _unlike(one: Bits, other: Bits) -> Bits:
    size = max(len(one), len(other))
    return np.pad(one, (0, size - len(one))) ^ np.pad(other, (0, size - len(other)))


def feature_ids(connection: Connection) -> NDArray[Any]:
    """Return the customers the stored features are about, sorted."""
    found = read_feature(connection, _IDS)
    return np.empty(0, np.int64) if found is None else found.values.astype(np.int64)


def read_feature(connection: Connection, name: str) -> StoredColumn | None:
    """Return a stored feature, or None when the last run did not compute it."""
    row = connection.execute(
        "SELECT kind, labels, dtype, data, known FROM feature_column WHERE name = ?", (name,)
    ).fetchone()
    if row is None:
        return None
    kind, labels, dtype, data, known = row
    values = np.frombuffer(zlib.decompress(data), dtype)
    if values.dtype.kind == "i":
        values = values.astype(np.int32 if kind in ("text", "enum", "code") else np.int64)
    return StoredColumn(kind, values, _unpack(known), tuple(json.loads(labels)))


def tag_counts(connection: Connection) -> dict[str, tuple[int, int]]:
    """Return for each tag of the newest run how many have it and for how many it is unknown."""
    rows = connection.execute(
        "SELECT tag, holding, not_known FROM tag_bits WHERE is_difference = 0"
    ).fetchall()
    return {tag: (holding, unknown) for tag, holding, unknown in rows}


def read_tag(
    connection: Connection, tag: str, ids: NDArray[Any], *, run: int | None = None
) -> tuple[Bits, Bits]:
    """Return (has, unknown) of customers in the newest run, or as of an earlier run."""
    rows = connection.execute(
        "SELECT holders, unknown FROM tag_bits WHERE tag = ?1 AND (?2 IS NULL OR run_id >= ?2) "
        "ORDER BY run_id DESC",
        (tag, run),
    ).fetchall()
    has = unknown = np.zeros(0, np.bool_)
    for holders, not_known in rows if run is not None else rows[:1]:
        has, unknown = _unlike(has, _unpack(holders)), _unlike(unknown, _unpack(not_known))
    return _pick(has, ids), _pick(unknown, ids)


def _pick(by_id: Bits, ids: NDArray[Any]) -> Bits:
    inside = ids < len(by_id)
    picked = np.zeros(len(ids), np.bool_)
    picked[inside] = by_id[ids[inside]]
    return picked


def tags_since(
    connection: Connection, customer: int, tags: Sequence[str], *, until_run: int
) -> dict[str, str]:
    """Return since which business day the customer has had each tag without a break."""
    days = dict(connection.execute("SELECT id, as_of FROM run").fetchall())
    since: dict[str, str] = {}
    for tag in tags:
        has = False
        rows = connection.execute(
            "SELECT run_id, holders FROM tag_bits WHERE tag = ? ORDER BY run_id DESC", (tag,)
        )
        for run, holders in rows:
            has ^= _bit(holders, customer)
            if run > until_run:
                continue
            if not has:
                break
            since[tag] = days[run]
    return since


def _bit(blob: bytes, number: int) -> bool:
    raw = zlib.decompress(blob)
    place = 8 + number // 8
    return place < len(raw) and bool(raw[place] >> (7 - number % 8) & 1)


def run_days(connection: Connection, *, since: str, before: str) -> list[tuple[int, str]]:
    """Return (run, business day) of the last run of each day in [since, before), oldest first."""
    rows: list[tuple[int, str]] = connection.execute(
        "SELECT max(id), as_of FROM run WHERE as_of >= ? AND as_of < ? "
        "GROUP BY as_of ORDER BY as_of",
        (since, before),
    ).fetchall()
    return rows
