"""What the palette finds is what the search of the list finds."""

from __future__ import annotations

import pytest

from profiler_app.domain.listing import ListQuery
from profiler_app.jobs import lists, looking_up
from profiler_app.jobs.columns import ColumnSource
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY


@pytest.fixture
def source(demo: Workspace) -> ColumnSource:
    return ColumnSource(demo)


@pytest.mark.parametrize("text", ["林", "wang", "zh", "0001"])
def test_the_best_matches_stand_first_as_in_the_list(
    demo: Workspace, source: ColumnSource, text: str
) -> None:
    found = looking_up.look_up(demo, source, text, 4, today=TODAY)
    listed = lists.find(demo, source, ListQuery(search=text))
    assert [row.id for row in found.rows] == listed.ids[:4].tolist()
    assert found.total == len(listed.ids)


def test_a_row_says_what_tells_people_of_one_name_apart(
    demo: Workspace, source: ColumnSource
) -> None:
    found = looking_up.look_up(demo, source, "王", 9, today=TODAY)
    listed = lists.rows(demo, source, [row.id for row in found.rows], ("gender", "age", "city"))
    for row, other in zip(found.rows, listed, strict=True):
        for name in ("gender", "city"):
            assert row.values.get(name) == other.values.get(name)
        if row.kind == "person" and other.values.get("age") is not None:
            assert row.values["age"] == other.values["age"]


def test_nobody_without_consent_has_a_stage(demo: Workspace, source: ColumnSource) -> None:
    refused = source.tags(["no_profiling"])["no_profiling"].true
    ids = source.ids()[refused].tolist()
    assert ids
    found = looking_up.recall(demo, source, ids, today=TODAY)
    assert {row.values.get("lifecycle") for row in found.rows} == {None}


def test_customers_that_are_gone_are_left_out(demo: Workspace, source: ColumnSource) -> None:
    found = looking_up.recall(demo, source, [3, 999_999, 1], today=TODAY)
    assert [row.id for row in found.rows] == [3, 1]


def test_an_empty_workspace_has_nobody_to_find(empty: Workspace) -> None:
    found = looking_up.look_up(empty, ColumnSource(empty), "林", 4, today=TODAY)
    assert (found.rows, found.total) == ((), 0)
    assert looking_up.recall(empty, ColumnSource(empty), [1], today=TODAY).rows == ()


def test_owners_come_with_the_most_customers_first(source: ColumnSource) -> None:
    counts = [owner.count for owner in looking_up.owners(source)]
    assert counts
    assert counts == sorted(counts, reverse=True)
