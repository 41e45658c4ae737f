"""Who has which tag of the newest run, for the rows on a screen."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from profiler_app.store.connect import Connection

_HEAD = 8  # bytes of a bitmap that say how many bits it has


class TagTable:
    """The holders of all tags as bits by customer id; the rarest tag first."""

    def __init__(self, tags: Sequence[str], bits: NDArray[np.uint8]) -> None:
        self._tags = tags
        self._bits = bits

    @property
    def nbytes(self) -> int:
        """Bytes in memory."""
        return int(self._bits.nbytes)

    def of(self, customers: Sequence[int]) -> list[tuple[str, ...]]:
        """Return the tags of some customers."""
        ids = np.array(customers, np.int64)
        inside = ids // 8 < self._bits.shape[1]
        places = np.where(inside, ids // 8, 0)
        if not self._bits.size:
            return [()] * len(ids)
        held = (self._bits[:, places] >> (7 - ids % 8).astype(np.uint8) & 1).astype(np.bool_)
        return [
            tuple(self._tags[i] for i in np.flatnonzero(has & there).tolist())
            for has, there in zip(held.T, inside, strict=True)
        ]

    def pairs_alike(self, share: float) -> Iterator[tuple[str, str, float]]:
        """Yield two tags and the share they have in common of who has either, from ``share`` on."""
        sizes = np.bitwise_count(self._bits).sum(axis=1, dtype=np.int64)
        for one in range(len(self._tags)):  # they stand in the order of their sizes
            end = int(np.searchsorted(sizes, sizes[one] / share, side="right"))
            for other in range(one + 1, end):
                both = int(np.bitwise_count(self._bits[one] & self._bits[other]).sum())
                common = both / max(int(sizes[one] + sizes[other]) - both, 1)
                if common >= share:
                    yield self._tags[one], self._tags[other], common


def read_tag_table(connection: Connection) -> TagTable:
    """Read the tags somebody has."""
    rows = connection.execute(
        "SELECT holding, tag, holders FROM tag_bits WHERE is_difference = 0 AND holding > 0 "
        "ORDER BY holding, tag"
    ).fetchall()
    packed = [zlib.decompress(holders)[_HEAD:] for _holding, _tag, holders in rows]
    bits = np.zeros((len(rows), max(map(len, packed), default=0)), np.uint8)
    for row, each in zip(bits, packed, strict=True):
        row[: len(each)] = np.frombuffer(each, np.uint8)
    return TagTable([tag for _holding, tag, _holders in rows], bits)
