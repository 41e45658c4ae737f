"""``profiler export``: all rows of a kind into a file."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json
from profiler_app.domain.text import _
from profiler_app.jobs.exporting import export_kind


def _export(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=True) as workspace:
        made = export_kind(progress, workspace, words.kind, words.out, survey=words.survey)
    progress.done()
    if words.json:
        print_json(asdict(made))
    else:
        print(_("{rows} rows were written to {file}.").format(rows=made.rows, file=words.out))


COMMANDS: Mapping[str, Command] = {"export": _export}
