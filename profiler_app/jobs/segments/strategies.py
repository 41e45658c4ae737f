"""The strategy of each segment (STR-01): proposed from the catalog, changed and kept by the user.

What is kept is a fact, written by an operation, so it can be undone.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from profiler_app.domain.contact_channels import ChannelMix
from profiler_app.domain.progress import Progress
from profiler_app.domain.strategies import SegmentStrategy, Strategy, proposed, targets
from profiler_app.domain.text import N_
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.segments.channels import channel_mix
from profiler_app.jobs.segments.saved import all_segments, members_of
from profiler_app.store.connect import Connection
from profiler_app.store.segments import SegmentRow, read_choice, write_choice
from profiler_app.store.workspace import Workspace

KIND = "strategies"


def strategy_of(workspace: Workspace, source: ColumnSource, number: int) -> SegmentStrategy:
    """Return the strategy the user kept, else the proposal for the tag most members have.

    Raises RuleProblem where the rule of the segment is none any more.
    """
    row, kind = _row(workspace.connection, number)
    members = members_of(source, row, kind).true
    n = int(members.sum())
    held = {} if not n else source.tags(targets())
    counts = {name: int((tag.true & members).sum()) for name, tag in held.items()}
    best = max(counts, key=lambda name: counts[name], default=None)
    kept = _kept(workspace.connection).get(row.key)
    if best is None or not counts[best]:
        return SegmentStrategy(Strategy(**kept) if kept else None, kept is not None)
    strategy = Strategy(**kept) if kept else proposed(best)
    return SegmentStrategy(strategy, kept is not None, best, counts[best] / n)


def segment_channels(workspace: Workspace, source: ColumnSource, number: int) -> ChannelMix:
    """Return which ways of contact suit the members of a segment (STR-02). Raises RuleProblem."""
    row, kind = _row(workspace.connection, number)
    return channel_mix(source, members_of(source, row, kind).true)


def save_strategy(
    progress: Progress, workspace: Workspace, number: int, strategy: Strategy | None
) -> int:
    """Keep the strategy of a segment, or go back to the proposal (None); return the operation."""
    progress.step(0.0, N_("Saving"))
    row, _kind = _row(workspace.connection, number)
    kept = _kept(workspace.connection)
    kept.pop(row.key, None)
    if strategy is not None:
        kept[row.key] = asdict(strategy)
    return write_choice(workspace, KIND, kept, {"name": row.name})


def _row(connection: Connection, number: int) -> tuple[SegmentRow, str]:
    return next(each for each in all_segments(connection) if each[0].id == number)


def _kept(connection: Connection) -> dict[str, Any]:
    return dict(read_choice(connection, KIND) or {})
