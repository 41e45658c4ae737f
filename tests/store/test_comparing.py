"""Customers that a file tells as they are stored are found by the text of their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from profiler_app.store.comparing import compare_rows
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace

STORED = {
    "member_no": ["A1", "A2", "A3", "A4"],
    "name": ["王伟", "李娜", "张敏", "刘\x1e静"],
    "mobile": ["+8613800000001", None, None, "+8613800000004"],
    "annual_income": [100, None, 0, 300],
}


@pytest.fixture
def stored(workspace: Workspace) -> Workspace:
    with operation(workspace, "import") as opened:
        opened.insert_columns("customer", STORED)
    return workspace


def told(places: Sequence[int], **other: Sequence[Any]) -> Mapping[str, Sequence[Any]]:
    columns = {name: [cells[place] for place in places] for name, cells in STORED.items()}
    del columns["member_no"]
    return {**columns, **other}


def test_rows_that_say_the_same_do_not_differ(stored: Workspace) -> None:
    found = compare_rows(stored.connection, "member_no", ["A2", "A1"], told([1, 0]))
    assert found is not None and (found.customers, found.differing) == ([2, 1], set())


@pytest.mark.parametrize(
    "other",
    [
        {"name": ["王伟", "李"]},
        {"mobile": [None, None]},
        {"mobile": ["+8613800000001", "+8613800000002"]},
        {"annual_income": [100, 1]},
        {"annual_income": [None, None]},
    ],
)
def test_any_other_cell_makes_a_row_differ(
    stored: Workspace, other: dict[str, Sequence[Any]]
) -> None:
    found = compare_rows(stored.connection, "member_no", ["A1", "A2"], told([0, 1], **other))
    wanted = {place for place, cell in enumerate(*other.values()) if cell != _stored(other, place)}
    assert found is not None and found.differing == wanted != set()


def _stored(other: dict[str, Sequence[Any]], place: int) -> Any:
    (name,) = other
    return STORED[name][place]


def test_a_key_nobody_has_belongs_to_nobody_and_differs(stored: Workspace) -> None:
    found = compare_rows(stored.connection, "member_no", ["A1", "A9"], told([0, 1]))
    assert found is not None and (found.customers, found.differing) == ([1, None], {1})


def test_a_key_told_twice_is_compared_twice(stored: Workspace) -> None:
    found = compare_rows(stored.connection, "member_no", ["A1", "A1"], told([0, 1]))
    assert found is not None and (found.customers, found.differing) == ([1, 1], {1})


def test_a_mark_of_the_comparison_in_a_cell_leaves_it_to_others(stored: Workspace) -> None:
    assert compare_rows(stored.connection, "member_no", ["A4"], told([3])) is None


def test_two_customers_with_one_key_are_left_to_others(stored: Workspace) -> None:
    columns = {"name": ["王伟"]}
    with operation(stored, "import") as opened:
        opened.insert_columns("customer", {"member_no": ["A1"], "name": ["王伟"]})
    assert compare_rows(stored.connection, "member_no", ["A1"], columns) is None
