"""``profiler tags`` and ``profiler tag``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.domain.profile import to_json
from profiler_app.domain.text import _
from profiler_app.jobs import cards, editing
from profiler_app.jobs.cards.reasons import find_tag
from profiler_app.jobs.tag_catalog import tag_catalog


def _tags(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=True) as workspace:
        found = tag_catalog(workspace)
    if words.json:
        print_json(found)
        return
    rows = [
        (
            each["tag"],
            each["label"],
            "—" if each["count"] is None else str(each["count"]),
            "—" if each["coverage"] is None else f"{each['coverage']:.1%}",
        )
        for each in found["tags"]
    ]
    print_table((_("Tag"), _("Name"), _("Customers"), _("Coverage")), rows)


def _tag(words: argparse.Namespace, today: date) -> None:
    day = words.as_of or today
    changes = words.set or words.remove
    with open_workspace(words, readonly=not changes) as workspace:
        tag = find_tag(words.tag)
        customer = cards.find(workspace, words.customer)
        if words.set:
            editing.set_tag(
                TerminalProgress(),
                workspace,
                [customer],
                tag.id,
                reason=words.reason,
                by=words.by,
                today=day,
            )
        elif words.remove:
            editing.remove_tag(TerminalProgress(), workspace, [customer], tag.id)
        why = cards.why(workspace, customer, tag.id, as_of=day)
    if words.json:
        print_json(to_json(why))
        return
    print(f"{why.label}: {_(why.verdict)}")
    print(why.rule)
    if why.evidence:
        print(why.evidence)
    for leaf in why.leaves:
        print(f"  [{_(leaf.verdict)}] {leaf.sentence} · {leaf.value or '—'} · {leaf.change}")


COMMANDS: Mapping[str, Command] = {"tags": _tags, "tag": _tag}
