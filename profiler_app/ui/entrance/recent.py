"""The workspaces opened on this machine: where they are and when, never what is in them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from profiler_app.domain.text import _
from profiler_app.ui.preferences import Preferences

_MOST = 8


@dataclass(frozen=True, slots=True)
class Recent:
    """One file; ``opened`` is a local time in ISO form."""

    file: str
    opened: str

    @property
    def path(self) -> Path:
        """Where it is, or was."""
        return Path(self.file)


def recent_workspaces(preferences: Preferences) -> list[Recent]:
    """Return the workspaces, the last one first."""
    try:
        return [Recent(**each) for each in json.loads(str(preferences.get("recent", "[]")))]
    except (ValueError, TypeError):
        return []


def remember(preferences: Preferences, path: Path, opened: str) -> None:
    """Put a workspace first."""
    kept = [each for each in recent_workspaces(preferences) if each.path != path]
    _keep(preferences, [Recent(str(path), opened), *kept][:_MOST])


def forget(preferences: Preferences, path: Path) -> None:
    """Leave a workspace out; its file is not touched."""
    _keep(preferences, [each for each in recent_workspaces(preferences) if each.path != path])


def title_of(path: Path) -> str:
    """Return what a workspace is called while it is locked: its file name."""
    if path.name.startswith("demo-") and path.parent.name == "Zhike":
        return _("Sample data")
    return path.stem


def _keep(preferences: Preferences, workspaces: list[Recent]) -> None:
    preferences.put("recent", json.dumps([asdict(each) for each in workspaces]))
