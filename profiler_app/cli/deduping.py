"""``profiler dedupe``: who may be the same, among customers or the rows of a table."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json
from profiler_app.domain.matching import MatchReport
from profiler_app.domain.text import _
from profiler_app.jobs.deduplicating import match_customers
from profiler_app.jobs.deduplicating_tables import match_rows

_SHOWN = 20


def _dedupe(words: argparse.Namespace, _today: date) -> None:
    if not (words.table or words.workspace):
        words.wrong_use(_("name a workspace, or a table with --table"))
    progress = TerminalProgress()
    if words.table:
        report = match_rows(progress, words.table, words.fields)
    else:
        with open_workspace(words, readonly=True) as workspace:
            report = match_customers(progress, workspace)
    progress.done()
    if words.json:
        print_json(report.as_json())
    else:
        _print(report)


def _print(report: MatchReport) -> None:
    matches = sum(pair.match for pair in report.pairs)
    text = _("{pairs} pairs are the same, {groups} groups; {open} to look at.")
    waiting = len(report.pairs) - matches
    print(text.format(pairs=matches, groups=len(report.clusters), open=waiting))
    for pair in report.pairs[:_SHOWN]:
        print(f"{_who(report, pair.a)} = {_who(report, pair.b)}  {pair.probability:.1%}")
        for each in pair.evidence:
            print(f"  {each.bits:+5.1f}  {each.sentence}")
    if len(report.pairs) > _SHOWN:
        print(_("… and {n} more; --json prints all.").format(n=len(report.pairs) - _SHOWN))


def _who(report: MatchReport, each: int) -> str:
    return " ".join(report.names.get(each, (str(each),)))


COMMANDS: Mapping[str, Command] = {"dedupe": _dedupe}
"""Commands that find duplicates."""
