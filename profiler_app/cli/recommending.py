"""``profiler evaluate-recommender``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from datetime import date

from profiler_app.cli.opening import Command
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.domain.recommending import METHODS, Method
from profiler_app.domain.text import _
from profiler_app.jobs.recommender_trial import try_recommender


def _evaluate(words: argparse.Namespace, _today: date) -> None:
    progress = TerminalProgress()
    report = try_recommender(progress, words.train, words.test)
    progress.done()
    if words.json:
        print_json(report.as_json())
        return
    text = _("Learnt from {n:,} purchases of {customers:,} customers, tried on {tested:,}.")
    print(text.format(n=report.purchases, customers=report.customers, tested=report.tested))
    _print_methods(report.methods)


def _print_methods(methods: Sequence[Method]) -> None:
    headers = (_("Method"), _("Right among ten"), "NDCG@10", _("Items offered"))
    rows = [
        (_(METHODS[each.name]), f"{each.rate:.2%}", f"{each.gain:.4f}", f"{each.coverage:.1%}")
        for each in methods
    ]
    print_table(headers, rows)


COMMANDS: Mapping[str, Command] = {"evaluate-recommender": _evaluate}
