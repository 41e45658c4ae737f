"""``profiler desktop``: the program in the menu of this user."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date

from profiler_app.cli.opening import Command
from profiler_app.domain.text import _
from profiler_app.jobs.desktop_entry import add_desktop_entry, remove_desktop_entry


def _desktop(words: argparse.Namespace, today: date) -> None:
    files = remove_desktop_entry() if words.remove else add_desktop_entry()
    for file in files:
        print(f"{'−' if words.remove else '+'} {file}")
    if not files:
        print(_("There was no entry."))


COMMANDS: Mapping[str, Command] = {"desktop": _desktop}
