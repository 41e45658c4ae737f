"""RELIABILITY.md: what was typed into an open form is there again after the program was killed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from profiler_app.jobs.drafts import draft_of
from profiler_app.jobs.workspaces import open_workspace
from tests.conftest import ROOT

PASSPHRASE = "right horse"
WORK = """
import os, signal, sys
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from profiler_app.domain.progress import Silent
from profiler_app.jobs.editing import create_customer
from profiler_app.jobs.workspaces import create_workspace
from profiler_app.ui.forms import FormHost
from profiler_app.ui.preferences import Preferences
from tests.ui.conftest import desk_over

path, what, row, text = Path(sys.argv[1]), *sys.argv[2:]
today = date(2026, 11, 22)
with create_workspace(path, "right horse", prefix="TEST") as workspace:
    values = {"kind": "person", "line": "trade", "name": "林婉清"}
    customer = create_customer(Silent(), workspace, values, today=today).customer
app = QApplication([])
area = QWidget()
QVBoxLayout(area)
desk = desk_over(path, "right horse", Preferences(path.with_suffix(".ini")), today=today)
host = FormHost(desk, area)
area.show()

def die(job):
    print("kept", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

def type_when_open():
    if host.form is not None:
        clock.stop()
        desk.jobs.ended.connect(die)
        host.form.rows[row].put(text)
        host.form.rows[row].editor.edited.emit()

from PySide6.QtCore import QTimer
clock = QTimer(interval=20)
clock.timeout.connect(type_when_open)
clock.start()
host.open(what, None if what == "person" else customer)
app.exec()
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize(
    ("what", "row", "kept"),
    [("person", "name", "new"), ("task", "title", "task:1")],
)
@pytest.mark.promise(27)
def test_a_form_that_is_open_when_the_program_is_killed_keeps_its_draft(
    tmp_path: Path, what: str, row: str, kept: str
) -> None:
    path = tmp_path / "w.zhike"
    ended = subprocess.run(
        [sys.executable, "-c", WORK, str(path), what, row, "顾清越草稿"],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.stdout.strip() == "kept", ended.stderr
    with open_workspace(path, PASSPHRASE) as workspace:
        assert draft_of(workspace, kept)[row] == "顾清越草稿"
