"""The customers opened last: their ids only, on this machine, by workspace."""

from __future__ import annotations

from pathlib import Path

from profiler_app.ui.preferences import Preferences

MOST = 5


def note_opened(preferences: Preferences, workspace: Path, customer: int) -> None:
    """Put a customer first."""
    kept = [each for each in opened_last(preferences, workspace) if each != customer]
    text = ",".join(map(str, [customer, *kept][:MOST]))
    preferences.put(_name(workspace), text)


def opened_last(preferences: Preferences, workspace: Path) -> list[int]:
    """Return the customers, the last one first."""
    kept = preferences.get(_name(workspace), "")
    parts = kept if isinstance(kept, list) else str(kept).split(",")  # INI makes lists of commas
    return [int(part) for part in parts if str(part).strip().isdigit()]


def _name(workspace: Path) -> str:
    import hashlib  # not before the window is painted

    return f"opened/{hashlib.sha256(str(workspace).encode()).hexdigest()[:12]}"
