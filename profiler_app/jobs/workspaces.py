"""Opening and making workspaces, for the window and the command line alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_, Language
from profiler_app.jobs.custom_fields import load_own_fields
from profiler_app.jobs.rekeying import first_recovery_key, recover
from profiler_app.store.connect import Key, key_of_file
from profiler_app.store.workspace import (
    Settings,
    Workspace,
    create_workspace,
    open_workspace,
)

__all__ = [
    "Key",
    "Opened",
    "Settings",
    "Workspace",
    "create_workspace",
    "enter_workspace",
    "file_key",
    "make_workspace",
    "open_workspace",
    "read_settings",
    "recover_workspace",
    "remove_workspace",
    "unlock_workspace",
]


@dataclass(frozen=True, slots=True)
class Opened:
    """A workspace that was unlocked: where it is, its key and its settings."""

    path: Path
    key: Key
    settings: Settings
    recovery: str = field(default="", repr=False)
    """The recovery key where it is a new one, to be shown now."""


def file_key(path: Path, passphrase: str) -> Key:
    """Derive the key of a workspace once, for all connections of a window."""
    return key_of_file(path, passphrase)


def read_settings(path: Path, key: Key) -> Settings:
    """Return the settings of a workspace. Raises the problems of ``open_workspace``."""
    with open_workspace(path, key, readonly=True) as workspace:
        return workspace.settings


def unlock_workspace(progress: Progress, _nothing: object, path: Path, passphrase: str) -> Opened:
    """Derive the key and prove that it opens the file. Raises what ``open_workspace`` raises.

    A file of an older format is brought up to date now, before anybody reads from it.
    """
    progress.step(0.1, N_("Unlocking"))
    key = file_key(path, passphrase)
    with open_workspace(path, key, readonly=True) as workspace:
        opened, older = Opened(path, key, workspace.settings), workspace.is_older
        load_own_fields(workspace)
    if older:
        open_workspace(path, key).close()
    return opened


def make_workspace(
    progress: Progress,
    _nothing: object,
    path: Path,
    passphrase: str,
    *,
    name: str,
    language: Language,
    today: date,
) -> Opened:
    """Make a new workspace. Raises WorkspaceExists, ReadOnlyPlace or DiskFull."""
    progress.step(0.1, N_("Making the workspace"))
    path.parent.mkdir(parents=True, exist_ok=True)
    with create_workspace(path, passphrase, name=name, language=language) as made:
        load_own_fields(made)
        recovery = first_recovery_key(made, passphrase, today=today)
        return Opened(path, made.key, made.settings, recovery)


def recover_workspace(
    progress: Progress, _nothing: object, path: Path, recovery: str, new: str, *, today: date
) -> Opened:
    """Open a workspace with its recovery key and put it under a new passphrase.

    Raises what ``rekeying.recover`` raises; then the file is as it was.
    """
    done = recover(progress, path, recovery, new, today=today)
    with open_workspace(path, done.key, readonly=True) as workspace:
        load_own_fields(workspace)
        return Opened(path, done.key, workspace.settings, done.recovery)


def enter_workspace(path: Path, passphrase: str | Key, *, readonly: bool = False) -> Workspace:
    """Open the workspace to work in: its own fields become part of the catalog."""
    workspace = open_workspace(path, passphrase, readonly=readonly)
    load_own_fields(workspace)
    return workspace


def remove_workspace(path: Path) -> None:
    """Remove the file of a workspace nobody has open, and what lies beside it."""
    for ending in ("", "-wal", "-shm", ".lock"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
