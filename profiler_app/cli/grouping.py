"""``profiler cluster``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.domain.text import _
from profiler_app.jobs.segments import reporting as segments


def _cluster(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=True) as workspace:
        report = segments.clusters(
            progress,
            workspace,
            names=words.fields.split(",") if words.fields else None,
            k=words.k,
            seed=words.seed,
            raw=words.raw,
        )
    progress.done()
    if words.json:
        print_json(report.as_json())
        return
    print_table(
        (_("Group"), _("Customers"), _("Share of sales")),
        [
            (
                each.name,
                str(each.customers),
                "—" if each.sales_share is None else f"{each.sales_share:.1%}",
            )
            for each in report.groups
        ],
    )


COMMANDS: Mapping[str, Command] = {
    "cluster": _cluster,
}
