"""Changing many customers at once: one operation each, undone whole, cancelled without a trace."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from profiler_app.domain.progress import Cancelled
from profiler_app.jobs import bulk
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.history import content_hash, history, undo_operation
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import Silent

TODAY = date(2026, 11, 22)


def ids(workspace: Workspace) -> Any:
    return ColumnSource(workspace).ids()


def count(workspace: Workspace, sql: str) -> int:
    found: int = workspace.connection.execute(f"SELECT count(*) FROM {sql}").fetchone()[0]
    return found


def tag(workspace: Workspace, customers: Any) -> bulk.Changed:
    return bulk.add_tag(
        Silent(), workspace, customers, "m_focus", reason="九月回访", by="x", today=TODAY
    )


def test_all_customers_are_tagged_in_one_operation(own_demo: Workspace) -> None:
    before = count(own_demo, "operation")
    changed = tag(own_demo, ids(own_demo))
    assert count(own_demo, "operation") == before + 1
    held = count(own_demo, "(SELECT DISTINCT customer_id FROM manual_tag WHERE tag = 'm_focus')")
    assert held == len(ids(own_demo))
    assert history(own_demo)[0].facts["count"] == changed.count


def test_who_has_the_tag_already_keeps_his(own_demo: Workspace) -> None:
    tag(own_demo, ids(own_demo)[:10])
    again = tag(own_demo, ids(own_demo)[:12])
    assert again.count == 2


def test_a_change_that_changes_nothing_is_no_operation(own_demo: Workspace) -> None:
    tag(own_demo, ids(own_demo)[:3])
    before = count(own_demo, "operation")
    assert tag(own_demo, ids(own_demo)[:3]) == bulk.Changed(0, None)
    assert count(own_demo, "operation") == before


def test_customers_go_to_another_manager_and_back(own_demo: Workspace) -> None:
    before = content_hash(own_demo)
    changed = bulk.change_owner(Silent(), own_demo, ids(own_demo), "新经理")
    assert count(own_demo, "customer WHERE owner_rm = '新经理'") == changed.count
    undo_operation(Silent(), own_demo)
    assert content_hash(own_demo) == before


def test_only_customers_who_change_their_manager_are_counted(own_demo: Workspace) -> None:
    bulk.change_owner(Silent(), own_demo, ids(own_demo)[:5], "新经理")
    again = bulk.change_owner(Silent(), own_demo, ids(own_demo)[:8], "新经理")
    assert again.count == 3


def test_reminders_are_open_tasks_of_the_manager(own_demo: Workspace) -> None:
    customer = int(ids(own_demo)[0])
    bulk.change_owner(Silent(), own_demo, [customer], "新经理")
    changed = bulk.remind(Silent(), own_demo, [customer], "回访", date(2026, 12, 1))
    row = own_demo.connection.execute(
        "SELECT title, due_on, state, assigned_to FROM task WHERE op = ?", (changed.operation,)
    ).fetchone()
    assert row == ("回访", "2026-12-01", "open", "新经理")


def test_deleted_customers_come_back_with_everything(own_demo: Workspace) -> None:
    before, some = content_hash(own_demo), ids(own_demo)[::2]
    changed = bulk.delete(Silent(), own_demo, some)
    assert changed.count == len(some)
    assert not np.isin(some, ids(own_demo)).any()
    undo_operation(Silent(), own_demo, changed.operation)
    assert content_hash(own_demo) == before


@pytest.mark.parametrize("after", [0.1, 0.5, 0.9])
def test_a_cancelled_deletion_leaves_everything_as_it_was(
    own_demo: Workspace, after: float
) -> None:
    class Stopping:
        def step(self, fraction: float, doing: str) -> None:
            if fraction >= after * 0.7:
                raise Cancelled

    before = content_hash(own_demo)
    with pytest.raises(Cancelled):
        bulk.delete(Stopping(), own_demo, ids(own_demo))
    assert content_hash(own_demo) == before
