"""One writer per workspace: a lock beside the file, held while the process lives."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path
from typing import IO

from profiler_app.domain.errors import ReadOnlyPlace, WorkspaceInUse


class WriterLock:
    """The right to write to one workspace.

    The operating system frees it when the process ends, however it ends; the lock file stays and
    names its last holder.
    """

    def __init__(self, workspace: Path) -> None:
        self.path = workspace.with_name(workspace.name + ".lock")
        self._workspace = workspace
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Take the lock, or raise WorkspaceInUse naming who holds it."""
        try:
            file = self.path.open("a+", encoding="utf-8")
        except OSError as error:
            raise ReadOnlyPlace(file=str(self._workspace)) from error
        try:
            _lock(file)
        except OSError as error:
            holder = self._holder()
            file.close()
            raise WorkspaceInUse(file=str(self._workspace), holder=holder) from error
        file.seek(0)
        file.truncate()
        file.write(f"{platform.node()} · {os.getpid()}")
        file.flush()
        self._file = file

    def release(self) -> None:
        """Give the lock back; harmless when it is not held."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _holder(self) -> str:
        try:
            return self.path.read_text(encoding="utf-8") or "?"
        except OSError:
            return "?"


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[str]) -> None:
        # One byte far behind the text, so that others can still read who holds the lock.
        file.seek(1_000_000)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
