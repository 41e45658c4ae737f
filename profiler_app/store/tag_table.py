"""Who has which tag of the newest run, for the rows on a screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from profiler_app.store.connect import Connection
from profiler_app.store.tag_bits import newest_holders


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
    rows = [(tag, bits) for held, tag, bits in newest_holders(connection) if held]
    table = np.zeros((len(rows), max((len(bits) for _tag, bits in rows), default=0)), np.uint8)
    for row, (_tag, bits) in zip(table, rows, strict=True):
        row[: len(bits)] = bits
    return TagTable([tag for tag, _bits in rows], table)
