"""A damaged workspace becomes a new one with everything that can still be read."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from profiler_app.domain.errors import NothingToRescue, WorkspaceExists
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.text import N_
from profiler_app.jobs.custom_fields import load_own_fields
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.workspaces import remove_workspace
from profiler_app.store import mending, rescuing
from profiler_app.store.connect import Key, key_of_file
from profiler_app.store.ledger import operation
from profiler_app.store.undo import tables_by_dependency
from profiler_app.store.workspace import Workspace, create_workspace


@dataclass(frozen=True, slots=True)
class Rescued:
    """What was rescued: rows by table, rows that are lost (None: how many is not known).

    ``mended`` counts rows whose owner or other half is lost. The history of the damaged file is
    not carried over: the new one begins with the rescue.
    """

    file: str
    rows: Mapping[str, int]
    lost: Mapping[str, int | None]
    mended: int


def rescue(progress: Progress, path: Path, key: Key | str, into: Path, *, today: date) -> Rescued:
    """Read what can be read from a damaged file into a new workspace of the same passphrase.

    The damaged file is copied and never written to. Raises WorkspaceExists, DiskFull, and
    NothingToRescue when not even the list of its tables can be read, or the passphrase is wrong.
    """
    if into.exists():
        raise WorkspaceExists(file=str(into))
    progress.step(0.0, N_("Reading the damaged file"))
    key = key if isinstance(key, Key) else key_of_file(path, key)
    with tempfile.TemporaryDirectory(dir=into.parent) as folder:
        wreck = rescuing.Wreck(path, key, Path(folder))
        try:
            if not wreck.is_readable():
                raise NothingToRescue(file=str(path))
            trial = Path(folder) / "rescued.zhike"
            with create_workspace(trial, key, name=path.stem) as made:
                salvage, mended = _fill(progress, made, wreck)
                load_own_fields(made)
                refresh(Part(progress, 0.7, 1.0), made, as_of=today)
            trial.rename(into)
            remove_workspace(trial)
        finally:
            wreck.close()
    return Rescued(str(into), salvage.read, salvage.lost, mended)


def rescue_open(progress: Progress, workspace: Workspace, into: Path, *, today: date) -> Rescued:
    """Rescue the workspace that is open; see ``rescue``."""
    return rescue(progress, workspace.path, workspace.key, into, today=today)


def _fill(
    progress: Progress, made: Workspace, wreck: rescuing.Wreck
) -> tuple[rescuing.Salvage, int]:
    salvage, tables = rescuing.Salvage(), tables_by_dependency()
    with operation(made, "rescue", references_hold=True) as opened:
        rescuing.put_settings(made.connection, wreck.settings())
        for at, table in enumerate(tables):
            progress.step(0.7 * at / len(tables), N_("Reading the damaged file"))
            rescuing.carry_over(wreck, opened, table, salvage)
        mended = mending.mend_references(made.connection, opened)
        opened.facts["rows"] = sum(salvage.read.values())
    return salvage, mended
