"""``profiler segment``, ``overlap``, ``compare-rest`` and ``drift``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date
from typing import Any

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.text import _, language
from profiler_app.jobs.segments import drifting, sets

_SHOWN = 20


def _segment(words: argparse.Namespace, today: date) -> None:
    if words.static and words.where is None:
        raise RuleProblem(position=0, reason=_("--static needs a rule: --where RULE"))
    progress = TerminalProgress()
    with open_workspace(words, readonly=words.where is None) as workspace:
        if words.where is not None:
            sets.keep_segment(progress, workspace, words.name, words.where, static=words.static)
        report = sets.segment_report(workspace, words.name)
    progress.done()
    if words.json:
        print_json(report)
        return
    print(f"{report['name']}: {report['sentence'][language()]}")
    text = _("{count} customers; unknown for {unknown}.")
    print(text.format(count=report["count"], unknown=report["unknown"]))
    if "frozen_on" in report:
        text = _("Frozen on {day}; since then {new} would be new and {left} would have left.")
        new, left = len(report["new"]), len(report["left"])
        print(text.format(day=report["frozen_on"], new=new, left=left))


def _overlap(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=True) as workspace:
        report = sets.overlap_report(workspace, words.names)
    if words.json:
        print_json(report)
        return
    rows = [
        (*pair["segments"], str(pair["both"]), _share(pair["jaccard"])) for pair in report["pairs"]
    ]
    print_table((_("Segment"), _("Segment"), _("In both"), _("Jaccard")), rows)
    for each in report["combinations"]:
        print(f"{each['count']:>8}  " + " + ".join(each["segments"]))


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value:.0%}"


def _rest(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=True) as workspace:
        report = sets.rest_report(progress, workspace, words.name)
    progress.done()
    if words.json:
        print_json(report)
        return
    rows = [
        (each["label"], f"{each['distance']:.2f}", each["display_inside"], each["display_outside"])
        for each in report["fields"][:_SHOWN]
    ]
    print_table((_("Field"), _("Difference"), _("Inside"), _("The rest")), rows)


def _drift(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=True) as workspace:
        report = drifting.drift_report(progress, workspace, since=words.since)
    progress.done()
    if words.json:
        print_json(report)
        return
    print_table((_("Segment"), "PSI", ""), _levels(report["segments"], "segment"))
    print_table((_("Field"), "PSI", ""), _levels(report["fields"][:_SHOWN], "label"))


def _levels(rows: list[dict[str, Any]], name: str) -> list[tuple[str, str, str]]:
    said = {"stable": _("stable"), "shifted": _("shifted"), "alarm": _("look at it")}
    return [(row[name], f"{row['psi']:.3f}", said[row["level"]]) for row in rows]


COMMANDS: Mapping[str, Command] = {
    "segment": _segment,
    "overlap": _overlap,
    "compare-rest": _rest,
    "drift": _drift,
}
