"""Copies made by themselves: when one is due, before what, and the weekly rehearsal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from profiler_app.domain.errors import BackupDamaged
from profiler_app.domain.progress import Silent
from profiler_app.jobs import automatic_copies, erasing
from profiler_app.jobs.automatic_copies import copy_first, due, timed_copy
from profiler_app.jobs.backing_up import back_up_now, last_backup
from profiler_app.jobs.doctor import findings
from profiler_app.jobs.restoring import rehearse, restore
from profiler_app.jobs.workspaces import Workspace
from profiler_app.store.workspace import create_workspace, open_workspace
from tests.jobs.conftest import create

QUIET = Silent()
DAY = date(2026, 11, 22)


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: int) -> date:
        self.now += timedelta(**time)
        return self.now.date()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workspace(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "w.zhike", "pass", prefix="TEST", clock=clock) as made:
        yield made


@pytest.mark.promise(7)
def test_a_copy_is_due_half_an_hour_after_the_last_when_something_changed(
    workspace: Workspace, clock: Clock, tmp_path: Path
) -> None:
    assert due(workspace, today=DAY) == ""  # nothing is in it
    create(workspace, name="林婉清")
    assert due(workspace, today=DAY) == "copy"
    timed_copy(QUIET, workspace, tmp_path / "copies")
    rehearse(QUIET, workspace, today=DAY)
    clock.pass_by(minutes=29)
    create(workspace, name="周晓云")
    assert due(workspace, today=DAY) == ""
    clock.pass_by(minutes=1)
    assert due(workspace, today=DAY) == "copy"
    timed_copy(QUIET, workspace, tmp_path / "copies")
    clock.pass_by(hours=5)
    assert due(workspace, today=DAY) == "", "nothing changed since"
    assert len(list((tmp_path / "copies").iterdir())) == 2


def test_a_large_workspace_is_copied_once_a_day(
    workspace: Workspace, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(automatic_copies, "_LARGE", 1)
    create(workspace, name="林婉清")
    timed_copy(QUIET, workspace, tmp_path / "copies")
    rehearse(QUIET, workspace, today=DAY)
    create(workspace, name="周晓云")
    clock.pass_by(hours=23)
    assert due(workspace, today=DAY) == ""
    clock.pass_by(hours=1)
    assert due(workspace, today=DAY) == "copy"


@pytest.mark.promise(29)
def test_the_newest_copy_is_rehearsed_every_week(
    workspace: Workspace, clock: Clock, tmp_path: Path
) -> None:
    create(workspace, name="林婉清")
    clock.pass_by(minutes=1)
    back_up_now(QUIET, workspace, tmp_path)
    assert due(workspace, today=DAY) == "rehearsal"
    rehearse(QUIET, workspace, today=DAY)
    assert due(workspace, today=DAY + timedelta(days=6)) == ""
    assert due(workspace, today=DAY + timedelta(days=7)) == "rehearsal"
    copy = last_backup(workspace)
    assert copy is not None
    Path(copy.file).unlink()
    assert due(workspace, today=DAY + timedelta(days=7)) == "copy", "there is none any more"


@pytest.mark.promise(29)
def test_a_copy_that_fails_its_rehearsal_is_made_anew_and_tried_again(
    workspace: Workspace, clock: Clock, tmp_path: Path
) -> None:
    create(workspace, name="林婉清")
    clock.pass_by(minutes=1)
    made = Path(back_up_now(QUIET, workspace, tmp_path).file)
    made.write_bytes(made.read_bytes()[:-5000])
    with pytest.raises(BackupDamaged):
        rehearse(QUIET, workspace, today=DAY)
    assert [each.code for each in findings(QUIET, workspace, today=DAY)] == ["rehearsal_failed"]
    assert due(workspace, today=DAY) == "copy"
    clock.pass_by(minutes=1)
    timed_copy(QUIET, workspace, tmp_path)
    assert due(workspace, today=DAY) == "rehearsal"
    rehearse(QUIET, workspace, today=DAY)
    assert due(workspace, today=DAY) == ""


@pytest.mark.promise(7)
def test_an_erasure_is_preceded_by_a_copy(workspace: Workspace, tmp_path: Path) -> None:
    customer = create(workspace, name="林婉清")
    done = copy_first(
        QUIET, workspace, tmp_path / "copies", "before-erase",
        erasing.erase, customer, reason="asked", by="陈", today=DAY,
    )  # fmt: skip
    assert done.number.startswith("TEST-")
    (copy,) = (tmp_path / "copies").iterdir()
    assert "-before-erase-" in copy.name
    with open_workspace(copy, "pass", readonly=True) as opened:
        assert opened.connection.execute("SELECT count(*) FROM customer").fetchone() == (1,)


@pytest.mark.promise(18)
def test_the_copy_before_an_erasure_does_not_bring_the_customer_back(
    workspace: Workspace, tmp_path: Path
) -> None:
    copy_first(
        QUIET, workspace, tmp_path / "copies", "before-erase",
        erasing.erase, create(workspace), reason="asked", by="陈", today=DAY,
    )  # fmt: skip
    (copy,) = (tmp_path / "copies").iterdir()
    again = tmp_path / "again.zhike"
    assert restore(QUIET, workspace, copy, again, by="陈", today=DAY).erased_again == 1
    with open_workspace(again, "pass", readonly=True) as opened:
        assert opened.connection.execute("SELECT count(*) FROM customer").fetchone() == (0,)


@pytest.mark.promise(28)
def test_a_clock_that_ran_ahead_and_was_set_back_does_not_stop_the_copies(
    workspace: Workspace, clock: Clock, tmp_path: Path
) -> None:
    clock.pass_by(days=365)
    create(workspace, name="林婉清")
    timed_copy(QUIET, workspace, tmp_path / "copies")
    create(workspace, name="周晓云")
    clock.pass_by(days=-365)
    assert due(workspace, today=DAY) == "copy"
