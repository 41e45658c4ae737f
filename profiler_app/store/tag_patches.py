"""The tags of a few customers in place of what the newest run says of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.store.bitmaps import Bits, bits_at, masks, packed
from profiler_app.store.connect import Connection
from profiler_app.store.tag_bits import Held

_NOTHING = b""


class TagPatch:
    """Which tags some customers had and have: its cost is theirs, whoever else there is."""

    def __init__(
        self, connection: Connection, tags: Sequence[str], customers: NDArray[Any]
    ) -> None:
        self._customers = customers
        shape = (2, len(customers))
        self._before = {tag: np.zeros(shape, np.bool_) for tag in tags}
        self._counted: dict[str, tuple[int, int]] = dict.fromkeys(tags, (0, 0))
        first = connection.execute(
            "SELECT run_id FROM tag_bits WHERE is_difference = 0 LIMIT 1"
        ).fetchone()[0]
        for tag, before in self._before.items():  # a tag at a time: the key begins with it
            rows = connection.execute(
                "SELECT holders, unknown, holding, not_known FROM tag_bits "
                "WHERE tag = ? AND run_id >= ? ORDER BY run_id",
                (tag, first),
            ).fetchall()
            for *blobs, holding, unknown in rows:
                for bits, blob in zip(before, blobs, strict=True):
                    if blob:
                        bits ^= bits_at(blob, customers)
                self._counted[tag] = holding, unknown
        self._now = {tag: before.copy() for tag, before in self._before.items()}

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags in order."""
        return tuple(self._now)

    def forget(self, customers: NDArray[Any]) -> None:
        """Say that some of the customers have no tags."""
        places = np.searchsorted(self._customers, customers)
        for now in self._now.values():
            now[:, places] = False

    def put(self, customers: NDArray[Any], held: Held) -> None:
        """Say which of some of the customers have each tag, and for which it is unknown."""
        places = np.searchsorted(self._customers, customers)
        for tag, both in held.items():
            for bits, flags in zip(self._now[tag], both, strict=True):
                bits[places] = flags

    def counts(self, tag: str) -> tuple[int, int]:
        """Return how many of everybody have a tag and for how many it is unknown."""
        holding, unknown = self._counted[tag]
        now, before = self._now[tag].sum(axis=1), self._before[tag].sum(axis=1)
        return holding + int(now[0] - before[0]), unknown + int(now[1] - before[1])

    def changes(self) -> tuple[int, int]:
        """Return how many tags were given and how many were taken."""
        pairs = [(self._now[tag][0], self._before[tag][0]) for tag in self.tags]
        given = sum(int((now & ~before).sum()) for now, before in pairs)
        return given, sum(int((before & ~now).sum()) for now, before in pairs)

    def save(self, connection: Connection, run: int, *, after: int | None) -> None:
        """Store what changed as the rows of a run; ``after`` is the run before it."""
        connection.executemany(
            "INSERT INTO tag_bits VALUES(?,?,2,?,?,?,?)",
            ((run, tag, *self._steps(tag), *self.counts(tag)) for tag in self.tags),
        )

    def _steps(self, tag: str) -> tuple[bytes, bytes]:
        has, unknown = self._before[tag] ^ self._now[tag]
        return self._step(has), self._step(unknown)

    def _step(self, changed: Bits) -> bytes:
        if not changed.any():
            return _NOTHING
        ids = self._customers[changed]
        last = int(ids[-1])
        bits = np.zeros(last // 8 + 1, np.uint8)
        np.bitwise_or.at(bits, ids >> 3, masks(ids))
        return packed(bits, last + 1)
