"""Rows to be imported are compared with the customers there and with each other (CLN-03)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from profiler_app.domain.progress import Silent
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.deduplicating import match_customers
from profiler_app.jobs.duplicates_in_rows import twins_of_rows
from profiler_app.jobs.merging.doing import never_merge
from profiler_app.store.workspace import Workspace, create_workspace
from tests.jobs.conftest import TODAY, create

QUIET = Silent()


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "w.zhike", "pass", prefix="TEST") as made:
        yield made


LIN = {"kind": "person", "name": "林婉清", "mobile": "+8616800000001", "birth_date": "1990-05-05"}


def test_a_row_with_another_spelling_is_likely_a_customer(workspace: Workspace) -> None:
    """CLN-03"""
    known = create(workspace, **LIN)
    (twin,) = twins_of_rows(QUIET, workspace, [{**LIN, "name": "林晚清"}, {"name": "周大山"}])
    assert (twin.row, twin.customer, twin.other) == (0, known, None)
    assert twin.number == "TEST-000001"
    assert "手机号" in twin.because


def test_two_rows_of_one_file_may_be_one(workspace: Workspace) -> None:
    create(workspace, name="周大山")
    rows = [{"kind": "person", "name": "方远"}, LIN, {**LIN, "gender": "female"}]
    (twin,) = twins_of_rows(QUIET, workspace, rows)
    assert (twin.row, twin.customer, twin.other, twin.name) == (2, None, 1, "林婉清")


def test_a_company_is_compared_as_a_company(workspace: Workspace) -> None:
    firm = {"kind": "company", "name": "杭州示例科技有限公司", "uscc": "91330100MA27XYZ12X"}
    known = create(workspace, **firm)
    rows = [firm, {**firm, "name": "上海示例科技有限公司", "uscc": "91310100MA27XYZ99X"}]
    found = twins_of_rows(QUIET, workspace, rows)
    assert [(twin.row, twin.customer, twin.sure) for twin in found] == [(0, known, True)]


def test_only_pairs_with_a_row_are_told(workspace: Workspace) -> None:
    create(workspace, **LIN)
    create(workspace, **LIN)
    assert twins_of_rows(QUIET, workspace, [{"kind": "person", "name": "方远"}]) == ()
    assert twins_of_rows(QUIET, workspace, []) == ()


def test_who_is_different_for_good_is_never_told_again(workspace: Workspace) -> None:
    """CLN-03: "never merge these" is remembered, also in a group with a third one."""
    one, other, third = (create(workspace, cn_id="110101199003077707", **LIN) for _ in range(3))
    assert [sorted(each) for each in _clusters(workspace)] == [[one, other, third]]
    never_merge(QUIET, workspace, [one, other], today=TODAY)
    assert all({one, other} - set(each) for each in _clusters(workspace))
    report = match_customers(QUIET, workspace)
    assert {(pair.a, pair.b) for pair in report.pairs} == {(one, third), (other, third)}


def _clusters(workspace: Workspace) -> list[tuple[int, ...]]:
    return list(match_customers(QUIET, workspace, ColumnSource(workspace)).clusters)
