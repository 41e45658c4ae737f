"""RELIABILITY.md promises 3 and 4: a full disk and a read-only one damage nothing and say so.

A small disk is mounted for a child process only (Linux) and filled to several levels.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from profiler_app.jobs.demo import create_demo
from tests.conftest import ROOT
from tests.faults.promised import cases
from tests.jobs.conftest import TODAY, Silent

LEVELS = cases(3, 100)

CHILD = """
import json, random, shutil, subprocess, sys
from datetime import date
from pathlib import Path

from profiler_app.domain.errors import UserProblem
from profiler_app.jobs import backing_up, editing, importing
from profiler_app.domain.imports import ImportRequest
from profiler_app.jobs.demo import DEMO_PASSPHRASE
from profiler_app.jobs.history import check, content_hash
from profiler_app.store import connect
from profiler_app.store.workspace import open_workspace

class Quiet:
    def step(self, fraction, doing):
        pass

quiet, today = Quiet(), date(2026, 11, 22)
made, disk, levels = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "none", str(disk)], check=True)
path, ballast = disk / "w.zhike", disk / "ballast"
lines = [f"O{n},2026-10-01,M{n % 50:05},净水器,1,{n + 1}.00" for n in range(20_000)]
orders = Path(sys.argv[1]).with_name("orders.csv")
head = "订单号,下单时间,会员号,商品名称,数量,实付金额"
orders.write_text("\\n".join([head, *lines]), encoding="utf-8")

def tried(work):
    try:
        work()
        return "done"
    except UserProblem as problem:
        return problem.code

def looked(workspace):
    return content_hash(workspace), [c for c, _s in check(quiet, workspace, today=today)]

told = []
for level in range(levels):
    for each in disk.iterdir():
        each.unlink()
    shutil.copyfile(made, path)
    with open_workspace(path, DEMO_PASSPHRASE) as workspace:
        before = looked(workspace)
        free = shutil.disk_usage(disk).free
        ballast.write_bytes(b"x" * max(0, free - 4096 * (1 + level * 100 // levels)))
        request = ImportRequest((orders,))
        answers = [
            tried(lambda: importing.import_file(quiet, workspace, request, today=today)),
            tried(lambda: backing_up.back_up_now(quiet, workspace, disk)),
        ]
        same = looked(workspace) == before
        left = sorted(p.name for p in disk.iterdir() if p.suffix in (".zhike", ".unfinished"))
        ballast.unlink()
        address = {"address": "北山路"}
        after = tried(lambda: editing.edit_customer(quiet, workspace, 1, address, today=today))
    with open_workspace(path, DEMO_PASSPHRASE) as workspace:
        sound = looked(workspace)[1]
    told.append([answers, same, left, after, sound])

shutil.copyfile(made, path)
subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
with open_workspace(path, DEMO_PASSPHRASE, readonly=True) as workspace:
    read = looked(workspace) == before
def write():
    open_workspace(path, DEMO_PASSPHRASE).close()
print(json.dumps({"levels": told, "read": read, "write": tried(write)}))
"""


def can_mount() -> bool:
    if not sys.platform.startswith("linux") or not shutil.which("unshare"):
        return False
    command = ["unshare", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    if not can_mount():
        pytest.skip("this machine lets nobody mount a small disk")
    folder = tmp_path_factory.mktemp("full")
    create_demo(Silent(), folder / "made.zhike", customers=60, today=TODAY)
    (folder / "disk").mkdir()
    done = subprocess.run(
        [
            *("unshare", "--map-root-user", "--mount", sys.executable, "-c", CHILD),
            *(str(folder / "made.zhike"), str(folder / "disk"), str(LEVELS)),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.promise(3)
def test_on_a_full_disk_nothing_is_done_and_the_disk_is_named(told: dict[str, Any]) -> None:
    assert len(told["levels"]) == LEVELS
    for answers, same, _left, _after, _sound in told["levels"]:
        assert answers == ["disk_full", "disk_full"]
        assert same


@pytest.mark.promise(3)
def test_a_copy_that_did_not_fit_leaves_nothing_behind(told: dict[str, Any]) -> None:
    assert all(left == ["w.zhike"] for _answers, _same, left, _after, _sound in told["levels"])


@pytest.mark.promise(3)
def test_work_goes_on_once_there_is_room(told: dict[str, Any]) -> None:
    for _answers, _same, _left, after, sound in told["levels"]:
        assert (after, sound) == ("done", [])


@pytest.mark.promise(4)
def test_a_read_only_disk_is_read_and_never_written(told: dict[str, Any]) -> None:
    assert (told["read"], told["write"]) == (True, "read_only")


@pytest.mark.promise(4)
def test_a_disk_that_was_pulled_out_is_named(tmp_path: Path) -> None:
    """Whoever has the file open notices with the next backup, whoever opens it at once."""
    from profiler_app.domain.errors import ReadOnlyPlace, UserProblem
    from profiler_app.jobs.backing_up import back_up_now, last_backup
    from profiler_app.store.workspace import create_workspace, open_workspace

    stick = tmp_path / "stick"
    stick.mkdir()
    with create_workspace(tmp_path / "w.zhike", "right horse") as workspace:
        stick.rmdir()
        with pytest.raises(ReadOnlyPlace):
            back_up_now(Silent(), workspace, stick)
        assert last_backup(workspace) is None
    with pytest.raises(UserProblem) as told:
        open_workspace(stick / "w.zhike", "right horse")
    assert told.value.code == "workspace_missing"
