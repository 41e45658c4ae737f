"""RELIABILITY.md promise 1: a crash leaves the file as before or as after, never between."""

from __future__ import annotations

import os

import pytest

from tests.faults.killing import WORK, killed
from tests.faults.promised import cases

TIMES, FEW = cases(10, 500), cases(3, 500)
_LESS_OFTEN = ("edit", "restore", "recover")
"""Their transactions are like those of the others; with every change a few are enough."""


pytestmark = [
    pytest.mark.promise(1, 34),
    pytest.mark.skipif(os.name == "nt", reason="Windows cannot fork a victim"),
    pytest.mark.timeout(120 + 10 * TIMES),
]


OPERATIONS = sorted(name for name in WORK if name != "in_two_parts" and "migrate" not in name)
"""What ``test_old_formats`` kills is left to it."""


@pytest.mark.parametrize(
    "operation",
    OPERATIONS,
)
def test_a_killed_operation_is_done_or_not_done(operation: str) -> None:
    times = FEW if operation in _LESS_OFTEN else TIMES
    found = killed(operation, times)
    assert found["wrong"] == []
    assert found["before"] + found["after"] == times


def test_work_in_two_parts_would_be_found_out() -> None:
    """The harness sees what it is there to see."""
    assert killed("in_two_parts", TIMES)["wrong"]
