"""RELIABILITY.md promise 26: hours of pressing whatever there is end without error or growth."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.faults.promised import cases

ACTIONS = cases(30, 5_000)
GROWTH_MB = 50


@pytest.mark.promise(26)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")
@pytest.mark.timeout(4 * ACTIONS + 100)
def test_random_work_in_the_window_ends_well() -> None:
    command = [sys.executable, "-m", "tests.faults.soak", str(ACTIONS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)
    assert found["wrong"] == {}
    assert (done.returncode, found["actions"]) == (0, ACTIONS)
    assert ACTIONS < 5_000 or found["grown_mb"] < GROWTH_MB  # pages are made until then
