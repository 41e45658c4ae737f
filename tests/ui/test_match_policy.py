"""The matching rules are previewed as they are chosen, and carried out with a way back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from profiler_app.domain.progress import Silent
from profiler_app.jobs.editing import create_customer
from profiler_app.jobs.merging.policy import policy_of_workspace
from profiler_app.jobs.merging.separating import merged_groups
from profiler_app.jobs.workspaces import create_workspace, open_workspace
from profiler_app.ui.pages.duplicates.policy_dialog import PolicyDialog
from tests.ui.conftest import open_desk

TODAY = date(2026, 11, 22)
WAIT = 15_000


class Scene:
    """The dialog over two records with one ID number."""

    def __init__(self, path: Path, desk: Any, qtbot: Any) -> None:
        self.path, self.desk, self.qtbot = path, desk, qtbot
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.show()
        self.open()

    def open(self) -> None:
        self.dialog = PolicyDialog(self.desk, None, self.window)
        self.dialog.show()
        self.qtbot.waitUntil(lambda: self.dialog.outlook is not None, timeout=WAIT)

    def read(self, question: Any) -> Any:
        with open_workspace(self.path, "pass", readonly=True) as workspace:
            return question(workspace)


@pytest.fixture
def scene(tmp_path: Path, qtbot: Any) -> Iterator[Scene]:
    path = tmp_path / "w.zhike"
    with create_workspace(path, "pass", prefix="TEST") as workspace:
        for _again in range(2):
            values = {"kind": "person", "line": "trade", "name": "周大山"}
            values["cn_id"] = "110101199003077707"
            create_customer(Silent(), workspace, values, today=TODAY)
    with open_desk(path, "pass", folder=tmp_path, today=TODAY) as desk:
        yield Scene(path, desk, qtbot)


def test_the_preview_follows_the_choice(scene: Scene) -> None:
    assert "没有可合并的" in scene.dialog.preview.text()
    scene.dialog.keys["cn_id"].setChecked(True)
    assert "1 组" in scene.dialog.preview.text()


def test_the_rules_are_carried_out_and_taken_back(scene: Scene) -> None:
    """CLN-03"""
    scene.dialog.keys["cn_id"].setChecked(True)
    scene.dialog.carry_out()
    scene.qtbot.waitUntil(lambda: len(scene.read(merged_groups)) == 1, timeout=WAIT)
    scene.open()
    scene.qtbot.waitUntil(lambda: scene.dialog.keys["cn_id"].isChecked(), timeout=WAIT)
    assert scene.dialog.take_back.isVisible()
    scene.dialog.take_back_run()
    scene.qtbot.waitUntil(lambda: not scene.read(merged_groups), timeout=WAIT)


def test_saving_only_merges_nobody(scene: Scene) -> None:
    scene.dialog.keys["uscc"].setChecked(True)
    scene.dialog.threshold.choose("0.95")
    scene.dialog.keep()
    scene.qtbot.waitUntil(lambda: scene.read(policy_of_workspace).keys == ("uscc",), timeout=WAIT)
    assert scene.read(policy_of_workspace).threshold == 0.95
    assert scene.read(merged_groups) == ()
