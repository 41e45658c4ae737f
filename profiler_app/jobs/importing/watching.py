"""New files of a folder that are like one imported before: next month's export."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.imports import ImportRequest
from profiler_app.jobs.importing.memory import inspect_remembered, templates
from profiler_app.store.imports import imported_before
from profiler_app.store.workspace import Workspace

_MOST: Final = 10
"""So many of the newest files are looked into."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file as it stood in a folder: its text names it among those that were dismissed."""

    path: Path
    size: int
    changed: int

    @property
    def text(self) -> str:
        """Name, size and time; another export under the same name is another file."""
        return f"{self.path.name}|{self.size}|{self.changed}"


@dataclass(frozen=True, slots=True)
class Match:
    """A file whose headers are those of a template."""

    stamp: Stamp
    template: str


def files_in(folder: Path, endings: Collection[str]) -> tuple[Stamp, ...]:
    """Return the files with these endings, the newest first; none where there is no folder."""
    found = []
    try:
        for path in folder.iterdir():
            if path.suffix.lower() in endings and not path.name.startswith((".", "~$")):
                stat = path.stat()
                found.append(Stamp(path, stat.st_size, int(stat.st_mtime)))
    except OSError:
        return ()
    return tuple(sorted(found, key=lambda each: (-each.changed, each.path.name)))


def matching_files(workspace: Workspace, stamps: Collection[Stamp]) -> tuple[Match, ...]:
    """Return which of the newest files fit a template and were not imported yet."""
    if not templates(workspace):
        return ()
    found = []
    for stamp in list(stamps)[:_MOST]:
        try:
            template = inspect_remembered(workspace, ImportRequest(paths=(stamp.path,))).template
            if template is not None and not _was_imported(workspace, stamp.path):
                found.append(Match(stamp, template.name))
        except (UserProblem, OSError):
            continue  # what cannot be read is not offered
    return tuple(found)


def _was_imported(workspace: Workspace, path: Path) -> bool:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return imported_before(workspace.connection, digest) is not None
