"""``profiler survey``."""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.domain.text import _
from profiler_app.jobs import cards
from profiler_app.jobs.surveys import find_questionnaire, list_questionnaires
from profiler_app.jobs.surveys.results import Asked, survey_results
from profiler_app.jobs.surveys.sending import write_book, write_page
from profiler_app.jobs.surveys.taking import take_in


def _survey(words: argparse.Namespace, today: date) -> None:
    _STEPS[words.step](words, today)


def _list(words: argparse.Namespace, _today: date) -> None:
    with open_workspace(words, readonly=True) as workspace:
        found = list_questionnaires(workspace)
    rows = [
        {
            "code": each.questionnaire.code,
            "title": each.questionnaire.title,
            "questions": len(each.questionnaire.items),
            "responses": each.responses,
            "latest": each.latest,
        }
        for each in found
    ]
    if words.json:
        print_json({"questionnaires": rows})
        return
    heads = (_("Code"), _("Questionnaire"), _("Questions asked"), _("Answered"), _("Last"))
    print_table(heads, [[str(cell or "—") for cell in row.values()] for row in rows])


def _results(words: argparse.Namespace, _today: date) -> None:
    with open_workspace(words, readonly=True) as workspace:
        found = survey_results(workspace, words.name)
    if words.json:
        told = asdict(found)
        told.pop("questionnaire")
        told["asked"] = [_asked(each) for each in found.asked]
        print_json({"code": found.questionnaire.code, **told})
        return
    print(f"{found.questionnaire.title} · {found.responses:,}")
    if found.nps is not None:
        interval = _("95%: {low:+.0f} to {high:+.0f}")
        spread = interval.format(low=found.nps.low, high=found.nps.high)
        print(f"{_('NPS')} {found.nps.score:+.0f} ({spread})")
    for each in found.scales:
        print(f"{each.name}: α {'—' if each.alpha is None else f'{each.alpha:.2f}'}")
    for asked in found.asked:
        print(f"\n{asked.item.text} · {asked.answered:,}")
        for bar in asked.bars:
            print(f"  {bar.label}: {bar.count:,} ({bar.share:.0%})")


def _asked(each: Asked) -> dict[str, Any]:
    return {
        "code": each.item.code,
        "question": each.item.text,
        "answered": each.answered,
        "mean": each.mean,
        "answers": [asdict(bar) for bar in each.bars],
    }


def _workbook(words: argparse.Namespace, _today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=True) as workspace:
        questionnaire = find_questionnaire(workspace, words.name)
        count = write_book(progress, workspace, questionnaire, words.out, where=words.where)
    progress.done()
    _written(words, {"file": str(words.out), "customers": count})


def _page(words: argparse.Namespace, _today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=True) as workspace:
        questionnaire = find_questionnaire(workspace, words.name)
        who = cards.find(workspace, words.customer) if words.customer else None
        number = write_page(progress, workspace, questionnaire, words.out, customer=who)
    progress.done()
    _written(words, {"file": str(words.out), "customer": number or None})


def _written(words: argparse.Namespace, facts: Mapping[str, Any]) -> None:
    print_json(facts) if words.json else print(words.out)


def _take(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=False) as workspace:
        taken = take_in(
            progress, workspace, words.file, today=today, by=getpass.getuser(), trial=words.trial
        )
    progress.done()
    if words.json:
        print_json(asdict(taken))
        return
    told = _("{created} new, {replaced} replaced, {unchanged} unchanged, {wrong} left out")
    counts = told.format(
        created=taken.created,
        replaced=taken.replaced,
        unchanged=taken.unchanged,
        wrong=len(taken.troubles),
    )
    print(f"{taken.title} · {counts}")
    for trouble in taken.troubles:
        print(f"  {trouble.line}  {trouble.number}  {trouble.reason}")


_STEPS: Mapping[str, Callable[[argparse.Namespace, date], None]] = {
    "list": _list,
    "results": _results,
    "workbook": _workbook,
    "page": _page,
    "take": _take,
}
COMMANDS: Mapping[str, Command] = {"survey": _survey}
