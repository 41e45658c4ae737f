"""Measuring and mending the quality of a book (DQ-01, DQ-02)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from profiler_app.domain.quality import Problem, Quality, total
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.history import undo_operation
from profiler_app.jobs.lists import count
from profiler_app.jobs.quality.fixing import fix, preview_problem, remind
from profiler_app.jobs.quality.measuring import history, measure
from profiler_app.jobs.quality.recording import check_and_record, is_due
from profiler_app.jobs.refreshing import refresh
from profiler_app.store.content import content_hash
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, Silent, create

_ID = "11010519491231002X"


def measured(workspace: Workspace) -> Quality:
    return measure(workspace, ColumnSource(workspace), today=TODAY)


def problem(workspace: Workspace, key: str) -> Problem:
    return {each.key: each for each in measured(workspace).problems}[key]


def spoil(workspace: Workspace, customer: int, **cells: Any) -> None:
    """Write what no form and no import would let through."""
    with operation(workspace, "edit", {"number": "", "fields": ""}) as opened:
        opened.update("customer", customer, cells)


@pytest.fixture
def seeded(empty: Workspace, progress: Silent) -> Workspace:
    """A book with one of every problem."""
    full = {"gender": "F", "owner_rm": "顾清越", "province": "33", "city": "3301"}
    people = [
        create(
            empty,
            name=f"客户{i}",
            mobile=f"+86138000020{i:02}",
            email=f"a{i}@example.com",
            birth_date=f"19{60 + i}-01-01",
            **full,
        )
        for i in range(12)
    ]
    spoil(empty, people[0], mobile="12345")
    spoil(empty, people[1], birth_date="2031-01-01")
    spoil(empty, people[2], cn_id=_ID, birth_date="1950-01-01")
    spoil(empty, people[3], cn_id="110105194912310021", id_doc_expiry="2020-01-01")
    spoil(empty, people[4], province="32")
    spoil(empty, people[5], relation_since="1940-01-01")
    spoil(empty, people[6], email=None)
    spoil(empty, people[7], name="客户8", mobile="+8613800002008")
    spoil(empty, people[9], owner_rm="顾 清越")
    spoil(empty, people[10], cn_id="330106199001010013", gender="F", birth_date="1990-01-01")
    refresh(progress, empty, as_of=TODAY)
    return empty


def test_the_check_lists_every_seeded_problem_dq_02(seeded: Workspace) -> None:
    keys = {each.key for each in measured(seeded).problems}
    assert keys >= {
        "invalid:mobile",
        "impossible:birth_date",
        "id_birth",
        "invalid:cn_id",
        "expired:id_doc_expiry",
        "region",
        "before_born",
        "missing:email",
        "duplicate",
        "spelling:owner_rm",
    }


def test_problems_are_sorted_by_what_they_cost(seeded: Workspace) -> None:
    gains = [each.gain for each in measured(seeded).problems]
    assert gains == sorted(gains, reverse=True)


def test_the_score_is_that_of_its_aspects_dq_01(seeded: Workspace) -> None:
    book = measured(seeded).book
    assert book.score == pytest.approx(total(book.aspects))


@pytest.mark.parametrize(
    "key", ["invalid:mobile", "impossible:birth_date", "id_birth", "region", "spelling:owner_rm"]
)
def test_fixing_a_problem_raises_the_score_at_once_dq_01(
    seeded: Workspace, progress: Silent, key: str
) -> None:
    before = measured(seeded)
    fix(progress, seeded, key, today=TODAY)
    after = measured(seeded)
    assert after.book.score > before.book.score
    assert key not in {each.key for each in after.problems}


def test_a_fix_is_one_operation_that_can_be_undone(seeded: Workspace, progress: Silent) -> None:
    before = content_hash(seeded.connection)
    done = fix(progress, seeded, "region", today=TODAY)
    assert done.count == 1
    assert done.operation is not None
    undo_operation(progress, seeded, done.operation)
    assert content_hash(seeded.connection) == before


def test_a_preview_says_what_would_be_written(seeded: Workspace) -> None:
    found = preview_problem(seeded, ColumnSource(seeded), "id_birth", today=TODAY)
    (line,) = found.lines
    assert (found.count, line.now, line.then) == (1, "1950-01-01", "1949-12-31")


def test_a_preview_without_a_right_value_names_the_customers(seeded: Workspace) -> None:
    found = preview_problem(seeded, ColumnSource(seeded), "missing:email", today=TODAY)
    assert [(line.name, line.then) for line in found.lines] == [("客户6", None)]


def test_who_lacks_a_field_is_listed_by_a_rule(seeded: Workspace) -> None:
    found = problem(seeded, "missing:email")
    assert count(ColumnSource(seeded), found.where)[0] == found.count == 1


def test_expired_documents_become_reminders(seeded: Workspace, progress: Silent) -> None:
    done = remind(progress, seeded, "expired:id_doc_expiry", today=TODAY, due=TODAY)
    titles = seeded.connection.execute("SELECT title, state FROM task").fetchall()
    assert done.count == len(titles) == 1


def test_a_check_is_recorded_once_a_month_dq_02(seeded: Workspace, progress: Silent) -> None:
    assert is_due(history(seeded), TODAY)
    check_and_record(progress, seeded, today=TODAY)
    again = check_and_record(progress, seeded, today=TODAY)
    kept = history(seeded)
    assert [(each.as_of, each.score) for each in kept] == [
        (TODAY.isoformat(), round(again.book.score, 2))
    ]
    assert not is_due(kept, TODAY)
    check_and_record(progress, seeded, today=date(2026, 12, 5))
    assert [each.as_of[:7] for each in history(seeded)] == ["2026-11", "2026-12"]


def test_a_book_without_customers_has_nothing_to_mend(empty: Workspace) -> None:
    found = measured(empty)
    assert (found.book.customers, found.problems) == (0, ())


def test_the_sample_book_is_one_source(demo: Workspace) -> None:
    (source,) = measured(demo).sources
    assert (source.kind, source.score.customers) == ("sample", measured(demo).book.customers)


def test_the_worst_records_come_first(seeded: Workspace) -> None:
    scores = [record.score for record in measured(seeded).worst]
    assert scores == sorted(scores)


def test_the_whole_of_a_municipality_is_a_city_of_its_counties(empty: Workspace) -> None:
    create(empty, province="11", city="1100", county="110105")
    create(empty, province="33", city="3302", county="330106")
    keys = {each.key: each.count for each in measured(empty).problems}
    assert keys["county"] == 1
    assert "invalid:city" not in keys
    assert "region" not in keys


def test_the_score_of_a_record_is_a_field_one_can_filter_by(seeded: Workspace) -> None:
    found = measured(seeded)
    lowest = found.worst[0]
    source = ColumnSource(seeded)
    assert count(source, f"dq_score <= {lowest.score + 0.05}")[0] >= 1
    assert count(source, "isnull(dq_score)")[0] == 0
