"""RELIABILITY.md promise 11: the main trip opens no connection and needs no network."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.promise(11)

WATCHED = """
import json, sys
asked = []

def watch(event, arguments):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "telnetlib.")):
        asked.append([event, repr(arguments)])

sys.addaudithook(watch)
if sys.argv[1] == "control":
    import socket
    socket.socket(socket.AF_INET).close()
else:
    from profiler_app.__main__ import main
    code = main(["demo", "--headless", "--customers", "80", "--out", sys.argv[1]])
print(json.dumps([each for each in asked if "AF_UNIX" not in each[1]]))
"""


def asked(word: str, cwd: Path) -> list[list[str]]:
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, word],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[list[str]] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_the_whole_trip_asks_for_no_connection(tmp_path: Path) -> None:
    assert asked("control", tmp_path)  # the watcher sees what it is there to see
    assert asked(str(tmp_path / "out"), tmp_path) == []
    assert (tmp_path / "out" / "card.pdf").exists()


def _can_be_alone() -> bool:
    command = ["unshare", "--map-root-user", "--net", "true"]
    return bool(shutil.which("unshare")) and not subprocess.run(command, check=False).returncode


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux makes empty networks")
def test_the_whole_trip_runs_where_there_is_no_network_at_all(tmp_path: Path) -> None:
    if not _can_be_alone():
        pytest.skip("this machine lets nobody make an empty network")
    done = subprocess.run(
        [
            *("unshare", "--map-root-user", "--net", sys.executable, "-m", "profiler_app", "demo"),
            *("--headless", "--customers", "80", "--out", str(tmp_path / "out")),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "card.pdf").exists()
