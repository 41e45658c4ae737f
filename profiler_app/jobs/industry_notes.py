"""Notes of one's own about an industry, shared by all its companies in the workspace."""

from __future__ import annotations

from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_
from profiler_app.store.segments import read_choice, write_choice
from profiler_app.store.workspace import Workspace

KIND = "industry_notes"


def own_note(workspace: Workspace, key: str) -> str:
    """Return what was noted about a division (``C38``); empty when nothing was."""
    found: str = (read_choice(workspace.connection, KIND) or {}).get(key, "")
    return found


def save_note(progress: Progress, workspace: Workspace, key: str, text: str) -> int:
    """Keep a note about a division, an empty one forgets it; return the operation."""
    progress.step(0.0, N_("Saving"))
    notes = {**(read_choice(workspace.connection, KIND) or {}), key: text.strip()}
    kept = {division: note for division, note in notes.items() if note}
    return write_choice(workspace, KIND, kept, {"industry": key})
