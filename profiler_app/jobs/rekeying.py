"""The passphrase and the recovery key of a workspace: shown, changed, made void, used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from profiler_app.domain.errors import (
    NoRecoveryKey,
    WrongPassphrase,
    WrongPassphraseOrDamaged,
    WrongRecoveryKey,
)
from profiler_app.domain.progress import Progress
from profiler_app.domain.recovery_keys import read_recovery_key
from profiler_app.domain.text import N_
from profiler_app.store.connect import (
    Key,
    derive_key,
    key_of_file,
    key_of_recovery,
    new_key,
    recovery_key_of,
    salt_of,
)
from profiler_app.store.rekey import rekey
from profiler_app.store.workspace import Workspace, open_workspace

_CHANGED = "passphrase_changed"
_SHOWN = "recovery_key_shown"


@dataclass(frozen=True, slots=True, repr=False)
class Rekeyed:
    """The new key of a workspace, and the recovery key that goes with it; never kept."""

    key: Key
    recovery: str


@dataclass(frozen=True, slots=True)
class KeyDays:
    """When the passphrase was changed last, and when the recovery key of today was last shown."""

    changed: date | None
    shown: date | None


def change_passphrase(
    progress: Progress, workspace: Workspace, old: str, new: str, *, today: date
) -> Rekeyed:
    """Encrypt the workspace under a new passphrase; the recovery key becomes another one too.

    Raises WrongPassphrase when ``old`` is not the passphrase of the workspace, WorkspaceInUse
    while another connection has it open. Cancelled or killed, the old passphrase goes on. With
    the same passphrase again only the recovery key changes: the old one opens nothing any more.
    """
    _prove(progress, workspace, old)
    done = _rekey(progress, workspace, new)
    with workspace.writing():
        if new != old:
            workspace.put_setting(_CHANGED, today.isoformat())
        workspace.put_setting(_SHOWN, today.isoformat())
    return done


def show_recovery_key(
    progress: Progress, workspace: Workspace, passphrase: str, *, today: date
) -> str:
    """Return the recovery key, for whoever knows the passphrase; the day is noted.

    Raises WrongPassphrase, and NoRecoveryKey for a file of the first version: it gets one with
    the next ``change_passphrase``.
    """
    _prove(progress, workspace, passphrase)
    salt = workspace.key.salt
    if derive_key(passphrase, salt) != workspace.key:
        raise NoRecoveryKey()
    with workspace.writing():
        workspace.put_setting(_SHOWN, today.isoformat())
    return recovery_key_of(passphrase, salt)


def recover(progress: Progress, path: Path, recovery: str, new: str, *, today: date) -> Rekeyed:
    """Open a workspace with its recovery key and put it under a new passphrase.

    Raises RecoveryKeyMistyped before anything is tried, WrongRecoveryKey when it does not open
    the file, and what ``open_workspace`` raises; then the file is as it was.
    """
    typed = read_recovery_key(recovery)
    progress.step(0.05, N_("Checking the recovery key"))
    key = key_of_recovery(typed, salt_of(path))
    with _opened(path, key) as workspace:
        done = _rekey(progress, workspace, new)
        with workspace.writing():
            workspace.put_setting(_CHANGED, today.isoformat())
            workspace.put_setting(_SHOWN, today.isoformat())
    return done


def first_recovery_key(workspace: Workspace, passphrase: str, *, today: date) -> str:
    """Return the recovery key of a workspace just made, which is shown now."""
    with workspace.writing():
        workspace.put_setting(_SHOWN, today.isoformat())
    return recovery_key_of(passphrase, workspace.key.salt)


def write_recovery_sheet(recovery: str, name: str, path: Path, *, today: date) -> None:
    """Write the recovery key of the workspace called ``name`` as a page to print and put away.

    Raises PlaceNotWritable or NoSpaceForFile.
    """
    from profiler_app.reports.recovery_page import write_page

    write_page(path, recovery, name, today)


def recovery_sheet(recovery: str, name: str, *, today: date) -> str:
    """Return the same page as HTML for a printer; texts in it are escaped."""
    from profiler_app.reports.recovery_page import page_html

    return page_html(recovery, name, today)


def key_days(workspace: Workspace) -> KeyDays:
    """Return when the passphrase was changed and the recovery key shown; None if never."""
    days = (workspace.setting(name) for name in (_CHANGED, _SHOWN))
    changed, shown = (date.fromisoformat(day) if day else None for day in days)
    return KeyDays(changed, shown)


def _prove(progress: Progress, workspace: Workspace, passphrase: str) -> None:
    progress.step(0.05, N_("Checking the passphrase"))
    if key_of_file(workspace.path, passphrase) != workspace.key:
        raise WrongPassphrase()


def _opened(path: Path, key: Key) -> Workspace:
    try:
        return open_workspace(path, key)
    except WrongPassphraseOrDamaged as problem:
        raise WrongRecoveryKey(file=str(path)) from problem


def _rekey(progress: Progress, workspace: Workspace, passphrase: str) -> Rekeyed:
    key = new_key(passphrase)
    progress.step(0.2, N_("Encrypting anew"))
    rekey(workspace, key)
    return Rekeyed(key, recovery_key_of(passphrase, key.salt))
