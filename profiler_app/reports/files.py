"""A file that appears whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, ClassVar

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import N_


class PlaceNotWritable(UserProblem):
    """The chosen file cannot be written there."""

    code: ClassVar[str] = "read_only"
    template: ClassVar[str] = N_(
        "{file} cannot be written: its folder is missing or read-only, or the file is open in "
        "another program. Nothing was changed. Close it there or choose another folder."
    )


class NoSpaceForFile(UserProblem):
    """The disk filled up while the file was written."""

    code: ClassVar[str] = "disk_full"
    template: ClassVar[str] = N_(
        "The disk that holds {file} is full. The file was not written and nothing else was "
        "changed. Free some space or choose another disk, then do it again."
    )


_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Give a new file to write; it takes the place of ``path`` when the block ends well.

    A block that fails leaves what stood at ``path`` and nothing beside it. Only the current user
    may read the file: it holds customers. Raises PlaceNotWritable or NoSpaceForFile.
    """
    try:
        with _beside(path) as file:
            yield file
    except OSError as error:
        problem = NoSpaceForFile if error.errno in _FULL else PlaceNotWritable
        raise problem(file=path) from error


@contextmanager
def _beside(path: Path) -> Iterator[BinaryIO]:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
