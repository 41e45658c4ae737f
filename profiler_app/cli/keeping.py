"""Commands about the file and what was done in it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from profiler_app.cli.importing import import_files
from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json
from profiler_app.cli.passphrase import passphrase
from profiler_app.domain.text import _, language
from profiler_app.jobs import history, refreshing, workspaces


def _new(words: argparse.Namespace, today: date) -> None:
    secret = passphrase(words.passphrase_file, new=True)
    with workspaces.create_workspace(
        words.workspace,
        secret,
        name=words.name,
        currency=words.currency,
        language=language(),
    ) as made:
        settings = asdict(made.settings)
    if words.json:
        print_json({"workspace": str(words.workspace), **settings})
    else:
        print(_("Made {file}.").format(file=words.workspace))


def _import(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=False) as workspace:
        import_files(words, workspace, today)


def _refresh(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=False) as workspace:
        report = refreshing.refresh(progress, workspace, as_of=words.as_of or today)
    progress.done()
    if words.json:
        print_json(asdict(report))
        return
    print(
        _(
            "{customers} customers as of {day}: {computed} computed anew, {holding} tags held "
            "({added} new, {removed} gone)."
        ).format(
            customers=report.customers,
            day=report.as_of,
            computed=report.computed,
            holding=report.holding,
            added=report.added,
            removed=report.removed,
        )
    )
    if not report.saved:
        print(_("Nothing was saved: the last run is of a later day."))


def _history(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=True) as workspace:
        entries = history.history(workspace)
    if words.json:
        print_json({"operations": [{**asdict(e), "sentence": e.sentence} for e in entries]})
        return
    for entry in entries:
        mark = _("(undone)") if entry.undone_by else ""
        print(f"{entry.operation:>5}  {entry.at}  {entry.sentence} {mark}".rstrip())


def _undo(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=False) as workspace:
        report = history.undo_operation(
            progress, workspace, words.operation, on_conflict=words.conflicts
        )
    progress.done()
    if words.json:
        print_json(asdict(report))
        return
    print(
        _(
            "Undid operation {undone}: {removed} rows removed, {restored} set back, "
            "{put_back} put back, {kept} kept because later records need them."
        ).format(**asdict(report))
    )


def _hash(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=True) as workspace:
        found = history.content_hash(workspace)
    if words.json:
        print_json({"hash": found})
    else:
        print(found)


COMMANDS: Mapping[str, Command] = {
    "new": _new,
    "import": _import,
    "refresh": _refresh,
    "history": _history,
    "undo": _undo,
    "hash": _hash,
}
