"""``profiler check`` and ``profiler rescue``: what is wrong with a file, and what helps."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.cli.passphrase import passphrase
from profiler_app.domain.tables import table_label
from profiler_app.domain.text import _
from profiler_app.jobs import doctor, rescuing


def _check(words: argparse.Namespace, today: date) -> None:
    progress, done = TerminalProgress(), {}
    with open_workspace(words, readonly=not words.mend and not words.accept) as workspace:
        if words.mend:
            done["mended"] = doctor.mend(progress, workspace)
            done["computed"] = doctor.compute_anew(progress, workspace, today=today)
        if words.accept:
            done["accepted"] = doctor.accept(progress, workspace)
        found = doctor.findings(progress, workspace, today=today)
    progress.done()
    wrong = [each for each in found if each.remedy not in doctor.ABOUT_COPIES]
    if words.json:
        copies = [asdict(each) for each in found if each not in wrong]
        rows = [asdict(each) for each in wrong]
        print_json({"ok": not wrong, "findings": rows, "copies": copies, **done})
    else:
        lines = [each.sentence for each in wrong] or [_("Everything is sound.")]
        print("\n".join([*lines, *(each.sentence for each in found if each not in wrong)]))
    if wrong:
        raise SystemExit(1)


def _rescue(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    secret = passphrase(words.passphrase_file)
    done = rescuing.rescue(progress, words.workspace, secret, words.into, today=today)
    progress.done()
    if words.json:
        print_json(asdict(done))
        return
    print_table(
        (_("Table"), _("Rows read"), _("Rows lost")),
        [
            (table_label(table), f"{count:,}", _lost(done, table))
            for table, count in done.rows.items()
            if count or table in done.lost
        ],
    )
    print(_("Rescued as {file}; its history begins anew.").format(file=done.file))


def _lost(done: rescuing.Rescued, table: str) -> str:
    count = done.lost.get(table, 0)
    return _("not known") if count is None else f"{count:,}"


COMMANDS: Mapping[str, Command] = {"check": _check, "rescue": _rescue}
