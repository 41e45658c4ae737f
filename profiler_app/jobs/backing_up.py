"""A backup now: an encrypted copy in a folder of one's choice, read again before it counts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from profiler_app.domain.errors import BackupDiffers, ReadOnlyPlace
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_
from profiler_app.store.connect import problems
from profiler_app.store.content import content_hash
from profiler_app.store.integrity import pages_are_sound
from profiler_app.store.migrations import back_up
from profiler_app.store.workspace import Workspace, open_workspace

_LAST = "last_backup"


@dataclass(frozen=True, slots=True)
class Backup:
    """A verified copy: its file, its size in bytes, when it was made (UTC, ISO)."""

    file: str
    size: int
    made: str

    @property
    def at(self) -> datetime:
        """When it was made, in the time of this machine."""
        return datetime.fromisoformat(self.made).astimezone()


def back_up_now(progress: Progress, workspace: Workspace, folder: Path) -> Backup:
    """Copy the workspace under its own passphrase into a folder, and verify the copy.

    The copy is opened and all its facts are read and compared by their hash; one that differs is
    removed (BackupDiffers). Raises ReadOnlyPlace or DiskFull; cancelled, nothing is left.
    """
    if not os.access(folder, os.W_OK):
        raise ReadOnlyPlace(file=str(folder))
    now = workspace.clock()
    target = next(name for name in _names(workspace.path.stem, now, folder) if not name.exists())
    progress.step(0.02, N_("Copying"))
    back_up(workspace.connection, target, target)
    try:
        progress.step(0.2, N_("Verifying the copy"))
        _verify(progress, workspace, target)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return _note(workspace, target, now)


def copy_quickly(workspace: Workspace, folder: Path, mark: str) -> Backup:
    """Copy the workspace into a folder, ``mark`` in the name; its pages are checked, not its facts.

    For copies made on the way, which nobody waits for. Raises as ``back_up_now``.
    """
    if not os.access(folder, os.W_OK):
        raise ReadOnlyPlace(file=str(folder))
    now = workspace.clock()
    names = _names(f"{workspace.path.stem}-{mark}", now, folder)
    target = next(name for name in names if not name.exists())
    back_up(workspace.connection, target, target)
    try:
        with problems(target), open_workspace(target, workspace.key, readonly=True) as copy:
            if not pages_are_sound(copy.connection):
                raise BackupDiffers(file=str(target))
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return _note(workspace, target, now)


def _note(workspace: Workspace, target: Path, now: datetime) -> Backup:
    made = Backup(str(target), target.stat().st_size, now.astimezone(UTC).isoformat())
    with workspace.writing():
        workspace.put_setting(_LAST, asdict(made))
    return made


def last_backup(workspace: Workspace) -> Backup | None:
    """Return the last backup made here; its file may be gone by now."""
    kept = workspace.setting(_LAST)
    return Backup(**kept) if kept else None


def _verify(progress: Progress, workspace: Workspace, target: Path) -> None:
    with problems(target), open_workspace(target, workspace.key, readonly=True) as copy:
        found = content_hash(copy.connection)
    progress.step(0.6, N_("Verifying the copy"))
    with problems(workspace.path):
        if found != content_hash(workspace.connection):
            raise BackupDiffers(file=str(target))


def _names(stem: str, now: datetime, folder: Path) -> Iterator[Path]:
    day = now.astimezone().strftime("%Y-%m-%d-%H%M")
    yield folder / f"{stem}-{day}.zhike"
    for number in range(2, 1_000):
        yield folder / f"{stem}-{day}-{number}.zhike"
