"""``profiler rules``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.domain.baskets import BasketReport
from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.basket_rules import rules_of_file, rules_of_workspace

_SHOWN = 50


def _rules(words: argparse.Namespace, _today: date) -> None:
    progress = TerminalProgress()
    of_workspace = words.workspace.suffix == ".zhike"
    support, confidence = words.min_support, words.min_confidence
    shortest = words.min_length or (2 if of_workspace else 1)
    if of_workspace:
        with open_workspace(words, readonly=True) as workspace:
            report = rules_of_workspace(
                progress,
                workspace,
                support=support,
                confidence=confidence,
                shortest=shortest,
                by=words.by,
            )
    else:
        report = rules_of_file(
            progress,
            words.workspace,
            support=support,
            confidence=confidence,
            shortest=shortest,
            form=words.form,
        )
    progress.done()
    if words.json:
        print_json(report.as_json())
    else:
        _print(report)


def _print(report: BasketReport) -> None:
    print(report.sentence)
    if not report.rules:
        print(_("No rule is that frequent and that sure. Try a lower support or confidence."))
        return
    headers = (
        pgettext("rule", "If"),
        pgettext("rule", "Then"),
        _("Support"),
        _("Confidence"),
        _("Lift"),
        _("Baskets"),
    )
    rows = [
        (
            " + ".join(rule.lhs) or "—",
            rule.rhs[0],
            f"{rule.support:.2%}",
            f"{rule.confidence:.1%}",
            f"{rule.lift:.2f}",
            f"{rule.count:,}",
        )
        for rule in report.rules[:_SHOWN]
    ]
    print_table(headers, rows)
    left = len(report.rules) - len(rows)
    if left:
        print(_("… and {n:,} more (--json lists all).").format(n=left))


COMMANDS: Mapping[str, Command] = {"rules": _rules}
