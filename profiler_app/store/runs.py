"""What a refresh computed, one run after the other.

All of it is derived: outside the ledger, rebuilt at any time. Only the features of the last run
are kept (``feature_blocks``). Tags are kept of every run (``tag_bits``), so since when somebody
has one is read from the runs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import profiler_app.store.numbers  # noqa: F401 (arrays come from here)
from profiler_app.store.connect import Connection
from profiler_app.store.feature_blocks import StoredColumn, feature_ids, read_feature
from profiler_app.store.tag_bits import TagBits, read_tag, runs_of_tag, tag_counts
from profiler_app.store.tag_patches import TagPatch
from profiler_app.store.workspace import Workspace

__all__ = ["StoredColumn", "TagBits", "feature_ids", "read_feature", "read_tag", "tag_counts"]


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
    customers: int,
    tags: TagBits | TagPatch,
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
    last = connection.execute("SELECT max(id) FROM run WHERE id < ?", (run,)).fetchone()[0]
    tags.save(connection, run, after=last)
    return run


def tags_since(
    connection: Connection, customer: int, tags: Sequence[str], *, until_run: int
) -> dict[str, str]:
    """Return since which business day the customer has had each tag without a break."""
    days = dict(connection.execute("SELECT id, as_of FROM run").fetchall())
    since: dict[str, str] = {}
    for tag in tags:
        for run, has in runs_of_tag(connection, tag, customer):
            if run <= until_run:
                if not has:
                    break
                since[tag] = days[run]
    return since


def run_days(connection: Connection, *, since: str, before: str) -> list[tuple[int, str]]:
    """Return (run, business day) of the last run of each day in [since, before), oldest first."""
    rows: list[tuple[int, str]] = connection.execute(
        "SELECT max(id), as_of FROM run WHERE as_of >= ? AND as_of < ? "
        "GROUP BY as_of ORDER BY as_of",
        (since, before),
    ).fetchall()
    return rows
