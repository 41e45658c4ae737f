"""``profiler tags``, ``tag-runs``, ``tag``, ``tag-define`` and ``tag-retire``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.domain.profile import to_json
from profiler_app.domain.text import _, language, pgettext
from profiler_app.jobs import cards, editing
from profiler_app.jobs.cards.reasons import find_tag
from profiler_app.jobs.own_tags import define_tag, retire_tag
from profiler_app.jobs.tag_catalog import tag_catalog
from profiler_app.jobs.tag_runs import run_changes, tag_runs
from profiler_app.jobs.workspaces import Workspace


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


def _runs(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=True) as workspace:
        runs = tag_runs(workspace)
        changes = {each.run: run_changes(workspace, each.run) for each in runs}
    if words.json:
        told = [
            {**asdict(each), "changes": [asdict(one) for one in changes[each.run]]} for each in runs
        ]
        print_json({"runs": told})
        return
    head = (_("Business day"), pgettext("run", "Made"), pgettext("run", "Computed"))
    more = (pgettext("run", "Given"), pgettext("run", "Taken"), pgettext("run", "Unknown"))
    rows = [
        (each.as_of, each.at, *(str(n) for n in (
            each.computed, each.given, each.taken, each.unknown
        )))
        for each in runs
    ]  # fmt: skip
    print_table((*head, *more), rows)


def _tag(words: argparse.Namespace, today: date) -> None:
    day = words.as_of or today
    changes = words.set or words.remove or words.refuse or words.accept
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
        elif words.refuse:
            editing.refuse_tag(
                TerminalProgress(),
                workspace,
                customer,
                tag.id,
                reason=words.reason,
                by=words.by,
                today=day,
            )
        elif words.accept:
            editing.accept_tag(TerminalProgress(), workspace, customer, tag.id)
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


def _define(words: argparse.Namespace, today: date) -> None:
    parameters = dict(text.partition("=")[::2] for text in words.param)
    with open_workspace(words, readonly=False) as workspace:
        define_tag(
            TerminalProgress(),
            workspace,
            words.tag,
            names={"zh": words.zh, "en": words.en},
            rule=words.rule,
            parameters=parameters,
            group=words.group,
            copy_of=words.copy_of,
        )
        _show(workspace, words.tag, as_json=words.json)


def _retire(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=False) as workspace:
        tag = find_tag(words.tag).id
        retire_tag(TerminalProgress(), workspace, tag)
        _show(workspace, tag, as_json=words.json)


def _show(workspace: Workspace, tag: str, *, as_json: bool) -> None:
    found = next(row for row in tag_catalog(workspace)["tags"] if row["tag"] == tag)
    if as_json:
        print_json(found)
        return
    print(f"{found['label']}: {found['sentence'][language()]}")
    print(_("It is computed at the next refresh."))


COMMANDS: Mapping[str, Command] = {
    "tags": _tags,
    "tag-runs": _runs,
    "tag": _tag,
    "tag-define": _define,
    "tag-retire": _retire,
}
