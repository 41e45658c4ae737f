"""``profiler handover`` and ``profiler twin-base``: customers for a colleague, for training."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.cli.passphrase import book_passphrase
from profiler_app.domain.export_reasons import ExportReason
from profiler_app.domain.fields import find_field
from profiler_app.domain.text import _
from profiler_app.jobs.handover import Conflict, Parts, Taken, hand_over, take_over
from profiler_app.jobs.handover_scope import chosen_customers
from profiler_app.jobs.lists import shown_value
from profiler_app.jobs.printing import login_name
from profiler_app.jobs.twin_base import make_twin_base
from profiler_app.jobs.workspaces import Workspace


def _handover(words: argparse.Namespace, today: date) -> None:
    {"export": _export, "import": _import}[words.step](words, today)


def _export(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    reason = ExportReason(words.purpose or "colleague", login_name(), today, in_clear=True)
    parts = Parts(**dict.fromkeys(words.without, False))
    with open_workspace(words, readonly=False) as workspace:
        customers = chosen_customers(
            workspace, where=words.where, segment=words.segment, owner=words.owner
        )
        secret = book_passphrase(words.book_passphrase_file, new=True)
        given = hand_over(
            progress, workspace, customers, words.file, secret, reason=reason, parts=parts
        )
    progress.done()
    if words.json:
        print_json(asdict(given))
        return
    text = _("{file}: {customers} customers with {rows} rows. Tell the passphrase another way.")
    print(text.format(file=given.file, customers=f"{given.customers:,}", rows=f"{given.rows:,}"))


def _import(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=False) as workspace:
        secret = book_passphrase(words.book_passphrase_file)
        taken = take_over(
            progress,
            workspace,
            words.file,
            secret,
            today=today,
            winner=words.winner,
            dry_run=words.dry_run,
        )
        progress.done()
        if words.json:
            print_json(_as_json(taken, workspace))
        else:
            _tell(taken, workspace)


def _as_json(taken: Taken, workspace: Workspace) -> dict[str, Any]:
    conflicts = [
        {
            **each._asdict(),
            "mine": _shown(each.field, each.mine, workspace),
            "theirs": _shown(each.field, each.theirs, workspace),
        }
        for each in taken.conflicts
    ]
    return {**asdict(taken), "conflicts": conflicts}


def _tell(taken: Taken, workspace: Workspace) -> None:
    sender = taken.sender
    print(
        _("From {source}, by {by} on {on}: {n} customers.").format(
            source=sender.source, by=sender.by or "—", on=sender.on, n=f"{sender.customers:,}"
        )
    )
    print(
        _("{created} new, {updated} changed, {unchanged} as they are; {rows} rows new.").format(
            created=f"{taken.created:,}",
            updated=f"{taken.updated:,}",
            unchanged=f"{taken.unchanged:,}",
            rows=f"{taken.rows:,}",
        )
    )
    if taken.erased:
        print(_("Erased here before, and left out: {n}").format(n=f"{taken.erased:,}"))
    if taken.conflicts:
        headers = (_("Number"), _("Field"), _("Here"), _("In the file"), _("Stands"))
        print_table(headers, [_row(each, workspace) for each in taken.conflicts])
    if taken.operation is None:
        print(_("Nothing was changed."))


def _row(each: Conflict, workspace: Workspace) -> tuple[str, ...]:
    field = find_field(each.field)
    return (
        each.number,
        field.label if field else each.field,
        _shown(each.field, each.mine, workspace),
        _shown(each.field, each.theirs, workspace),
        _("the file's") if each.taken else _("this one"),
    )


def _shown(name: str, value: Any, workspace: Workspace) -> str:
    field = find_field(name)
    if field is None or field.kind == "date":
        return str(value)
    return shown_value(value, field, workspace.settings.currency)


def _twin_base(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    reason = ExportReason("training", login_name(), today)
    with open_workspace(words, readonly=False) as workspace:
        secret = book_passphrase(words.book_passphrase_file, new=True)
        made = make_twin_base(
            progress, workspace, words.file, secret, reason=reason, today=today, seed=words.seed
        )
    progress.done()
    if words.json:
        print_json(asdict(made))
    else:
        print(made.sentence)


COMMANDS: Mapping[str, Command] = {"handover": _handover, "twin-base": _twin_base}
