"""Customers side by side, customers alike, and the typical customer of a segment."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pypdf import PdfReader

from profiler_app.analysis.columns import Column
from profiler_app.analysis.likeness import alike, medoid, more_or_less
from profiler_app.domain.errors import RuleProblem, TooLittleData
from profiler_app.domain.likeness import CannotCompare
from profiler_app.jobs.comparing import compare_customers, compare_with_segment
from profiler_app.jobs.personas import persona, print_persona
from profiler_app.jobs.segments.saved import save_segment
from profiler_app.jobs.twins import find_twins
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, Silent

PERSON, COMPANY, REFUSED = 1, 2, 3


def numbers(*values: float | None) -> Column:
    known = np.array([value is not None for value in values])
    return Column("num", np.array([value or 0.0 for value in values]), known)


def words(*values: str | None) -> Column:
    labels = tuple(sorted({value for value in values if value}))
    codes = [labels.index(value) if value else 0 for value in values]
    return Column(
        "enum", np.array(codes, np.int32), np.array([v is not None for v in values]), labels
    )


def test_who_is_equal_in_everything_is_most_alike() -> None:
    columns = {"a": numbers(1, 1, 9, None), "b": words("x", "x", "y", "x")}
    found = alike(columns, 0)
    assert found.total[1] == 1
    assert found.total[2] < found.total[3] <= 1


def test_too_little_in_common_is_no_likeness() -> None:
    columns = {name: numbers(1, None, 1) for name in "abc"}
    assert np.isnan(alike(columns, 0).total[1])


def test_more_inside_than_outside_is_one_and_the_reverse_is_minus_one() -> None:
    column, inside = numbers(5, 6, 1, 2), np.array([True, True, False, False])
    assert more_or_less(column, inside, ~inside) == 1
    assert more_or_less(column, ~inside, inside) == -1
    assert more_or_less(numbers(1, 2, 1, 2), inside, ~inside) == 0


def test_the_medoid_is_in_the_middle_of_its_group() -> None:
    columns = {"a": numbers(1, 2, 3, 4, 5), "b": words("x", "y", "y", "y", "x")}
    assert medoid(columns, np.arange(5), seed=7) == 2


def test_who_answered_every_question_is_not_typical_because_of_that() -> None:
    answered = np.array([False, False, False, False, True])
    columns = {
        "a": numbers(1, 2, 3, 4, 5),
        "b": replace(words("x", "x", "x", "x", "y"), known=answered),
        "c": replace(words("x", "x", "x", "x", "z"), known=answered),
    }
    assert medoid(columns, np.arange(5), seed=7) == 2


def test_two_customers_stand_side_by_side(demo: Workspace) -> None:
    found = compare_customers(Silent(), demo, [PERSON, 7], as_of=TODAY)
    assert len(found.names) == 2
    assert all(len(row.values) == 2 for row in found.rows)
    differing = [row for row in found.rows if row.differs]
    assert differing and all(row.values[0] != row.values[1] for row in differing)
    assert not set(found.own_tags[0]) & set(found.own_tags[1])


@pytest.mark.parametrize("who", [[1], [1, 1], [1, 2, 3, 4, 5]])
def test_others_than_two_to_four_different_ones_are_refused(
    demo: Workspace, who: list[int]
) -> None:
    with pytest.raises(CannotCompare):
        compare_customers(Silent(), demo, who, as_of=TODAY)


def test_a_customer_stands_beside_the_own_segment(demo: Workspace) -> None:
    found = compare_with_segment(Silent(), demo, PERSON, "", as_of=TODAY)
    assert found.customers >= 10 and found.sentence
    assert {row.place for row in found.rows} - {None}
    assert all(row.place is None or 0 <= row.place <= 1 for row in found.rows)


def test_a_saved_segment_is_meant_by_its_name(own_demo: Workspace) -> None:
    save_segment(Silent(), own_demo, None, "老客", "tenure_days > 365")
    found = compare_with_segment(Silent(), own_demo, PERSON, "老客", as_of=TODAY)
    assert found.names[1] == "老客" and found.customers > 10


def test_nobody_is_compared_against_his_will(demo: Workspace) -> None:
    with pytest.raises(CannotCompare):
        find_twins(Silent(), demo, REFUSED)
    with pytest.raises(CannotCompare):
        compare_with_segment(Silent(), demo, REFUSED, "", as_of=TODAY)


def test_twenty_twins_with_reasons_the_most_alike_first(demo: Workspace) -> None:
    found = find_twins(Silent(), demo, PERSON)
    assert len(found.twins) == 20
    assert [t.likeness for t in found.twins] == sorted(t.likeness for t in found.twins)[::-1]
    assert all(twin.why and twin.customer not in (PERSON, REFUSED) for twin in found.twins)
    assert all(each.share >= 0.85 for twin in found.twins for each in twin.why)


def test_twins_are_of_the_same_kind(demo: Workspace) -> None:
    found = find_twins(Silent(), demo, COMPANY, count=5)
    rows = demo.connection.execute("SELECT id, kind, line FROM customer").fetchall()
    kinds = {number: (kind, line) for number, kind, line in rows}
    assert {kinds[twin.customer] for twin in found.twins} == {("company", "bank")}


def test_a_persona_says_what_sets_the_segment_apart(demo: Workspace) -> None:
    """PRO-02: n, traits against the book, needs and channels, no name."""
    found = persona(Silent(), demo, "recency_days > 180")
    assert found.customers >= 10 and 0 < found.share < 1
    strongest = found.distinctions[0]
    assert strongest.strength > 0.9 and strongest.field in ("recency_days", "lifecycle")
    names = [name for (name,) in demo.connection.execute("SELECT name FROM customer")]
    said = str(found)
    assert not [name for name in names if name and len(name) > 1 and name in said]
    assert found.ranges and found.frequent and found.typical


def test_a_persona_is_one_page_of_searchable_text_that_names_nobody(
    demo: Workspace, tmp_path: Path
) -> None:
    found, path = persona(Silent(), demo, "recency_days > 180"), tmp_path / "persona.pdf"
    print_persona(found, path, today=TODAY, printed_by="陈")
    pages = PdfReader(path).pages
    assert len(pages) == 1
    text = pages[0].extract_text()
    assert found.ranges[0].label in text and "典型" in text
    names = [name for (name,) in demo.connection.execute("SELECT name FROM customer")]
    assert not [name for name in names if name and len(name) > 1 and name in text]


def test_a_persona_of_fewer_than_ten_is_refused(demo: Workspace) -> None:
    """PRO-02: groups with n < 10 are not shown."""
    with pytest.raises(TooLittleData):
        persona(Silent(), demo, "number == 'DEMO-000001'")


def test_what_is_no_rule_says_so(demo: Workspace) -> None:
    with pytest.raises(RuleProblem):
        persona(Silent(), demo, "no such field > 1")


def test_before_the_first_refresh_nothing_is_compared(empty: Workspace) -> None:
    with pytest.raises(TooLittleData):
        persona(Silent(), empty, "recency_days > 1")
