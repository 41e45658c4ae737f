"""``profiler rule``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import print_json
from profiler_app.domain.text import _
from profiler_app.jobs.ruling import read_rule


def _rule(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=True) as workspace:
        reading = read_rule(workspace, words.text, customer=words.customer)
    if words.json:
        print_json(reading.as_json())
        return
    print(reading.sentences[workspace.settings.language])
    text = _("{count} customers; unknown for {unknown}.")
    print(text.format(count=reading.customers, unknown=reading.unknown))
    if reading.explanation is not None:
        for leaf in reading.explanation.leaves:
            print(f"  {leaf.sentence}: {leaf.display} ({leaf.verdict})")
            print(f"    {leaf.change}")


COMMANDS: Mapping[str, Command] = {"rule": _rule}
