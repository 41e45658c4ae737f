"""Feedback as it is stored: its texts, its last change, answers about satisfaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from profiler_app.store.connect import Connection

_AT_ONCE = 5_000


def feedback_texts(connection: Connection) -> Iterator[list[tuple[int, str]]]:
    """Yield the ids and texts of all feedback that has one, some thousand at a time."""
    cursor = connection.execute(
        "SELECT id, text FROM feedback WHERE text IS NOT NULL AND text <> '' ORDER BY id"
    )
    while batch := cursor.fetchmany(_AT_ONCE):
        yield [(int(number), str(text)) for number, text in batch]


def answered_numbers(
    connection: Connection, fields: Sequence[str], *, after: int, until: int
) -> Iterator[tuple[int, int, str, str]]:
    """Yield customer, day, field and value of the answers to some fields in (after, until]."""
    marks = ", ".join("?" * len(fields))
    return iter(
        connection.execute(
            "SELECT r.customer_id, r.day, q.field, a.value FROM survey_question q "
            "JOIN survey_response r ON r.survey_id = q.survey_id "
            "JOIN survey_answer a ON a.response_id = r.id AND a.question_id = q.id "
            f"WHERE q.field IN ({marks}) AND r.day > ? AND r.day <= ? AND a.value IS NOT NULL",
            (*fields, after, until),
        )
    )
