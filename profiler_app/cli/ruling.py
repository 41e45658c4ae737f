"""``profiler rule`` and ``profiler ask``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import print_json
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.text import _, language
from profiler_app.jobs.ruling import answer, read_rule


def _rule(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=True) as workspace:
        reading = read_rule(workspace, words.text, customer=words.customer)
    if words.json:
        print_json(reading.as_json())
        return
    print(reading.sentences[language()])
    text = _("{count} customers; unknown for {unknown}.")
    print(text.format(count=reading.customers, unknown=reading.unknown))
    if reading.explanation is not None:
        for leaf in reading.explanation.leaves:
            print(f"  {leaf.sentence}: {leaf.display} ({leaf.verdict})")
            print(f"    {leaf.change}")


def _ask(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=True) as workspace:
        reply = answer(workspace, words.question)
    if words.json:
        print_json(reply.as_json())
    elif reply.reading is not None:
        print(reply.reading.sentences[language()])
        text = _("{count} customers; unknown for {unknown}.")
        print(text.format(count=reply.reading.customers, unknown=reply.reading.unknown))
    elif reply.candidates:
        print(_("This can mean several things. Ask again with one of these rules:"))
        for rule, sentences in reply.candidates:
            print(f"  {rule}\n    {sentences[language()]}")
    else:
        print(_("Not understood:") + " " + listed([each.words for each in reply.unknown]))


COMMANDS: Mapping[str, Command] = {"rule": _rule, "ask": _ask}
