"""Changing a customer on the card: cells in place, tasks, and which buttons work when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from profiler_app.domain.progress import Silent
from profiler_app.jobs.editing import create_customer
from profiler_app.jobs.recording import add_task
from profiler_app.jobs.workspaces import create_workspace, open_workspace
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.profile.cell_row import CellRow
from profiler_app.ui.pages.profile.page import ProfilePage
from profiler_app.ui.pages.profile.tasks_box import TasksBox
from profiler_app.ui.widgets.buttons import IconButton
from tests.ui.conftest import open_desk

TODAY = date(2026, 11, 22)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "w.zhike"
    with create_workspace(made, "pass", prefix="TEST") as workspace:
        values = {"kind": "person", "line": "trade", "name": "林婉清", "job_title": "经理"}
        create_customer(Silent(), workspace, values, today=TODAY)
        add_task(Silent(), workspace, 1, "回访", TODAY, 2, by="陈")
    return made


@pytest.fixture
def desk(path: Path, tmp_path: Path) -> Iterator[Desk]:
    with open_desk(path, "pass", folder=tmp_path, today=TODAY) as made:
        yield made


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> ProfilePage:
    made = ProfilePage(desk)
    qtbot.addWidget(made)
    made.resize(1232, 848)
    made.show()
    made.open_customer(1)
    qtbot.waitUntil(lambda: made.card is not None and not made.reading())
    return made


def cell(page: ProfilePage, field: str) -> CellRow:
    return next(row for row in page.findChildren(CellRow) if row.cell.edits == field)


def opened(qtbot: QtBot, page: ProfilePage, field: str) -> CellRow:
    row = cell(page, field)
    qtbot.keyClick(row, Qt.Key.Key_F2)
    qtbot.waitUntil(row.editing)
    return row


def stored(path: Path, sql: str) -> Any:
    with open_workspace(path, "pass", readonly=True) as workspace:
        return workspace.connection.execute(sql).fetchone()[0]


def test_enter_saves_a_cell(qtbot: QtBot, page: ProfilePage, path: Path) -> None:
    row = opened(qtbot, page, "job_title")
    row._editor.setText("总监")
    with qtbot.waitSignal(page._desk.toasted):
        qtbot.keyClick(row._editor, Qt.Key.Key_Return)
    assert stored(path, "SELECT job_title FROM customer") == "总监"


def test_esc_restores_a_cell(qtbot: QtBot, page: ProfilePage, path: Path) -> None:
    row = opened(qtbot, page, "job_title")
    row._editor.setText("总监")
    qtbot.keyClick(row._editor, Qt.Key.Key_Escape)
    assert not row.editing()
    assert stored(path, "SELECT job_title FROM customer") == "经理"


def test_a_refused_value_stays_with_its_reason(qtbot: QtBot, page: ProfilePage) -> None:
    row = opened(qtbot, page, "job_title")
    row._known["job_title"] = "别的"  # as if somebody else had changed it since
    row._editor.setText("总监")
    qtbot.keyClick(row._editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: row._why.isVisible())
    assert row._editor.text() == "总监"
    assert "职位" in row._why.text()


def test_a_question_opens_its_field_with_a_click(qtbot: QtBot, page: ProfilePage) -> None:
    row = cell(page, "education")
    assert row.cell.question
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(row.editing)
    row.restore()


def test_a_task_is_done_with_its_circle(qtbot: QtBot, page: ProfilePage, path: Path) -> None:
    box = page.findChild(TasksBox)
    assert box is not None
    with qtbot.waitSignal(page._desk.toasted):
        box.findChild(IconButton).click()  # type: ignore[union-attr]
    assert stored(path, "SELECT state FROM task") == "done"


def test_an_earlier_day_cannot_be_changed(qtbot: QtBot, page: ProfilePage) -> None:
    page.show_day(date(2026, 11, 21))
    qtbot.waitUntil(lambda: not page.reading())
    assert not page._top.edit.isEnabled()
    assert not page._top.contact.isEnabled()
    assert page._top.edit.toolTip()


def test_the_buttons_of_the_card_ask_for_their_forms(qtbot: QtBot, page: ProfilePage) -> None:
    asked: list[tuple[str, Any]] = []
    page._desk.form_asked.connect(lambda what, customer: asked.append((what, customer)))
    page._top.contact.click()
    page._top.edit.click()
    assert asked == [("contact", 1), ("edit", 1)]
