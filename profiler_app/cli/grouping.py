"""Commands that sort customers into groups."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.domain.text import _
from profiler_app.jobs.segments import reporting as segments


def _rfm(words: argparse.Namespace, today: date) -> None:
    window = words.window
    if window == -1:
        window = 365 if words.scheme == "m1" else None
    progress = TerminalProgress()
    with open_workspace(words, readonly=True) as workspace:
        report = segments.rfm(
            progress,
            workspace,
            as_of=words.as_of or today,
            scheme=words.scheme,
            window=window,
            bins=words.bins,
            gross=words.gross,
        )
    progress.done()
    rows = [{**asdict(row), "monetary": row.monetary / 100} for row in report.rows]
    edges = {name: list(values) for name, values in report.edges.items()}
    edges["monetary"] = [value / 100 for value in edges["monetary"]]
    if words.json:
        print_json({"customers": rows, "edges": edges})
        return
    headers = (_("Customer"), "R", "F", "M", "RFM", _("Segment"))
    print_table(
        headers,
        [
            (
                row["customer"],
                str(row["recency_days"]),
                str(row["frequency"]),
                f"{row['monetary']:,.2f}",
                f"{row['recency_score']}{row['frequency_score']}{row['monetary_score']}",
                row["segment"],
            )
            for row in rows
        ],
    )


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
    "rfm": _rfm,
    "cluster": _cluster,
}
