"""The copies of a workspace that lie where copies are made."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from profiler_app.jobs.backing_up import last_backup
from profiler_app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class CopyThere:
    """A copy: its file, when it was written (time of this machine), its size in bytes."""

    file: Path
    at: datetime
    size: int


def copies_there(workspace: Workspace, folder: Path | None) -> tuple[CopyThere, ...]:
    """Return the copies of a workspace, the newest first.

    They are looked for in ``folder`` (where copies are made by themselves), where the last one was
    written, and beside the workspace, where those before a change of format are.
    """
    last = last_backup(workspace)
    places = {workspace.path.parent, *([folder] if folder else ())}
    places |= {Path(last.file).parent} if last else set()
    found = _copies(workspace.path.stem, (each for each in places if each.is_dir()))
    return tuple(sorted(found, key=lambda each: (each.at, each.file.name), reverse=True))


def _copies(stem: str, folders: Iterable[Path]) -> Iterable[CopyThere]:
    named = r"(-[a-z]+(-[a-z]+)?)?-\d{4}-\d\d-\d\d-\d{4}(-\d+)?|\.before-format-\d+"
    pattern = re.compile(rf"{re.escape(stem)}({named})\.zhike")
    for folder in folders:
        for file in folder.iterdir():
            if pattern.fullmatch(file.name) and file.is_file():
                about = file.stat()
                moment = datetime.fromtimestamp(about.st_mtime).astimezone()
                yield CopyThere(file, moment, about.st_size)
