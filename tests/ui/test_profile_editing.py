"""Changing a customer on the card: cells in place, tasks, and which buttons work when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from profiler_app.domain.imports import ImportRequest
from profiler_app.domain.industry_notes import notes_for
from profiler_app.domain.progress import Silent
from profiler_app.jobs.editing import create_customer
from profiler_app.jobs.importing import import_file
from profiler_app.jobs.merging.doing import merge
from profiler_app.jobs.recording import add_task
from profiler_app.jobs.workspaces import create_workspace, open_workspace
from profiler_app.ui.desk import Desk
from profiler_app.ui.forms import FormHost
from profiler_app.ui.pages.profile.cell_row import CellRow
from profiler_app.ui.pages.profile.identity import CopyButton
from profiler_app.ui.pages.profile.industry_popover import IndustryButton, IndustryPopover
from profiler_app.ui.pages.profile.page import ProfilePage
from profiler_app.ui.pages.profile.questions import QuestionPanel
from profiler_app.ui.pages.profile.sources_popover import SourcesPopover
from profiler_app.ui.pages.profile.tasks_box import TasksBox
from profiler_app.ui.widgets.buttons import Button, IconButton
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
    """Detail 20."""
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
    page._desk.forms.asked.connect(lambda what, customer: asked.append((what, customer)))
    page._top.contact.click()
    page._top.edit.click()
    assert asked == [("contact", 1), ("edit", 1)]


def test_the_editor_fits_its_row(qtbot: QtBot, page: ProfilePage) -> None:
    row = opened(qtbot, page, "education")
    qtbot.waitUntil(lambda: row.height() >= row._line.height())
    assert row._line.rect().contains(row._editor.geometry())
    row.restore()


def test_a_region_is_told_in_place(qtbot: QtBot, page: ProfilePage, path: Path) -> None:
    row = opened(qtbot, page, "province")
    row._editor.setText("浙江杭州西湖区")
    with qtbot.waitSignal(page._desk.toasted):
        qtbot.keyClick(row._editor, Qt.Key.Key_Return)
    assert stored(path, "SELECT province || city || county FROM customer") == "333301330106"


def test_an_unknown_region_is_refused_below_the_cell(qtbot: QtBot, page: ProfilePage) -> None:
    row = opened(qtbot, page, "province")
    row._editor.setText("西湖区")
    qtbot.keyClick(row._editor, Qt.Key.Key_Return)
    assert row._why.isVisible()
    qtbot.waitUntil(lambda: row._why.y() > row._line.geometry().bottom())
    row.restore()


def test_a_first_question_opens_its_field(qtbot: QtBot, page: ProfilePage) -> None:
    panel = page.findChild(QuestionPanel)
    assert panel is not None
    qtbot.waitUntil(lambda: bool(panel.findChildren(Button)), timeout=15_000)
    question = panel._reading.questions[0]
    next(b for b in panel.findChildren(Button) if b.text() == question.question).click()
    row = next(r for r in page.findChildren(CellRow) if r.cell.field == question.cell)
    qtbot.waitUntil(row.editing, timeout=15_000)
    assert row._edits == question.fields[0]
    row.restore()


def test_a_contact_is_logged_from_the_card_in_four_clicks(
    qtbot: QtBot, page: ProfilePage, path: Path
) -> None:
    """J04: 记录互动 (1), outcome (2), next date (3), 保存 (4)."""
    host = FormHost(page._desk, page)
    clicks = 0

    def click(button: Any) -> None:
        nonlocal clicks
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        clicks += 1

    click(page._top.contact)
    qtbot.waitUntil(lambda: host.form is not None)
    form: Any = host.form
    click(form.rows["outcome"].editor.chip("interested"))
    click(next(b for b in form.findChildren(Button) if b.text() == "一周后"))
    with qtbot.waitSignal(page._desk.toasted):
        click(host.drawer.save)  # type: ignore[union-attr]
    assert clicks == 4
    assert stored(path, "SELECT outcome || next_on FROM interaction") == "interested2026-11-29"


def test_the_number_of_somebody_merged_opens_who_is_left(
    qtbot: QtBot, page: ProfilePage, path: Path
) -> None:
    with open_workspace(path, "pass") as workspace:
        values = {"kind": "person", "line": "trade", "name": "林晚晴"}
        create_customer(Silent(), workspace, values, today=TODAY)
        merge(Silent(), workspace, [1, 2], today=TODAY, take={"name": 1})
    with qtbot.waitSignal(page._desk.toasted) as told:
        page.open_customer(2)
    assert told.args == ["已并入 林婉清。", None]
    assert page.card is not None and page.card.customer == 1


def test_a_number_shown_whole_can_be_copied(qtbot: QtBot, path: Path, page: ProfilePage) -> None:
    with open_workspace(path, "pass") as workspace:
        values = {"kind": "company", "line": "trade", "name": "示例有限公司"}
        made = create_customer(
            Silent(), workspace, {**values, "uscc": "91330106MA27XF1C8G"}, today=TODAY
        )
    page.open_customer(made.customer)
    qtbot.waitUntil(lambda: page.card is not None and not page.reading())
    with qtbot.waitSignal(page._desk.toasted):
        page.findChild(CopyButton).click()  # type: ignore[union-attr]
    assert QGuiApplication.clipboard().text() == "91330106MA27XF1C8G"


def test_another_customer_is_shown_though_a_cell_was_left_open(
    qtbot: QtBot, page: ProfilePage, path: Path
) -> None:
    with open_workspace(path, "pass") as workspace:
        values = {"kind": "person", "line": "trade", "name": "林晚晴"}
        create_customer(Silent(), workspace, values, today=TODAY)
    row = opened(qtbot, page, "province")
    row._editor.setText("西湖区")
    qtbot.keyClick(row._editor, Qt.Key.Key_Return)
    page.open_customer(2)
    qtbot.waitUntil(lambda: cell(page, "province").customer == 2)


def test_two_birthdays_are_both_listed_and_one_is_chosen(
    qtbot: QtBot, page: ProfilePage, path: Path, tmp_path: Path
) -> None:
    """CLN-04: the card shows one, both are listed, and the choice stands after a re-import."""

    def bring(name: str, birthday: str) -> None:
        file = tmp_path / name
        number = stored(path, "SELECT number FROM customer")
        file.write_text(f"number,birth_date\n{number},{birthday}\n", encoding="utf-8")
        request = ImportRequest(
            (file,), target="customers", mapping={"number": "number"}, data_date=TODAY
        )
        ended: list[object] = []
        page._desk.jobs.start(
            import_file, request, today=TODAY, title="", owner=page, done=ended.append
        )
        qtbot.waitUntil(lambda: bool(ended))

    bring("crm.csv", "1990-03-08")
    bring("shop.csv", "1990-03-09")
    page.reload()
    qtbot.waitUntil(lambda: any(r.cell.disputed for r in page.findChildren(CellRow)))
    row = next(r for r in page.findChildren(CellRow) if r.cell.disputed)
    assert row.cell.sources == 2
    row.ask_sources(row)
    qtbot.waitUntil(lambda: bool(row.findChildren(SourcesPopover)))
    (popover,) = row.findChildren(SourcesPopover)
    said = [label.text() for label in popover.findChildren(QLabel)]
    assert {"1990-03-08", "1990-03-09", "crm", "shop"} <= {t.split(" \u00b7 ")[0] for t in said}
    with qtbot.waitSignal(page._desk.toasted):
        popover.buttons[0].click()
    assert stored(path, "SELECT birth_date FROM customer") == "1990-03-08"
    bring("shop.csv", "1990-03-09")
    assert stored(path, "SELECT birth_date FROM customer") == "1990-03-08"


def test_a_note_about_an_industry_is_kept_for_all_its_companies_ind_03(
    qtbot: QtBot, desk: Desk
) -> None:
    """IND-03"""
    notes = notes_for("H6110")
    assert notes is not None
    link = IndustryButton(desk, notes)
    qtbot.addWidget(link)
    link.show()
    for kept, typed in (("", "旺季看婚宴"), ("旺季看婚宴", "旺季看会展")):
        link.click()
        qtbot.waitUntil(lambda: bool(link.findChildren(IndustryPopover)), timeout=15_000)
        (popover,) = link.findChildren(IndustryPopover)
        said = [label.text() for label in popover.findChildren(QLabel)]
        assert {notes.name, f"· {notes.questions[0]}"} <= set(said) and popover.own.entry() == kept
        popover.own.put(typed)
        with qtbot.waitSignal(desk.toasted, timeout=15_000):
            popover.save.click()
        qtbot.waitUntil(lambda: not link.findChildren(IndustryPopover), timeout=15_000)
