"""RELIABILITY.md promise 7: every copy that was made restores, and one cut off never counts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from profiler_app.domain.errors import BackupDamaged
from profiler_app.jobs.backing_up import back_up_now
from profiler_app.jobs.editing import edit_customer
from profiler_app.jobs.history import content_hash
from profiler_app.jobs.restoring import restore
from profiler_app.store.workspace import Workspace, create_workspace, open_workspace
from tests.faults.promised import cases
from tests.jobs.conftest import TODAY, Silent, create

pytestmark = pytest.mark.promise(7)

QUIET = Silent()


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "w.zhike", "right horse", prefix="TEST") as made:
        create(made)
        yield made


def copied(workspace: Workspace, folder: Path) -> Path:
    return Path(back_up_now(QUIET, workspace, folder).file)


def restored(workspace: Workspace, backup: Path, into: Path) -> Path:
    restore(QUIET, workspace, backup, into, by="陈", today=TODAY)
    return into


def test_every_copy_restores_to_what_was_there_when_it_was_made(
    workspace: Workspace, tmp_path: Path
) -> None:
    chance, made = random.Random(7), {}
    for number in range(cases(5, 100)):
        if chance.random() < 0.5:
            create(workspace, name=f"客户{number}")
        address = {"address": f"望海路 {chance.randrange(10**9)}"}
        edit_customer(QUIET, workspace, 1, address, today=TODAY)
        made[copied(workspace, tmp_path)] = content_hash(workspace)
    for number, (backup, then) in enumerate(made.items()):
        into = restored(workspace, backup, tmp_path / f"again-{number}.zhike")
        with open_workspace(into, workspace.key, readonly=True) as again:
            assert content_hash(again) == then


def test_a_copy_cut_off_anywhere_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    backup, chance = copied(workspace, tmp_path), random.Random(8)
    whole = backup.read_bytes()
    for _each in range(cases(8, 50)):
        backup.write_bytes(whole[: chance.randrange(len(whole))])
        with pytest.raises(BackupDamaged):
            restored(workspace, backup, tmp_path / "again.zhike")
        assert not (tmp_path / "again.zhike").exists()


def test_a_restore_leaves_both_as_they_were_and_is_taken_back_by_removing_its_file(
    workspace: Workspace, tmp_path: Path
) -> None:
    backup = copied(workspace, tmp_path)
    create(workspace, name="后来的人")
    here, there = content_hash(workspace), backup.read_bytes()
    restored(workspace, backup, tmp_path / "again.zhike").unlink()
    assert (content_hash(workspace), backup.read_bytes()) == (here, there)
