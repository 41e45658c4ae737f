"""Relations in the window: changed and ended on the card, drawn on their own page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from profiler_app.domain.progress import Silent
from profiler_app.domain.text import set_language
from profiler_app.jobs.editing import create_customer
from profiler_app.jobs.relating import Tie, add_relation
from profiler_app.jobs.workspaces import create_workspace, open_workspace
from profiler_app.store.ledger import operation
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.profile.page import ProfilePage
from profiler_app.ui.pages.profile.people import People
from profiler_app.ui.pages.profile.person_popover import PersonPopover
from profiler_app.ui.pages.profile.relation_popover import RelationPopover
from profiler_app.ui.pages.profile.relations_box import Relations
from profiler_app.ui.pages.relations import RelationsPage
from profiler_app.ui.widgets.band import Band
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from tests.ui.conftest import open_desk

TODAY = date(2026, 11, 22)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "w.zhike"
    with create_workspace(made, "pass", prefix="TEST") as workspace:
        for name in ("溪山酒店", "溪山文旅", "湖滨酒店"):
            values = {"kind": "company", "line": "bank", "name": name}
            create_customer(Silent(), workspace, values, today=TODAY)
        for customer, other in ((1, 2), (2, 3), (3, 1)):
            tie = Tie(kind="guarantor", other=other)
            add_relation(Silent(), workspace, customer, tie, today=TODAY)
        tie = Tie(kind="parent_company", other=2, share=70.0)
        add_relation(Silent(), workspace, 1, tie, today=TODAY)
        with operation(workspace, "colleague", {"number": "1"}) as opened:
            opened.insert_one("company_contact", {"customer_id": 1, "name": "沈怀瑾"})
    return made


@pytest.fixture
def desk(path: Path, tmp_path: Path) -> Iterator[Desk]:
    set_language("zh")
    with open_desk(path, "pass", folder=tmp_path, today=TODAY) as made:
        yield made


@pytest.fixture
def card(qtbot: QtBot, desk: Desk) -> ProfilePage:
    made = ProfilePage(desk)
    qtbot.addWidget(made)
    made.resize(1232, 848)
    made.show()
    made.open_customer(1)
    qtbot.waitUntil(lambda: made.card is not None and not made.reading(), timeout=15_000)
    return made


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> RelationsPage:
    made = RelationsPage(desk)
    qtbot.addWidget(made)
    made.resize(1232, 848)
    made.show()
    made.open_place(1)
    qtbot.waitUntil(lambda: made.map is not None, timeout=15_000)
    return made


def named(widget: Any, name: str) -> Button:
    return next(b for b in widget.findChildren(Button) if b.accessibleName() == name)


def stored(path: Path, sql: str) -> Any:
    with open_workspace(path, "pass", readonly=True) as workspace:
        return workspace.connection.execute(sql).fetchone()[0]


def test_a_relation_is_ended_from_the_card(qtbot: QtBot, card: ProfilePage, path: Path) -> None:
    box = card.findChild(Relations)
    named(box, "修改：湖滨酒店").click()
    popover = card.findChild(RelationPopover)
    with qtbot.waitSignal(card._desk.toasted, timeout=15_000) as told:
        next(b for b in popover.findChildren(Button) if b.text() == "今天结束").click()
    assert "已结束" in told.args[0] and isinstance(told.args[1], int)
    assert stored(path, "SELECT count(*) FROM relation WHERE until = '2026-11-22'") == 1


def test_the_share_of_a_parent_is_changed_in_percent(
    qtbot: QtBot, card: ProfilePage, path: Path
) -> None:
    rows = [b for b in card.findChildren(IconButton) if b.accessibleName() == "修改：溪山文旅"]
    rows[0].click()
    popover = card.findChild(RelationPopover)
    popover.rows["share"].editor.setText("51%")
    with qtbot.waitSignal(card._desk.toasted, timeout=15_000):
        qtbot.keyClick(popover.rows["share"].editor, Qt.Key.Key_Return)
    assert stored(path, "SELECT share FROM relation WHERE kind = 'parent_company'") == 51.0


def test_a_share_above_the_whole_is_refused(qtbot: QtBot, card: ProfilePage) -> None:
    rows = [b for b in card.findChildren(IconButton) if b.accessibleName() == "修改：溪山文旅"]
    rows[0].click()
    popover = card.findChild(RelationPopover)
    popover.rows["share"].editor.setText("140")
    qtbot.keyClick(popover.rows["share"].editor, Qt.Key.Key_Return)
    assert popover.isVisible() and popover.rows["share"].problem
    popover.close()


def test_a_stance_is_changed_in_place(qtbot: QtBot, card: ProfilePage, path: Path) -> None:
    """CRM-02."""
    people = card.findChild(People)
    assert "决策人" in " ".join(each.text() for each in people.findChildren(Label))
    named(people, "修改：沈怀瑾").click()
    popover = card.findChild(PersonPopover)
    popover.stance.choose("opponent")
    popover.role.choose("decider")
    with qtbot.waitSignal(card._desk.toasted, timeout=15_000):
        next(b for b in popover.findChildren(Button) if b.text() == "保存").click()
    assert stored(path, "SELECT role || stance FROM company_contact") == "decideropponent"


def test_the_map_marks_a_guarantee_circle(page: RelationsPage) -> None:
    """REL-01."""
    assert page.findChild(Band).accessibleName().startswith("1 个担保圈")


def test_arrow_keys_walk_over_the_map(qtbot: QtBot, page: RelationsPage) -> None:
    graph = page.graph
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right):
        qtbot.keyClick(graph, key)
    assert graph.here in (1, 2, 3)
    with qtbot.waitSignal(page._desk.customer_opened) as opened:
        qtbot.keyClick(graph, Qt.Key.Key_Return)
    assert opened.args[0] == graph.here


def test_a_click_on_the_map_shows_the_ties_of_a_customer(qtbot: QtBot, page: RelationsPage) -> None:
    at = page.graph.place_of(3).toPoint()
    qtbot.mouseClick(page.graph, Qt.MouseButton.LeftButton, pos=at)
    assert page.graph.here == 3
    said = [each.accessibleName() for each in page._side.widget().findChildren(QWidget)]
    assert "为其担保人 溪山文旅" in said and "其担保人 溪山酒店" in said


def test_a_family_stands_beside_the_map_as_one_household(
    qtbot: QtBot, page: RelationsPage, path: Path
) -> None:
    """REL-01"""
    with open_workspace(path, "pass") as workspace:
        for name in ("林一", "林二"):
            create_customer(Silent(), workspace, {"name": name}, today=TODAY)
        add_relation(Silent(), workspace, 4, Tie(kind="spouse", other=5), today=TODAY)
    page.open_place(4)
    qtbot.waitUntil(lambda: page.map is not None and page.map.customer == 4, timeout=15_000)
    home = next(w for w in page.findChildren(QWidget) if w.accessibleName() == "家庭合计")
    told = [label.text() for label in home.findChildren(Label)]
    assert "2 人" in told
    assert {label.text() for label in home.findChildren(ElidedLabel)} >= {"林一", "林二"}
