"""Opening the workspace a command names."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date

from profiler_app.cli.passphrase import passphrase
from profiler_app.jobs import workspaces

Command = Callable[[argparse.Namespace, date], None]
"""What a command does: call one job, print its result."""


def open_workspace(words: argparse.Namespace, *, readonly: bool) -> workspaces.Workspace:
    """Open the workspace a command names."""
    secret = passphrase(words.passphrase_file)
    return workspaces.enter_workspace(words.workspace, secret, readonly=readonly)
