"""While the window is open, copies and their rehearsal are made by themselves (promises 7, 29)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from profiler_app.domain.progress import Silent
from profiler_app.domain.text import _
from profiler_app.jobs.editing import create_customer
from profiler_app.store.workspace import create_workspace
from profiler_app.ui.copy_watch import BY_ITSELF, copies_folder
from tests.ui.conftest import open_desk

TODAY = date(2026, 11, 22)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with create_workspace(tmp_path / "w.zhike", "right horse") as made:
        values = {"name": "林婉清", "kind": "person", "line": "trade"}
        create_customer(Silent(), made, values, today=TODAY)
    return tmp_path / "w.zhike"


@pytest.mark.promise(7)
@pytest.mark.promise(29)
def test_what_changed_is_copied_and_the_copy_rehearsed(
    qtbot: QtBot, qapp: QApplication, file: Path, tmp_path: Path
) -> None:
    with open_desk(file, "right horse", folder=tmp_path, today=TODAY) as desk:
        ended: list[str] = []
        desk.jobs.ended.connect(lambda job: ended.append(job.title))
        for name in (_("Backing up"), _("Rehearsing the restore")):
            desk.copies.look()
            qtbot.waitUntil(lambda name=name: name in ended, timeout=15_000)
        folder = copies_folder(desk)
        assert folder is not None and len(list(folder.glob("w-timed-*.zhike"))) == 1


def test_nothing_is_copied_where_it_is_switched_off_or_locked(
    qapp: QApplication, file: Path, tmp_path: Path
) -> None:
    with open_desk(file, "right horse", folder=tmp_path, today=TODAY) as desk:
        asked: list[object] = []
        desk.reads.ask = lambda *told, **_named: asked.append(told)  # type: ignore[method-assign]
        desk.preferences.put(BY_ITSELF, False)
        desk.copies.look()
        desk.preferences.put(BY_ITSELF, True)
        desk.lock.locked = True
        desk.copies.look()
        desk.lock.locked = False
        assert not asked
        desk.copies.look()
        assert len(asked) == 1


def test_what_goes_wrong_is_told_once(
    qtbot: QtBot, qapp: QApplication, file: Path, tmp_path: Path
) -> None:
    with open_desk(file, "right horse", folder=tmp_path, today=TODAY) as desk:
        folder = copies_folder(desk)
        assert folder is not None
        folder.write_text("in the way")
        told: list[object] = []
        ended: list[object] = []
        desk.problem_met.connect(told.append)
        desk.jobs.ended.connect(ended.append)
        for times in (1, 2):
            desk.copies.look()
            qtbot.waitUntil(lambda times=times: len(ended) == times, timeout=15_000)
        assert len(told) == 1
