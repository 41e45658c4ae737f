"""Opening and making workspaces, for the window and the command line alike."""

from __future__ import annotations

from profiler_app.store.workspace import (
    Settings,
    Workspace,
    create_workspace,
    open_workspace,
)

__all__ = ["Settings", "Workspace", "create_workspace", "open_workspace"]
