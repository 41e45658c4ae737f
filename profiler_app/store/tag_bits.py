"""Who has which tag: a row of bits for each tag and run.

The rows of one run, the last one that computed everybody, are whole. Those of earlier runs say in
what they differ from the run after them, those of later runs (each about a few customers) in what
they differ from the run before. So a run costs what changed, and what a run said is the whole row
and the differences between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.store.bitmaps import (
    Bits,
    Bytes,
    bits_at,
    bytes_of,
    differing,
    masks,
    packed,
    size_of,
)
from profiler_app.store.connect import Connection

WHOLE, TO_AFTER, TO_BEFORE = 0, 1, 2
_MOST_PATCHES = 32
Held = Mapping[str, tuple[Bits, Bits]]


def has_room(connection: Connection) -> bool:
    """Whether one more run about a few customers may be kept beside the whole rows."""
    later = connection.execute(
        "SELECT count(*) FROM run WHERE id > "
        "(SELECT run_id FROM tag_bits WHERE is_difference = 0 LIMIT 1)"
    ).fetchone()[0]
    return bool(tag_counts(connection)) and int(later) < _MOST_PATCHES


def read_tag(
    connection: Connection, tag: str, ids: NDArray[Any], *, run: int | None = None
) -> tuple[Bits, Bits]:
    """Return (has, unknown) of customers in the newest run, or as of an earlier run."""
    rows = connection.execute(
        "SELECT holders, unknown FROM tag_bits WHERE tag = ?1 AND (is_difference = 0 "
        "OR (is_difference = 1 AND run_id >= ?2) "
        "OR (is_difference = 2 AND (?2 IS NULL OR run_id <= ?2)))",
        (tag, run),
    ).fetchall()
    found = np.zeros((2, len(ids)), np.bool_)
    for blobs in rows:
        for bits, blob in zip(found, blobs, strict=True):
            if blob:
                bits ^= bits_at(blob, ids)
    return found[0], found[1]


def newest_holders(connection: Connection) -> Iterator[tuple[int, str, Bytes]]:
    """Yield (how many, tag, bits of the holders) in the newest run, the rarest tag first."""
    later: dict[str, list[bytes]] = {}
    for tag, blob in connection.execute(
        "SELECT tag, holders FROM tag_bits WHERE is_difference = 2 AND holders <> x''"
    ).fetchall():
        later.setdefault(tag, []).append(blob)
    counts = tag_counts(connection)
    rows = connection.execute(
        "SELECT tag, holders FROM tag_bits WHERE is_difference = 0"
    ).fetchall()
    nobody = (0, 0)
    rows.sort(key=lambda row: (counts.get(row[0], nobody)[0], row[0]))
    for tag, blob in rows:
        bits = bytes_of(blob)
        for each in later.get(tag, ()):
            bits = differing(bits, bytes_of(each))
        yield counts.get(tag, nobody)[0], tag, bits


def tag_counts(connection: Connection) -> dict[str, tuple[int, int]]:
    """Return for each tag of the newest run how many have it and for how many it is unknown."""
    rows = connection.execute(
        "SELECT tag, holding, not_known FROM tag_bits WHERE run_id = (SELECT max(id) FROM run)"
    ).fetchall()
    return {tag: (holding, unknown) for tag, holding, unknown in rows}


def runs_of_tag(connection: Connection, tag: str, customer: int) -> Iterator[tuple[int, bool]]:
    """Yield (run, whether the customer had the tag), the newest run first."""
    ids = np.array([customer], np.int64)
    rows = connection.execute(
        "SELECT run_id, is_difference, holders FROM tag_bits WHERE tag = ? ORDER BY run_id DESC",
        (tag,),
    ).fetchall()
    bits = [bool(blob) and bool(bits_at(blob, ids)[0]) for _run, _kind, blob in rows]
    kinds = [kind for _run, kind, _blob in rows]
    has = sum(bit for bit, kind in zip(bits, kinds, strict=True) if kind != TO_AFTER) % 2 == 1
    for (run, kind, _blob), bit in zip(rows, bits, strict=True):
        if kind == TO_AFTER:
            has ^= bit
        yield run, has
        if kind == TO_BEFORE:
            has ^= bit


class TagBits:
    """Who has each tag and for whom it is unknown, of everybody: one bit a customer id.

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
            "SELECT tag, holders, unknown FROM tag_bits WHERE is_difference <> 1"
        ).fetchall()
        sizes = (size_of(blob) for _tag, *blobs in rows for blob in blobs)
        found = cls(tags, max((last_id, *(size - 1 for size in sizes))))
        for tag, *blobs in rows:
            if tag in found._bits:
                for bits, blob in zip(found._bits[tag], blobs, strict=True):
                    raw = bytes_of(blob)
                    bits[: len(raw)] ^= raw
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
        np.bitwise_or.at(leaving, customers >> 3, masks(customers))
        for both in self._bits.values():
            both &= ~leaving[: both.shape[1]]

    def put(self, customers: NDArray[Any], held: Held) -> None:
        """Say which of some customers have each tag, and for which it is unknown."""
        self._counts.clear()
        places, mine = customers >> 3, masks(customers)
        for tag, both in held.items():
            for bits, flags in zip(self._bits[tag], both, strict=True):
                np.bitwise_or.at(bits, places[flags], mine[flags])

    def counts(self, tag: str) -> tuple[int, int]:
        """Return how many have a tag and for how many it is unknown."""
        if tag not in self._counts:
            has, unknown = (int(np.bitwise_count(bits).sum()) for bits in self._bits[tag])
            self._counts[tag] = has, unknown
        return self._counts[tag]

    def changes(self, before: TagBits) -> tuple[int, int]:
        """Return how many tags were given since ``before``, and how many were taken."""
        given = sum(self._new_in(tag, before) for tag in self.tags)
        return given, sum(before._new_in(tag, self) for tag in before.tags)

    def _new_in(self, tag: str, before: TagBits) -> int:
        """Count who has a tag here and not in ``before``."""
        if tag not in before._bits:
            return self.counts(tag)[0]
        now, then = self._bits[tag][0], before._bits[tag][0]
        then = np.pad(then[: len(now)], (0, max(len(now) - len(then), 0)))
        return int(np.bitwise_count(now & ~then).sum())

    def rows(self, tag: str) -> tuple[Bytes, Bytes]:
        """Return who has a tag and for whom it is unknown, eight customers in a byte."""
        return self._bits[tag][0], self._bits[tag][1]

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags in order."""
        return tuple(self._bits)

    def save(self, connection: Connection, run: int, *, after: int | None) -> None:
        """Store them as the whole rows of a run; ``after`` is the run before it."""
        kept = {} if after is None else self._close(connection, after)
        connection.executemany(
            "INSERT INTO tag_bits VALUES(?,?,0,?,?,?,?)",
            (
                (run, tag, *(self._blob(kept, tag, row) for row in (0, 1)), *self.counts(tag))
                for tag in self.tags
            ),
        )

    def _blob(self, kept: Mapping[tuple[str, int], bytes], tag: str, row: int) -> bytes:
        found = kept.get((tag, row))
        return packed(self._bits[tag][row], self.size) if found is None else found

    def _close(self, connection: Connection, last: int) -> dict[tuple[str, int], bytes]:
        """Keep of all runs before only in what each differs from the run after it.

        Returns by tag and row (0: has, 1: unknown) what is still the same, as it was stored.
        """
        kept: dict[tuple[str, int], bytes] = {}
        by_tag: dict[str, list[tuple[int, bytes, bytes]]] = {}
        for tag, run, *blobs in connection.execute(
            "SELECT tag, run_id, holders, unknown FROM tag_bits WHERE is_difference <> 1 "
            "ORDER BY run_id"
        ).fetchall():
            by_tag.setdefault(tag, []).append((run, blobs[0], blobs[1]))
        changed = []
        for tag, rows in by_tag.items():
            last_step = []
            for row in (0, 1):
                blobs = [each[1 + row] for each in rows]
                old = bytes_of(blobs[0])
                for blob in blobs[1:]:
                    old = differing(old, bytes_of(blob))
                new = self._bits[tag][row] if tag in self._bits else np.zeros(0, np.uint8)
                difference = differing(old, new)
                last_step.append(packed(difference, 8 * len(difference)))
                if len(blobs) == 1 and blobs[0][:1] != b"x" and not last_step[-1]:
                    kept[tag, row] = blobs[0]
            # what led to the next run is filed under the run it led from
            steps = [*((has, unknown) for _run, has, unknown in rows[1:]), tuple(last_step)]
            changed += [(*step, run, tag) for (run, *_), step in zip(rows, steps, strict=True)]
        connection.executemany(
            "UPDATE tag_bits SET is_difference = 1, holders = ?, unknown = ? "
            "WHERE run_id = ? AND tag = ?",
            changed,
        )
        return kept
