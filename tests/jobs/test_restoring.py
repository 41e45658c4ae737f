"""A copy becomes a workspace again, says how it differs, and a bad one says what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from profiler_app.domain.errors import BackupDamaged, NoBackup, WorkspaceExists
from profiler_app.jobs import editing, erasing, restoring
from profiler_app.jobs.backing_up import back_up_now
from profiler_app.jobs.history import content_hash
from profiler_app.store.workspace import Workspace, create_workspace, open_workspace
from tests.jobs.conftest import TODAY, Silent, create

QUIET = Silent()


@pytest.fixture
def backup(empty: Workspace, tmp_path: Path) -> Path:
    for name in ("林婉清", "周晓云"):
        create(empty, name=name)
    return Path(back_up_now(QUIET, empty, tmp_path).file)


def restore(workspace: Workspace, backup: Path, into: Path | None) -> restoring.Restored:
    return restoring.restore(QUIET, workspace, backup, into, by="陈", today=TODAY)


@pytest.mark.promise(29)
def test_what_was_restored_holds_what_was_copied(
    empty: Workspace, backup: Path, tmp_path: Path
) -> None:
    then = content_hash(empty)
    create(empty, name="后来的人")
    done = restore(empty, backup, tmp_path / "again.zhike")
    assert done.rows == {"customer": (2, 3)} and done.behind == 1
    with open_workspace(tmp_path / "again.zhike", empty.key, readonly=True) as again:
        assert content_hash(again) == then


def test_a_comparison_leaves_no_file(empty: Workspace, backup: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    assert restore(empty, backup, None).into is None
    assert sorted(tmp_path.iterdir()) == before


def test_nothing_is_written_over(empty: Workspace, backup: Path, tmp_path: Path) -> None:
    with pytest.raises(WorkspaceExists):
        restore(empty, backup, empty.path)
    assert empty.connection.execute("SELECT count(*) FROM customer").fetchone() == (2,)


@pytest.mark.parametrize("left", [0, 100, 4096, -4096, -1])
@pytest.mark.promise(7)
def test_a_copy_cut_off_is_named_and_left(
    empty: Workspace, backup: Path, tmp_path: Path, left: int
) -> None:
    whole = backup.read_bytes()
    backup.write_bytes(whole[:left])
    with pytest.raises(BackupDamaged, match=backup.name):
        restore(empty, backup, tmp_path / "again.zhike")
    assert backup.read_bytes() == whole[:left]
    assert not (tmp_path / "again.zhike").exists()


@pytest.mark.promise(7)
def test_a_copy_of_another_workspace_is_refused(empty: Workspace, tmp_path: Path) -> None:
    with create_workspace(tmp_path / "other.zhike", "another horse"):
        pass
    with pytest.raises(BackupDamaged):
        restore(empty, tmp_path / "other.zhike", tmp_path / "again.zhike")


@pytest.mark.promise(18)
def test_who_was_erased_does_not_come_back_prv(
    empty: Workspace, backup: Path, tmp_path: Path
) -> None:
    erasing.erase(QUIET, empty, 1, reason="asked", by="陈", today=TODAY)
    done = restore(empty, backup, tmp_path / "again.zhike")
    assert done.erased_again == 1
    with open_workspace(tmp_path / "again.zhike", empty.key, readonly=True) as again:
        names = again.connection.execute("SELECT name FROM customer").fetchall()
    assert names == [("周晓云",)]


@pytest.mark.promise(29)
def test_a_rehearsal_restores_on_trial_and_notes_the_day(empty: Workspace, backup: Path) -> None:
    assert restoring.last_rehearsal(empty) is None
    done = restoring.rehearse(QUIET, empty, today=TODAY)
    assert (done.customers, done.cards, done.on) == (2, 2, "2026-11-22")
    assert restoring.last_rehearsal(empty) == done


def test_a_rehearsal_without_a_copy_says_so(empty: Workspace) -> None:
    with pytest.raises(NoBackup):
        restoring.rehearse(QUIET, empty, today=TODAY)


@pytest.mark.parametrize("at", [16, 5_000, 0.1, 0.3, 0.5, 0.7, 0.9])
@pytest.mark.promise(29)
def test_a_broken_copy_fails_its_rehearsal(empty: Workspace, backup: Path, at: float) -> None:
    content = bytearray(backup.read_bytes())
    content[int(at * len(content)) if at < 1 else int(at)] ^= 1
    backup.write_bytes(content)
    with pytest.raises(BackupDamaged):
        restoring.rehearse(QUIET, empty, today=TODAY)
    noted = restoring.last_rehearsal(empty)
    assert noted is not None and not noted.sound


def test_an_edit_since_is_told_by_its_operation(empty: Workspace, backup: Path) -> None:
    editing.edit_customer(QUIET, empty, 1, {"address": "新路一号"}, today=TODAY)
    done = restore(empty, backup, None)
    assert done.rows == {} and done.behind == 1
