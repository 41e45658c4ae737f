"""``profiler quality``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date
from typing import Any

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.domain.fields import fields
from profiler_app.domain.quality import ASPECTS, Problem, Quality, Score
from profiler_app.domain.text import _
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.quality.fixing import problem_title
from profiler_app.jobs.quality.measuring import measure, numbers_of
from profiler_app.jobs.quality.recording import check_and_record
from profiler_app.jobs.workspaces import Workspace


def _quality(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=not words.record) as workspace:
        quality(words, workspace, today)


COMMANDS: Mapping[str, Command] = {"quality": _quality}


def quality(words: argparse.Namespace, workspace: Workspace, today: date) -> None:
    """Print how good the data is, and what to mend first."""
    day = words.as_of or today
    if words.record:
        progress = TerminalProgress()
        found = check_and_record(progress, workspace, today=day)
        progress.done()
    else:
        found = measure(workspace, ColumnSource(workspace), today=day)
    if words.json:
        print_json(_as_json(workspace, found))
    else:
        _print(found)


def _as_json(workspace: Workspace, found: Quality) -> Mapping[str, Any]:
    ids = {each for problem in found.problems for each in problem.sample}
    numbers = numbers_of(workspace, sorted(ids))
    return {
        "as_of": found.as_of,
        **_score(found.book),
        "columns": [
            {
                "field": each.field,
                "applies": each.applies,
                "filled": each.filled,
                "valid": each.valid,
                "completeness": _round(each.completeness),
                "validity": _round(each.validity),
                "timeliness": _round(each.fresh),
            }
            for each in found.columns
        ],
        "sources": [
            {"kind": each.kind, "name": each.name, **_score(each.score)} for each in found.sources
        ],
        "problems": [_problem(each, numbers) for each in found.problems],
        "worst": [{"customer": each.number, "score": each.score} for each in found.worst],
        "trend": [
            {"as_of": each.as_of, "customers": each.customers, "score": each.score,
             "aspects": each.aspects, "problems": each.problems}
            for each in found.history
        ],
        "seconds": round(found.seconds, 3),
    }  # fmt: skip


def _score(score: Score) -> Mapping[str, Any]:
    aspects = {name: _round(part) for name, part in score.aspects.items()}
    return {"customers": score.customers, "score": round(score.score, 2), "aspects": aspects}


def _round(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _problem(problem: Problem, numbers: Mapping[int, str]) -> Mapping[str, Any]:
    return {
        "key": problem.key,
        "title": problem_title(problem.key),
        "aspect": problem.aspect,
        "count": problem.count,
        "unit": problem.unit,
        "gain": round(problem.gain, 3),
        "where": problem.where,
        "sample": [numbers[each] for each in problem.sample],
    }


def _print(found: Quality) -> None:
    book = found.book
    print(_("{score} of 100 for {customers} customers as of {day}").format(
        score=f"{book.score:.1f}", customers=f"{book.customers:,}", day=found.as_of
    ))  # fmt: skip
    for name, label in ASPECTS.items():
        part = book.aspects.get(name)
        print(f"  {_(label)}: {'—' if part is None else f'{100 * part:.1f}'}")
    if found.problems:
        print_table(
            (_("Problem"), _("Count"), _("Gain")),
            [
                (problem_title(each.key), f"{each.count:,}", f"+{each.gain:.2f}")
                for each in found.problems
            ],
        )
    thin = sorted((each for each in found.columns if each.applies), key=lambda c: c.completeness)
    print_table(
        (_("Field"), _("Filled"), _("Valid")),
        [
            (fields()[each.field].label, f"{each.completeness:.0%}",
             "—" if each.validity is None else f"{each.validity:.1%}")
            for each in thin[:10]
        ],
    )  # fmt: skip
