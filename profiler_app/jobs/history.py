"""What happened to the data, undoing it, and proving that it is what the history says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from profiler_app.domain.operations import HistoryEntry, UndoReport
from profiler_app.domain.progress import Progress
from profiler_app.domain.tables import table_label
from profiler_app.domain.text import N_, _
from profiler_app.jobs.custom_fields import load_own_fields
from profiler_app.jobs.merging.separating import take_back
from profiler_app.store import content, integrity, undo
from profiler_app.store.connect import problems
from profiler_app.store.undo import OnConflict
from profiler_app.store.workspace import Workspace

_EPOCH = date(1970, 1, 1)


def history(workspace: Workspace) -> list[HistoryEntry]:
    """Return all operations, the newest first."""
    return undo.history(workspace)


def undo_operation(
    progress: Progress,
    workspace: Workspace,
    operation: int | None = None,
    *,
    on_conflict: OnConflict = "stop",
) -> UndoReport:
    """Undo an operation (default: the last one that still stands); see ``store.undo``.

    A merge ends, and comes back, whatever was done since (see ``merging.separating``).
    """
    progress.step(0.1, N_("Undoing"))
    number = undo.find_entry(workspace, operation).operation
    if undo.root_of(workspace.connection, number)[1] == "merge":
        report = take_back(progress, workspace, number)
    else:
        report = undo.undo(workspace, number, on_conflict=on_conflict)
    load_own_fields(workspace)
    progress.step(1.0, N_("Undoing"))
    return report


def content_hash(workspace: Workspace) -> str:
    """Return a hash of all facts that is the same for equal facts, however they were entered."""
    with problems(workspace.path):
        return content.content_hash(workspace.connection)


def check(progress: Progress, workspace: Workspace, *, today: date) -> list[tuple[str, str]]:
    """Check everything; return (code, sentence) of each finding."""
    with problems(workspace.path):
        findings = integrity.check(workspace.connection, progress, today=(today - _EPOCH).days)
    return [
        (found.code, _(integrity.SENTENCES[found.code]).format(**_named(found.facts)))
        for found in findings
    ]


def _named(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Call tables by the names they have in the window."""
    return {key: table_label(v) if key in ("table", "target") else v for key, v in facts.items()}
