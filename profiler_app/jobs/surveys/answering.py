"""Filling in a questionnaire for a customer: answers are kept, and go into the profile.

What an answer does is said before it is done (``effects``): which field it fills and by which
rule. Each effect can be left out; all of it is one operation.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from profiler_app.domain.dates import to_day
from profiler_app.domain.fields import Field, find_field, option_label, options
from profiler_app.domain.imports import sentence
from profiler_app.domain.progress import Progress
from profiler_app.domain.questionnaires import (
    ANSWER_FIELDS,
    CSAT_FIELD,
    NPS_FIELD,
    TEXT_FIELD,
    AnswersProblem,
    Item,
    Questionnaire,
    scales,
    score,
    turned,
)
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.text import N_, _, pgettext
from profiler_app.ingest.answers import chosen
from profiler_app.jobs.editing import living_number, stored_values
from profiler_app.jobs.entries import (
    LIST_MARK,
    Entry,
    entry_text,
    read_day,
    read_entry,
    read_number,
    with_implied,
)
from profiler_app.jobs.recording import learn
from profiler_app.jobs.surveys.listing import keep_questionnaire
from profiler_app.store.ledger import Operation, operation
from profiler_app.store.surveys import answered_on
from profiler_app.store.workspace import Workspace

FEEDBACK, RISK, VISIT = "feedback", "risk", "visit"


@dataclass(frozen=True, slots=True)
class Effect:
    """What answers do beside being kept: fill the field ``key``, or make a record.

    ``before`` and ``after`` are texts; ``rule`` says how the one follows from the answers.
    ``fixed`` effects cannot be left out: they are read from the answers themselves.
    """

    key: str
    label: str
    before: str
    after: str
    rule: str
    value: Any = None
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """What must be known of the customer: kind, line and the stored values."""

    kind: str
    line: str
    values: Mapping[str, Any]


def person_of(workspace: Workspace, customer: int) -> Person:
    """Return what answers of a customer are checked against."""
    values = stored_values(workspace, customer)
    return Person(str(values.get("kind") or "person"), str(values.get("line") or "trade"), values)


# -- what was typed


def read_answer(
    item: Item, text: str, answers: Mapping[str, str], *, kind: str, today: date
) -> Entry:
    """Return what an answer means (``answers`` are the others); ids of choices are not changed."""
    if not item.asked(answers):
        return Entry()
    text = text.strip()
    if not text:
        return Entry(problem=_("Please answer this question.") if item.required else "")
    if item.kind in ("single", "multi"):
        return _read_choice(item, text)
    if item.steps:
        return read_number(text, (item.steps[0], item.steps[-1]))
    field = item.fills()
    if field is not None and field.id not in ANSWER_FIELDS:
        return read_entry(field.id, text, kind=kind, today=today)
    if item.kind == "date":
        return read_day(text)
    if item.kind == "number":
        try:
            return Entry(float(text.replace(",", "")))
        except ValueError:
            return Entry(problem=sentence("bad_number", {"value": text}))
    return Entry(text)


def _read_choice(item: Item, text: str) -> Entry:
    parts = [part for part in text.split(LIST_MARK) if part]
    known = {each.id for each in item.offered()}
    strange = [part for part in parts if part not in known]
    if strange and known:
        return Entry(problem=_("“{text}” is not one of the answers.").format(text=strange[0]))
    if item.kind == "single" and len(parts) > 1:
        return Entry(problem=_("Choose one answer."))
    if item.most and len(parts) > item.most:
        return Entry(problem=_("Choose at most {n}.").format(n=item.most))
    return Entry(parts if item.kind == "multi" else parts[0])


# -- what follows from it


def effects(
    questionnaire: Questionnaire, answers: Mapping[str, str], person: Person, *, today: date
) -> tuple[Effect, ...]:
    """Return what answers (texts by code of the question) would do to the profile."""
    answers = questionnaire.asked({code: text for code, text in answers.items() if text.strip()})
    groups = scales(questionnaire.items)
    found: list[Effect] = []
    for name, items in groups.items():
        found += _of_scale(name, items, answers, person)
    for item in questionnaire.items:
        if item.field and item.field not in groups and item.code in answers:
            found += _of_item(item, answers, person, today)
    if questionnaire.scoring is not None:
        found += _of_risk(questionnaire, answers, today)
    if questionnaire.kind == VISIT and answers:
        found.append(_of_visit(answers))
    return tuple(found)


def _of_scale(
    name: str, items: Sequence[Item], answers: Mapping[str, str], person: Person
) -> list[Effect]:
    field = find_field(name)
    if field is None or not field.applies(person.kind, person.line):
        return []
    told = [turned(each, float(answers[each.code])) for each in items if _is_step(each, answers)]
    if len(told) < len(items):
        return []
    mean = sum(told) / len(told)
    rule = _("mean of {n} answers {mean:.1f} on the scale {low} to {high}").format(
        n=len(told), mean=mean, low=items[0].low, high=items[0].high
    )
    if any(each.reversed for each in items):
        rule += _("; questions asked the other way round are turned")
    return _filled(field, _graded(field, mean, items[0]), person, rule)


def _is_step(item: Item, answers: Mapping[str, str]) -> bool:
    text = answers.get(item.code, "")
    return text.isdigit() and int(text) in item.steps


def _graded(field: Field, mean: float, item: Item) -> Any:
    """Return the step of the field a mean falls into: equal parts of the scale."""
    if field.kind != "enum":
        return round(mean) if field.kind == "int" else round(mean, 2)
    steps = [each.id for each in options(field.options or "")]
    share = (mean - item.low) / max(1, item.high - item.low)
    return steps[min(len(steps) - 1, int(share * len(steps)))]


def _of_item(item: Item, answers: Mapping[str, str], person: Person, today: date) -> list[Effect]:
    field, text = item.fills(), answers[item.code]
    entry = read_answer(item, text, answers, kind=person.kind, today=today)
    if field is None or entry.problem or entry.value is None:
        return []
    if field.id in (NPS_FIELD, CSAT_FIELD):
        rule = _("counts as the newest answer for a year")
        return [Effect(field.id, field.label, "", str(entry.value), rule, fixed=True)]
    if field.id == TEXT_FIELD:
        rule = _("becomes a review among the feedback")
        return [Effect(FEEDBACK, field.label, "", text.strip(), rule, text.strip())]
    if not field.applies(person.kind, person.line):
        return []
    value: Any = entry.value
    if item.kind == "scale":
        rule = _("the answer {n} on the scale {low} to {high}")
        told = rule.format(n=value, low=item.low, high=item.high)
        return _filled(field, _graded(field, float(turned(item, value)), item), person, told)
    if field.kind == "list":
        given = value if isinstance(value, list) else [value]
        before = list(person.values.get(field.id) or [])
        value = before + [each for each in given if each not in before]
        return _filled(field, value, person, _("what was chosen is added"))
    return _filled(field, value, person, _("the answer becomes the value"))


def _filled(field: Field, value: Any, person: Person, rule: str) -> list[Effect]:
    before = person.values.get(field.id)
    if before == value:
        return []
    return [Effect(field.id, field.label, shown(field, before), shown(field, value), rule, value)]


def shown(field: Field, value: Any) -> str:
    """Return a value in words of the current language; nothing for none."""
    if value in (None, "", []):
        return ""
    if field.options and isinstance(value, list | tuple):
        return listed([option_label(field.options, str(each)) for each in value])
    return option_label(field.options, str(value)) if field.options else entry_text(field.id, value)


def _of_risk(questionnaire: Questionnaire, answers: Mapping[str, str], today: date) -> list[Effect]:
    scoring = questionnaire.scoring
    assert scoring is not None
    if any(each.required and each.code not in answers for each in questionnaire.items):
        return []
    total, level = score(scoring, questionnaire.items, answers)
    until = today + timedelta(days=scoring.valid_days)
    rule = _("{points:g} points; valid until {day}").format(points=total, day=until.isoformat())
    capped = [c for c in scoring.caps if answers.get(c[0]) == c[1] and c[2] <= level]
    if capped:
        item = questionnaire.item(capped[0][0])
        choice = item.choice_label(capped[0][1]) if item else capped[0][1]
        rule += _("; at most this level with the answer “{choice}”").format(choice=choice)
    label = _("Risk tolerance")
    after = option_label("risk_level_c", str(level))
    return [Effect(RISK, label, "", after, rule, (total, level, until))]


def _of_visit(answers: Mapping[str, str]) -> Effect:
    step, day = answers.get("next", ""), answers.get("next_on", "")
    after = " · ".join(part for part in (step.strip(), day) if part)
    rule = _("becomes a contact, with a task for the next step")
    return Effect(VISIT, pgettext("survey", "Visit"), "", after or "—", rule, dict(answers))


# -- storing it


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
