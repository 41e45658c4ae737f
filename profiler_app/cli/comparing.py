"""Commands that put customers side by side."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.domain.likeness import Comparison, PersonaCard, Twins
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs import cards
from profiler_app.jobs.comparing import compare_customers, compare_with_segment
from profiler_app.jobs.personas import persona, print_persona
from profiler_app.jobs.twins import find_twins

_WIDEST = 40


def _compare(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    day = words.as_of or today
    with open_workspace(words, readonly=True) as workspace:
        found = [cards.find(workspace, text) for text in words.customers]
        if len(found) == 1:
            result = compare_with_segment(progress, workspace, found[0], words.segment, as_of=day)
        else:
            result = compare_customers(progress, workspace, found, as_of=day)
    progress.done()
    print_json(result.as_json()) if words.json else _print_comparison(result)


def _print_comparison(result: Comparison) -> None:
    placed = result.customers > 0
    if placed:
        count = ngettext("{n} customer", "{n} customers", result.customers)
        print(f"{result.names[-1]}: {count.format(n=result.customers)} · {result.sentence}\n")
    headers = (_("Field"), *result.names, *([_("Place")] if placed else [""]))
    rows = []
    for row in result.rows:
        place = "" if row.place is None else f"{row.place:.0%}"
        mark = place if placed else "≠" if row.differs else ""
        rows.append((row.label, *(_short(value) for value in row.values), mark))
    print_table(headers, rows)
    if result.common_tags:
        print("\n" + _("In common: {tags}").format(tags=_(", ").join(result.common_tags)))
    for name, tags in zip(result.names, result.own_tags, strict=True):
        if tags:
            print(f"{name}: " + _(", ").join(tags))


def _short(value: str | None) -> str:
    if value is None:
        return "—"
    return value if len(value) <= _WIDEST else f"{value[:_WIDEST]}…"


def _twins(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=True) as workspace:
        customer = cards.find(workspace, words.customer)
        result = find_twins(progress, workspace, customer, count=words.count)
    progress.done()
    print_json(result.as_json()) if words.json else _print_twins(result)


def _print_twins(result: Twins) -> None:
    among = _("Like {name}, of {n} customers compared in: {fields}")
    compared = _(", ").join(result.compared)
    print(among.format(name=result.name, n=result.candidates, fields=compared) + "\n")
    rows = [
        (
            twin.number,
            twin.name,
            f"{twin.likeness:.0%}",
            " · ".join(each.sentence for each in twin.why),
            twin.but.sentence if twin.but else "",
        )
        for twin in result.twins
    ]
    print_table((_("Number"), _("Name"), _("Alike"), _("Why"), _("But")), rows)


def _persona(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=True) as workspace:
        result = persona(progress, workspace, words.segment)
    progress.done()
    if words.pdf:
        print_persona(result, words.pdf, today=today)
        print(words.pdf)
    elif words.json:
        print_json(result.as_json())
    else:
        _print_persona(result)


def _print_persona(result: PersonaCard) -> None:
    count = ngettext("{n} customer", "{n} customers", result.customers).format(n=result.customers)
    parts = [result.name, count, _("{share:.1%} of their kind").format(share=result.share)]
    if result.sales_share is not None:
        parts.append(_("{share:.1%} of sales").format(share=result.sales_share))
    print(" · ".join(parts))
    print(result.sentence)
    for each in result.distinctions:
        print(f"  {each.strength:+.2f}  {each.sentence}")
    print()
    heads = (_("Field"), _("Lower quarter"), _("Median"), _("Upper quarter"), _("Others"))
    print_table(
        heads,
        [(each.label, each.low, each.middle, each.high, each.others) for each in result.ranges],
    )
    print()
    print_table(
        (_("Field"), _("Most frequent"), _("Share")),
        [(label, value, f"{share:.0%}") for label, value, share in result.frequent],
    )
    print("\n" + _("The most typical member (nobody is named):"))
    print(" · ".join(f"{label} {value}" for label, value in result.typical))


COMMANDS: Mapping[str, Command] = {"compare": _compare, "twins": _twins, "persona": _persona}
