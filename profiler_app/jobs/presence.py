"""Which window of this machine has a workspace open, so that a second start brings it forward.

This is beside the lock of the writer (store.lock), which also keeps the command line and other
machines out: a window stays here while it is locked and its connections are closed.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from profiler_app.domain.errors import WorkspaceInUse
from profiler_app.store.lock import WriterLock


class Presence:
    """The place of one workspace in the list of open windows, a folder of this machine."""

    def __init__(self, folder: Path, workspace: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(str(workspace.resolve()).encode()).hexdigest()[:16]
        self.folder = folder
        self._name = name
        self._lock = WriterLock(folder / name)
        self.holder = ""
        self._request = folder / f"{name}.raise"

    def take(self) -> bool:
        """Note that the window of this process has the workspace; False if another one has."""
        try:
            self._lock.take()
        except WorkspaceInUse as problem:
            self.holder = str(problem.facts["holder"])
            return False
        self._request.unlink(missing_ok=True)
        return True

    def is_same(self, other: Presence) -> bool:
        """Return whether both are about one workspace."""
        return self._name == other._name

    def release(self) -> None:
        """Note that the window has it no longer."""
        self._lock.release()

    def ask(self) -> None:
        """Ask the window that has it to come forward."""
        self._request.touch()

    def is_answered(self) -> bool:
        """Return whether the other window has come forward."""
        return not self._request.exists()

    def take_request(self) -> bool:
        """Return whether this window was asked to come forward; that also answers."""
        asked = self._request.exists()
        self._request.unlink(missing_ok=True)
        return asked

    def withdraw(self) -> None:
        """Stop asking."""
        self._request.unlink(missing_ok=True)
