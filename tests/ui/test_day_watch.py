"""A day that begins while the window is open (UPD): seen once, computed for, not while locked."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from profiler_app.store import runs
from profiler_app.store.workspace import create_workspace
from profiler_app.ui.day_watch import DayWatch
from profiler_app.ui.desk import Desk, Reader
from tests.ui.conftest import open_desk

TODAY = date(2026, 11, 22)


class Clock:
    def __init__(self) -> None:
        self.day = TODAY

    def __call__(self) -> date:
        return self.day


def test_a_new_day_is_told_once(qapp: QApplication) -> None:
    clock, parent, told = Clock(), QObject(), list[date]()
    watch = DayWatch(clock, parent)
    watch.began.connect(lambda: told.append(clock.day))
    watch.look()
    clock.day += timedelta(days=1)
    watch.look()
    watch.look()
    assert told == [TODAY + timedelta(days=1)]


def last_day(desk: Desk, qtbot: QtBot) -> str:
    found: list[str] = []

    def read(reader: Reader) -> str:
        run = runs.last_run(reader.workspace.connection)
        return run.as_of if run else ""

    desk.reads.ask("run", read, done=found.append, owner=desk)
    qtbot.waitUntil(lambda: bool(found), timeout=15_000)
    return found[0]


def test_what_follows_from_the_facts_is_computed_for_the_new_day(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    create_workspace(tmp_path / "w.zhike", "right horse").close()
    with open_desk(tmp_path / "w.zhike", "right horse", folder=tmp_path, today=TODAY) as desk:
        clock = desk.today = desk.days._today = Clock()
        clock.day += timedelta(days=1)
        desk.days.look()
        qtbot.waitUntil(lambda: last_day(desk, qtbot) == "2026-11-23", timeout=15_000)


def test_a_day_that_begins_while_locked_waits(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    create_workspace(tmp_path / "w.zhike", "right horse").close()
    with open_desk(tmp_path / "w.zhike", "right horse", folder=tmp_path, today=TODAY) as desk:
        key, changes = desk.lock.key, list[int]()
        desk.data_changed.connect(lambda: changes.append(1))
        desk.lock.close()
        clock = desk.today = desk.days._today = Clock()
        clock.day += timedelta(days=1)
        desk.days.look()
        assert not changes
        desk.lock.open(key)
        qtbot.waitUntil(lambda: last_day(desk, qtbot) == "2026-11-23", timeout=15_000)
