"""Saved segments: rows of the table ``segment``, read here and written through operations."""

from __future__ import annotations

from dataclasses import dataclass

from profiler_app.store.connect import Connection


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """One row; ``kind`` is ``rule`` (of the user), ``rfm_edges``, ``clusters`` or ``tiers``."""

    id: int
    key: str
    name: str
    rule: str


def read_segments(connection: Connection, kind: str) -> list[SegmentRow]:
    """Return the rows of a kind, the oldest first."""
    rows = connection.execute(
        "SELECT id, key, name, rule FROM segment WHERE kind = ? ORDER BY id", (kind,)
    )
    return [SegmentRow(*row) for row in rows]
