"""``profiler visit``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from datetime import date

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import print_json
from profiler_app.domain.progress import Silent
from profiler_app.domain.text import _
from profiler_app.domain.visits import Point, VisitSheet
from profiler_app.jobs import cards
from profiler_app.jobs.visiting import print_visit, unmasked_sheet, visit_sheet


def _visit(words: argparse.Namespace, today: date) -> None:
    day = words.as_of or today
    with open_workspace(words, readonly=not words.in_clear) as workspace:
        customer = cards.find(workspace, words.customer)
        if words.in_clear:
            sheet = unmasked_sheet(Silent(), workspace, customer, as_of=day)
        else:
            sheet = visit_sheet(workspace, customer, as_of=day)
    if words.pdf:
        print_visit(sheet, words.pdf, today=today)
        print(words.pdf)
    elif words.json:
        print_json(sheet.as_json())
    else:
        _print(sheet)


def _print(sheet: VisitSheet) -> None:
    print(" · ".join([sheet.card.name, sheet.card.number, *sheet.card.facts]))
    since = sheet.last.on.isoformat() if sheet.last else "—"
    print(f"\n{_('Since the last contact')} {since}")
    for change in sheet.changes or sheet.earlier:
        print(f"  {change.on}  {change.label} · {change.text}  {change.value}".rstrip())
    _print_points(_("To talk about"), sheet.talk)
    _print_points(_("Not to mention"), sheet.avoid)
    _print_points(_("To ask"), sheet.ask)
    print(f"\n{_('Product fit')}")
    for fit in sheet.fit:
        word = _("fits") if fit.verdict == "fits" else _("wait")
        print(f"  [{word}] {fit.product} · {fit.reason}")


def _print_points(title: str, points: Sequence[Point]) -> None:
    print(f"\n{title}")
    for number, point in enumerate(points, 1):
        print(f"  {number}. {point.title} · {point.reason}")


COMMANDS: Mapping[str, Command] = {"visit": _visit}
