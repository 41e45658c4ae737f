"""RELIABILITY.md promise 2: whatever of the write-ahead log a power cut leaves, no state is half.

Every transaction is on the disk before it counts (``synchronous = FULL``, told by a trace of the
system where there is one), and every beginning of the log is the state after one of them.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from profiler_app.jobs.editing import edit_customer
from profiler_app.jobs.history import check, content_hash
from profiler_app.store.workspace import create_workspace, open_workspace
from tests.conftest import ROOT
from tests.faults.promised import cases
from tests.jobs.conftest import TODAY, Silent, create

pytestmark = pytest.mark.promise(2)

QUIET = Silent()
HEADER, FRAME = 32, 24 + 4096

SAVES = """
import os, sys
from pathlib import Path
from profiler_app.store.workspace import create_workspace

with create_workspace(Path(sys.argv[1]), "right horse") as workspace:
    for number in range(5):
        os.write(1, b"begin\\n")
        with workspace.writing():
            workspace.put_setting("number", number)
        os.write(1, b"saved\\n")
"""


def cuts(size: int, chance: random.Random) -> Iterator[int]:
    """Where the log ends after a power cut: after a frame, or anywhere."""
    whole = [*range(HEADER, size + 1, FRAME)]
    yield from chance.sample(whole, min(len(whole), cases(12, len(whole))))
    yield from (chance.randrange(size) for _each in range(cases(8, 200)))


def test_every_beginning_of_the_log_is_a_state_after_a_whole_operation(tmp_path: Path) -> None:
    path, again = tmp_path / "w.zhike", tmp_path / "again.zhike"
    log, log_again = (each.with_name(each.name + "-wal") for each in (path, again))
    with create_workspace(path, "right horse", prefix="TEST") as workspace:
        key, customer = workspace.key, create(workspace)
    legal: dict[str, int] = {}
    with open_workspace(path, key) as workspace:
        legal[content_hash(workspace)] = 0
        for number in range(1, 9):
            edit_customer(QUIET, workspace, customer, {"address": f"望海路 {number}"}, today=TODAY)
            legal[content_hash(workspace)] = number
        whole, size = tmp_path / "whole", log.stat().st_size
        shutil.copyfile(path, whole)
        shutil.copyfile(log, tmp_path / "log")
    assert len(legal) == 9 and (size - HEADER) % FRAME == 0
    seen = {}
    for cut in cuts(size, random.Random(5)):
        shutil.copyfile(whole, again)
        log_again.write_bytes((tmp_path / "log").read_bytes()[:cut])
        with open_workspace(again, key) as workspace:
            seen[cut] = legal[content_hash(workspace)]
            assert check(QUIET, workspace, today=TODAY) == []
    in_order = [seen[cut] for cut in sorted(seen)]
    assert in_order == sorted(in_order)  # a longer log never holds less


@pytest.mark.skipif(not shutil.which("strace"), reason="no strace here")
def test_the_log_is_on_the_disk_before_a_transaction_counts(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    command = ["strace", "-f", "-e", "trace=fsync,fdatasync,write", "-o", str(trace)]
    work = [sys.executable, "-c", SAVES, str(tmp_path / "w.zhike")]
    done = subprocess.run([*command, *work], cwd=ROOT, capture_output=True, check=False)
    if b"ptrace" in done.stderr or b"Operation not permitted" in done.stderr:
        pytest.skip("nobody may trace here")
    assert done.returncode == 0, done.stderr
    between = re.findall(r'"begin\\n"(.*?)"saved\\n"', trace.read_text(), re.DOTALL)
    assert len(between) == 5
    assert all("fsync(" in told or "fdatasync(" in told for told in between)
