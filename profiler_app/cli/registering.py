"""``profiler register`` and ``profiler hold``: purposes, what is due, and what must be kept."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.domain.text import _
from profiler_app.jobs import consent_register, holding
from profiler_app.jobs.cards import find
from profiler_app.jobs.refreshing import refresh


def _register(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=True) as workspace:
        found = consent_register.register(workspace, today=words.as_of or today)
    if words.json:
        print_json(asdict(found))
        return
    print_table(
        (_("Purpose"), _("Basis"), _("granted"), _("refused"), _("withdrawn"), _("expired")),
        [
            (
                line.purpose.label,
                line.purpose.basis_label,
                *(f"{n:,}" for n in (line.granted, line.refused, line.withdrawn, line.expired)),
            )
            for line in found.lines
        ],
    )
    for due in found.due:
        print(f"{len(due.customers):>7,}  {due.sentence}")


def _hold(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=words.customer is None) as workspace:
        if words.customer:
            customer = find(workspace, words.customer)
            if words.release:
                holding.release(progress, workspace, customer)
            else:
                holding.hold(progress, workspace, customer, words.ground, words.until, today=today)
                refresh(progress, workspace, as_of=today)
        found = holding.holds(workspace, today=today)
    progress.done()
    if words.json:
        print_json({"holds": [asdict(each) for each in found]})
    else:
        print_table(
            (_("Customer number"), _("Until"), _("Why")),
            [(each.number, each.until, _(holding.GROUNDS[each.ground])) for each in found],
        )


COMMANDS: Mapping[str, Command] = {"register": _register, "hold": _hold}
