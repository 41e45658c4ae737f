"""Ctrl+Z and Ctrl+Y in the window over a real workspace: what was done last goes first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from profiler_app.domain.progress import Silent
from profiler_app.jobs.editing import (
    create_customer,
    delete_customers,
    edit_customer,
)
from profiler_app.jobs.merging.doing import merge
from profiler_app.jobs.workspaces import create_workspace, open_workspace
from profiler_app.ui.appearance import apply_look
from profiler_app.ui.desk import Desk
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.window import MainWindow
from tests.ui.conftest import open_desk

TODAY = date(2026, 11, 22)
CTRL = Qt.KeyboardModifier.ControlModifier


class Scene:
    """The window, and what stands in the file."""

    def __init__(self, qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
        self.qtbot, self.window, self.desk = qtbot, window, desk

    def do(self, job: Any, *arguments: Any, **named: Any) -> None:
        """Run a job as a page does, and wait until it is told."""
        done: list[int] = []

        def told(operation: int) -> None:
            done.append(operation)
            self.desk.toast("done", operation)

        self.desk.jobs.start(job, *arguments, title="", owner=self.desk, done=told, **named)
        self.qtbot.waitUntil(lambda: bool(done))

    def press(self, *keys: Qt.Key) -> None:
        """Press the keys one after the other without waiting, then let all of it happen."""
        for key in keys:
            self.qtbot.keyClick(self.window, key, CTRL)
        self.qtbot.waitUntil(lambda: not self.desk.jobs.running)

    def read(self, sql: str) -> list[Any]:
        with open_workspace(self.desk.path, "pass", readonly=True) as workspace:
            return workspace.connection.execute(sql).fetchall()

    def names(self) -> list[Any]:
        return [row[0] for row in self.read("SELECT short_name FROM customer ORDER BY id")]


@pytest.fixture
def scene(qtbot: QtBot, tmp_path: Path) -> Iterator[Scene]:
    path = tmp_path / "w.zhike"
    with create_workspace(path, "pass", prefix="TEST") as made:
        for name in ("林婉清", "顾清越"):
            values = {"kind": "person", "line": "trade", "name": name}
            create_customer(Silent(), made, values, today=TODAY)
    preferences = Preferences(tmp_path / "look.ini")
    apply_look(preferences)
    window = MainWindow(preferences)
    qtbot.addWidget(window)
    with open_desk(path, "pass", folder=tmp_path, today=TODAY) as desk:
        window.open_desk(desk)
        window.show()
        window.activateWindow()
        scene = Scene(qtbot, window, desk)
        qtbot.waitUntil(lambda: not desk.jobs.running)
        yield scene
        window.close()


def rename(scene: Scene, text: str) -> None:
    scene.do(edit_customer, 1, {"short_name": text}, today=TODAY)


def test_two_presses_in_a_row_undo_two_operations(scene: Scene) -> None:
    rename(scene, "one")
    rename(scene, "two")
    scene.press(Qt.Key.Key_Z)
    assert scene.names() == ["one", None]
    scene.press(Qt.Key.Key_Y)
    scene.press(Qt.Key.Key_Z, Qt.Key.Key_Z)
    assert scene.names() == [None, None]


def test_redo_does_them_again_in_the_order_they_were_done(scene: Scene) -> None:
    rename(scene, "one")
    rename(scene, "two")
    scene.press(Qt.Key.Key_Z, Qt.Key.Key_Z)
    scene.press(Qt.Key.Key_Y)
    assert scene.names() == ["one", None]
    scene.press(Qt.Key.Key_Y)
    assert scene.names() == ["two", None]


def test_a_new_change_ends_what_could_be_done_again(scene: Scene) -> None:
    rename(scene, "one")
    scene.press(Qt.Key.Key_Z)
    rename(scene, "other")
    scene.press(Qt.Key.Key_Y)
    assert scene.names() == ["other", None]


def test_a_delete_is_undone_with_what_was_edited_before(scene: Scene) -> None:
    rename(scene, "one")
    scene.do(delete_customers, [1])
    assert scene.names() == [None]
    scene.press(Qt.Key.Key_Z)
    assert scene.names() == ["one", None]
    scene.press(Qt.Key.Key_Z)
    assert scene.names() == [None, None]


def test_a_merge_is_undone_and_done_again(scene: Scene) -> None:
    scene.do(merge, [1, 2], today=TODAY)
    assert scene.read("SELECT merged_into FROM customer WHERE id = 2") == [(1,)]
    scene.press(Qt.Key.Key_Z)
    assert scene.read("SELECT merged_into FROM customer WHERE id = 2") == [(None,)]
    scene.press(Qt.Key.Key_Y)
    assert scene.read("SELECT merged_into FROM customer WHERE id = 2") == [(1,)]
