"""Copies nobody has to think of: before what changes much, and every half hour with changes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Literal

from profiler_app.domain.errors import ReadOnlyPlace
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_
from profiler_app.jobs.backing_up import Backup, copy_quickly, last_backup
from profiler_app.jobs.restoring import last_rehearsal
from profiler_app.store.undo import newest_moment
from profiler_app.store.workspace import Workspace

Mark = Literal["before-import", "before-erase", "before-rules", "timed"]
"""Why a copy was made; it stands in its name."""
Due = Literal["copy", "rehearsal", ""]

BACKING_UP: Final = N_("Backing up the workspace first")
_MARKS: Final = "before-import|before-erase|before-rules|timed"
_SHARE: Final = 0.15
_DAYS, _WEEKS, _MONTHS = 12, 10, 9
_EVERY: Final = timedelta(minutes=30)
_LARGE, _LARGE_EVERY = 256_000_000, timedelta(days=1)
"""A large workspace takes long to copy, and its copies much room."""
_REHEARSED_EVERY: Final = timedelta(days=7)


def copy_first(
    progress: Progress,
    workspace: Workspace,
    folder: Path | None,
    mark: Mark,
    job: Callable[..., Any],
    *arguments: Any,
    **named: Any,
) -> Any:
    """Run a job after a copy of the workspace into a folder (made if it is not there).

    None, and a workspace where nothing happened since its last copy, need no copy. Old automatic
    copies are thinned. Raises what ``job`` and ``copy_quickly`` raise; where the copy has no room,
    the job does not begin.
    """
    if folder is None or not has_news(workspace):
        return job(progress, workspace, *arguments, **named)
    progress.step(0.01, BACKING_UP)
    copy_and_thin(workspace, folder, mark)
    progress.step(_SHARE, BACKING_UP)
    return job(_Rest(progress), workspace, *arguments, **named)


def copy_and_thin(workspace: Workspace, folder: Path, mark: Mark) -> Backup:
    """Copy the workspace into a folder (made if it is not there) and thin the old copies there.

    Raises ReadOnlyPlace and what ``copy_quickly`` raises.
    """
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise ReadOnlyPlace(file=str(folder)) from error
    made = copy_quickly(workspace, folder, mark)
    for old in thinned(workspace.path.stem, folder):
        old.unlink(missing_ok=True)
    return made


def timed_copy(progress: Progress, workspace: Workspace, folder: Path) -> Backup:
    """Make the copy that is due. Raises as ``copy_quickly``."""
    progress.step(0.1, N_("Backing up"))
    return copy_and_thin(workspace, folder, "timed")


def due(workspace: Workspace, *, today: date) -> Due:
    """Return what should be done by itself now.

    A copy: something changed, and the last copy is half an hour old (a day for a workspace of more
    than 256 MB), or the last copy failed its rehearsal. A rehearsal: there is a copy, and the last
    rehearsal is a week old.
    """
    copy = last_backup(workspace)
    there = copy is not None and Path(copy.file).exists()
    if has_news(workspace):
        every = _LARGE_EVERY if workspace.path.stat().st_size > _LARGE else _EVERY
        now = workspace.clock().astimezone(UTC)
        if copy is None or not there:
            return "copy"
        age = now - datetime.fromisoformat(copy.made)
        if not timedelta(0) <= age < every:  # a clock that was set back does not stop the copies
            return "copy"
    rehearsed = last_rehearsal(workspace)
    if rehearsed and not rehearsed.sound:
        return "copy" if copy is not None and rehearsed.file == copy.file else "rehearsal"
    fresh = rehearsed and today - date.fromisoformat(rehearsed.on) < _REHEARSED_EVERY
    return "rehearsal" if there and not fresh else ""


def has_news(workspace: Workspace) -> bool:
    """Return whether something was done that no copy holds."""
    newest = newest_moment(workspace)
    copy = last_backup(workspace)
    if newest is None or copy is None or not Path(copy.file).exists():
        return newest is not None
    return datetime.fromisoformat(newest) >= datetime.fromisoformat(copy.made)


class _Rest:
    """The progress of the job after the copy."""

    def __init__(self, whole: Progress) -> None:
        self._whole = whole

    def step(self, fraction: float, doing: str) -> None:
        """Report how far the job is."""
        self._whole.step(_SHARE + (1 - _SHARE) * fraction, doing)


def thinned(stem: str, folder: Path) -> list[Path]:
    """Return the automatic copies of a workspace that newer ones make superfluous.

    Kept are all of the two newest days with one, the last of each of the 12 newest days, of the
    10 newest weeks and of the 9 newest months with one. Copies made by hand are never named.
    """
    moment = r"(\d{4}-\d\d-\d\d-\d{4})(-\d+)?"
    pattern = re.compile(rf"{re.escape(stem)}-(?:{_MARKS})-{moment}\.zhike")
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
