"""Opening and making workspaces, for the window and the command line alike."""

from __future__ import annotations

from pathlib import Path

from profiler_app.store.connect import Key, key_of_file
from profiler_app.store.workspace import (
    Settings,
    Workspace,
    create_workspace,
    open_workspace,
)

__all__ = [
    "Key",
    "Settings",
    "Workspace",
    "create_workspace",
    "file_key",
    "open_workspace",
    "read_settings",
]


def file_key(path: Path, passphrase: str) -> Key:
    """Derive the key of a workspace once, for all connections of a window."""
    return key_of_file(path, passphrase)


def read_settings(path: Path, key: Key) -> Settings:
    """Return the settings of a workspace. Raises the problems of ``open_workspace``."""
    with open_workspace(path, key, readonly=True) as workspace:
        return workspace.settings
