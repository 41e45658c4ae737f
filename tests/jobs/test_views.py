"""Saved views are facts: kept, ordered, undone; their days move along with today."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.views import SavedView, on_day
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.history import undo_operation
from profiler_app.jobs.views import count_view, order_views, read_views, remove_view, save_view
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import Silent

TODAY = date(2026, 11, 22)
WOMEN = SavedView(0, "女客户", "gender in ['F']", '{"columns": ["customer"]}', "-total", 2, 0)


def save(workspace: Workspace, view: SavedView) -> int:
    return save_view(Silent(), workspace, view)[1]


def test_a_view_is_kept_as_it_was_saved(own_demo: Workspace) -> None:
    number = save(own_demo, WOMEN)
    assert read_views(own_demo) == (replace(WOMEN, id=number, position=1),)


def test_a_view_is_renamed_and_keeps_its_place(own_demo: Workspace) -> None:
    first = save(own_demo, WOMEN)
    save(own_demo, replace(WOMEN, name="第二"))
    save(own_demo, replace(WOMEN, id=first, name="改名"))
    assert [view.name for view in read_views(own_demo)] == ["改名", "第二"]


def test_a_deleted_view_comes_back_with_undo(own_demo: Workspace) -> None:
    save(own_demo, WOMEN)
    (kept,) = read_views(own_demo)
    operation = remove_view(Silent(), own_demo, kept)
    assert read_views(own_demo) == ()
    undo_operation(Silent(), own_demo, operation)
    assert read_views(own_demo) == (kept,)


def test_views_take_another_order(own_demo: Workspace) -> None:
    numbers = [save(own_demo, replace(WOMEN, name=name)) for name in "甲乙丙"]
    order_views(Silent(), own_demo, [numbers[2], numbers[0], numbers[1]])
    assert [view.name for view in read_views(own_demo)] == ["丙", "甲", "乙"]


def test_days_of_a_view_move_along() -> None:
    rule = "between(last_order_on, 'today-30', 'today') and birth_date < '2000-01-31'"
    assert on_day(rule, TODAY) == (
        "between(last_order_on, '2026-10-23', '2026-11-22') and birth_date < '2000-01-31'"
    )
    assert on_day("id_doc_expiry <= 'today+7'", TODAY) == "id_doc_expiry <= '2026-11-29'"


def test_a_view_counts_whom_it_shows(demo: Workspace) -> None:
    source = ColumnSource(demo)
    everybody = count_view(source, "", TODAY)
    recent = count_view(source, "between(last_order_on, 'today-30', 'today')", TODAY)
    assert everybody == len(source.ids()) and 0 < recent < everybody


def test_a_rule_that_is_none_is_told(demo: Workspace) -> None:
    with pytest.raises(RuleProblem):
        count_view(ColumnSource(demo), "no_such_field == 1", TODAY)
