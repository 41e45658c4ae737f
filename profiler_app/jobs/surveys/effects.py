"""What answers do beside being kept: which field each fills and by which rule, said before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from profiler_app.domain.fields import Field, find_field, option_label, options
from profiler_app.domain.questionnaires import (
    CSAT_FIELD,
    NPS_FIELD,
    TEXT_FIELD,
    Item,
    Questionnaire,
    scales,
    score,
    turned,
)
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.editing import stored_values
from profiler_app.jobs.entries import (
    entry_text,
)
from profiler_app.jobs.surveys.typed import read_answer
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
