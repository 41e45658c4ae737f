"""``profiler merge`` and ``profiler unmerge``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date
from typing import Any

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.domain.fields import fields
from profiler_app.domain.merging import CannotMerge, MergePlan
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.cards.assembling import find
from profiler_app.jobs.merging.doing import merge, never_merge
from profiler_app.jobs.merging.planning import plan_merge
from profiler_app.jobs.merging.separating import (
    edits_since,
    merged_groups,
    merged_record,
    unmerge,
)
from profiler_app.jobs.workspaces import Workspace


def _merge(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=words.dry_run) as workspace:
        customers = [find(workspace, text) for text in words.customers]
        if words.never:
            _never(words, workspace, customers, today)
        else:
            _join(words, workspace, customers, today)


def _never(
    words: argparse.Namespace, workspace: Workspace, customers: list[int], today: date
) -> None:
    operation = never_merge(TerminalProgress(), workspace, customers, today=today)
    if words.json:
        print_json({"operation": operation, "different": words.customers})
    else:
        print(_("Remembered (operation {n}).").format(n=operation))


def _join(
    words: argparse.Namespace, workspace: Workspace, customers: list[int], today: date
) -> None:
    chosen: dict[str, Any] = {
        "policies": {"*": words.policy} if words.policy else {},
        "take": {name: _one_of(workspace, customers, text, name) for name, text in words.take},
    }
    plan = plan_merge(workspace, customers, today=today, **chosen)
    operation = None
    if not words.dry_run:
        operation = merge(TerminalProgress(), workspace, customers, today=today, **chosen)
    if words.json:
        print_json({"operation": operation, **plan.as_json()})
    else:
        _print(plan, operation)


def _one_of(workspace: Workspace, customers: list[int], text: str, field: str) -> int:
    customer = find(workspace, text)
    if customer not in customers or field not in fields():
        raise CannotMerge(
            names=text, reason=_("a field can only be taken from one of the records.")
        )
    return customer


def _print(plan: MergePlan, operation: int | None) -> None:
    numbers = [record.number for record in plan.records]
    rows = [
        (
            fields()[each.field].label,
            "—" if each.chosen is None else numbers[each.chosen],
            each.why,
        )
        for each in plan.fields
        if each.differs or each.chosen != 0
    ]
    if rows:
        print_table((_("Field"), _("Value of"), _("Because")), rows)
    if operation is None:
        print(_("Nothing was changed."))
        return
    text = ngettext(
        "Merged {n} record into {number} (operation {operation}).",
        "Merged {n} records into {number} (operation {operation}).",
        len(numbers) - 1,
    )
    print(text.format(n=len(numbers) - 1, number=numbers[0], operation=operation))


def _unmerge(words: argparse.Namespace, _today: date) -> None:
    with open_workspace(words, readonly=words.operation is None) as workspace:
        if words.operation is None:
            _list(words, workspace)
            return
        edits = edits_since(workspace, words.operation)
        to = words.give and merged_record(workspace, words.operation, words.give)
        give = edits if words.give else ()
        report = unmerge(TerminalProgress(), workspace, words.operation, give=give, to=to)
    if words.json:
        print_json(
            {
                "operation": report.operation,
                "undone": report.undone,
                "restored": report.restored,
                "put_back": report.put_back,
                "removed": report.removed,
                "kept_edits": len(edits) - len(give),
                "given_edits": len(give),
            }
        )
    else:
        print(_("Separated (operation {n}).").format(n=report.operation))


def _list(words: argparse.Namespace, workspace: Workspace) -> None:
    groups = merged_groups(workspace)
    if words.json:
        print_json(
            {
                "merges": [
                    {
                        "operation": group.operation,
                        "at": group.at,
                        "survivor": group.survivor[0],
                        "merged": [number for number, _name in group.merged],
                        "later_edits": group.edits,
                    }
                    for group in groups
                ]
            }
        )
        return
    rows = [
        (
            str(group.operation),
            group.at[:10],
            group.survivor[0],
            ", ".join(number for number, _name in group.merged),
        )
        for group in groups
    ]
    if rows:
        headers = (_("Operation"), _("Day"), _("Stays"), _("Merged records"))
        print_table(headers, rows)
    else:
        print(_("Nobody is merged into anybody."))


COMMANDS: Mapping[str, Command] = {"merge": _merge, "unmerge": _unmerge}
