"""What a refresh computed: tags as bitmaps, one run after the other.

All of it is derived: outside the ledger, rebuilt at any time. Only the features of the last run
are kept (``feature_blocks``). A tag is kept as one bitmap over customer ids for the newest run,
and as the difference to the run after it for every earlier one, so since when somebody has a tag
is read from the runs and a run costs what changed.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

import profiler_app.store.numbers  # noqa: F401 (arrays come from here)
from profiler_app.store.connect import Connection
from profiler_app.store.feature_blocks import Bits, StoredColumn, feature_ids, read_feature
from profiler_app.store.workspace import Workspace

__all__ = ["StoredColumn", "feature_ids", "read_feature"]


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


class TagBits:
    """Who has each tag and for whom it is unknown: one bit a customer id.

    ``forget`` customers before ``put`` when they may have tags already.
    """

    def __init__(self, tags: Sequence[str], last_id: int) -> None:
        self.size = last_id + 1
        self._bits = {tag: np.zeros((2, last_id // 8 + 1), np.uint8) for tag in tags}
        self._counts: dict[str, tuple[int, int]] = {}

    @classmethod
    def stored(cls, connection: Connection, tags: Sequence[str], last_id: int = 0) -> TagBits:
        """Return the tags of the newest run, with room for ids up to ``last_id`` at least."""
        rows = connection.execute(
            "SELECT tag, holders, unknown FROM tag_bits WHERE is_difference = 0"
        )
        raw = {tag: [zlib.decompress(blob) for blob in blobs] for tag, *blobs in rows}
        sizes = (int.from_bytes(blob[:8], "little") for blobs in raw.values() for blob in blobs)
        found = cls(tags, max((last_id, *(size - 1 for size in sizes))))
        for tag in raw.keys() & found._bits.keys():
            for bits, blob in zip(found._bits[tag], raw[tag], strict=True):
                packed = np.frombuffer(blob, np.uint8, offset=8)
                bits[: len(packed)] = packed
        return found

    def copy(self) -> TagBits:
        """Return the same tags, to be changed on their own."""
        other = TagBits((), self.size - 1)
        other._bits = {tag: bits.copy() for tag, bits in self._bits.items()}
        return other

    def forget(self, customers: NDArray[Any]) -> None:
        """Say that some customers have no tags."""
        self._counts.clear()
        leaving = np.zeros(self.size // 8 + 1, np.uint8)
        np.bitwise_or.at(leaving, customers >> 3, _masks(customers))
        for both in self._bits.values():
            both &= ~leaving[: both.shape[1]]

    def put(self, customers: NDArray[Any], held: Mapping[str, tuple[Bits, Bits]]) -> None:
        """Say which of some customers have each tag, and for which it is unknown."""
        self._counts.clear()
        places, masks = customers >> 3, _masks(customers)
        for tag, both in held.items():
            for bits, flags in zip(self._bits[tag], both, strict=True):
                np.bitwise_or.at(bits, places[flags], masks[flags])

    def counts(self, tag: str) -> tuple[int, int]:
        """Return how many have a tag and for how many it is unknown."""
        if tag not in self._counts:
            has, unknown = (int(np.bitwise_count(bits).sum()) for bits in self._bits[tag])
            self._counts[tag] = has, unknown
        return self._counts[tag]

    def new_in(self, tag: str, before: TagBits) -> int:
        """Count who has a tag here and not in ``before``."""
        if tag not in before._bits:
            return self.counts(tag)[0]
        now, then = self._bits[tag][0], before._bits[tag][0]
        then = np.pad(then[: len(now)], (0, max(len(now) - len(then), 0)))
        return int(np.bitwise_count(now & ~then).sum())

    def raw(self, tag: str) -> list[bytes]:
        """Return both rows of bits as they are stored, but not compressed."""
        size = self.size.to_bytes(8, "little")
        return [size + bits.tobytes() for bits in self._bits[tag]]

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags in order."""
        return tuple(self._bits)


def _masks(customers: NDArray[Any]) -> NDArray[np.uint8]:
    return np.uint8(128) >> (customers & 7).astype(np.uint8)


def save_run(
    workspace: Workspace,
    *,
    as_of: str,
    operation: int,
    customers: int,
    tags: TagBits,
    counts: Mapping[str, Any],
    context: Mapping[str, Any],
) -> int:
    """Store a run inside the caller's transaction and return its number.

    Its features are written by ``feature_blocks``.
    """
    connection = workspace.connection
    at = workspace.clock().strftime("%Y-%m-%dT%H:%M:%SZ")
    cursor = connection.execute(
        "INSERT INTO run(as_of, at, operation_id, customers, counts, context) VALUES(?,?,?,?,?,?)",
        (as_of, at, operation, customers, json.dumps(counts), json.dumps(context)),
    )
    run: int = cursor.lastrowid
    kept = _turn_into_differences(connection, tags)
    for tag in tags.tags:
        both = tags.raw(tag)
        blobs = [kept.get((tag, i)) or zlib.compress(raw, 1) for i, raw in enumerate(both)]
        connection.execute(
            "INSERT INTO tag_bits VALUES(?,?,0,?,?,?,?)", (run, tag, *blobs, *tags.counts(tag))
        )
    return run


def _unpack(blob: bytes) -> Bits:
    raw = zlib.decompress(blob)
    count = int.from_bytes(raw[:8], "little")
    return np.unpackbits(np.frombuffer(raw, np.uint8, offset=8), count=count).astype(np.bool_)


def _turn_into_differences(connection: Connection, tags: TagBits) -> dict[tuple[str, int], bytes]:
    """Keep of the run before only where it differs from the new one.

    Returns by tag and row (0: has, 1: unknown) what is still the same, as it was stored.
    """
    rows = connection.execute(
        "SELECT run_id, tag, holders, unknown FROM tag_bits WHERE is_difference = 0"
    ).fetchall()
    kept: dict[tuple[str, int], bytes] = {}
    there = set(tags.tags)
    for run, tag, *blobs in rows:
        old = [zlib.decompress(blob) for blob in blobs]
        new = tags.raw(tag) if tag in there else [bytes(8)] * 2
        kept |= {(tag, i): blob for i, blob in enumerate(blobs) if old[i] == new[i]}
        connection.execute(
            "UPDATE tag_bits SET is_difference = 1, holders = ?, unknown = ? "
            "WHERE run_id = ? AND tag = ?",
            (*map(_difference, old, new), run, tag),
        )
    return kept


def _difference(one: bytes, other: bytes) -> bytes:
    """Return the bits in which two rows of bits differ, compressed."""
    if one == other:
        return _no_difference(one[:8], len(one) - 8)
    longer, shorter = sorted((one, other), key=len, reverse=True)
    bits = np.frombuffer(longer, np.uint8, offset=8).copy()
    bits[: len(shorter) - 8] ^= np.frombuffer(shorter, np.uint8, offset=8)
    return zlib.compress(longer[:8] + bits.tobytes(), 1)


@cache
def _no_difference(head: bytes, size: int) -> bytes:
    """Return the difference of two equal rows of so many bytes; most tags stay as they were."""
    return zlib.compress(head + bytes(size), 1)


def _unlike(one: Bits, other: Bits) -> Bits:
    size = max(len(one), len(other))
    return np.pad(one, (0, size - len(one))) ^ np.pad(other, (0, size - len(other)))


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
    place = 8 + number // 8
    raw = zlib.decompressobj().decompress(blob, place + 1)  # no further than needed
    return place < len(raw) and bool(raw[place] >> (7 - number % 8) & 1)


def run_days(connection: Connection, *, since: str, before: str) -> list[tuple[int, str]]:
    """Return (run, business day) of the last run of each day in [since, before), oldest first."""
    rows: list[tuple[int, str]] = connection.execute(
        "SELECT max(id), as_of FROM run WHERE as_of >= ? AND as_of < ? "
        "GROUP BY as_of ORDER BY as_of",
        (since, before),
    ).fetchall()
    return rows
