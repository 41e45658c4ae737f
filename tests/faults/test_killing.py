"""RELIABILITY.md promise 1: a crash leaves the file as before or as after, never between."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.faults.killing import WORK
from tests.faults.promised import cases

TIMES = cases(10, 500)


pytestmark = [
    pytest.mark.promise(1, 34),
    pytest.mark.skipif(os.name == "nt", reason="Windows cannot fork a victim"),
    pytest.mark.timeout(120 + 10 * TIMES),
]


def killed(operation: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.killing", operation, str(TIMES)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    "operation",
    sorted({*WORK} - {"in_two_parts"}),
)
def test_a_killed_operation_is_done_or_not_done(operation: str) -> None:
    found = killed(operation)
    assert found["wrong"] == []
    assert found["before"] + found["after"] == TIMES


def test_work_in_two_parts_would_be_found_out() -> None:
    """The harness sees what it is there to see."""
    assert killed("in_two_parts")["wrong"]
