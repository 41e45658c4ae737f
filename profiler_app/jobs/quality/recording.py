"""The monthly check: measuring, and keeping what was found so that months can be compared."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from profiler_app.domain.progress import Progress
from profiler_app.domain.quality import Quality, Snapshot
from profiler_app.domain.text import N_
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.quality.measuring import HISTORY, history, measure
from profiler_app.jobs.refreshing import refresh
from profiler_app.store.workspace import Workspace

_MONTHS = 60


def check_and_record(progress: Progress, workspace: Workspace, *, today: date) -> Quality:
    """Measure the book as it is now and keep the result as that of the month."""
    refresh(progress, workspace, as_of=today)
    progress.step(0.9, N_("Checking the data"))
    found = measure(workspace, ColumnSource(workspace), today=today)
    kept = with_snapshot(history(workspace), found.snapshot())
    with workspace.writing():
        workspace.put_setting(HISTORY, [asdict(each) for each in kept])
    return found


def with_snapshot(history: tuple[Snapshot, ...], new: Snapshot) -> tuple[Snapshot, ...]:
    """Return the history with one result a month: the last one of it."""
    others = [each for each in history if each.as_of[:7] != new.as_of[:7]]
    return tuple(sorted([*others, new], key=lambda each: each.as_of))[-_MONTHS:]


def is_due(history: tuple[Snapshot, ...], today: date) -> bool:
    """Whether nothing was recorded this month."""
    return not any(each.as_of[:7] == today.isoformat()[:7] for each in history)
