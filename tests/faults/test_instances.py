"""RELIABILITY.md promise 5: two programs never write to one workspace, and a killed one lets go."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from profiler_app.domain.errors import WorkspaceInUse
from profiler_app.store import connect
from profiler_app.store.workspace import create_workspace, open_workspace
from tests.faults.promised import cases

RACES, RACERS = cases(10, 200), 6

pytestmark = [
    pytest.mark.promise(5),
    pytest.mark.skipif(os.name == "nt", reason="Windows cannot fork a racer"),
]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(connect, "_ROUNDS", 1)
    path = tmp_path / "w.zhike"
    create_workspace(path, "right horse").close()
    return path


def race(file: Path) -> str:
    """Let some processes open the file for writing at once; one letter of each."""
    start, started = os.pipe()
    answer, answers = os.pipe()
    racers = []
    for _each in range(RACERS):
        racer = os.fork()
        if racer == 0:
            os.close(started)
            os.read(start, 1)  # all begin when the pipe is closed
            try:
                kept = open_workspace(file, "right horse")
                os.write(answers, b"w")
                signal.pause()
                kept.close()
            except WorkspaceInUse:
                os.write(answers, b"r")
            except BaseException:
                os.write(answers, b"x")
            os._exit(0)
        racers.append(racer)
    os.close(started)
    told = b""
    while len(told) < RACERS:
        told += os.read(answer, RACERS)
    for racer in racers:
        os.kill(racer, signal.SIGKILL)
        os.waitpid(racer, 0)
    for end in (start, answer, answers):
        os.close(end)
    return told.decode()


def test_of_all_who_start_at_once_exactly_one_writes(file: Path) -> None:
    for _race in range(RACES):
        assert sorted(race(file)) == ["r"] * (RACERS - 1) + ["w"]


def test_after_a_kill_the_next_one_writes_at_once(file: Path) -> None:
    race(file)  # the writer is killed
    with open_workspace(file, "right horse") as workspace, workspace.writing():
        workspace.put_setting("after", 1)
