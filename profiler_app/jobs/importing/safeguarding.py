"""A copy of the workspace before a file is written, and only so many of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

from profiler_app.domain.imports import ImportReport, ImportRequest
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_
from profiler_app.jobs.backing_up import copy_quickly, last_backup
from profiler_app.jobs.history import history
from profiler_app.jobs.importing import import_linked
from profiler_app.store.workspace import Workspace

BACKING_UP: Final = N_("Backing up the workspace first")
_MARK: Final = "before-import"
_SHARE: Final = 0.15
_DAYS, _WEEKS, _MONTHS = 12, 10, 9


def import_safely(
    progress: Progress,
    workspace: Workspace,
    requests: Sequence[ImportRequest],
    *,
    today: date,
    backups: Path | None,
) -> tuple[ImportReport, ...]:
    """Import as ``import_linked``, after a copy of the workspace into the folder ``backups``.

    None, a dry run, and a workspace where nothing happened since its last copy, need none. Old
    copies of this kind are thinned (``thinned``), those made by hand never. Raises what
    ``import_linked`` and ``back_up_now`` raise; where the copy has no room, nothing is imported.
    """
    if backups is None or requests[0].dry_run or not _has_news(workspace):
        return import_linked(progress, workspace, requests, today=today)
    progress.step(0.01, BACKING_UP)
    backups.mkdir(exist_ok=True)
    copy_quickly(workspace, backups, _MARK)
    progress.step(_SHARE, BACKING_UP)
    for old in thinned(workspace.path.stem, backups):
        old.unlink(missing_ok=True)
    return import_linked(_Rest(progress), workspace, requests, today=today)


class _Rest:
    """The progress of the import after the copy."""

    def __init__(self, whole: Progress) -> None:
        self._whole = whole

    def step(self, fraction: float, doing: str) -> None:
        """Report how far the import is."""
        self._whole.step(_SHARE + (1 - _SHARE) * fraction, doing)


def _has_news(workspace: Workspace) -> bool:
    """Return whether something was done that no copy holds."""
    newest = next(iter(history(workspace)), None)
    copy = last_backup(workspace)
    if newest is None or copy is None or not Path(copy.file).exists():
        return newest is not None
    return datetime.fromisoformat(newest.at) >= datetime.fromisoformat(copy.made)


def thinned(stem: str, folder: Path) -> list[Path]:
    """Return the automatic copies of a workspace that newer ones make superfluous.

    Kept are all of the two newest days with one, the last of each of the 12 newest days, of the
    10 newest weeks and of the 9 newest months with one.
    """
    pattern = re.compile(rf"{re.escape(stem)}-{_MARK}-(\d{{4}}-\d\d-\d\d-\d{{4}})(-\d+)?\.zhike")
    made = {
        path: datetime.strptime(found[1], "%Y-%m-%d-%H%M")
        for path in folder.iterdir()
        if (found := pattern.fullmatch(path.name))
    }
    newest = sorted(made, key=lambda path: (made[path], path.name), reverse=True)
    days = list(dict.fromkeys(made[path].date() for path in newest))
    kept = {path for path in newest if made[path].date() in days[:2]}
    for count, period in ((_DAYS, "%Y-%m-%d"), (_WEEKS, "%G-%V"), (_MONTHS, "%Y-%m")):
        last: dict[str, Path] = {}
        for path in newest:
            last.setdefault(made[path].strftime(period), path)
        kept.update([*last.values()][:count])
    return [path for path in newest if path not in kept]
