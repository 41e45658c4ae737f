"""Changing the passphrase of the open workspace."""

from __future__ import annotations

from datetime import date

from profiler_app.domain.errors import WrongPassphrase
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_
from profiler_app.store.connect import Key, key_of_file, new_key
from profiler_app.store.rekey import rekey
from profiler_app.store.workspace import Workspace

_CHANGED = "passphrase_changed"


def change_passphrase(
    progress: Progress, workspace: Workspace, old: str, new: str, *, today: date
) -> Key:
    """Encrypt the workspace under a new passphrase and return its key.

    Raises WrongPassphrase when ``old`` is not the passphrase of the workspace, WorkspaceInUse
    while another connection has it open. Cancelled or killed, the old passphrase goes on.
    """
    progress.step(0.05, N_("Checking the passphrase"))
    if key_of_file(workspace.path, old) != workspace.key:
        raise WrongPassphrase()
    key = new_key(new)
    progress.step(0.2, N_("Encrypting anew"))
    rekey(workspace, key)
    with workspace.writing():
        workspace.put_setting(_CHANGED, today.isoformat())
    return key


def passphrase_changed(workspace: Workspace) -> date | None:
    """Return when the passphrase was changed last, None if it never was."""
    day = workspace.setting(_CHANGED)
    return date.fromisoformat(day) if day else None
