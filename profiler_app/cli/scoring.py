"""``profiler rfm``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.domain.errors import RfmProblem
from profiler_app.domain.segmentation import RfmEdges
from profiler_app.domain.text import _
from profiler_app.jobs.segments.scoring import RfmReport, rfm, usual_window


def _rfm(words: argparse.Namespace, today: date) -> None:
    window = usual_window(words.scheme) if words.window == -1 else words.window
    progress = TerminalProgress()
    with open_workspace(words, readonly=True) as workspace:
        report = rfm(
            progress,
            workspace,
            as_of=words.as_of or today,
            scheme=words.scheme,
            window=window,
            bins=words.bins,
            gross=words.gross,
            names=words.names,
            edges=_edges(words),
            weights=words.weights,
            bounds=words.tiers,
        )
    progress.done()
    if words.json:
        print_json(_as_json(report))
    else:
        _print(report)


def _edges(words: argparse.Namespace) -> RfmEdges | None:
    typed = (words.recency_edges, words.frequency_edges, words.money_edges)
    if all(each is None for each in typed):
        return None
    if words.scheme not in ("fixed", "weighted"):
        raise RfmProblem(reason=_("edges are typed for the schemes fixed and weighted"))
    recency, frequency, money = (each or () for each in typed)
    return RfmEdges(recency, frequency, tuple(each * 100 for each in money))


def _as_json(report: RfmReport) -> dict[str, Any]:
    rows = [{**asdict(row), "monetary": row.monetary / 100} for row in report.rows]
    if report.weights:
        for row, points, tier in zip(rows, report.points, report.tiers, strict=True):
            row |= {"points": points, "tier": tier}
    edges = {name: list(values) for name, values in report.edges.items()}
    edges["monetary"] = [value / 100 for value in edges["monetary"]]
    found = {
        "customers": rows,
        "edges": edges,
        "scheme": report.parameters["method"],
        "ties": report.ties,
        "merged_edges": report.merged,
    }
    if report.weights:
        found |= {"scheme": "weighted", "weights": report.weights, "tiers_from": report.bounds}
    return found


def _print(report: RfmReport) -> None:
    headers = (_("Customer"), "R", "F", "M", "RFM", *_points_header(report), _("Segment"))
    points = [[f"{each:g}"] for each in report.points] or [[]] * len(report.rows)
    print_table(
        headers,
        [
            (
                row.customer,
                str(row.recency_days),
                str(row.frequency),
                f"{row.monetary / 100:,.2f}",
                f"{row.recency_score}{row.frequency_score}{row.monetary_score}",
                *own,
                row.segment,
            )
            for row, own in zip(report.rows, points, strict=True)
        ],
    )
    print(
        _("A value on an edge counts to the range below it.")
        if report.ties == "below"
        else _("A value on an edge counts to the range above it.")
    )


def _points_header(report: RfmReport) -> tuple[str, ...]:
    return (_("Points"),) if report.weights else ()


COMMANDS: Mapping[str, Command] = {"rfm": _rfm}
"""Commands that score customers."""
