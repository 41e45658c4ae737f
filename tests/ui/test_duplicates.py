"""Possible duplicates are decided one after the other, each as one operation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from profiler_app.domain.progress import Silent
from profiler_app.jobs.editing import create_customer, edit_customer
from profiler_app.jobs.merging.separating import merged_groups
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.workspaces import create_workspace, open_workspace
from profiler_app.store.merging import never_pairs
from profiler_app.ui.pages.duplicates.tab import DuplicatesTab
from tests.ui.conftest import open_desk

TODAY = date(2026, 11, 22)

PEOPLE = (
    {"name": "周晓芸", "mobile": "+8616800000001", "birth_date": "1990-11-06", "city": "3301"},
    {"name": "周小芸", "mobile": "+8616800000001", "birth_date": "1990-11-06", "city": "3302"},
    {"name": "赵林峰", "mobile": "+8616800000002", "birth_date": "1988-07-21"},
    {"name": "赵林锋", "mobile": "+8616800000002", "birth_date": "1988-07-21"},
    {"name": "王琳", "mobile": "+8616800000003"},
)


class Scene:
    """The tab over a workspace of five records, two of them twice."""

    def __init__(self, path: Path, desk: Any, qtbot: Any) -> None:
        self.path, self.desk, self.qtbot = path, desk, qtbot
        self.tab = DuplicatesTab(desk)
        self.tab.resize(1180, 700)
        qtbot.addWidget(self.tab)
        desk.data_changed.connect(self.tab.data_changed)
        self.tab.retranslate()
        self.tab.show()
        self.tab.activate()
        qtbot.waitUntil(lambda: self.tab.pair.comparison is not None, timeout=15_000)

    def wait_for(self, condition: Any) -> None:
        self.qtbot.waitUntil(condition, timeout=15_000)

    def read(self, question: Any) -> Any:
        with open_workspace(self.path, "pass", readonly=True) as workspace:
            return question(workspace)

    def merges(self) -> Any:
        return self.read(merged_groups)


@pytest.fixture
def scene(tmp_path: Path, qtbot: Any) -> Iterator[Scene]:
    path = tmp_path / "w.zhike"
    with create_workspace(path, "pass", prefix="TEST") as made:
        for values in PEOPLE:
            create_customer(
                Silent(), made, {"kind": "person", "line": "trade", **values}, today=TODAY
            )
        refresh(Silent(), made, as_of=TODAY)
    with open_desk(path, "pass", folder=tmp_path, today=TODAY) as desk:
        yield Scene(path, desk, qtbot)


def test_the_queue_holds_those_who_may_be_the_same(scene: Scene) -> None:
    assert [group.customers for group in scene.tab.list.queue.rows()] == [(1, 2), (3, 4)]


def test_j11_enter_merges_and_the_next_group_comes_up(scene: Scene) -> None:
    """J11: one key where two clicks are allowed."""
    scene.tab.list.queue.setFocus()
    scene.qtbot.keyClick(scene.tab.list.queue, Qt.Key.Key_Return)
    scene.wait_for(lambda: len(scene.tab.list.queue.rows()) == 1)
    assert scene.tab.list.queue.row().customers == (3, 4)
    assert [group.survivor[0] for group in scene.merges()] == ["TEST-000001"]


def test_what_was_said_to_be_different_leaves_the_queue(scene: Scene) -> None:
    scene.tab.say_different()
    scene.wait_for(lambda: len(scene.tab.list.queue.rows()) == 1)
    assert scene.read(lambda w: never_pairs(w.connection)) == {(1, 2)}


def test_later_puts_a_group_into_the_second_part(scene: Scene) -> None:
    scene.tab.put_off()
    scene.wait_for(lambda: len(scene.tab.list.queue.rows()) == 1)
    scene.tab.list.show_part("later")
    assert [group.customers for group in scene.tab.list.queue.rows()] == [(1, 2)]


def test_space_takes_a_cell(scene: Scene) -> None:
    tab = scene.tab
    (at,) = (n for n, row in enumerate(tab.pair.table.rows()) if row.key == "city")
    tab.pair.table.setCurrentIndex(tab.pair.table.model().index(at, 2))
    scene.qtbot.keyClick(tab.pair.table, Qt.Key.Key_Space)
    scene.wait_for(lambda: _row(tab, "city").chosen == 1)
    tab.merge()
    scene.wait_for(lambda: len(tab.list.queue.rows()) == 1)
    assert scene.read(lambda w: _city(w)) == "3302"


def test_the_result_can_be_typed_over(scene: Scene) -> None:
    tab = scene.tab
    tab.pair.table.typed_over.emit("name", "周晓云")
    scene.wait_for(lambda: _row(tab, "name").result == "周晓云")


def test_blind_hides_the_probability(scene: Scene) -> None:
    assert scene.tab.pair.evidence.likely.text().endswith("%")
    scene.tab.list.blind.setChecked(True)
    assert scene.tab.pair.evidence.likely.text() == "—"


def test_a_merge_is_separated_from_its_list(scene: Scene) -> None:
    tab = scene.tab
    tab.merge()
    scene.wait_for(lambda: len(tab.list.merged) == 1)
    tab.list.show_part("merged")
    tab.pane.separate.click()
    scene.wait_for(lambda: not tab.list.merged)
    assert scene.merges() == ()


def test_later_edits_are_listed_and_go_where_they_are_ticked_to(scene: Scene) -> None:
    """CLN-03"""
    tab, desk = scene.tab, scene.desk
    tab.merge()
    scene.wait_for(lambda: len(tab.list.merged) == 1)
    desk.jobs.start(edit_customer, 1, {"city": "3305"}, today=TODAY, title="", owner=tab)
    scene.wait_for(lambda: scene.read(_city) == "3305")
    tab.list.show_part("merged")
    scene.wait_for(lambda: len(tab.pane.boxes) == 1)
    assert "湖州" in tab.pane.boxes[0].text()
    tab.pane.boxes[0].setChecked(True)
    tab.pane.separate.click()
    scene.wait_for(lambda: not tab.list.merged)
    assert scene.read(_cities) == ["3301", "3305"]


def _cities(workspace: Any) -> list[Any]:
    rows = workspace.connection.execute("SELECT city FROM customer WHERE id < 3 ORDER BY id")
    return [row[0] for row in rows.fetchall()]


def _row(tab: DuplicatesTab, key: str) -> Any:
    return next(row for row in tab.pair.table.rows() if row.key == key)


def _city(workspace: Any) -> Any:
    return workspace.connection.execute("SELECT city FROM customer WHERE id = 1").fetchone()[0]
