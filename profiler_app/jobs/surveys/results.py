"""What a questionnaire brought: answers by question, recommendation, how good its scales are."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from profiler_app.domain.dates import from_day
from profiler_app.domain.fields import find_field
from profiler_app.domain.questionnaires import (
    CSAT_FIELD,
    NPS_FIELD,
    Item,
    Questionnaire,
    scales,
)
from profiler_app.jobs.surveys.listing import find_questionnaire
from profiler_app.store.surveys import answers_to, read_questions, read_surveys
from profiler_app.store.workspace import Workspace

_PROMOTER, _DETRACTOR = 9, 6
_SATISFIED = 4
_TEXTS = 8
_95 = 1.96


@dataclass(frozen=True, slots=True)
class Bar:
    """One answer, how many gave it, and their share of those who answered the question."""

    label: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: how many answered, the answers, the mean of numbers, the newest texts."""

    item: Item
    answered: int
    bars: tuple[Bar, ...]
    mean: float | None = None
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Nps:
    """Net promoter score in points, its 95 % interval, and who makes it up.

    Share of 9 and 10 minus share of 0 to 6, times 100; the interval is that of a mean of
    +1, 0 and -1 (Rocks 2016, Wald).
    """

    score: float
    low: float
    high: float
    promoters: int
    passives: int
    detractors: int


@dataclass(frozen=True, slots=True)
class ScaleResult:
    """A scale: the field it gives, its items, those turned, Cronbach's alpha, how many answered."""

    name: str
    items: int
    turned: tuple[str, ...]
    alpha: float | None
    answered: int


@dataclass(frozen=True, slots=True)
class Month:
    """Answers of a month (``YYYY-MM``): NPS or the share of the satisfied, from ``count``."""

    month: str
    value: float
    count: int


@dataclass(frozen=True, slots=True)
class Results:
    """Everything about one questionnaire."""

    questionnaire: Questionnaire
    responses: int
    customers: int
    latest: date | None
    asked: tuple[Asked, ...]
    nps: Nps | None
    satisfied: float | None
    scales: tuple[ScaleResult, ...]
    months: tuple[Month, ...]


def survey_results(workspace: Workspace, code: str) -> Results:
    """Return what a questionnaire brought so far. Raises QuestionnaireProblem."""
    questionnaire = find_questionnaire(workspace, code)
    rows = read_surveys(workspace.connection)
    row = next((each for each in rows if each.code == questionnaire.code), None)
    told: dict[int, dict[str, str]] = defaultdict(dict)
    days: dict[int, date] = {}
    customers: set[int] = set()
    if row is not None:
        codes = {each.id: each.code for each in read_questions(workspace.connection, row.id)}
        for response, customer, day, question, value in answers_to(workspace.connection, row.id):
            customers.add(customer)
            told[response]
            if day is not None:
                days[response] = from_day(day)
            if question is not None and value is not None and question in codes:
                told[response][codes[question]] = value
    answers = list(told.values())
    nps_item = _going_to(questionnaire, NPS_FIELD)
    csat_item = _going_to(questionnaire, CSAT_FIELD)
    csat = _numbers(csat_item, answers)
    return Results(
        questionnaire,
        len(told),
        len(customers),
        max(days.values(), default=None),
        tuple(_asked(each, answers) for each in questionnaire.items),
        net_promoters(_numbers(nps_item, answers)),
        sum(n >= _SATISFIED for n in csat) / len(csat) if csat else None,
        tuple(_scale(name, items, answers) for name, items in scales(questionnaire.items).items()),
        _months(nps_item or csat_item, told, days),
    )


def net_promoters(numbers: Sequence[int]) -> Nps | None:
    """Return the net promoter score of answers from 0 to 10; None without any."""
    count = len(numbers)
    if not count:
        return None
    for_us = sum(n >= _PROMOTER for n in numbers)
    against = sum(n <= _DETRACTOR for n in numbers)
    mean = (for_us - against) / count
    variance = (for_us + against) / count - mean**2
    half = _95 * (variance / count) ** 0.5
    return Nps(
        100 * mean,
        max(-100.0, 100 * (mean - half)),
        min(100.0, 100 * (mean + half)),
        for_us,
        count - for_us - against,
        against,
    )


def _going_to(questionnaire: Questionnaire, field: str) -> Item | None:
    return next((each for each in questionnaire.items if each.field == field), None)


def _numbers(item: Item | None, answers: Sequence[Mapping[str, str]]) -> list[int]:
    if item is None:
        return []
    told = (each.get(item.code, "") for each in answers)
    return [int(text) for text in told if text.isdigit() and int(text) in item.steps]


def _asked(item: Item, answers: Sequence[Mapping[str, str]]) -> Asked:
    told = [each[item.code] for each in answers if each.get(item.code)]
    if item.kind in ("single", "multi"):
        counted = Counter(part for text in told for part in _parts(item, text))
        keys = list(dict.fromkeys([*(each.id for each in item.offered()), *counted]))
        bars = [_bar(item.choice_label(key), counted[key], len(told)) for key in keys]
        return Asked(item, len(told), tuple(bars))
    if item.steps:
        numbers = _numbers(item, answers)
        steps = Counter(numbers)
        bars = [_bar(str(step), steps[step], len(numbers)) for step in item.steps]
        mean = sum(numbers) / len(numbers) if numbers else None
        return Asked(item, len(numbers), tuple(bars), mean)
    return Asked(item, len(told), (), texts=tuple(reversed(told[-_TEXTS:])))


def _parts(item: Item, text: str) -> list[str]:
    if item.kind == "multi" and text.startswith("["):
        return [str(part) for part in json.loads(text)]
    return [text]


def _bar(label: str, count: int, of: int) -> Bar:
    return Bar(label, count, count / of if of else 0.0)


def _scale(name: str, items: Sequence[Item], answers: Sequence[Mapping[str, str]]) -> ScaleResult:
    import numpy as np

    from profiler_app.analysis.reliability import cronbach_alpha

    cells = [
        [float(text) if (text := each.get(item.code, "")).isdigit() else np.nan for item in items]
        for each in answers
    ]
    table = np.array(cells, float).reshape(len(answers), len(items))
    turned = np.array([item.reversed for item in items])
    alpha = cronbach_alpha(table, turned)
    field = find_field(name)
    return ScaleResult(
        field.label if field else name,
        len(items),
        tuple(item.text for item in items if item.reversed),
        float(alpha) if np.isfinite(alpha) else None,
        int((~np.isnan(table)).all(axis=1).sum()),
    )


def _months(
    item: Item | None, told: Mapping[int, Mapping[str, str]], days: Mapping[int, date]
) -> tuple[Month, ...]:
    if item is None:
        return ()
    by_month: dict[str, list[int]] = defaultdict(list)
    for response, answers in told.items():
        numbers = _numbers(item, [answers])
        if numbers and response in days:
            by_month[f"{days[response]:%Y-%m}"] += numbers
    found = []
    for month, numbers in sorted(by_month.items()):
        nps = net_promoters(numbers) if item.kind == "nps" else None
        good = 100 * sum(n >= _SATISFIED for n in numbers) / len(numbers)
        found.append(Month(month, nps.score if nps else good, len(numbers)))
    return tuple(found)
