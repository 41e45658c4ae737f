"""Damaged files of every reader end in records, rejects or one sentence, never in a hang."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from profiler_app.domain.errors import UnreadableFile
from profiler_app.ingest.opening import open_table
from tests.conftest import ROOT
from tests.faults.promised import cases
from tests.fuzz.seeds import SEEDS

ESCAPED = Path(__file__).with_name("escaped")
"""Damaged files that were not refused, or not soon, when they were first met."""
FILES = str(cases(200, 1_600))
"""Of each of the readers: some 20,000 damaged files in all before a release."""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.parametrize("reader", SEEDS)
@pytest.mark.promise(12)
def test_damaged_files_are_read_or_refused(reader: str) -> None:
    command = [sys.executable, "-m", "tests.fuzz.readers", "--files", FILES, "--reader", reader]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr[-2000:]


@pytest.mark.promise(12)
@pytest.mark.parametrize("file", sorted(ESCAPED.iterdir()), ids=lambda file: file.name)
def test_what_once_got_away_is_refused(file: Path) -> None:
    with pytest.raises(UnreadableFile):
        open_table(file)
