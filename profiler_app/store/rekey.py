"""Another passphrase for a workspace: a complete copy under the new key takes the file's place.

The file is wholly under the old or wholly under the new key at every moment, also when the process
is killed: the copy is finished and written to the disk before one rename puts it in place.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from profiler_app.domain.errors import WrongPassphraseOrDamaged
from profiler_app.store import connect
from profiler_app.store.connect import Key, problems
from profiler_app.store.migrations import back_up

if TYPE_CHECKING:
    from profiler_app.store.workspace import Workspace

_ENDINGS = ("", "-journal", ".unfinished", ".unfinished-journal")


def rekey(workspace: Workspace, key: Key) -> None:
    """Put a workspace open for writing under another key.

    Raises WorkspaceInUse while any other connection has the file open, DiskFull without room for
    a copy; then the file is as it was.
    """
    copy = _copy_of(workspace.path)
    sweep(workspace.path)
    try:
        back_up(workspace.connection, copy, copy)
        _encrypt(copy, workspace.key, key)
        workspace.replace_file(copy, key)
    finally:
        sweep(workspace.path)


def sweep(path: Path) -> None:
    """Remove what a killed ``rekey`` left beside a workspace."""
    copy = _copy_of(path)
    for ending in _ENDINGS:
        copy.with_name(copy.name + ending).unlink(missing_ok=True)


def _copy_of(path: Path) -> Path:
    return path.with_name(path.name + ".rekeyed")


def _encrypt(copy: Path, old: Key, new: Key) -> None:
    """Encrypt a copy nobody else knows of anew, page by page, and prove that it opens."""
    connection = connect.connect(copy, old, journal="DELETE")
    try:
        with problems(copy):
            connection.execute(f'PRAGMA rekey = "{new.pragma}"')
    finally:
        connect.close(connection)
    with copy.open("rb+") as file:
        os.fsync(file.fileno())
        salted = file.read(16) == new.salt
    opened = connect.connect(copy, new, readonly=True)
    try:
        damaged = opened.execute("PRAGMA cipher_integrity_check").fetchall()
    finally:
        connect.close(opened)
    if damaged or not salted:
        raise WrongPassphraseOrDamaged(file=str(copy))
