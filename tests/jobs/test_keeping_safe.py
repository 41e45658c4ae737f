"""Changing the passphrase, backing up, and whose window has a workspace."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from profiler_app.domain.errors import BackupDiffers, ReadOnlyPlace, WrongPassphrase
from profiler_app.jobs import backing_up
from profiler_app.jobs.backing_up import back_up_now, last_backup
from profiler_app.jobs.demo import DEMO_PASSPHRASE
from profiler_app.jobs.history import content_hash
from profiler_app.jobs.places import look_at
from profiler_app.jobs.presence import Presence
from profiler_app.jobs.rekeying import change_passphrase, key_days
from profiler_app.store.workspace import Workspace, open_workspace
from tests.jobs.conftest import TODAY, Silent


def test_the_old_passphrase_is_asked_for(own_demo: Workspace, progress: Silent) -> None:
    key = own_demo.key
    with pytest.raises(WrongPassphrase):
        change_passphrase(progress, own_demo, "not it", "another battery", today=TODAY)
    assert (own_demo.key, key_days(own_demo).changed) == (key, None)


def test_the_day_of_the_change_is_kept(own_demo: Workspace, progress: Silent) -> None:
    before = content_hash(own_demo)
    change_passphrase(progress, own_demo, DEMO_PASSPHRASE, "another battery", today=TODAY)
    assert key_days(own_demo).changed == TODAY
    with open_workspace(own_demo.path, "another battery", readonly=True) as opened:
        assert content_hash(opened) == before
        assert key_days(opened).changed == date(2026, 11, 22)


def test_a_backup_opens_and_holds_the_same(
    own_demo: Workspace, progress: Silent, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    made = back_up_now(progress, own_demo, folder)
    assert made.size == Path(made.file).stat().st_size
    assert last_backup(own_demo) == made
    with open_workspace(Path(made.file), DEMO_PASSPHRASE, readonly=True) as copy:
        assert content_hash(copy) == content_hash(own_demo)


def test_two_backups_of_one_minute_have_two_names(
    own_demo: Workspace, progress: Silent, tmp_path: Path
) -> None:
    first, second = (Path(back_up_now(progress, own_demo, tmp_path).file) for _each in range(2))
    assert second.stem == f"{first.stem}-2"


def test_a_backup_that_differs_is_removed_and_said(
    own_demo: Workspace, progress: Silent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes = iter(("one", "other"))
    monkeypatch.setattr(backing_up, "content_hash", lambda _connection: next(hashes))
    folder = tmp_path / "backups"
    folder.mkdir()
    with pytest.raises(BackupDiffers):
        back_up_now(progress, own_demo, folder)
    assert list(folder.iterdir()) == []
    assert last_backup(own_demo) is None


def test_a_folder_that_is_gone_is_said(
    own_demo: Workspace, progress: Silent, tmp_path: Path
) -> None:
    with pytest.raises(ReadOnlyPlace) as problem:
        back_up_now(progress, own_demo, tmp_path / "unplugged")
    assert problem.value.facts["file"] == str(tmp_path / "unplugged")


@pytest.mark.parametrize(
    ("folder", "synced"),
    [("OneDrive - 江南家居", True), ("坚果云", True), ("Dropbox", True), ("Dropboxes", False),
     ("客户档案", False)],
)  # fmt: skip
def test_a_synchronised_folder_is_known_by_its_name(
    tmp_path: Path, folder: str, synced: bool
) -> None:
    place = look_at(tmp_path / folder / "2026")
    assert not place.synced  # nothing is there yet
    (tmp_path / folder / "2026").mkdir(parents=True)
    place = look_at(tmp_path / folder / "2026")
    assert (place.synced, place.writable, place.free > 0) == (synced, True, True)


def test_a_second_window_learns_that_the_first_has_the_workspace(tmp_path: Path) -> None:
    """DECISIONS 22."""
    first, second = (Presence(tmp_path / "windows", tmp_path / "w.zhike") for _each in range(2))
    assert first.take()
    assert not second.take()
    second.ask()
    assert not second.is_answered()
    assert first.take_request()
    assert second.is_answered()
    assert not first.take_request()
    first.release()
    assert second.take()
    second.release()


def test_another_workspace_has_a_window_of_its_own(tmp_path: Path) -> None:
    first = Presence(tmp_path / "windows", tmp_path / "w.zhike")
    other = Presence(tmp_path / "windows", tmp_path / "x.zhike")
    assert (first.take(), other.take(), first.is_same(other)) == (True, True, False)
    first.release()
    other.release()
