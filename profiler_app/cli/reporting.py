"""``profiler report``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json
from profiler_app.domain.text import _
from profiler_app.jobs.foresight.writing import export_report
from profiler_app.jobs.insights.reports import REPORTS
from profiler_app.reports.sheet import drawing_application


def _report(words: argparse.Namespace, _today: date) -> None:
    progress = TerminalProgress()
    application = drawing_application() if words.out is not None else None
    with open_workspace(words, readonly=True) as workspace:
        period = {} if words.days is None else {"days": words.days}
        report = REPORTS[words.report](progress, workspace, **period)
        if words.out is not None:
            export_report(progress, workspace, report, words.out)
    progress.done()
    del application
    if words.json:
        print_json(report.without_people())
        return
    print(f"{report.title} · {report.as_of}")
    print(report.verdict)
    for label, shown, note in report.figures:
        print(f"  {label}: {shown} ({note})")
    if words.out is not None:
        print(_("Written to {file}.").format(file=words.out.name))


COMMANDS: Mapping[str, Command] = {"report": _report}
