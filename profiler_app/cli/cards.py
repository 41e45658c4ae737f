"""Commands that show one customer."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date
from typing import Any

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import print_json, print_table
from profiler_app.domain.profile import to_json
from profiler_app.domain.text import _
from profiler_app.jobs import cards
from profiler_app.jobs.card_details import card_as_json
from profiler_app.jobs.importing.raw import raw_cells
from profiler_app.jobs.printing import print_card


def _card(words: argparse.Namespace, today: date) -> None:
    if words.json:
        print_json(_card_for_programs(words, today))
        return
    with open_workspace(words, readonly=True) as workspace:
        card = cards.read_card(
            workspace,
            cards.find(workspace, words.customer),
            as_of=words.as_of or today,
            known_on=words.known_on,
        )
    if words.png or words.pdf:
        path = words.png or words.pdf
        print_card(card, path, today=today)
        print(path)
    else:
        _print_card(card)


def _card_for_programs(words: argparse.Namespace, today: date) -> Any:
    with open_workspace(words, readonly=True) as workspace:
        return card_as_json(
            workspace,
            cards.find(workspace, words.customer),
            as_of=words.as_of or today,
            known_on=words.known_on,
        )


def _print_card(card: Any) -> None:
    print(" · ".join([card.name, card.number, *card.facts]))
    print_table(
        (_("Figure"), _("Value"), ""),
        [(kpi.label, kpi.value or "—", kpi.note or kpi.reason) for kpi in card.kpis],
    )
    for label, tags in card.tag_groups():
        print(f"{label}: " + "、".join(tag.label for tag in tags))
    for block in card.dimensions:
        print(f"\n{block.label} {block.filled}/{block.total}")
        for cell in block.cells:
            print(f"  {cell.label}: {cell.value or '—'}  {cell.source}".rstrip())


def _why(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=True) as workspace:
        why = cards.why(
            workspace,
            cards.find(workspace, words.customer),
            words.tag,
            as_of=words.as_of or today,
            known_on=words.known_on,
        )
    if words.json:
        print_json(to_json(why))
        return
    print(f"{why.label}: {_(why.verdict)}")
    print(why.rule)
    for leaf in why.leaves:
        print(f"  [{_(leaf.verdict)}] {leaf.sentence} · {leaf.value or '—'} · {leaf.change}")


def _raw(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=True) as workspace:
        found = raw_cells(workspace, cards.find(workspace, words.customer))
    if words.json:
        print_json({"cells": [each.as_json() for each in found]})
        return
    print_table(
        (_("File"), _("Line"), _("Column"), _("Cell"), _("Reason")),
        [
            (each.file, str(cell.line), cell.column, cell.value, f"{cell.reason} {cell.proposal}")
            for each in found
            for cell in (each.cell,)
        ],
    )


COMMANDS: Mapping[str, Command] = {
    "card": _card,
    "raw": _raw,
    "why": _why,
}
