"""``profiler pack``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.domain.text import _
from profiler_app.jobs.packs import add_pack, find_pack, pack_states, remove_pack


def _pack(words: argparse.Namespace, _today: date) -> None:
    if words.step == "list":
        _list(words)
        return
    pack = find_pack(words.name)
    job = add_pack if words.step == "add" else remove_pack
    progress = TerminalProgress()
    with open_workspace(words, readonly=False) as workspace:
        number = job(progress, workspace, pack)
    progress.done()
    if words.json:
        print_json({"pack": pack.id, "operation": number})
    else:
        print(pack.label)


def _list(words: argparse.Namespace) -> None:
    with open_workspace(words, readonly=True) as workspace:
        found = pack_states(workspace)
    if words.json:
        rows = [
            {
                "id": each.pack.id,
                "name": each.pack.label,
                "installed": each.installed,
                "fields": [field.id for field in each.pack.fields],
                "tags": [tag.id for tag in each.pack.tags],
                "questions": len(each.pack.questionnaire.items),
                "products": len(each.pack.products),
                "values": each.values,
            }
            for each in found
        ]
        print_json({"packs": rows})
        return
    lines = [
        (each.pack.id, each.pack.label, _("yes") if each.installed else _("no")) for each in found
    ]
    print_table((_("Code"), _("Industry pack"), _("Added")), lines)


COMMANDS: Mapping[str, Command] = {"pack": _pack}
