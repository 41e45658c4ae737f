"""Half-filled forms, kept inside the encrypted workspace until they are saved or thrown away."""

from __future__ import annotations

from collections.abc import Mapping

from profiler_app.domain.progress import Progress
from profiler_app.store.entry_lookups import drop_setting
from profiler_app.store.workspace import Workspace

_PREFIX = "draft:"


def keep_draft(
    _progress: Progress, workspace: Workspace, form: str, texts: Mapping[str, str]
) -> None:
    """Keep what was typed into a form so far; nothing typed forgets the draft."""
    with workspace.writing():
        if any(texts.values()):
            workspace.put_setting(_PREFIX + form, dict(texts))
        else:
            drop_setting(workspace.connection, _PREFIX + form)


def draft_of(workspace: Workspace, form: str) -> dict[str, str]:
    """Return what was typed into a form before; empty when nothing was kept."""
    kept = workspace.setting(_PREFIX + form, {})
    return {str(name): str(text) for name, text in kept.items()}
