"""Answers to a questionnaire: one row a person, one column a question (or an option of one)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from profiler_app.domain.dates import to_day
from profiler_app.domain.errors import MappingProblem
from profiler_app.domain.fields import fields
from profiler_app.domain.imports import ColumnMapping, Mapped, Note, Reject
from profiler_app.domain.surveys import Question, Response
from profiler_app.domain.text import _
from profiler_app.ingest.answers import (
    answer,
    chosen,
    is_ticked,
    one_hot_groups,
    option_of,
    question_of,
)
from profiler_app.ingest.cells import Column, Options, columns_of, records_of, short_note
from profiler_app.ingest.customers import CustomerCells
from profiler_app.ingest.footers import is_total
from profiler_app.ingest.keys import KEYS, choose_key
from profiler_app.ingest.opening import Table

QUESTION: Final = "survey.question"
REVERSED: Final = "survey.reversed"
_ANSWERS: Final = {"survey.nps": "nps_last", "survey.csat": "csat_last"}
_NO_QUESTION: Final = frozenset(("name", "name.family", "name.given", *KEYS))


class SurveyMaker:
    """Turns the rows of a file of answers into responses or rejects.

    ``questions`` are told from the first rows. Raises MappingProblem when no column names the
    customer or none holds an answer.
    """

    def __init__(self, table: Table, mapped: Mapped, options: Options) -> None:
        self._table = table
        self._short: list[int] = []
        self._columns = columns_of(table, mapped, options.today)
        self.key_field, self._key = choose_key(self._columns, "survey.customer", options.key)
        asked = [each for each in mapped.columns if _is_question(each, self._key)]
        if self._key is None or not asked:
            reason = _("no column names the customer, or none holds an answer.")
            raise MappingProblem(file=table.facts.name, reason=reason)
        self._cells = CustomerCells(self._columns, options)
        self._places = {each.index: each for each in asked}
        headers = [each.column for each in asked]
        sample = [[row[each.index] for row in table.sample] for each in asked]
        groups = one_hot_groups(headers, sample)
        self._groups = {asked[place].index: stem for place, stem in groups.items()}
        self.questions = self._told(asked, sample)

    def _told(
        self, asked: Sequence[ColumnMapping], sample: Sequence[Sequence[str]]
    ) -> dict[str, Question]:
        found: dict[str, Question] = {}
        for each, cells in zip(asked, sample, strict=True):
            stem = self._groups.get(each.index)
            if stem is not None:
                before = found.get(stem, Question(stem, "multi", options={"choices": []}))
                choices = [*before.options["choices"], option_of(each.column)]
                found[stem] = replace(before, options={"choices": choices})
                continue
            question = question_of(each.column, cells)
            field = _ANSWERS.get(each.field or "") or _customer_field(each)
            if each.field == "survey.nps":
                question = replace(question, kind="nps", options={"min": 0, "max": 10})
            options = {**question.options, **({"reversed": True} if each.field == REVERSED else {})}
            found[each.column] = replace(question, field=field, options=options)
        return found

    def records(self) -> Iterator[Response | Reject]:
        """Return one response or reject for every data row."""
        return records_of(self._table, self._short, self._record)

    def notes(self) -> tuple[Note, ...]:
        """Return what was left out; complete once all records were read."""
        return (*short_note(self._short), *self._cells.left_out.notes())

    def _record(self, line: int, cells: list[str]) -> Response | Reject:
        if is_total(cells):
            return Reject(line, None, next(filter(None, cells)), "total_row", tuple(cells))
        assert self._key is not None
        key = self._key.convert(cells[self._key.index])
        if not key.ok or key.value is None:
            value = cells[self._key.index].strip()
            code = "no_customer" if not value else key.errors[0]
            return Reject(line, self._key.name, value, code, tuple(cells))
        moment = self._value("survey.moment", cells)
        day = to_day(moment[0]) if isinstance(moment, tuple) else None
        channel = self._value("survey.channel", cells)
        return Response(
            line,
            str(key.value),
            self._cells.read(cells),
            day,
            str(channel) if channel else None,
            self._answers(cells),
        )

    def _value(self, field: str, cells: Sequence[str]) -> object:
        column = self._columns.get(field)
        checked = column.convert(cells[column.index]) if column else None
        return checked.value if checked and checked.ok else None

    def _answers(self, cells: Sequence[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        ticked: dict[str, list[str]] = {}
        for index, each in self._places.items():
            stem = self._groups.get(index)
            if stem is not None:
                options = ticked.setdefault(stem, [])
                options += [option_of(each.column)] if is_ticked(cells[index]) else []
                continue
            told = answer(self.questions[each.column].kind, cells[index])
            if told is not None:
                found[each.column] = told
        found.update({stem: chosen(names) for stem, names in ticked.items() if names})
        return found


def _is_question(each: ColumnMapping, key: Column | None) -> bool:
    if each.field in (QUESTION, REVERSED, *_ANSWERS):
        return True
    is_key = key is not None and each.index == key.index
    return _customer_field(each) is not None and not is_key


def _customer_field(each: ColumnMapping) -> str | None:
    """Return the field of the customer that answers go to as well."""
    known = each.field in fields() and each.field not in _NO_QUESTION
    return each.field if known else None
