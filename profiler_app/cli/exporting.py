"""``profiler export``: all rows of a kind into a file."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json
from profiler_app.domain.export_reasons import ExportReason
from profiler_app.domain.text import _
from profiler_app.jobs.exporting import export_kind
from profiler_app.jobs.printing import login_name


def _export(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    reason = ExportReason(words.purpose, login_name(), today)
    with open_workspace(words, readonly=False) as workspace:
        made = export_kind(
            progress, workspace, words.kind, words.out, reason=reason, survey=words.survey
        )
    progress.done()
    if words.json:
        print_json(asdict(made))
    else:
        print(_("{rows} rows were written to {file}.").format(rows=made.rows, file=words.out))


COMMANDS: Mapping[str, Command] = {"export": _export}
