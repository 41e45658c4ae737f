"""Which questionnaires there are: those shipped, those made here, those answered in files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from profiler_app.domain.dates import from_day
from profiler_app.domain.questionnaires import (
    Choice,
    Item,
    Questionnaire,
    QuestionnaireProblem,
    built_in,
)
from profiler_app.domain.text import _
from profiler_app.store.ledger import Operation
from profiler_app.store.surveys import (
    QuestionRow,
    SurveyRow,
    answered_questions,
    read_questions,
    read_surveys,
)
from profiler_app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Listed:
    """A questionnaire, how often it was answered and when last."""

    questionnaire: Questionnaire
    responses: int
    latest: date | None


def list_questionnaires(workspace: Workspace) -> tuple[Listed, ...]:
    """Return the questionnaires shipped, then the workspace's own, without those given up."""
    rows = {row.code: row for row in read_surveys(workspace.connection)}
    shipped = [_listed(each, rows.pop(code, None)) for code, each in built_in().items()]
    own = [
        _listed(_stored(workspace, row), row) for row in rows.values() if row.status != "retired"
    ]
    return (*shipped, *own)


def known_questionnaires(workspace: Workspace, kind: str, line: str) -> tuple[Questionnaire, ...]:
    """Return what a customer of a kind and line of business can be asked."""
    every = (each.questionnaire for each in list_questionnaires(workspace))
    return tuple(each for each in every if each.applies(kind, line))


def find_questionnaire(workspace: Workspace, name: str) -> Questionnaire:
    """Return the questionnaire of a code or title. Raises QuestionnaireProblem."""
    every = [each.questionnaire for each in list_questionnaires(workspace)]
    wanted = name.strip().casefold()
    for each in every:
        if wanted in (each.code.casefold(), *(text.casefold() for text in each.titles.values())):
            return each
    names = ", ".join(each.code for each in every)
    reason = _("there is no questionnaire {name}; there are: {names}.")
    raise QuestionnaireProblem(reason=reason.format(name=name, names=names))


def answered_codes(workspace: Workspace, code: str) -> frozenset[str]:
    """Return the codes of the questions of a questionnaire that somebody answered."""
    row = next((r for r in read_surveys(workspace.connection) if r.code == code), None)
    if row is None:
        return frozenset()
    answered = answered_questions(workspace.connection, row.id)
    questions = read_questions(workspace.connection, row.id)
    return frozenset(each.code for each in questions if each.id in answered)


def _listed(questionnaire: Questionnaire, row: SurveyRow | None) -> Listed:
    if row is None:
        return Listed(questionnaire, 0, None)
    latest = None if row.latest is None else from_day(row.latest)
    return Listed(questionnaire, row.responses, latest)


# -- as it is stored


def _stored(workspace: Workspace, row: SurveyRow) -> Questionnaire:
    items = tuple(_item(each) for each in read_questions(workspace.connection, row.id))
    titles = {"zh": row.title_zh, "en": row.title_en}
    return Questionnaire(row.code, titles, items, row.kind, version=row.version)


def _item(row: QuestionRow) -> Item:
    told: dict[str, Any] = json.loads(row.options)
    labels, listed = told.get("labels", {}), bool(told.get("listed"))
    choices = () if listed else tuple(
        Choice(str(key), labels.get(str(key), {"zh": str(key), "en": str(key)}))
        for key in told.get("choices", ())
    )  # fmt: skip
    return Item(
        code=row.code,
        kind=row.kind,  # type: ignore[arg-type]
        texts={"zh": row.text_zh, "en": row.text_en},
        field=row.field,
        choices=choices,
        only=tuple(told.get("choices", ())) if listed else (),
        required=bool(row.required),
        show_if=row.show_if,
        reversed=bool(told.get("reversed")),
        low=int(told.get("min", 1)),
        high=int(told.get("max", 5)),
        ends=told.get("ends"),
        most=int(told.get("most", 0)),
    )


def item_cells(item: Item) -> dict[str, Any]:
    """Return a question as the columns of its table keep it."""
    told: dict[str, Any] = {}
    if item.kind in ("single", "multi"):
        told["choices"] = [each.id for each in item.offered()]
        if item.choices:
            told["labels"] = {each.id: dict(each.names) for each in item.choices}
        else:
            told["listed"] = True
    if item.steps:
        told |= {"min": item.steps[0], "max": item.steps[-1]}
    for name in ("reversed", "ends", "most"):
        if getattr(item, name):
            told[name] = getattr(item, name)
    return {
        "code": item.code,
        "text_zh": item.texts["zh"],
        "text_en": item.texts["en"],
        "kind": item.kind,
        "required": int(item.required),
        "options": json.dumps(told, ensure_ascii=False, sort_keys=True) if told else None,
        "field": item.field or None,
        "show_if": item.show_if or None,
    }


def keep_questionnaire(
    workspace: Workspace, opened: Operation, questionnaire: Questionnaire
) -> tuple[int, dict[str, int]]:
    """Make the rows of a questionnaire where they are not there; return their ids.

    The questions are told by their codes.
    """
    row = next(
        (r for r in read_surveys(workspace.connection) if r.code == questionnaire.code), None
    )
    if row is None:
        survey = opened.insert_one(
            "survey",
            {
                "code": questionnaire.code,
                "version": questionnaire.version,
                "title_zh": questionnaire.titles["zh"],
                "title_en": questionnaire.titles["en"],
                "kind": questionnaire.kind,
                "status": "live",
            },
        )
    else:
        survey = row.id
    known = {each.code: each.id for each in read_questions(workspace.connection, survey)}
    for position, item in enumerate(questionnaire.items, 1):
        if item.code not in known:
            cells = {"position": position, **item_cells(item)}
            known[item.code] = opened.insert_one("survey_question", {"survey_id": survey, **cells})
    return survey, known
