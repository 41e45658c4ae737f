"""The best next question for a customer, from the rules of tags and the answers of others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.analysis.next_question import Asking, Question, Worth
from profiler_app.domain.asking import Decided, NextQuestion
from profiler_app.domain.fields import Field, fields, of_catalog
from profiler_app.domain.resources import catalog
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import _, label
from profiler_app.jobs.cards.layout import PLANS, RowPlan
from profiler_app.jobs.cards.subject import Subject, read_subject
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.entries import REGION, can_be_typed
from profiler_app.store.workspace import Workspace

FOLLOWS: Mapping[str, tuple[str, ...]] = {
    "birth_date": ("age", "age_band", "under_14", "birthday_in_days"),
    "province": ("city", "county"),
    "employees": ("size_class",),
    "size_class": ("employees",),
    "industry": ("industry_section",),
}
"""What is known at once when a field is."""
_TOLD_BY = {"age": "birth_date", "size_class": "employees"}
_SHOWN = 3
_SAMPLE = 50_000
_AT_ONCE = 2


def next_questions(source: ColumnSource, subject: Subject) -> tuple[NextQuestion, ...]:
    """Return what is still to be asked, the most telling question first.

    Nothing without consent to profiling: no conclusions are drawn then. Equal questions stay in
    the order of the card.
    """
    if not subject.allowed:
        return ()
    questions = tuple(_missing(subject))
    asking = asking_of(source, subject.group)
    rows = {plan.key: plan for plan in question_rows(subject.group)}
    by_key = {question.key: question for question in questions}
    found = asking.worth(subject.columns, questions)
    return tuple(_worded(subject, rows[worth.key], by_key[worth.key], worth) for worth in found)


def questions_for(
    workspace: Workspace, source: ColumnSource, customer: int, *, as_of: date
) -> tuple[NextQuestion, ...]:
    """Return what to ask a customer next, only what has words to be asked with.

    At many customers it is quick after ``read_some_answers`` has read all it needs.
    """
    subject = read_subject(workspace, customer, as_of=as_of)
    return tuple(each for each in next_questions(source, subject) if each.question)


def asking_of(source: ColumnSource, group: str) -> Asking:
    """Return what knows the rules for a kind of customer (``person:trade``) and their answers.

    Of more than 50,000 customers of the kind as many, evenly spread, stand for all.
    """
    definitions = [tag for tag in known_tags().values() if group in tag.applies_to]
    found = {name: _answers(source, group, name) for name in _wanted(group)}
    return Asking(definitions, {name: each for name, each in found.items() if each is not None})


def read_some_answers(source: ColumnSource, group: str) -> bool:
    """Read a few of the columns ``asking_of`` needs; return whether there are more to read.

    So whoever shares the reader waits for a few columns only, never for all of them.
    """
    waiting = [n for n in _wanted(group) if not source.has_kept(("asking", group, n))]
    for name in waiting[:_AT_ONCE]:
        _answers(source, group, name)
    return len(waiting) > _AT_ONCE


def _wanted(group: str) -> list[str]:
    return sorted({name for plan in question_rows(group) for name in filled_by(plan, group)})


def _answers(source: ColumnSource, group: str, name: str) -> Column | None:
    """Return what the customers of a kind answered; None where nothing is stored at all."""

    def read() -> Column | None:
        column = source.read_once(name)
        return None if column is None else column.take(_sample(source, group))

    found: Column | None = source.kept(("asking", group, name), read)
    return found


def _sample(source: ColumnSource, group: str) -> NDArray[np.int64]:
    def choose() -> NDArray[np.int64]:
        kind, line = group.split(":")
        own = source.columns(("kind", "line"))
        chosen = np.flatnonzero(_is(own["kind"], kind) & _is(own["line"], line))
        step = np.linspace(0, len(chosen) - 1, min(len(chosen), _SAMPLE)).round()
        return chosen[step.astype(np.int64)]

    places: NDArray[np.int64] = source.kept(("asking", group), choose)
    return places


def _is(column: Any, label_: str) -> Any:
    place = column.labels.index(label_) if label_ in column.labels else -1
    return column.known & (column.values == place)


@of_catalog
def question_rows(group: str) -> tuple[RowPlan, ...]:
    """Return the rows of the card that a question is asked for, in the order of the card."""
    rows = (row for plan in PLANS[group] for row in plan.rows if row.counted)
    return tuple(row for row in rows if told_fields(row, group))


def told_fields(row: RowPlan, group: str) -> tuple[Field, ...]:
    """Return the fields of a row a customer can tell and that may be asked for."""
    kind, line = group.split(":")
    names = dict.fromkeys(
        _TOLD_BY.get(name, name) for part in row.parts if not part.table for name in part.fields
    )
    return tuple(
        fields()[name]
        for name in names
        if (name == REGION or can_be_typed(fields()[name]))
        and fields()[name].applies(kind, line)
        and fields()[name].sensitivity in ("S0", "S1")
    )


def filled_by(row: RowPlan, group: str) -> tuple[str, ...]:
    """Return the fields an answer to the question of a row fills, with what follows from them."""
    told = [field.id for field in told_fields(row, group)]
    return tuple(dict.fromkeys([*told, *(each for name in told for each in FOLLOWS.get(name, ()))]))


def _missing(subject: Subject) -> Iterator[Question]:
    """Yield a question for each row with something unknown that the customer can tell."""
    for row in question_rows(subject.group):
        told = [field.id for field in told_fields(row, subject.group)]
        unknown = [name for name in told if subject.value(name) is None]
        if unknown:
            follow = (each for name in unknown for each in FOLLOWS.get(name, ()))
            yield Question(row.key, tuple(dict.fromkeys([*unknown, *follow])))


def _worded(subject: Subject, row: RowPlan, question: Question, worth: Worth) -> NextQuestion:
    likely = sorted(worth.chances.items(), key=lambda pair: (-min(pair[1], 1 - pair[1]), pair[0]))
    names: Mapping[str, Mapping[str, str]] = catalog("questions")
    told = {field.id for field in told_fields(row, subject.group)}
    asked = tuple(name for name in question.fields if name in told)
    # who has told part of an answer is asked for the rest only
    words = None
    if len(asked) == 1 < len(told):
        words = names.get(f"{asked[0]}:{subject.kind}") or names.get(asked[0])
    words = words or names.get(f"{row.key}:{subject.line}") or names.get(row.key)
    return NextQuestion(
        row.key,
        row.parts[0].fields[0],
        _(row.label),
        label(words) if words else "",
        asked,
        round(worth.gain, 4),
        tuple(
            Decided(tag, known_tags()[tag].label, round(chance, 3))
            for tag, chance in likely[:_SHOWN]
        ),
    )
