"""Writing answers to questionnaires: the survey, its questions, who answered and what.

A response is told by survey, customer, day and how often it occurred in the file, so that the same
file again changes nothing; an answer that differs replaces the one before.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from profiler_app.domain.surveys import Question, Response
from profiler_app.store.connect import Connection
from profiler_app.store.imports import among
from profiler_app.store.ledger import Operation

Key = tuple[int, int | None]
_ANSWER = ["customer_id", "response_id", "question_id", "value", "source_row"]


class SurveyWriter:
    """Writes the responses to one survey; feed it batches in the order of the file.

    ``created``, ``updated`` and ``unchanged`` count responses.
    """

    def __init__(self, connection: Connection, opened: Operation, code: str) -> None:
        self.created = self.updated = self.unchanged = 0
        self._connection = connection
        self._opened = opened
        self._code = code
        self._questions: dict[str, int] = {}
        self._survey = 0
        self._seen: Counter[Key] = Counter()
        self._first_new = opened.next_id("survey_response")

    def ask(self, questions: Iterable[Question]) -> None:
        """Find the survey and its questions, and make what is not there yet."""
        asked = list(questions)
        found = self._connection.execute(
            "SELECT id FROM survey WHERE code = ? ORDER BY id LIMIT 1", (self._code,)
        ).fetchone()
        self._survey = int(found[0]) if found else self._make(asked)
        rows = self._connection.execute(
            "SELECT id, code, options, field FROM survey_question WHERE survey_id = ?",
            (self._survey,),
        ).fetchall()
        known = {code: (number, options, field) for number, code, options, field in rows}
        for each in asked:
            if each.code in known:
                number, options, field = known[each.code]
                self._questions[each.code] = number
                self._widen(number, json.loads(options or "{}"), each, field)
        new = [each for each in asked if each.code not in known]
        if new:
            first, _count = self._opened.insert(
                "survey_question",
                *_question_rows(self._survey, len(known), new),
            )
            self._questions.update({each.code: first + n for n, each in enumerate(new)})

    def write(self, responses: Sequence[tuple[int, Response]]) -> None:
        """Take in some responses, each with its customer."""
        stored = self._stored({customer for customer, _each in responses})
        answers = self._answers([n for numbers in stored.values() for n in numbers])
        new: list[tuple[int, Response]] = []
        for customer, each in responses:
            key = (customer, each.day)
            turn = self._seen[key]
            self._seen[key] += 1
            before = stored.get(key, [])
            if turn < len(before):
                self._compare(before[turn], customer, each, answers.get(before[turn], {}))
            else:
                new.append((customer, each))
        self._create(new)

    def _make(self, questions: Sequence[Question]) -> int:
        fields = {each.field for each in questions}
        kind = "nps" if "nps_last" in fields else "csat" if "csat_last" in fields else "custom"
        cells = {"code": self._code, "version": 1, "kind": kind, "status": "live"}
        return self._opened.insert_one(
            "survey", {**cells, "title_zh": self._code, "title_en": self._code}
        )

    def _widen(
        self, number: int, before: dict[str, Any], each: Question, field: str | None
    ) -> None:
        """Add answers nobody gave before to the options of a question."""
        told = each.options
        wider = dict(before)
        if "choices" in told and "choices" in before:
            wider["choices"] = sorted({*before["choices"], *told["choices"]})
        if "min" in told and "min" in before:
            wider["min"] = min(before["min"], told["min"])
            wider["max"] = max(before["max"], told["max"])
        changed: dict[str, Any] = {}
        if wider != before:
            changed["options"] = json.dumps(wider, ensure_ascii=False)
        if each.field and not field:
            changed["field"] = each.field
        if changed:
            self._opened.update("survey_question", number, changed)

    def _stored(self, customers: Iterable[int]) -> dict[Key, list[int]]:
        """Return the responses from before the file by customer and day, in their order."""
        found: dict[Key, list[int]] = {}
        for number, customer, day in among(
            self._connection,
            "SELECT r.id, r.customer_id, r.day FROM wanted "
            "JOIN survey_response r ON r.customer_id = wanted.value "
            f"WHERE r.survey_id = {self._survey} AND r.id < {self._first_new} ORDER BY r.id",
            customers,
        ):
            found.setdefault((customer, day), []).append(number)
        return found

    def _answers(self, responses: Iterable[int]) -> dict[int, dict[int, tuple[int, str]]]:
        found: dict[int, dict[int, tuple[int, str]]] = {}
        for response, question, number, value in among(
            self._connection,
            "SELECT a.response_id, a.question_id, a.id, a.value FROM wanted "
            "JOIN survey_answer a ON a.response_id = wanted.value",
            responses,
        ):
            found.setdefault(response, {})[question] = (number, value)
        return found

    def _compare(
        self, number: int, customer: int, each: Response, before: Mapping[int, tuple[int, str]]
    ) -> None:
        told = {self._questions[code]: value for code, value in each.answers.items()}
        changed = [
            (value, before[question][0])
            for question, value in told.items()
            if question in before and before[question][1] != value
        ]
        new = [
            (customer, number, question, value, each.source_row)
            for question, value in told.items()
            if question not in before
        ]
        self._opened.update_many("survey_answer", ["value"], changed)
        self._opened.insert("survey_answer", _ANSWER, new)
        self.updated += bool(changed or new)
        self.unchanged += not (changed or new)

    def _create(self, new: Sequence[tuple[int, Response]]) -> None:
        columns = ["customer_id", "survey_id", "day", "channel", "status", "source_row"]
        first, _count = self._opened.insert(
            "survey_response",
            columns,
            (
                (customer, self._survey, each.day, each.channel, "complete", each.source_row)
                for customer, each in new
            ),
        )
        self._opened.insert(
            "survey_answer",
            _ANSWER,
            (
                (customer, first + place, self._questions[code], value, each.source_row)
                for place, (customer, each) in enumerate(new)
                for code, value in each.answers.items()
            ),
        )
        self.created += len(new)


def _question_rows(
    survey: int, before: int, new: Sequence[Question]
) -> tuple[list[str], list[tuple[Any, ...]]]:
    columns = ["survey_id", "position", "code", "text_zh", "text_en", "kind", "required"]
    rows = [
        (
            *(survey, before + place, each.code, each.code, each.code, each.kind, 0),
            json.dumps(each.options, ensure_ascii=False) if each.options else None,
            each.field,
        )
        for place, each in enumerate(new, 1)
    ]
    return [*columns, "options", "field"], rows
