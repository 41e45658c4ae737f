"""Edits by hand are operations: any sequence of them can be undone and done again."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from profiler_app.domain.errors import CustomerNotFound
from profiler_app.domain.progress import Silent
from profiler_app.jobs import editing
from profiler_app.jobs.history import check, content_hash, history, undo_operation
from profiler_app.jobs.merging.doing import merge
from profiler_app.jobs.workspaces import Workspace, create_workspace
from tests.jobs.conftest import create

TODAY = date(2026, 11, 22)
QUIET = Silent()


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "w.zhike", "pass", prefix="TEST") as made:
        yield made


def one(workspace: Workspace, sql: str) -> Any:
    row = workspace.connection.execute(sql).fetchone()
    return row and row[0]


def test_a_person_and_a_company_are_created_with_few_fields(workspace: Workspace) -> None:
    """COL-02"""
    create(workspace, mobile="+8616800000001", sport_pref=["run", "swim"])
    create(workspace, kind="company", name="浙江示例科技有限公司", uscc="91330199MA4JURQ201")
    rows = workspace.connection.execute("SELECT number, kind FROM customer").fetchall()
    assert rows == [("TEST-000001", "person"), ("TEST-000002", "company")]
    assert one(workspace, "SELECT value FROM attribute") == '["run", "swim"]'


def test_an_edit_changes_only_what_it_names_and_clears_with_none(workspace: Workspace) -> None:
    customer = create(workspace, city="3301", sport_pref=["run"])
    values = {"city": None, "name": "林晚清", "sport_pref": None}
    editing.edit_customer(QUIET, workspace, customer, values, today=TODAY)
    assert one(workspace, "SELECT name || coalesce(city, '-') FROM customer") == "林晚清-"
    assert one(workspace, "SELECT count(*) FROM attribute") == 0


def test_a_field_that_is_no_fact_cannot_be_edited(workspace: Workspace) -> None:
    with pytest.raises(ValueError, match="freq_12m"):
        create(workspace, freq_12m=3)
    assert history(workspace) == []


def test_delete_takes_everything_of_a_customer_and_undo_brings_it_back(
    workspace: Workspace,
) -> None:
    customer = create(workspace, sport_pref=["run"])
    tag = {"reason": "电话约好", "by": "陈", "today": TODAY}
    editing.set_tag(QUIET, workspace, [customer], "m_focus", **tag)
    before = content_hash(workspace)
    operation = editing.delete_customers(QUIET, workspace, [customer])
    assert one(workspace, "SELECT count(*) FROM customer") == 0
    assert one(workspace, "SELECT count(*) FROM manual_tag") == 0
    undo_operation(QUIET, workspace, operation)
    assert content_hash(workspace) == before
    assert check(QUIET, workspace, today=TODAY) == []


def test_a_merge_joins_and_its_undo_separates(workspace: Workspace) -> None:
    """CLN-03"""
    first = create(workspace, mobile="+8616800000001")
    second = create(workspace, name="林晚清", city="3301", sport_pref=["swim"])
    before = content_hash(workspace)
    operation = merge(QUIET, workspace, [first, second], today=TODAY)
    assert one(workspace, f"SELECT city FROM customer WHERE id = {first}") == "3301"
    assert one(workspace, f"SELECT merged_into FROM customer WHERE id = {second}") == first
    assert one(workspace, "SELECT customer_id FROM attribute") == first
    undo_operation(QUIET, workspace, operation)
    assert content_hash(workspace) == before


def test_a_merged_customer_cannot_be_edited(workspace: Workspace) -> None:
    first, second = create(workspace), create(workspace)
    merge(QUIET, workspace, [first, second], today=TODAY)
    with pytest.raises(CustomerNotFound):
        editing.edit_customer(QUIET, workspace, second, {"city": "3301"}, today=TODAY)


def test_a_manual_tag_ends_when_its_time_is_over(workspace: Workspace) -> None:
    customer = create(workspace)
    editing.set_tag(QUIET, workspace, [customer], "m_focus", reason="大单", by="陈", today=TODAY)
    assert one(workspace, "SELECT until FROM manual_tag") == "2027-02-20"
    editing.remove_tag(QUIET, workspace, [customer], "m_focus")
    assert one(workspace, "SELECT count(*) FROM manual_tag") == 0


Step = Callable[[Workspace, int, int], object]

STEPS: tuple[Step, ...] = (
    lambda w, a, b: create(w, name=f"客户{a}", mobile=f"+86168{b:08}"),
    lambda w, a, b: editing.edit_customer(QUIET, w, a, {"name": f"名{b}"}, today=TODAY),
    lambda w, a, b: editing.edit_customer(QUIET, w, a, {"city": f"33{b:02}"}, today=TODAY),
    lambda w, a, b: editing.edit_customer(QUIET, w, a, {"sport_pref": ["run"] * b}, today=TODAY),
    lambda w, a, b: editing.delete_customers(QUIET, w, [a]),
    lambda w, a, b: merge(QUIET, w, [a, b], today=TODAY) if a != b else None,
    lambda w, a, b: editing.set_tag(QUIET, w, [a, b], "m_vip_care", reason="", by="", today=TODAY),
    lambda w, a, b: editing.refuse_tag(QUIET, w, a, "happy", reason="", by="", today=TODAY),
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.sampled_from(range(len(STEPS))), st.integers(1, 4), st.integers(1, 4)),
        max_size=12,
    )
)
def test_undoing_everything_gives_the_beginning_and_redoing_it_the_end(
    steps: list[tuple[int, int, int]],
) -> None:
    """RELIABILITY 19: random sequences of commands, undone and done again."""
    with (
        tempfile.TemporaryDirectory() as folder,
        create_workspace(Path(folder) / "w.zhike", "pass", prefix="TEST") as workspace,
    ):
        for number in range(3):
            create(workspace, name=f"开始{number}")
        beginning, done = content_hash(workspace), len(history(workspace))
        for step, a, b in steps:
            sql = "SELECT id FROM customer WHERE merged_into IS NULL"
            living = [row[0] for row in workspace.connection.execute(sql)]
            if living:
                STEPS[step](workspace, living[a % len(living)], living[b % len(living)])
        end = content_hash(workspace)
        numbers = [entry.operation for entry in history(workspace)][: -done or None]
        undone = [undo_operation(QUIET, workspace, number).operation for number in numbers]
        assert content_hash(workspace) == beginning
        for number in reversed(undone):
            undo_operation(QUIET, workspace, number)
        assert content_hash(workspace) == end
        assert check(QUIET, workspace, today=TODAY) == []
