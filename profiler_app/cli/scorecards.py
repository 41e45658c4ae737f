"""``profiler scorecard``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.domain.progress import Part
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.scorecards import CardField, ScorecardReport, notice, strength
from profiler_app.domain.text import _
from profiler_app.jobs.predicting import Wanted, customers_question, table_question
from profiler_app.jobs.scorecards import make_scorecard

_SHOWN = 50


def _scorecard(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    wanted = Wanted(words.target, words.bad)
    reading = Part(progress, 0.0, 0.3)
    if words.workspace.suffix == ".zhike":
        with open_workspace(words, readonly=True) as workspace:
            question = customers_question(reading, workspace, wanted)
    else:
        question = table_question(reading, words.workspace, wanted)
    report = make_scorecard(
        Part(progress, 0.3, 1.0),
        question,
        scale=(words.base, words.odds, words.pdo),
        folds=words.folds,
        seed=words.seed,
        each=words.customers,
    )
    progress.done()
    if words.json:
        print_json(report.as_json(rows=words.customers))
    else:
        _print(report)


def _print(report: ScorecardReport) -> None:
    for told in report.refusals:
        print(told.sentence)
    if report.quality:
        text = _("AUC {auc:.3f}, Gini {gini:.3f}, KS {ks:.3f} on rows the card had not seen.")
        print(text.format(**report.quality))
    for field in report.fields:
        _print_field(field)
    if report.cut_offs:
        _print_cut_offs(report)
    for told in (*report.leaks, *report.dropped, *report.warnings):
        print(told.sentence)
    if report.scored:
        headers = (_("Row"), _("Score"), _("Chance of bad"), _("Costs most"))
        rows = [
            (
                each.row,
                str(each.score),
                f"{each.bad_rate:.1%}",
                listed([f"{name} (-{lost})" for name, lost in each.reasons]),
            )
            for each in report.scored[:_SHOWN]
        ]
        print_table(headers, rows)
    print(notice())


def _print_field(field: CardField) -> None:
    print(f"{field.field}: IV {field.iv:.3f} ({strength(field.iv)})")
    headers = (_("Bin"), _("Good"), _("Bad"), "WOE", _("Score points"))
    rows = [(b.name, str(b.good), str(b.bad), f"{b.woe:.3f}", str(b.points)) for b in field.bins]
    print_table(headers, rows)


def _print_cut_offs(report: ScorecardReport) -> None:
    headers = (
        _("Accept from"),
        _("Accepted"),
        _("Bad among them"),
        _("Bad stopped"),
        _("Good lost"),
    )
    names = ("accepted", "bad_rate", "bad_stopped", "good_lost")
    rows = [(str(cut["score"]), *(f"{cut[name]:.1%}" for name in names)) for cut in report.cut_offs]
    print_table(headers, rows)


COMMANDS: Mapping[str, Command] = {"scorecard": _scorecard}
