"""The import page, from a dropped file to the workspace and back."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from profiler_app.domain.fields import OWN
from profiler_app.domain.imports import ImportReport
from profiler_app.domain.text import set_language
from profiler_app.jobs.history import content_hash
from profiler_app.jobs.workspaces import (
    create_workspace,
    open_workspace,
)
from profiler_app.ui import theme
from profiler_app.ui.desk import Desk
from profiler_app.ui.forms.host import FormHost
from profiler_app.ui.pages.importing import ImportPage
from profiler_app.ui.pages.importing.draft import Step
from profiler_app.ui.pages.importing.field_choice import offers
from profiler_app.ui.pages.importing.mapping_table import FIELD
from tests.ui.conftest import open_desk

TODAY = date(2026, 11, 22)
PASSPHRASE = "right horse"
MEMBERS = """会员号,姓名,手机号,性别,出生日期,备注2
0001,林婉清,16800000001,女,1990-03-08,
0002,赵林峰,16800000002,男,1988-07-21,老客户
0003,王琳,16800000003,女,1995-02-28,
"""
CHANGED = MEMBERS.replace("1988-07-21", "1988-07-22")
ORDERS = """订单号,下单时间,会员号,商品名称,数量,实付金额
A1,2026-10-01 10:00,0001,净水器,1,1299.00
A2,2026-10-05 12:00,0009,台灯,1,89.90
A3,2026-10-06 12:00,,台灯,1,89.90
A4,,0001,台灯,1,89.90
"""


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    theme.apply(qapp, "light")
    path = tmp_path / "own.zhike"
    create_workspace(path, PASSPHRASE, prefix="TEST").close()
    with open_desk(path, PASSPHRASE, folder=tmp_path, today=TODAY) as made:
        yield made


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> ImportPage:
    made = ImportPage(desk)
    qtbot.addWidget(made)
    made.resize(1232, 900)
    made.show()
    return made


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, str], Path]:
    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode("gb18030"))
        return path

    return write


def step(page: ImportPage) -> Step:
    return page.flow.step


def button(page: ImportPage, text: str) -> QPushButton:
    """Return the button in sight whose text begins so."""
    return next(
        each
        for each in page.findChildren(QPushButton)
        if each.isVisibleTo(page) and each.text().startswith(text)
    )


def primary_text(page: ImportPage) -> str:
    return page._footer._primary.text()


def texts(page: ImportPage) -> str:
    return "\n".join(each.text() for each in page.findChildren(QLabel) if each.isVisibleTo(page))


def inspected(qtbot: QtBot, page: ImportPage, *paths: Path) -> None:
    page.open_files(paths)
    qtbot.waitUntil(lambda: step(page) in (Step.MAPPING, Step.CHECK) and not page.flow.batch.busy)


def checked(qtbot: QtBot, page: ImportPage) -> ImportReport:
    if step(page) is Step.MAPPING:
        qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.flow.draft is not None and page.flow.draft.checked is not None)
    assert page.flow.draft is not None and page.flow.draft.checked is not None
    return page.flow.draft.checked


def written(qtbot: QtBot, desk: Desk, page: ImportPage) -> None:
    page._footer.press()
    qtbot.waitUntil(lambda: step(page) is Step.RESULT and not desk.jobs.running, timeout=20_000)


def stored(desk: Desk, sql: str) -> list[tuple[object, ...]]:
    with open_workspace(desk.path, PASSPHRASE, readonly=True) as workspace:
        rows: list[tuple[object, ...]] = workspace.connection.execute(sql).fetchall()
    return rows


def hashed(desk: Desk) -> str:
    with open_workspace(desk.path, PASSPHRASE, readonly=True) as workspace:
        return content_hash(workspace)


def test_a_dropped_list_of_customers_ends_in_the_workspace(
    qtbot: QtBot, desk: Desk, page: ImportPage, put: Callable[[str, str], Path]
) -> None:
    """COL-01: choose, map, check, write."""
    inspected(qtbot, page, put("门店会员.csv", MEMBERS))
    report = checked(qtbot, page)
    assert (report.created, report.updated, report.unchanged, report.rejected) == (3, 0, 0, 0)
    assert primary_text(page) == "写入 3 行：新增 3，更新 0"
    assert stored(desk, "SELECT count(*) FROM customer") == [(0,)]
    written(qtbot, desk, page)
    assert stored(desk, "SELECT name FROM customer ORDER BY member_no") == [
        ("林婉清",),
        ("赵林峰",),
        ("王琳",),
    ]
    assert "已写入 3 行" in texts(page)


def test_rejected_order_lines_are_told_by_reason_and_exported_whole(
    qtbot: QtBot,
    page: ImportPage,
    put: Callable[[str, str], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inspected(qtbot, page, put("订单.csv", ORDERS))
    report = checked(qtbot, page)
    assert (report.rows, report.created, report.rejected) == (4, 2, 2)
    assert "退回 2 行" in texts(page)
    assert "2 种原因" in texts(page)
    target = tmp_path / "退回.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(target), ""))
    button(page, "导出退回清单").click()
    qtbot.waitUntil(target.exists)
    rows = list(csv.reader(target.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0][:4] == ["订单号", "下单时间", "退回原因：下单时间", "会员号"]
    assert [row[0] for row in rows[1:]] == ["A3", "A4"]


def test_the_same_file_again_changes_nothing(
    qtbot: QtBot, desk: Desk, page: ImportPage, put: Callable[[str, str], Path]
) -> None:
    path = put("门店会员.csv", MEMBERS)
    inspected(qtbot, page, path)
    checked(qtbot, page)
    written(qtbot, desk, page)
    inspected(qtbot, page, path)
    report = checked(qtbot, page)
    assert report.unchanged == report.rows == 3
    assert primary_text(page) == "没有要写入的内容"
    assert not button(page, "没有要写入的内容").isEnabled()


def test_a_changed_cell_is_shown_before_and_after(
    qtbot: QtBot, desk: Desk, page: ImportPage, put: Callable[[str, str], Path]
) -> None:
    inspected(qtbot, page, put("一.csv", MEMBERS))
    checked(qtbot, page)
    written(qtbot, desk, page)
    inspected(qtbot, page, put("二.csv", CHANGED))
    checked(qtbot, page)
    model = page.check_step.panel.changes.model()
    cells = [model.index(0, column).data() for column in range(1, model.columnCount())]
    assert cells == ["3", "赵林峰", "出生日期", "1988-07-21", "", "1988-07-22", "覆盖"]


def test_a_write_that_is_cancelled_leaves_the_workspace_as_it_was(
    qtbot: QtBot, desk: Desk, page: ImportPage, put: Callable[[str, str], Path]
) -> None:
    """COL-02: all of it or nothing."""
    before = hashed(desk)
    lines = "".join(f"{n:06d},王琳,,女,1995-02-28,\n" for n in range(20_000))
    inspected(qtbot, page, put("大.csv", MEMBERS + lines))
    checked(qtbot, page)
    page._footer.press()
    button(page, "取消并全部撤回").click()
    qtbot.waitUntil(lambda: not desk.jobs.running, timeout=20_000)
    assert hashed(desk) == before
    assert step(page) is Step.CHECK
    assert primary_text(page).startswith("写入 20,003 行")


def test_an_import_is_undone_from_its_result(
    qtbot: QtBot, desk: Desk, page: ImportPage, put: Callable[[str, str], Path]
) -> None:
    before = hashed(desk)
    inspected(qtbot, page, put("门店会员.csv", MEMBERS))
    checked(qtbot, page)
    written(qtbot, desk, page)
    button(page, "撤销这次导入").click()
    qtbot.waitUntil(lambda: "这次导入已撤销" in texts(page), timeout=20_000)
    qtbot.waitUntil(lambda: not desk.jobs.running, timeout=20_000)
    assert hashed(desk) == before


def test_a_file_that_is_no_table_is_refused_in_place(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    wrong = tmp_path / "照片.csv"
    wrong.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    page.open_files([wrong])
    qtbot.waitUntil(lambda: "工作区没有任何改动。" in texts(page))
    assert step(page) is Step.FILE
    assert "照片.csv" in texts(page)


def test_files_dropped_together_are_one_operation(
    qtbot: QtBot, desk: Desk, page: ImportPage, put: Callable[[str, str], Path]
) -> None:
    """COL-01: linked files, orders before the customers they name."""
    before = hashed(desk)
    inspected(qtbot, page, put("订单.csv", ORDERS), put("会员.csv", MEMBERS))
    assert [draft.mapped.target for draft in page.flow.batch.drafts] == ["orders", "customers"]
    checked(qtbot, page)
    written(qtbot, desk, page)
    assert len(stored(desk, "SELECT DISTINCT op FROM import_file")) == 1
    names = "SELECT c.name FROM order_line o JOIN customer c ON c.id = o.customer_id"
    assert ("林婉清",) in stored(desk, names)
    button(page, "撤销这次导入").click()
    qtbot.waitUntil(lambda: "这次导入已撤销" in texts(page), timeout=20_000)
    qtbot.waitUntil(lambda: not desk.jobs.running, timeout=20_000)
    assert hashed(desk) == before


def test_a_file_can_be_left_out_of_those_that_came_together(
    qtbot: QtBot, page: ImportPage, put: Callable[[str, str], Path]
) -> None:
    inspected(qtbot, page, put("订单.csv", ORDERS), put("会员.csv", MEMBERS))
    page.tabs.removed.emit(0)
    assert [draft.path.name for draft in page.flow.batch.drafts] == ["会员.csv"]
    assert not page.tabs.isVisibleTo(page)


def test_a_file_that_comes_during_the_check_waits_for_its_turn(
    qtbot: QtBot, desk: Desk, page: ImportPage, put: Callable[[str, str], Path]
) -> None:
    inspected(qtbot, page, put("会员.csv", MEMBERS))
    checked(qtbot, page)
    page.open_files([put("订单.csv", ORDERS)])
    assert "后面还有 1 个文件" in texts(page)
    written(qtbot, desk, page)
    assert primary_text(page) == "下一个文件：订单.csv"
    page._footer.press()
    qtbot.waitUntil(lambda: step(page) is Step.MAPPING)
    assert page.flow.draft is not None
    assert page.flow.draft.path.name == "订单.csv"


def test_next_months_file_goes_straight_to_the_check(
    qtbot: QtBot, desk: Desk, page: ImportPage, put: Callable[[str, str], Path]
) -> None:
    """XCH-01: the mapping is found again by the headers."""
    inspected(qtbot, page, put("会员_2026-10.csv", MEMBERS))
    checked(qtbot, page)
    written(qtbot, desk, page)
    page.open_files([put("会员_2026-11.csv", CHANGED)])
    qtbot.waitUntil(lambda: step(page) is Step.CHECK and page.flow.run.job is None)
    assert page.flow.draft is not None and page.flow.draft.checked is not None
    assert "沿用了模板“会员”" in texts(page)


def test_a_pasted_table_is_read_like_a_file(qtbot: QtBot, desk: Desk, page: ImportPage) -> None:
    QApplication.clipboard().setText(MEMBERS.replace(",", "\t"))
    qtbot.keyClick(page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: step(page) is Step.MAPPING)
    assert checked(qtbot, page).created == 3


def test_a_wrong_character_set_is_changed_by_one_click(
    qtbot: QtBot, page: ImportPage, put: Callable[[str, str], Path]
) -> None:
    inspected(qtbot, page, put("门店会员.csv", MEMBERS))
    page.strip.changed.emit({"encoding": "big5"})
    qtbot.waitUntil(lambda: page.flow.draft is not None and not page.flow.batch.busy)
    page.strip._encoding._ask()
    qtbot.waitUntil(lambda: page.strip._encoding.popover is not None)
    popover = page.strip._encoding.popover
    assert popover is not None
    shown = [each.text() for each in popover.findChildren(QLabel)]
    assert any("林婉清" in text for text in shown)
    names = {each.text(): each for each in popover.findChildren(QPushButton)}
    names["GB18030"].click()
    qtbot.waitUntil(lambda: not page.flow.batch.busy)
    assert field_of(page, "姓名") == "name"


def test_a_template_is_renamed_and_forgotten(
    qtbot: QtBot, desk: Desk, page: ImportPage, put: Callable[[str, str], Path]
) -> None:
    inspected(qtbot, page, put("会员.csv", MEMBERS))
    checked(qtbot, page)
    written(qtbot, desk, page)
    inspected(qtbot, page, put("会员.csv", MEMBERS))
    checked(qtbot, page)
    page.strip._template._rename("门店月度会员")
    qtbot.waitUntil(lambda: "门店月度会员" in page.strip._template.text())
    page.strip._template.forget()
    qtbot.waitUntil(lambda: page.strip._template.text() == "没有模板")


def test_a_field_is_found_by_its_pinyin(
    qtbot: QtBot, page: ImportPage, put: Callable[[str, str], Path]
) -> None:
    inspected(qtbot, page, put("门店会员.csv", MEMBERS))
    page.mapping_step.open_choice(5)
    choice = page.mapping_step.choice
    assert choice is not None
    qtbot.keyClicks(choice.search, "zhiye")
    qtbot.keyClick(choice.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: field_of(page, "备注2") == "occupation")


def test_a_field_that_is_used_says_by_which_column(
    qtbot: QtBot, page: ImportPage, put: Callable[[str, str], Path]
) -> None:
    inspected(qtbot, page, put("门店会员.csv", MEMBERS))
    assert page.flow.draft is not None
    taken = {each.field: each.taken_by for each in offers(page.flow.draft, 5)}
    assert taken["name"] == 2
    assert taken["occupation"] == 0


def test_only_columns_to_confirm_are_shown_when_asked_for(
    qtbot: QtBot, page: ImportPage, put: Callable[[str, str], Path]
) -> None:
    inspected(qtbot, page, put("门店会员.csv", MEMBERS))
    assert page.flow.draft is not None
    asked = [view for view in page.flow.draft.views if view.state in ("confirm", "damaged")]
    page.mapping_step._only.click()
    assert page.mapping_step.table.model().rowCount() == len(asked)


def test_the_inspector_shows_what_becomes_of_the_cells(
    qtbot: QtBot, page: ImportPage, put: Callable[[str, str], Path]
) -> None:
    inspected(qtbot, page, put("门店会员.csv", MEMBERS.replace("1995-02-28", "昨天")))
    page.mapping_step.table.choose(4)
    qtbot.waitUntil(lambda: "有效 2 · 空 0 · 其他 1" in texts(page))
    qtbot.waitUntil(lambda: "昨天" in texts(page))


def test_a_digit_chooses_a_field_in_the_inspector(
    qtbot: QtBot, page: ImportPage, put: Callable[[str, str], Path]
) -> None:
    inspected(qtbot, page, put("门店会员.csv", MEMBERS))
    page.mapping_step.table.choose(1)
    radios = page.mapping_step.inspector._group
    assert radios is not None
    last = len(radios.buttons())
    qtbot.keyClicks(page.mapping_step.table, str(last))
    qtbot.waitUntil(lambda: field_of(page, "姓名") is None)


def test_a_column_goes_where_the_user_sends_it(
    qtbot: QtBot, page: ImportPage, put: Callable[[str, str], Path]
) -> None:
    inspected(qtbot, page, put("门店会员.csv", MEMBERS))
    page.mapping_step.column_sent.emit("备注2", "name")
    qtbot.waitUntil(lambda: field_of(page, "备注2") == "name")
    assert field_of(page, "姓名") is None
    assert page.mapping_step.table.model().index(1, FIELD).data() == "不导入"


def field_of(page: ImportPage, column: str) -> str | None:
    assert page.flow.draft is not None
    return next(each.field for each in page.flow.draft.mapped.columns if each.column == column)


def test_personal_identifiers_are_masked_in_the_samples(
    qtbot: QtBot, page: ImportPage, put: Callable[[str, str], Path]
) -> None:
    inspected(qtbot, page, put("门店会员.csv", MEMBERS))
    model = page.mapping_step.table.model()
    assert model.index(2, 2).data() == "168 **** 0001"


def test_what_is_missing_is_said_and_stops_the_check(
    qtbot: QtBot, page: ImportPage, put: Callable[[str, str], Path]
) -> None:
    inspected(qtbot, page, put("订单.csv", ORDERS))
    page.mapping_step.column_sent.emit("下单时间", "")
    qtbot.waitUntil(lambda: "还没有哪一列对应下单时间" in texts(page))
    assert not button(page, "检查").isEnabled()


def test_escape_goes_one_step_back(
    qtbot: QtBot, page: ImportPage, put: Callable[[str, str], Path]
) -> None:
    inspected(qtbot, page, put("门店会员.csv", MEMBERS))
    checked(qtbot, page)
    assert page.escape()
    assert step(page) is Step.MAPPING
    assert page.escape()
    assert step(page) is Step.FILE
    assert not page.escape()


def test_a_change_of_the_language_keeps_what_was_done(
    qtbot: QtBot, page: ImportPage, put: Callable[[str, str], Path]
) -> None:
    inspected(qtbot, page, put("订单.csv", ORDERS))
    checked(qtbot, page)
    set_language("en")
    page.retranslate()
    assert primary_text(page) == "Write 2 rows: 2 new, 0 updated"
    assert "2 rows rejected" in texts(page)
    first = page.mapping_step.table.model().index(0, FIELD)
    qtbot.waitUntil(lambda: first.data() == "Order number")
    assert field_of(page, "订单号") == "order.order_no"


def test_a_file_of_which_no_row_fits_says_what_to_do(
    qtbot: QtBot, page: ImportPage, put: Callable[[str, str], Path]
) -> None:
    header, *_rows, undated = ORDERS.splitlines()
    inspected(qtbot, page, put("订单.csv", f"{header}\n{undated}\n"))
    checked(qtbot, page)
    assert primary_text(page) == "没有要写入的内容"
    assert "没有一行可以写入：请修正上面列出的问题，或返回调整列的对应关系。" in texts(page)


def test_a_file_that_cannot_be_read_does_not_stop_the_others(
    qtbot: QtBot, page: ImportPage, put: Callable[[str, str], Path]
) -> None:
    page.open_files([put("空.csv", ""), put("会员.csv", MEMBERS)])
    qtbot.waitUntil(lambda: step(page) is Step.MAPPING)
    assert page.flow.draft is not None
    assert page.flow.draft.path.name == "会员.csv"
    assert "空.csv" in texts(page)


def test_an_import_that_was_given_up_does_not_come_back(
    qtbot: QtBot, desk: Desk, page: ImportPage, put: Callable[[str, str], Path]
) -> None:
    inspected(qtbot, page, put("门店会员.csv", MEMBERS))
    page._footer.press()
    button(page, "取消导入").click()
    qtbot.waitUntil(lambda: not desk.jobs.running)
    assert step(page) is Step.FILE
    assert page.flow.draft is None


def test_a_mobile_number_stays_masked_in_a_column_that_is_not_imported(
    qtbot: QtBot, page: ImportPage, put: Callable[[str, str], Path]
) -> None:
    inspected(qtbot, page, put("门店会员.csv", MEMBERS))
    page.mapping_step.column_sent.emit("手机号", "")
    qtbot.waitUntil(lambda: field_of(page, "手机号") is None)
    assert page.mapping_step.table.model().index(2, 2).data() == "168 **** 0001"


def test_another_file_chosen_in_the_first_step_takes_the_place_of_the_first(
    qtbot: QtBot, page: ImportPage, put: Callable[[str, str], Path]
) -> None:
    inspected(qtbot, page, put("会员.csv", MEMBERS))
    page.escape()
    inspected(qtbot, page, put("订单.csv", ORDERS))
    assert page.flow.draft is not None
    assert page.flow.draft.path.name == "订单.csv"
    assert page.flow.waiting == []


def test_a_watched_folder_offers_next_months_file(
    qtbot: QtBot, desk: Desk, page: ImportPage, put: Callable[[str, str], Path], tmp_path: Path
) -> None:
    inspected(qtbot, page, put("会员.csv", MEMBERS))
    checked(qtbot, page)
    written(qtbot, desk, page)
    folder = tmp_path / "导出"
    folder.mkdir()
    (folder / "会员 11 月.csv").write_bytes(CHANGED.encode("gb18030"))
    (folder / "别的.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    page._footer.press()
    page.watched.watch(folder)
    row = page.file_step.folder
    qtbot.waitUntil(lambda: len(row.matches) == 1)
    assert "文件夹里有新文件：会员 11 月.csv" in texts(page)
    row.take.click()
    qtbot.waitUntil(lambda: step(page) is Step.CHECK and page.flow.run.job is None)


def test_a_dismissed_file_stays_dismissed(
    qtbot: QtBot, desk: Desk, page: ImportPage, put: Callable[[str, str], Path], tmp_path: Path
) -> None:
    inspected(qtbot, page, put("会员.csv", MEMBERS))
    checked(qtbot, page)
    written(qtbot, desk, page)
    folder = tmp_path / "导出"
    folder.mkdir()
    (folder / "会员 11 月.csv").write_bytes(CHANGED.encode("gb18030"))
    page._footer.press()
    page.watched.watch(folder)
    row = page.file_step.folder
    qtbot.waitUntil(lambda: len(row.matches) == 1)
    row.leave.click()
    qtbot.waitUntil(lambda: row.matches == ())
    page.watched.look_again()
    qtbot.wait(200)
    assert row.matches == ()


def test_phases_that_are_done_keep_their_time(qtbot: QtBot, page: ImportPage) -> None:
    panel = page.check_step.progress
    panel.begin("写入", "", "取消", writing=True)
    panel._show(0.97, "Saving")
    assert [phase._time.text() for phase in panel._phases[:2]] == ["0.0 秒", "0.0 秒"]
    assert panel._phases[2]._running.text() == "正在保存"


def test_a_column_goes_to_the_new_field_that_was_made_for_it(
    qtbot: QtBot, desk: Desk, page: ImportPage, put: Callable[[str, str], Path]
) -> None:
    inspected(qtbot, page, put("门店会员.csv", MEMBERS))
    host = FormHost(desk, page)
    page.mapping_step.open_choice(5)
    choice = page.mapping_step.choice
    assert choice is not None
    choice.search.setText("新建字段")
    qtbot.keyClick(choice.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: host.form is not None)
    assert host.form is not None
    host.form.save()
    qtbot.waitUntil(lambda: (field_of(page, "备注2") or "").startswith(OWN), timeout=20_000)
    checked(qtbot, page)
    written(qtbot, desk, page)
    assert stored(desk, "SELECT zh FROM custom_field") == [("备注2",)]


def test_the_keys_of_customers_are_used_in_turn(
    qtbot: QtBot, page: ImportPage, put: Callable[[str, str], Path]
) -> None:
    inspected(qtbot, page, put("members.csv", MEMBERS))
    keys = page.mapping_step.keys
    assert keys.keys == ("member_no", "mobile")
    keys.buttons()[0].click()
    keys.findChildren(QMenu)[-1].actions()[-1].trigger()
    qtbot.waitUntil(lambda: keys.keys == ("mobile",), timeout=15_000)
    keys.more.click()
    keys.findChildren(QMenu)[-1].actions()[-1].trigger()
    qtbot.waitUntil(lambda: keys.keys == ("mobile", "name+birth_date"), timeout=15_000)
    assert checked(qtbot, page).created == 3


def test_data_of_a_partner_are_taken_with_its_name_only(
    qtbot: QtBot, page: ImportPage, put: Callable[[str, str], Path]
) -> None:
    inspected(qtbot, page, put("members.csv", MEMBERS))
    page.flow.answers.change(legal_basis="consent")
    qtbot.waitUntil(lambda: not page.flow.batch.busy, timeout=15_000)
    assert not page._footer._primary.isEnabled()
    named = next(each for each in page.findChildren(QLineEdit) if each.isVisibleTo(page))
    named.setText("West Lake Trade")
    named.editingFinished.emit()
    qtbot.waitUntil(lambda: page._footer._primary.isEnabled(), timeout=15_000)
    assert page.flow.draft is not None and page.flow.draft.request.partner == "West Lake Trade"


def test_what_is_written_can_be_fetched_from_the_copy_before(
    qtbot: QtBot, desk: Desk, page: ImportPage, put: Callable[[str, str], Path]
) -> None:
    for name, text in (("a.csv", MEMBERS), ("b.csv", CHANGED)):
        inspected(qtbot, page, put(name, text))
        checked(qtbot, page)
        written(qtbot, desk, page)
        page.flow.next_file()
    (copy,) = desk.path.with_suffix(".backups").iterdir()
    with open_workspace(copy, PASSPHRASE, readonly=True) as opened:
        day = opened.connection.execute("SELECT birth_date FROM customer WHERE member_no = '0002'")
        assert day.fetchone() == ("1988-07-21",)
