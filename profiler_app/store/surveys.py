"""Questionnaires of the workspace, and who answered them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from profiler_app.store.connect import Connection
from profiler_app.store.imports import among

_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """One questionnaire; ``responses`` is how often it was answered, ``latest`` when last."""

    id: int
    code: str
    version: int
    title_zh: str
    title_en: str
    kind: str
    status: str
    responses: int
    latest: int | None


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question as it is stored; ``options`` is JSON."""

    id: int
    position: int
    code: str
    text_zh: str
    text_en: str
    kind: str
    required: int
    options: str
    field: str
    show_if: str


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """What one customer answered: ``answers`` (id of the answer, text) by id of the question."""

    id: int
    customer: int
    day: int | None
    channel: str | None
    score: float | None
    answers: dict[int, tuple[int, str]]


def read_surveys(connection: Connection) -> list[SurveyRow]:
    """Return all questionnaires that were ever answered or made here, the oldest first."""
    rows = connection.execute(
        "SELECT s.id, s.code, coalesce(s.version, 1), coalesce(s.title_zh, s.code), "
        "coalesce(s.title_en, s.code), coalesce(s.kind, 'custom'), coalesce(s.status, 'live'), "
        "count(r.id), max(r.day) FROM survey s LEFT JOIN survey_response r ON r.survey_id = s.id "
        "GROUP BY s.id ORDER BY s.id"
    )
    return [SurveyRow(*row) for row in rows.fetchall()]


def read_questions(connection: Connection, survey: int) -> list[QuestionRow]:
    """Return the questions of a questionnaire in their order."""
    rows = connection.execute(
        "SELECT id, coalesce(position, 0), code, coalesce(text_zh, code), "
        "coalesce(text_en, code), kind, coalesce(required, 0), coalesce(options, '{}'), "
        "coalesce(field, ''), coalesce(show_if, '') FROM survey_question "
        "WHERE survey_id = ? ORDER BY position, id",
        (survey,),
    )
    return [QuestionRow(*row) for row in rows.fetchall()]


def answered_questions(connection: Connection, survey: int) -> set[int]:
    """Return the questions of a questionnaire that somebody answered."""
    rows = connection.execute(
        "SELECT DISTINCT question_id FROM survey_answer WHERE question_id IN "
        "(SELECT id FROM survey_question WHERE survey_id = ?)",
        (survey,),
    )
    return {int(number) for (number,) in rows.fetchall()}


def answered_on(connection: Connection, survey: int, customer: int, day: int) -> int:
    """Return how often a customer answered a questionnaire on a day."""
    row = connection.execute(
        "SELECT count(*) FROM survey_response WHERE survey_id = ? AND customer_id = ? AND day = ?",
        (survey, customer, day),
    ).fetchone()
    return int(row[0])


def responses_of(
    connection: Connection, survey: int, customers: Iterable[int]
) -> dict[tuple[int, int | None], StoredResponse]:
    """Return the newest response of some customers by customer and day."""
    found: dict[tuple[int, int | None], StoredResponse] = {}
    for number, customer, day, channel, points in among(
        connection,
        "SELECT r.id, r.customer_id, r.day, r.channel, r.score FROM wanted "
        "JOIN survey_response r ON r.customer_id = wanted.value "
        f"WHERE r.survey_id = {int(survey)} ORDER BY r.id",
        customers,
    ):
        found[(customer, day)] = StoredResponse(number, customer, day, channel, points, {})
    by_id = {each.id: each for each in found.values()}
    for response, question, number, value in among(
        connection,
        "SELECT a.response_id, a.question_id, a.id, a.value FROM wanted "
        "JOIN survey_answer a ON a.response_id = wanted.value",
        by_id,
    ):
        by_id[response].answers[question] = (number, value)
    return found


def answers_to(
    connection: Connection, survey: int
) -> Iterator[tuple[int, int, int | None, int | None, str | None]]:
    """Yield (response, customer, day, question, answer); question None where none is left."""
    cursor = connection.execute(
        "SELECT r.id, r.customer_id, r.day, a.question_id, a.value FROM survey_response r "
        "JOIN customer c ON c.id = r.customer_id AND c.merged_into IS NULL "
        "LEFT JOIN survey_answer a ON a.response_id = r.id "
        "WHERE r.survey_id = ? ORDER BY r.id, a.id",
        (survey,),
    )
    while batch := cursor.fetchmany(_AT_ONCE):
        yield from batch


def customers_by_key(
    connection: Connection, numbers: Iterable[str]
) -> dict[str, tuple[int, str, str]]:
    """Return (id, kind, line) of living customers by their number."""
    rows = among(
        connection,
        "SELECT c.number, c.id, c.kind, c.line FROM wanted JOIN customer c "
        "ON c.number = wanted.value AND c.merged_into IS NULL",
        numbers,
    )
    return {str(number): (int(one), str(kind), str(line)) for number, one, kind, line in rows}


def forms_for(connection: Connection, customers: Iterable[int]) -> list[tuple[Any, ...]]:
    """Return (number, name, kind, line) of some living customers, in the order asked for."""
    rows = among(
        connection,
        "SELECT c.number, coalesce(c.name, ''), c.kind, c.line FROM wanted "
        "JOIN customer c ON c.id = wanted.value AND c.merged_into IS NULL",
        customers,
    )
    return [tuple(row) for row in rows]
