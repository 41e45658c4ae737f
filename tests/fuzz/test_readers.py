"""200 damaged files of every reader end in records, rejects or one sentence, never in a hang."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.fuzz.seeds import SEEDS


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.parametrize("reader", SEEDS)
def test_damaged_files_are_read_or_refused(reader: str) -> None:
    command = [sys.executable, "-m", "tests.fuzz.readers", "--files", "200", "--reader", reader]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr[-2000:]
