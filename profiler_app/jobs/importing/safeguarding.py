"""A copy of the workspace before a file is written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from profiler_app.domain.imports import ImportReport, ImportRequest
from profiler_app.domain.progress import Progress
from profiler_app.jobs.automatic_copies import copy_first
from profiler_app.jobs.importing import import_linked
from profiler_app.store.workspace import Workspace


def import_safely(
    progress: Progress,
    workspace: Workspace,
    requests: Sequence[ImportRequest],
    *,
    today: date,
    backups: Path | None,
) -> tuple[ImportReport, ...]:
    """Import as ``import_linked``, after ``copy_first``; a dry run needs no copy."""
    folder = None if requests[0].dry_run else backups
    done: tuple[ImportReport, ...] = copy_first(
        progress, workspace, folder, "before-import", import_linked, requests, today=today
    )
    return done
