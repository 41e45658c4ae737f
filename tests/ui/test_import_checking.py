"""The check step: ticks, policies, repairs; what is shown is what is written."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from profiler_app.domain.imports import ImportReport, ImportRequest
from profiler_app.jobs.importing import import_file
from profiler_app.jobs.workspaces import open_workspace
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.importing import ImportPage
from profiler_app.ui.pages.importing.rejects_list import _Row
from profiler_app.ui.pages.importing.written_dialog import WrittenDialog
from tests.jobs.conftest import Silent
from tests.ui.test_importing import (
    MEMBERS,
    PASSPHRASE,
    TODAY,
    button,
    checked,
    desk,
    inspected,
    page,
    primary_text,
    put,
    stored,
    texts,
    written,
)

__all__ = ["desk", "page", "put"]

CHANGED = """会员号,姓名,手机号,性别,出生日期
0001,林婉清,16800000009,女,1990-03-09
0002,赵林峰,16800000002,男,1988-07-22
0003,王琳,16800000003,女,1995-02-28
0004,新客甲,16800000004,女,1995-02-28
"""
ORDERS = """订单号,下单时间,会员号,商品名称,数量,实付金额
A1,2026-10-01 10:00,0001,净水器,1,1299.00
A2,2026-10-05 12:00,0002,台灯,1,1260 块/件
A3,2026-13-06,0003,台灯,1,89.90
A4,,0001,台灯,1,89.90
"""

Put = Callable[[str, str], Path]


@pytest.fixture
def known(desk: Desk, tmp_path: Path) -> None:
    """Three customers, imported from an older file."""
    path = tmp_path / "会员.csv"
    path.write_bytes(MEMBERS.encode("gb18030"))
    with open_workspace(desk.path, PASSPHRASE) as workspace:
        import_file(Silent(), workspace, ImportRequest((path,)), today=TODAY)


@pytest.fixture
def report(qtbot: QtBot, known: None, page: ImportPage, put: Put) -> ImportReport:
    """The check of a file that changes three values of two customers."""
    inspected(qtbot, page, put("会员.csv", CHANGED))
    return checked(qtbot, page)


def counts(page: ImportPage) -> tuple[int, int, int, int]:
    """Return the numbers on the tiles."""
    tiles = page.check_step.tiles._tiles
    return tuple(int(tile._count.text().replace(",", "")) for tile in tiles.values())  # type: ignore[return-value]


def test_unticking_changes_counts_and_the_button_at_once(
    page: ImportPage, report: ImportReport
) -> None:
    """The rows stay the sum of the four counts, and nothing is read again."""
    assert counts(page) == (1, 2, 1, 0)
    assert primary_text(page) == "写入 3 行：新增 1，更新 2"
    table = page.check_step.panel.changes
    row = next(r for r in range(3) if table.changes.change(r).line == 3)
    began = time.perf_counter()
    table.toggled.emit(row)
    assert time.perf_counter() - began < 0.1
    assert counts(page) == (1, 1, 2, 0)
    assert primary_text(page) == "写入 2 行：新增 1，更新 1"
    assert sum(counts(page)) == report.rows


def test_only_ticked_changes_are_written(
    qtbot: QtBot, desk: Desk, page: ImportPage, report: ImportReport
) -> None:
    table = page.check_step.panel.changes
    row = next(r for r in range(3) if table.changes.change(r).field == "mobile")
    table.setCurrentIndex(table.changes.index(row, 1))
    qtbot.keyClick(table, Qt.Key.Key_Space)
    written(qtbot, desk, page)
    rows = stored(desk, "SELECT mobile, birth_date FROM customer ORDER BY member_no LIMIT 2")
    assert rows == [("+8616800000001", "1990-03-09"), ("+8616800000002", "1988-07-22")]
    assert page.flow.draft is not None and page.flow.draft.written is not None
    assert page.flow.draft.written.updated == 2


def test_with_nothing_ticked_only_new_customers_are_written(
    page: ImportPage, report: ImportReport
) -> None:
    page.check_step.panel.changes.all_toggled.emit()
    assert counts(page) == (1, 0, 3, 0)
    assert primary_text(page) == "写入 1 行：新增 1，更新 0"


def test_one_tick_stands_for_a_whole_field(page: ImportPage, report: ImportReport) -> None:
    panel = page.check_step.panel
    panel._view._pick("fields")
    fields = panel.fields
    row = next(i for i, each in enumerate(fields.fields.rows) if each.field == "birth_date")
    fields.toggled.emit(row)
    assert counts(page) == (1, 1, 2, 0)
    assert fields.fields.rows[row].kept == 2


def test_a_policy_is_checked_again_and_written(
    qtbot: QtBot, desk: Desk, page: ImportPage, report: ImportReport
) -> None:
    page.check_step.panel.policy_chosen.emit("birth_date", "fill")
    qtbot.waitUntil(lambda: counts(page) == (1, 1, 2, 0))
    written(qtbot, desk, page)
    rows = stored(desk, "SELECT birth_date FROM customer ORDER BY member_no LIMIT 2")
    assert rows == [("1990-03-08",), ("1988-07-21",)]


def test_the_line_below_says_why(page: ImportPage, report: ImportReport) -> None:
    strip = page.check_step.panel.strip
    assert "会员" in strip._why.text()
    assert strip._toggle.text() == "保留本机"
    strip.toggled.emit()
    assert strip._toggle.text() == "改用文件中的值"


def test_new_and_unchanged_rows_are_listed(page: ImportPage, report: ImportReport) -> None:
    panel, tiles = page.check_step.panel, page.check_step.tiles
    tiles._pick("created")
    model = panel.rows.model()
    assert [model.index(0, column).data() for column in range(2)] == ["5", "新客甲"]
    tiles._pick("unchanged")
    assert [model.index(0, column).data() for column in range(2)] == ["4", "王琳"]


def test_proposals_put_rows_right_and_they_are_counted(
    qtbot: QtBot, desk: Desk, known: None, page: ImportPage, put: Put
) -> None:
    """CLN-01: each reject has its reason and, where one exists, a proposal that was tried."""
    inspected(qtbot, page, put("订单.csv", ORDERS))
    report = checked(qtbot, page)
    assert (report.created, report.rejected) == (1, 3)
    proposals = {r.line: r.proposal.value for r in report.rejects if r.proposal}
    assert proposals == {3: "1260", 4: "2026-06-13"}
    button(page, "改为 1260").click()
    qtbot.waitUntil(lambda: counts(page) == (2, 0, 0, 2))
    assert "已改正 1 行" in texts(page)
    button(page, "改为 2026-06-13").click()
    qtbot.waitUntil(lambda: counts(page) == (3, 0, 0, 1))
    written(qtbot, desk, page)
    assert stored(desk, "SELECT sum(net) FROM order_line") == [(129900 + 126000 + 8990,)]


def test_a_value_is_typed_in_its_place(
    qtbot: QtBot, known: None, page: ImportPage, put: Put
) -> None:
    inspected(qtbot, page, put("订单.csv", ORDERS))
    checked(qtbot, page)
    rows = page.check_step.rejects.findChildren(_Row)
    row = next(each for each in rows if each._reject.line == 5)
    row.act()
    row._edit.setText("2026-10-07")
    qtbot.keyClick(row._edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: counts(page) == (2, 0, 0, 2))


def test_esc_leaves_a_rejected_value_as_it_was(
    qtbot: QtBot, known: None, page: ImportPage, put: Put
) -> None:
    inspected(qtbot, page, put("订单.csv", ORDERS))
    checked(qtbot, page)
    row = page.check_step.rejects.findChildren(_Row)[0]
    row.type_in()
    qtbot.keyClick(row._edit, Qt.Key.Key_Escape)
    assert not row._edit.isVisible()
    assert row._value.isVisible()
    assert page.flow.run.job is None


def test_what_was_written_is_listed_afterwards(
    qtbot: QtBot, desk: Desk, page: ImportPage, report: ImportReport
) -> None:
    written(qtbot, desk, page)
    button(page, "查看改动").click()
    (dialog,) = page.result_step.findChildren(WrittenDialog)
    fields = [dialog.changes.changes.change(row).field for row in range(3)]
    assert sorted(fields) == ["birth_date", "birth_date", "mobile"]
    dialog.close()


def test_the_damage_of_a_file_can_be_treated_otherwise(
    qtbot: QtBot, known: None, page: ImportPage, put: Put
) -> None:
    text = CHANGED.replace("1995-02-28", "1900-01-01")
    inspected(qtbot, page, put("会员.csv", text))
    before = checked(qtbot, page)
    damage = next(each for each in before.damage.items if len(each.treatments) > 1)
    other = next(each for each in damage.treatments if each != damage.treatment)
    page.check_step.damage.treated.emit(before.damage.chosen(damage.key, other))

    def treated() -> bool:
        now = page.flow.draft and page.flow.draft.checked
        return bool(now) and any(each.treatment == other for each in now.damage.items)

    qtbot.waitUntil(treated)
