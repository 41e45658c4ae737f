"""Filling in a questionnaire for a customer: answers are kept, and go into the profile.

What an answer does is said before it is done (``effects``). Each effect can be left out; all of it
is one operation.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from profiler_app.domain.dates import to_day
from profiler_app.domain.progress import Progress
from profiler_app.domain.questionnaires import (
    CSAT_FIELD,
    AnswersProblem,
    Item,
    Questionnaire,
)
from profiler_app.domain.text import N_, _
from profiler_app.ingest.answers import chosen
from profiler_app.jobs.editing import living_number
from profiler_app.jobs.entries import (
    with_implied,
)
from profiler_app.jobs.recording import learn
from profiler_app.jobs.surveys.effects import (
    FEEDBACK,
    RISK,
    VISIT,
    Effect,
    Person,
    effects,
    person_of,
)
from profiler_app.jobs.surveys.listing import keep_questionnaire
from profiler_app.jobs.surveys.typed import read_answer
from profiler_app.store.ledger import Operation, operation
from profiler_app.store.surveys import answered_on
from profiler_app.store.workspace import Workspace


def fill_in(
    progress: Progress,
    workspace: Workspace,
    customer: int,
    questionnaire: Questionnaire,
    answers: Mapping[str, str],
    *,
    today: date,
    by: str,
    day: date | None = None,
    channel: str = "",
    refused: Collection[str] = (),
) -> int:
    """Keep the answers of a customer and what follows from them; return the one operation.

    ``refused`` are the keys of effects that are left out. Raises AnswersProblem where an answer
    is missing or does not fit.
    """
    progress.step(0.0, N_("Saving"))
    number = living_number(workspace, customer)
    facts = {"number": number, "title": questionnaire.title}
    with operation(workspace, "survey", facts) as opened:
        survey = keep_questionnaire(workspace, opened, questionnaire)
        held = day or today
        _refuse_too_often(workspace, questionnaire, survey[0], customer, held)
        write_response(
            workspace, opened, customer, questionnaire, survey, answers,
            today=today, by=by, day=held, channel=channel, refused=refused,
        )  # fmt: skip
    return opened.id


def _refuse_too_often(
    workspace: Workspace, questionnaire: Questionnaire, survey: int, customer: int, day: date
) -> None:
    most = questionnaire.scoring.most_a_day if questionnaire.scoring else 0
    before = answered_on(workspace.connection, survey, customer, to_day(day.isoformat()))
    if most and before >= most:
        reason = _("this customer answered it {n} times on this day already; more is not allowed.")
        raise AnswersProblem(reason=reason.format(n=before))


def write_response(
    workspace: Workspace,
    opened: Operation,
    customer: int,
    questionnaire: Questionnaire,
    survey: tuple[int, Mapping[str, int]],
    answers: Mapping[str, str],
    *,
    today: date,
    by: str,
    day: date,
    channel: str = "",
    refused: Collection[str] = (),
    source_row: int | None = None,
    replaces: int | None = None,
) -> None:
    """Write answers and their effects inside an operation (see ``fill_in``).

    ``replaces`` is the response whose answers were taken away before.
    """
    person = person_of(workspace, customer)
    stored = stored_answers(questionnaire, answers, person, today=today)
    if not stored:
        raise AnswersProblem(reason=_("nothing was answered."))
    doing = [
        each
        for each in effects(questionnaire, answers, person, today=day)
        if each.key not in refused
    ]
    points = next((each.value[0] for each in doing if each.key == RISK), None)
    cells = {
        "day": to_day(day.isoformat()), "channel": channel or None, "status": "complete",
        "score": points,
    }  # fmt: skip
    if replaces is None:
        replaces = opened.insert_one(
            "survey_response",
            {"customer_id": customer, "survey_id": survey[0], "source_row": source_row, **cells},
        )
    else:
        opened.update("survey_response", replaces, cells)
    for code, value in stored.items():
        opened.insert_one(
            "survey_answer",
            {
                "customer_id": customer,
                "response_id": replaces,
                "question_id": survey[1][code],
                "value": value,
                "source_row": source_row,
            },
        )
    _do(workspace, opened, customer, person, doing, stored, day=day, today=today, by=by,
        channel=channel)  # fmt: skip


def stored_answers(
    questionnaire: Questionnaire, answers: Mapping[str, str], person: Person, *, today: date
) -> dict[str, str]:
    """Return answers as they are kept. Raises AnswersProblem naming the first that is wrong."""
    asked = questionnaire.asked({code: text for code, text in answers.items() if text.strip()})
    stored: dict[str, str] = {}
    for item in questionnaire.items:
        text = asked.get(item.code, "")
        entry = read_answer(item, text, asked, kind=person.kind, today=today)
        if entry.problem:
            reason = _("“{question}”: {problem}")
            raise AnswersProblem(reason=reason.format(question=item.text, problem=entry.problem))
        if entry.value is None:
            continue
        stored[item.code] = _stored(item, entry.value, text)
    return stored


def _stored(item: Item, value: Any, text: str) -> str:
    if item.kind == "multi":
        return chosen(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if item.kind == "single" or item.steps else text.strip()


def _do(
    workspace: Workspace,
    opened: Operation,
    customer: int,
    person: Person,
    doing: Sequence[Effect],
    stored: Mapping[str, str],
    *,
    day: date,
    today: date,
    by: str,
    channel: str,
) -> None:
    learnt: dict[str, Any] = {}
    for each in doing:
        if each.fixed:
            continue
        if each.key == FEEDBACK:
            opened.insert_one("feedback", _review(customer, each, doing, day, channel))
        elif each.key == RISK:
            total, level, until = each.value
            opened.insert_one(
                "risk_assessment",
                {
                    "customer_id": customer,
                    "level": level,
                    "score": total,
                    "done_on": day.isoformat(),
                    "expires_on": until.isoformat(),
                },
            )
        elif each.key == VISIT:
            _write_visit(opened, customer, stored, day, by)
        else:
            learnt[each.key] = each.value
    full = with_implied(learnt, kind=person.kind, today=today)
    new = {n: v for n, v in full.items() if n in learnt or v != person.values.get(n)}
    learn(workspace, opened, customer, new, day)


def _review(
    customer: int, told: Effect, doing: Sequence[Effect], day: date, channel: str
) -> dict[str, Any]:
    """Return the row of a review; the answer about satisfaction is its rating."""
    rating = next((int(each.after) for each in doing if each.key == CSAT_FIELD), None)
    return {
        "customer_id": customer,
        "day": to_day(day.isoformat()),
        "channel": channel or None,
        "kind": "review",
        "rating": rating,
        "text": told.value,
        "status": "closed",
        "closed_on": day.isoformat(),
    }


def _write_visit(
    opened: Operation, customer: int, stored: Mapping[str, str], day: date, by: str
) -> None:
    said = [stored[code] for code in ("biz", "risk") if stored.get(code)]
    opened.insert_one(
        "interaction",
        {
            "customer_id": customer,
            "day": to_day(day.isoformat()),
            "channel": "visit",
            "outcome": "reached",
            "summary": "；".join(said) or None,
            "next_step": stored.get("next"),
            "next_on": stored.get("next_on"),
            "by_whom": by,
        },
    )
    if stored.get("next_on"):
        opened.insert_one(
            "task",
            {
                "customer_id": customer,
                "kind": "follow_up",
                "title": stored.get("next") or _("Follow up"),
                "due_on": stored["next_on"],
                "priority": 2,
                "state": "open",
                "assigned_to": by,
                "source": "survey",
            },
        )
