"""``profiler recommend`` and ``profiler evaluate-recommender``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from datetime import date

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.domain.recommending import METHODS, Method, Recommendations
from profiler_app.domain.text import _
from profiler_app.jobs import cards
from profiler_app.jobs.recommender_trial import try_recommender
from profiler_app.jobs.recommending import recommend


def _recommend(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=True) as workspace:
        customer = cards.find(workspace, words.customer)
        found = recommend(progress, workspace, customer, today=words.as_of or today)
    progress.done()
    if words.json:
        print_json(found.as_json())
    else:
        _print(found)


def _print(found: Recommendations) -> None:
    for reason in found.blocked:
        print(reason.sentence)
    if found.methods:
        _print_methods(found.methods)
    for title, offers in ((_("To offer"), found.offers), (_("To offer again"), found.again)):
        if offers:
            print(f"\n{title}")
            print_table(
                (_("Product"), _("Reason")),
                [(each.product, each.reason.sentence) for each in offers],
            )
    if found.confirm:
        print(_("Customers of 65 and more: have a person confirm every offer."))
    if found.excluded:
        print("\n" + _("Not to offer"))
        rows = [(each.product, each.reason.sentence) for each in found.excluded]
        print_table((_("Product"), _("Reason")), rows)
    for prompt in found.service:
        print(prompt.sentence)
    if not (found.blocked or found.offers or found.again):
        print(_("There is nothing to offer: no purchases to learn from, or nothing suits."))


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


COMMANDS: Mapping[str, Command] = {
    "recommend": _recommend,
    "evaluate-recommender": _evaluate,
}
