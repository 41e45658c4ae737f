"""Questionnaires of one's own: made, changed as far as answers allow, given up."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from profiler_app.domain.progress import Progress
from profiler_app.domain.questionnaires import (
    Questionnaire,
    QuestionnaireProblem,
    built_in,
    checked,
)
from profiler_app.domain.text import N_, _
from profiler_app.jobs.surveys.listing import item_cells, keep_questionnaire
from profiler_app.store.ledger import operation
from profiler_app.store.surveys import (
    SurveyRow,
    answered_questions,
    read_questions,
    read_surveys,
)
from profiler_app.store.workspace import Workspace

_OWN = "own_"


def is_own(questionnaire: Questionnaire) -> bool:
    """Return whether it was made here: no shipped one, none of a pack, none of a file."""
    return questionnaire.code.startswith(_OWN)


def save_questionnaire(
    progress: Progress, workspace: Workspace, questionnaire: Questionnaire
) -> int:
    """Make a questionnaire (``code`` empty) or change one of one's own; return the operation.

    Questions somebody answered keep their type and stay; their words may change. Raises
    QuestionnaireProblem.
    """
    progress.step(0.0, N_("Saving"))
    whole = checked(questionnaire)
    rows = {row.code: row for row in read_surveys(workspace.connection)}
    if whole.code in built_in():
        raise QuestionnaireProblem(reason=_("one that came with the program stays as it is."))
    if not whole.code:
        whole = replace(whole, code=_free_code(rows), kind="custom")
    with operation(workspace, "questionnaire", {"title": whole.title}) as opened:
        row = rows.get(whole.code)
        if row is not None:
            gone = _gone(workspace, row, whole)
            titles = {"title_zh": whole.titles["zh"], "title_en": whole.titles["en"]}
            opened.update("survey", row.id, {**titles, "version": row.version + 1})
            opened.delete("survey_question", gone)
            stored = {each.code: each.id for each in read_questions(workspace.connection, row.id)}
            for position, item in enumerate(whole.items, 1):
                if item.code in stored:
                    cells = {"position": position, **item_cells(item)}
                    opened.update("survey_question", stored[item.code], cells)
        keep_questionnaire(workspace, opened, whole)
    return opened.id


def _gone(workspace: Workspace, row: SurveyRow, after: Questionnaire) -> list[int]:
    """Return the questions that are left out. Raises QuestionnaireProblem where that is wrong."""
    answered = answered_questions(workspace.connection, row.id)
    gone = []
    for each in read_questions(workspace.connection, row.id):
        item = after.item(each.code)
        if each.id in answered and (item is None or item.kind != each.kind):
            reason = _("“{question}” has answers; it stays, and so does its type.")
            raise QuestionnaireProblem(reason=reason.format(question=each.text_zh))
        if item is None:
            gone.append(each.id)
    return gone


def retire_questionnaire(progress: Progress, workspace: Workspace, code: str) -> int:
    """Give up a questionnaire of one's own; its answers stay. Return the operation."""
    progress.step(0.0, N_("Saving"))
    rows = [row for row in read_surveys(workspace.connection) if row.code == code]
    if not rows or code in built_in():
        raise QuestionnaireProblem(reason=_("one that came with the program stays as it is."))
    with operation(workspace, "questionnaire_retired", {"title": rows[0].title_zh}) as opened:
        opened.update("survey", rows[0].id, {"status": "retired"})
    return opened.id


def _free_code(taken: Collection[str]) -> str:
    number = 1
    while f"{_OWN}{number}" in taken:
        number += 1
    return f"{_OWN}{number}"
