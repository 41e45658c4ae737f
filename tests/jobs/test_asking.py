"""The best next question: worth what its answer decides, and fewer questions than by chance."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from profiler_app.analysis.columns import Column
from profiler_app.analysis.next_question import Asking, Question, information, outcome
from profiler_app.jobs.asking import (
    asking_of,
    filled_by,
    next_questions,
    question_rows,
    questions_for,
)
from profiler_app.jobs.card_details import card_as_json
from profiler_app.jobs.cards.subject import read_subject
from profiler_app.jobs.columns import ColumnSource
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY

PERSON, REFUSED = 1, 3
GROUP = "person:trade"


def without(column: Column) -> Column:
    return Column(column.kind, column.values * 0, np.zeros(1, np.bool_), column.labels)


def blank(workspace: Workspace, customer: int, keys: set[str]) -> Any:
    """Return a subject of whom the answers to some questions are not known."""
    subject = read_subject(workspace, customer, as_of=TODAY)
    hidden = {n for row in question_rows(GROUP) if row.key in keys for n in filled_by(row, GROUP)}
    columns = {
        name: without(column) if name in hidden else column
        for name, column in subject.columns.items()
    }
    return replace(subject, columns=columns)


def test_the_question_whose_answer_decides_tags_comes_first(demo: Workspace) -> None:
    subject = blank(demo, PERSON, {"education", "needs", "lifestyle"})
    found = next_questions(ColumnSource(demo), subject)
    assert found[0].key == "needs" and found[0].gain > 0.3
    assert [each.gain for each in found] == sorted((each.gain for each in found), reverse=True)


def test_a_question_no_rule_reads_is_worth_nothing(demo: Workspace) -> None:
    subject = blank(demo, PERSON, {"lifestyle", "needs"})
    worth = {each.key: each for each in next_questions(ColumnSource(demo), subject)}
    assert worth["lifestyle"].gain == 0 and worth["lifestyle"].decides == ()


def test_a_question_names_the_tags_it_may_decide(demo: Workspace) -> None:
    found = next_questions(ColumnSource(demo), blank(demo, PERSON, {"needs"}))[0]
    assert found.decides and all(0 < each.chance < 1 for each in found.decides)
    assert found.question and "needs" in found.fields


def test_who_told_the_birthday_is_only_asked_for_the_rest(demo: Workspace) -> None:
    subject = read_subject(demo, PERSON, as_of=TODAY)
    columns = {**subject.columns, "gender": without(subject.columns["gender"])}
    found = next_questions(ColumnSource(demo), replace(subject, columns=columns))
    asked = next(each for each in found if each.key == "gender_age")
    assert asked.fields == ("gender",) and ("先生" in asked.question or "Mr" in asked.question)


def test_nothing_is_asked_about_what_is_known(demo: Workspace) -> None:
    subject = read_subject(demo, PERSON, as_of=TODAY)
    asked = {name for each in next_questions(ColumnSource(demo), subject) for name in each.fields}
    assert all(subject.value(name) is None for name in asked)


def test_the_same_customer_gets_the_same_questions(demo: Workspace) -> None:
    subject = blank(demo, PERSON, {"needs", "education", "family"})
    assert next_questions(ColumnSource(demo), subject) == next_questions(
        ColumnSource(demo), subject
    )


def test_without_consent_nothing_is_concluded(demo: Workspace) -> None:
    subject = read_subject(demo, REFUSED, as_of=TODAY)
    assert not subject.allowed
    assert next_questions(ColumnSource(demo), subject) == ()


def test_what_says_nothing_about_the_outcome_has_no_information() -> None:
    rng = np.random.default_rng(1)
    answers, results = rng.integers(0, 4, 2000), rng.integers(0, 2, 2000)
    assert information(answers, results) < 0.01
    assert information(results, results) == pytest.approx(1, abs=0.01)


def needed(asking: Asking, columns: dict[str, Column], order: Any) -> int:
    """Return after how many questions every group of tags is as with all answers."""
    questions = {row.key: Question(row.key, filled_by(row, GROUP)) for row in question_rows(GROUP)}
    tags = frozenset[str]().union(*(asking.reached(each) for each in questions.values()))
    groups = asking.groups(tags).values()

    def state(known: dict[str, Column]) -> list[int]:
        found = asking.outcomes(known, tags, 1)
        return [int(outcome([found[tag] for tag in members])[0]) for members in groups]

    truth = state(columns)
    hidden = {name for each in questions.values() for name in each.fields}
    known = {n: without(c) if n in hidden else c for n, c in columns.items()}
    left = dict(questions)
    for asked in range(len(questions)):
        if state(known) == truth:
            return asked
        key = order(known, list(left.values()))
        known |= {name: columns[name] for name in left.pop(key).fields if name in columns}
    return len(questions)


def test_asking_in_this_order_needs_at_least_30_percent_fewer_questions(demo: Workspace) -> None:
    """Issue "the profile card", 2: measured on the sample customers who answered most."""
    source = ColumnSource(demo)
    asking = asking_of(source, GROUP)
    asked = {name for row in question_rows(GROUP) for name in filled_by(row, GROUP)}
    everybody = source.columns(sorted(asking.reads | asked))
    who = source.columns(("kind", "line"))
    answered = sum(
        everybody[filled_by(row, GROUP)[0]].known.astype(int) for row in question_rows(GROUP)
    )
    is_person = (who["kind"].values == who["kind"].labels.index("person")) & (
        who["line"].values == who["line"].labels.index("trade")
    )
    chosen = np.flatnonzero(is_person & (answered >= 12))[:25]
    assert len(chosen) >= 20
    rng = np.random.default_rng(5)
    ours, chance = 0, 0
    for place in chosen.tolist():
        columns = {name: column.take(np.array([place])) for name, column in everybody.items()}
        ours += needed(asking, columns, lambda known, left: asking.worth(known, left)[0].key)
        chance += needed(asking, columns, lambda _known, left: rng.choice(left).key)
    assert ours <= 0.7 * chance, (ours, chance)


def test_the_json_of_a_card_carries_reasons_sources_and_questions(demo: Workspace) -> None:
    """FLD-01, PRO-01: dimensions, completeness, sources, tags with evidence, next question."""
    found = json.loads(json.dumps(card_as_json(demo, PERSON, as_of=TODAY)))
    assert len(found["dimensions"]) == 8
    assert all(0 <= block["completeness"] <= 1 for block in found["dimensions"])
    assert all(tag["evidence"] or tag["rule"] for tag in found["tags"])
    assert found["sources"] and found["timeline"] and 0 < found["completeness"] <= 1
    assert "next_question" in found


def test_a_company_is_not_asked_about_its_family(demo: Workspace) -> None:
    rows = demo.connection.execute("SELECT id FROM customer WHERE kind = 'company'").fetchall()
    asked = [
        each.question
        for (customer,) in rows
        for each in questions_for(demo, ColumnSource(demo), customer, as_of=TODAY)
        if each.key == "procurement_mode"
    ]
    assert "采购这类事项，贵公司是一人拍板还是集体决定？" in asked
    assert not any("家人" in question for question in asked)
