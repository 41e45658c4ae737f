"""``profiler notice`` and ``profiler assessment``: printable papers of privacy."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json
from profiler_app.domain.text import _
from profiler_app.jobs import impact_assessment, privacy_notice


def _notice(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=not words.pdf) as workspace:
        if words.pdf:
            made = privacy_notice.write_notice(
                TerminalProgress(), workspace, words.pdf, today=today, contact=words.contact
            )
        else:
            made = privacy_notice.notice(workspace, today=today, contact=words.contact)
        told = privacy_notice.sections(made)
    if words.json:
        print_json(
            {
                "version": made.version,
                "day": made.day,
                "fields": [field.id for field in made.fields],
                "purposes": [purpose.id for purpose in made.purposes],
                "pdf": str(words.pdf) if words.pdf else None,
            }
        )
    elif words.pdf:
        print(_("{file}: version {n}.").format(file=words.pdf, n=made.version))
    else:
        _print(told)


def _assessment(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=not words.pdf) as workspace:
        if words.pdf:
            made = impact_assessment.write_assessment(
                TerminalProgress(), workspace, words.pdf, today=today
            )
        else:
            made = impact_assessment.assessment(workspace, today=today)
    if words.json:
        print_json(asdict(made))
    elif words.pdf:
        print(words.pdf)
    else:
        _print(impact_assessment.assessment_sections(made))


def _print(told: privacy_notice.Sections) -> None:
    for title, lines in told:
        print(title)
        for label, text in lines:
            print(f"  {label}: {text}")


COMMANDS: Mapping[str, Command] = {"notice": _notice, "assessment": _assessment}
