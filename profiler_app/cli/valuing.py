"""``profiler clv``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.domain.text import _
from profiler_app.domain.valuing import ValueReport, model_name
from profiler_app.jobs.valuing import value_customers

_SHOWN = 50


def _clv(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=True) as workspace:
        report = value_customers(
            progress,
            workspace,
            until=words.until or today,
            horizon_days=words.horizon,
            model=words.model,
            today=today,
            each=words.customers,
        )
    progress.done()
    if words.json:
        print_json(report.as_json(customers=words.customers))
    else:
        _print(report)


def _print(report: ValueReport) -> None:
    for refusal in report.refusals:
        print(refusal.sentence)
    if report.model:
        values = ", ".join(f"{name} = {value:.4g}" for name, value in report.parameters.items())
        print(f"{model_name(report.model)}: {values}")
        text = _("{n:,.0f} purchases expected in {weeks:.0f} weeks ({low:,.0f} to {high:,.0f}).")
        print(text.format(n=report.forecast, weeks=report.weeks, low=report.low, high=report.high))
    if report.actual is not None:
        print(_("{n:,.0f} came.").format(n=report.actual))
    for warning in report.warnings:
        print("  " + warning.sentence)
    if report.outlooks:
        _print_customers(report)


def _print_customers(report: ValueReport) -> None:
    headers = (_("Customer"), _("Purchases"), _("Still active"), _("Value"), _("Next purchase"))
    rows = [
        (
            each.customer,
            f"{each.expected:.2f} ({each.low}–{each.high})",
            f"{each.alive:.0%}",
            f"{each.value / 100:,.2f}",
            each.next_purchase.isoformat() if each.next_purchase else "—",
        )
        for each in report.outlooks[:_SHOWN]
    ]
    print_table(headers, rows)


COMMANDS: Mapping[str, Command] = {"clv": _clv}
