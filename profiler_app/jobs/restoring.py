"""Turning a copy into a workspace again, comparing it with what is here, and rehearsing that."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from profiler_app.domain.errors import (
    BackupDamaged,
    NoBackup,
    UserProblem,
    WorkspaceExists,
    WrongPassphraseOrDamaged,
)
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_
from profiler_app.jobs.backing_up import last_backup
from profiler_app.jobs.cards import read_card
from profiler_app.jobs.erasing import erase_again, marks
from profiler_app.jobs.history import check
from profiler_app.store import auditing
from profiler_app.store.connect import problems
from profiler_app.store.erasing import numbers
from profiler_app.store.schema import fact_tables
from profiler_app.store.workspace import Workspace, open_workspace

_REHEARSED: Final = "rehearsal"
_CARDS: Final = 3


@dataclass(frozen=True, slots=True)
class Restored:
    """A copy that was read: the workspace it became (None: only compared) and how it differs.

    ``rows`` has (rows in the copy, rows here) by table where the two differ; ``behind`` counts the
    operations done here since; ``erased_again`` the customers erased here that the copy still had.
    """

    file: str
    into: str | None
    rows: Mapping[str, tuple[int, int]]
    behind: int
    erased_again: int


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The newest copy restored on trial: which, on which day, how many customers and cards.

    Not ``sound``: it could not be restored, and another copy has to be made.
    """

    file: str
    on: str
    customers: int
    cards: int
    sound: bool = True


def restore(
    progress: Progress,
    workspace: Workspace,
    backup: Path,
    into: Path | None,
    *,
    by: str,
    today: date,
) -> Restored:
    """Restore a copy of a workspace into a new file, or only compare it with the workspace.

    The copy is opened with the key of the workspace and checked whole before anything is written;
    who was erased here meanwhile is erased in the restored file too. Neither the workspace nor the
    copy is changed. Raises BackupDamaged naming what is wrong, WorkspaceExists, DiskFull.
    """
    if into is not None and into.exists():
        raise WorkspaceExists(file=str(into))
    progress.step(0.0, N_("Reading the copy"))
    with tempfile.TemporaryDirectory(dir=(into or workspace.path).parent) as folder:
        trial = Path(folder) / "trial.zhike"
        with problems(backup):
            shutil.copyfile(backup, trial)
        with _opened(workspace, trial, backup) as copy:
            _prove(progress, copy, backup, today)
            rows, behind = _differences(copy, workspace)
            again = erase_again(progress, copy, marks(workspace), by=by, today=today)
        if into is not None:
            trial.rename(into)
    return Restored(str(backup), str(into) if into else None, rows, behind, len(again))


def rehearse(progress: Progress, workspace: Workspace, *, today: date) -> Rehearsal:
    """Restore the newest copy on trial: check it whole, draw three cards; note the day.

    Raises NoBackup when there is none, BackupDamaged when it could not be restored; that is noted
    too.
    """
    file = newest(workspace)
    try:
        done = _tried(progress, workspace, file, today)
    except BackupDamaged:
        _note(workspace, Rehearsal(str(file), today.isoformat(), 0, 0, sound=False))
        raise
    _note(workspace, done)
    return done


def _note(workspace: Workspace, done: Rehearsal) -> None:
    with workspace.writing():
        workspace.put_setting(_REHEARSED, asdict(done))


def _tried(progress: Progress, workspace: Workspace, file: Path, today: date) -> Rehearsal:
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / "trial.zhike"
        shutil.copyfile(file, trial)
        with _opened(workspace, trial, file) as copy:
            _prove(progress, copy, file, today)
            known = numbers(copy.connection)
            some = known[:: max(1, len(known) // _CARDS)][:_CARDS]
            for customer, _number in some:
                read_card(copy, customer, as_of=today)
    return Rehearsal(str(file), today.isoformat(), len(known), len(some))


def newest(workspace: Workspace) -> Path:
    """Return the file of the newest copy. Raises NoBackup when there is none."""
    last = last_backup(workspace)
    if last is None or not Path(last.file).exists():
        raise NoBackup(file=last.file if last else "—")
    return Path(last.file)


def last_rehearsal(workspace: Workspace) -> Rehearsal | None:
    """Return the last rehearsal, also one that failed."""
    kept = workspace.setting(_REHEARSED)
    return Rehearsal(**kept) if kept else None


@contextmanager
def _opened(workspace: Workspace, trial: Path, named: Path) -> Iterator[Workspace]:
    """Open a copy under the key of the workspace; a damaged or foreign one is named."""
    try:
        copy = open_workspace(trial, workspace.key, clock=workspace.clock)
    except UserProblem as problem:
        raise BackupDamaged(file=str(named), reason=str(problem)) from problem
    try:
        with copy, problems(trial):
            yield copy
    except WrongPassphraseOrDamaged as problem:  # what opens may be damaged further back
        raise BackupDamaged(file=str(named), reason=str(problem)) from problem


def _prove(progress: Progress, copy: Workspace, named: Path, today: date) -> None:
    for code, sentence in check(progress, copy, today=today):
        if code != "future":
            raise BackupDamaged(file=str(named), reason=sentence)


def _differences(copy: Workspace, here: Workspace) -> tuple[dict[str, tuple[int, int]], int]:
    tables = [*fact_tables(), "operation"]
    then, now = (auditing.counts(each.connection, tables) for each in (copy, here))
    behind: Any = now.pop("operation") - then.pop("operation")
    return {t: (then[t], now[t]) for t in then if then[t] != now[t]}, behind
