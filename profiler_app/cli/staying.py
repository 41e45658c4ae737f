"""``profiler stay`` and ``profiler stay-table``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.domain.staying import StayReport, stay_model_name
from profiler_app.domain.text import _
from profiler_app.jobs.foresight.staying import foretell_staying
from profiler_app.jobs.staying_tables import Lasting, stay_table

_SHOWN = 50


def _stay(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=True) as workspace:
        report = foretell_staying(
            progress,
            workspace,
            until=words.until or today,
            horizon_days=words.horizon,
            today=today,
            each=words.customers,
        )
    progress.done()
    if words.json:
        print_json(report.as_json(rows=words.customers))
    else:
        _print(report, each=words.customers)


def _table(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    wanted = Lasting(
        time=words.lasted,
        ended=words.ended,
        horizon=words.horizon,
        yes=words.yes,
        brings=words.brings,
        folds=words.folds,
        seed=words.seed,
        each=words.customers,
    )
    report = stay_table(progress, words.file, wanted)
    progress.done()
    if words.json:
        print_json(report.as_json(rows=words.customers))
    else:
        _print(report, each=words.customers)


def _print(report: StayReport, *, each: bool) -> None:
    text = _("{n:,} contracts, {ended:,} of them ended.")
    print(text.format(n=report.contracts, ended=report.ended))
    if report.model:
        print(report.forecast)
        if report.actual is not None:
            print(_("{n:,} ended.").format(n=report.actual))
        print(_("Model: {model}.").format(model=stay_model_name(report.model)))
    if report.trial is not None:
        print(report.trial.sentence)
    for title, told in (
        (_("Refused:"), report.refusals),
        (_("Also left out:"), report.dropped),
        (_("To know:"), report.warnings),
    ):
        if told:
            print(title)
            for note in told:
                print("  " + note.sentence)
    if each:
        _print_rows(report)


def _print_rows(report: StayReport) -> None:
    headers = (_("Row"), _("So far"), _("Stays"), _("Expected"), _("Reasons"))
    rows = [
        (found.key, f"{found.age:.1f}", f"{found.stays:.0%}", f"{found.stayed:.1f}",
         "; ".join(found.reasons))
        for found in report.forecasts[:_SHOWN]
    ]  # fmt: skip
    print_table(headers, rows)


COMMANDS: Mapping[str, Command] = {"stay": _stay, "stay-table": _table}
