"""RELIABILITY.md promise 28: clocks that jump, leap days and the last day of all break nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from profiler_app.jobs.backing_up import back_up_now
from profiler_app.jobs.cards import read_card
from profiler_app.jobs.consent_register import register
from profiler_app.jobs.editing import edit_customer
from profiler_app.jobs.history import check, content_hash, history, undo_operation
from profiler_app.jobs.refreshing import refresh
from profiler_app.store.workspace import create_workspace, open_workspace
from tests.jobs.conftest import TODAY, Silent, create

pytestmark = pytest.mark.promise(28)

QUIET = Silent()


class Clock:
    """A clock that somebody sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 4, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.mark.parametrize("days", [-400, -1, 1, 4_000])
def test_a_clock_that_jumps_changes_neither_order_nor_proof(tmp_path: Path, days: int) -> None:
    clock = Clock()
    with create_workspace(tmp_path / "w.zhike", "right horse", clock=clock) as workspace:
        customer = create(workspace)
        before = content_hash(workspace)
        clock.now += timedelta(days=days)
        edit_customer(QUIET, workspace, customer, {"address": "北山路"}, today=TODAY)
        assert [entry.kind for entry in history(workspace)] == ["edit", "create"]
        assert check(QUIET, workspace, today=TODAY) == []
        first = back_up_now(QUIET, workspace, tmp_path)
        second = back_up_now(QUIET, workspace, tmp_path)
        assert first.file != second.file
        undo_operation(QUIET, workspace)
        assert content_hash(workspace) == before


def test_a_day_before_the_last_one_computes_but_does_not_replace_it(tmp_path: Path) -> None:
    with create_workspace(tmp_path / "w.zhike", "right horse") as workspace:
        create(workspace)
        assert refresh(QUIET, workspace, as_of=TODAY).saved
        assert not refresh(QUIET, workspace, as_of=TODAY - timedelta(days=1)).saved
        assert refresh(QUIET, workspace, as_of=TODAY + timedelta(days=1)).saved


@pytest.mark.parametrize(
    "day", [date(2028, 2, 29), date(2000, 2, 29), date(1970, 1, 1), date(9999, 12, 31)]
)
@pytest.mark.parametrize("born", ["1899-12-31", "2024-02-29", "0001-01-01"])
def test_odd_days_are_days(tmp_path: Path, day: date, born: str) -> None:
    path = tmp_path / "w.zhike"
    with create_workspace(path, "right horse") as workspace:
        customer = create(workspace, birth_date=born)
        refresh(QUIET, workspace, as_of=day)
        assert read_card(workspace, customer, as_of=day).name == "林婉清"
        register(workspace, today=day)
        assert check(QUIET, workspace, today=day) == []
    with open_workspace(path, "right horse", readonly=True) as workspace:
        assert len(history(workspace)) == 1
