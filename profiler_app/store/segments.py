"""Saved segments: rows of the table ``segment``, read here and written through operations.

Besides the rules of the user it holds his choices of which there is one each: the borders of RFM,
the groups in force, his value tiers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from profiler_app.store.connect import Connection
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace

SAVED_RULE = "rule"
SNAPSHOT = "snapshot"
"""The two kinds of segments people save: a rule that is looked at anew, or who was in it once."""


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """One row; by ``kind`` a segment (``rule``, ``snapshot``) or a choice (``tiers`` ...)."""

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


def ids_of_numbers(connection: Connection, numbers: Sequence[str]) -> list[int]:
    """Return the customers of some numbers (those who are gone are left out), sorted."""
    wanted = json.dumps(list(numbers))
    rows = connection.execute(
        "SELECT id FROM customer WHERE number IN (SELECT value FROM json_each(?)) ORDER BY id",
        (wanted,),
    )
    return [row[0] for row in rows]


def numbers_of_ids(connection: Connection, ids: Sequence[int]) -> list[str]:
    """Return the numbers of some customers, in the order of the numbers."""
    rows = connection.execute(
        "SELECT number FROM customer WHERE id IN (SELECT value FROM json_each(?)) ORDER BY number",
        (json.dumps(list(ids)),),
    )
    return [row[0] for row in rows]


def read_choice(connection: Connection, kind: str) -> Any:
    """Return what the user chose (as JSON brings it back), None when he chose nothing."""
    rows = read_segments(connection, kind)
    return json.loads(rows[-1].rule) if rows else None


def write_choice(
    workspace: Workspace, kind: str, value: Any, facts: Mapping[str, Any] | None = None
) -> int:
    """Put a choice in force, as one operation of that kind; return it."""
    text = json.dumps(value, ensure_ascii=False)
    rows = read_segments(workspace.connection, kind)
    with operation(workspace, kind, facts) as opened:
        if rows:
            opened.update("segment", rows[-1].id, {"rule": text})
        else:
            row = {"key": kind, "name": kind, "kind": kind, "rule": text, "status": "active"}
            opened.insert_one("segment", row)
    return opened.id


def give_up_choice(workspace: Workspace, kind: str) -> int:
    """Go back to having chosen nothing, as one operation; return it."""
    rows = read_segments(workspace.connection, kind)
    with operation(workspace, f"{kind}_removed") as opened:
        opened.delete("segment", [row.id for row in rows])
    return opened.id
