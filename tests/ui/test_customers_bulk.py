"""Ticking customers by mouse and keys, and acting on all of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from pytestqt.qtbot import QtBot

from profiler_app.jobs.list_printing import ListSheet
from profiler_app.reports.list_page import ListColumnHead
from profiler_app.ui import theme
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.customers import CustomersPage
from profiler_app.ui.pages.customers.bulk_forms import OwnerForm, ReminderForm, TagForm
from profiler_app.ui.pages.customers.conditions import Condition
from profiler_app.ui.pages.customers.print_form import Drawing, PrintForm, save_pdf
from profiler_app.ui.pages.customers.ticks import Ticks
from tests.ui.conftest import list_of

TODAY = date(2026, 11, 22)
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
WOMEN = Condition("gender", "in", ("F",))


@pytest.fixture
def desk(sixty_desk: Desk) -> Desk:
    return sixty_desk


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> CustomersPage:
    return list_of(qtbot, desk, 60)


def ticked(page: CustomersPage) -> int:
    return len(page.table.ticks)


def settle(qtbot: QtBot, page: CustomersPage, act: Any) -> None:
    with qtbot.waitSignal(page.table.customers.modelReset):
        act()


def centre(page: CustomersPage, row: int, section: int) -> QPoint:
    return page.table.visualRect(page.table.customers.index(row, section)).center()


def test_space_ticks_the_current_row_and_the_bulk_bar_comes(
    qtbot: QtBot, page: CustomersPage
) -> None:
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert ticked(page) == 1 and page.bulk.isVisible() and not page.search.isVisible()
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert ticked(page) == 0 and not page.bulk.isVisible() and page.search.isVisible()


def test_shift_and_arrows_tick_from_row_to_row(qtbot: QtBot, page: CustomersPage) -> None:
    for _ in range(3):
        qtbot.keyClick(page.table, Qt.Key.Key_Down, SHIFT)
    assert ticked(page) == 4 and page.table.currentIndex().row() == 3


def test_a_click_on_the_box_ticks_and_shift_ticks_up_to_there(
    qtbot: QtBot, page: CustomersPage
) -> None:
    view, left = page.table.viewport(), Qt.MouseButton.LeftButton
    qtbot.mouseClick(view, left, pos=centre(page, 2, 0))
    qtbot.mouseClick(view, left, SHIFT, pos=centre(page, 6, 1))
    qtbot.mouseClick(view, left, CTRL, pos=centre(page, 9, 1))
    assert ticked(page) == 6
    assert page.table.currentIndex().row() == 0  # ticking moves nothing


def test_everybody_who_matches_is_ticked_not_only_rows_in_sight(
    qtbot: QtBot, page: CustomersPage
) -> None:
    """Detail 24."""
    settle(qtbot, page, lambda: page.source.filter_by([WOMEN]))
    n = len(page.table.customers.ids)
    qtbot.keyClick(page.table, Qt.Key.Key_A, CTRL)
    assert ticked(page) == n
    qtbot.keyClick(page.table, Qt.Key.Key_A, CTRL | SHIFT)
    assert ticked(page) == 0


def test_the_bar_names_how_many_all_are(page: CustomersPage) -> None:
    page.table.toggle(0)
    assert page.bulk.all.text() == "选择全部 60 位"
    page.bulk.all.click()
    assert ticked(page) == 60 and not page.bulk.all.isVisible()


def test_ticks_survive_sorting_and_filtering_by_the_customer(
    qtbot: QtBot, page: CustomersPage
) -> None:
    """Detail 23."""
    page.table.toggle(3)
    customer = int(page.table.customers.ids[3])
    settle(qtbot, page, lambda: page.table.sort_by("total"))
    assert customer in page.table.ticks
    settle(qtbot, page, lambda: page.search_for("没有这个人"))
    assert ticked(page) == 1
    assert page.acts.chosen().tolist() == [customer]


def test_escape_unticks_before_anything_else(qtbot: QtBot, page: CustomersPage) -> None:
    settle(qtbot, page, lambda: page.search_for("z"))
    page.table.toggle(0)
    assert page.escape() and ticked(page) == 0
    assert page.search.text() == "z"


def test_one_can_search_on_while_customers_are_ticked(qtbot: QtBot, page: CustomersPage) -> None:
    page.table.toggle(0)
    with qtbot.waitSignal(page.source.found):
        qtbot.keyClicks(page.table, "s")
    assert page.search.isVisible() and page.search.text() == "s" and ticked(page) == 1


def test_the_box_of_the_header_stands_for_all(qtbot: QtBot, page: CustomersPage) -> None:
    header = page.table.horizontalHeader()
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(15, 15))
    assert ticked(page) == 60
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(15, 15))
    assert ticked(page) == 0


def test_a_tag_is_given_to_all_ticked_and_can_be_undone(
    qtbot: QtBot, page: CustomersPage, desk: Desk
) -> None:
    page.table.tick_all()
    page.bulk.buttons["tag"].click()
    form = page.acts.form
    assert isinstance(form, TagForm) and not form.do.isEnabled()
    form.reason.setText("九月回访")
    with qtbot.waitSignal(desk.toasted, timeout=20_000) as toasted:
        form.do.click()
    text, operation = toasted.args
    assert "重点关注" in text and isinstance(operation, int)
    with qtbot.waitSignal(desk.toasted, timeout=20_000):
        desk.edits.undo(operation)


def test_customers_are_handed_over_to_a_new_manager(
    qtbot: QtBot, page: CustomersPage, desk: Desk
) -> None:
    page.table.toggle(0)
    page.bulk.buttons["owner"].click()
    form = page.acts.form
    assert isinstance(form, OwnerForm)
    qtbot.waitUntil(lambda: form.list.count() > 0)
    form.name.setText("新经理")
    with qtbot.waitSignal(desk.toasted, timeout=20_000) as toasted:
        form.do.click()
    assert toasted.args[0] == "已把 1 位客户转给 新经理。"


def test_a_reminder_needs_a_text_and_has_a_day(
    qtbot: QtBot, page: CustomersPage, desk: Desk
) -> None:
    page.table.toggle(0)
    page.bulk.buttons["remind"].click()
    form = page.acts.form
    assert isinstance(form, ReminderForm) and not form.do.isEnabled()
    form.title.setText("回访")
    with qtbot.waitSignal(desk.toasted, timeout=20_000) as toasted:
        form.do.click()
    assert toasted.args[0] == "已建 1 条提醒，2026-11-29 到期。"


def test_deleted_customers_come_back_ticked(qtbot: QtBot, page: CustomersPage, desk: Desk) -> None:
    page.table.toggle(0)
    page.table.toggle(1)
    with qtbot.waitSignal(desk.toasted, timeout=20_000) as toasted:
        page.bulk.buttons["delete"].click()
    assert toasted.args[0] == "已删除 2 位客户。"
    qtbot.waitUntil(lambda: len(page.table.customers.ids) == 58 and ticked(page) == 0)
    desk.edits.undo(toasted.args[1])
    qtbot.waitUntil(lambda: len(page.table.customers.ids) == 60 and ticked(page) == 2)


def test_del_and_its_friends_have_their_keys(page: CustomersPage) -> None:
    keys = {
        action.shortcut().toString() for widget in (page, page.table) for action in widget.actions()
    }
    assert keys == {"Ctrl+E", "Ctrl+P", "Ctrl+Shift+F", "Del"}


def test_copied_customers_are_the_ticked_ones(
    qtbot: QtBot, page: CustomersPage, desk: Desk
) -> None:
    for row in (0, 5, 9):
        page.table.toggle(row)
    with qtbot.waitSignal(desk.toasted) as toasted:
        page.table.copied.emit()
    assert toasted.args[0] == "已复制 3 行。"
    assert len(QGuiApplication.clipboard().text().split("\n")) == 4


def test_the_list_in_sight_is_printed_with_its_filter_in_words(
    qtbot: QtBot, page: CustomersPage, desk: Desk, tmp_path: Path
) -> None:
    settle(qtbot, page, lambda: page.source.filter_by([WOMEN]))
    wanted = page.acts.printed()
    n = len(page.table.customers.ids)
    assert wanted.filters == f"{n} 位 · 性别 女"
    assert [key for key, _width in wanted.columns] == page.table.shown_columns()
    path = tmp_path / "list.pdf"
    with qtbot.waitSignal(desk.toasted, timeout=20_000):
        save_pdf(wanted, path, desk, page)
    assert path.stat().st_size > 1_000


def test_printing_says_how_many_pages_it_will_be(page: CustomersPage) -> None:
    page.acts.print_all(page)
    form = page.acts.form
    assert isinstance(form, PrintForm)
    words = " ".join(label.text() for label in form.findChildren(type(page.bulk._count)))
    assert "60 位 · 3 页" in words
    form.close()


def test_a_printer_gets_the_list_page_by_page(
    qtbot: QtBot, page: CustomersPage, desk: Desk
) -> None:

    class Paper(QImage):
        pages = 1

        def resolution(self) -> int:
            return 96

        def newPage(self) -> bool:
            self.pages += 1
            return True

    paper = Paper(1123, 794, QImage.Format.Format_RGB32)
    lines = [["A-1", "林婉清"]] * 60
    heads = (ListColumnHead("编号", 90), ListColumnHead("客户", 160))
    sheet = ListSheet("高价值", "60 位客户", heads, lines, TODAY, "x")
    drawing = Drawing(paper, sheet, desk, page)
    with qtbot.waitSignal(drawing.ended):
        drawing.start()
    assert paper.pages == 3


def test_a_million_ticks_are_set_and_counted_at_once() -> None:
    ticks, everybody = Ticks(), np.arange(1, 1_000_001)
    ticks.set(everybody)
    ticks.toggle(500_000)
    assert len(ticks) == 999_999 and 500_000 not in ticks
    assert len(ticks.among(everybody[::2])) == 500_000


def test_ticks_of_the_deleted_wait_for_their_return() -> None:
    ticks = Ticks()
    ticks.set(np.array([3, 5, 8]))
    ticks.keep(np.array([3, 8]))
    assert ticks.ids().tolist() == [3, 8]
    ticks.keep(np.array([3, 5, 8]))
    assert ticks.ids().tolist() == [3, 5, 8]


def test_a_ticked_row_has_the_ground_of_a_chosen_one(page: CustomersPage) -> None:
    page.table.toggle(4)
    picture = QImage(page.table.viewport().size(), QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    page.table.viewport().render(painter, QPoint(0, 0))
    painter.end()
    inside = centre(page, 4, 1)
    colour = picture.pixelColor(page.table.columnWidth(0) + 200, inside.y() - 12)
    assert colour == theme.current().color("bg.selected")


def test_a_star_is_a_tag_by_hand_and_goes_again(
    qtbot: QtBot, page: CustomersPage, desk: Desk
) -> None:
    rows = [page.table.customers.customer(at) for at in range(10)]
    at = next(i for i, row in enumerate(rows) if row is not None and "m_focus" not in row.tags)
    page.table.go_to(at)
    qtbot.waitUntil(lambda: page.panel.customer == int(page.table.customers.ids[at]))
    star = page.panel.head.star
    shown = page.panel.customer
    qtbot.waitUntil(lambda: page.panel._card is not None and page.panel._card.customer == shown)
    assert not star.isChecked()
    with qtbot.waitSignal(desk.toasted, timeout=20_000):
        star.click()
    page.table.go_to(page.table.customers.row_of(shown or 0) or 0)
    qtbot.waitUntil(star.isChecked, timeout=20_000)
    assert page.panel.customer == shown
    with qtbot.waitSignal(desk.toasted, timeout=20_000):
        star.click()
    qtbot.waitUntil(lambda: not star.isChecked(), timeout=20_000)


def test_the_menu_of_the_panel_acts_on_its_customer(
    qtbot: QtBot, page: CustomersPage, desk: Desk
) -> None:
    qtbot.waitUntil(lambda: page.panel.head.isVisible() and page.panel._card is not None)
    acts = {each.text(): each for each in page.panel.head.menu().actions()}
    with qtbot.waitSignal(desk.toasted):
        acts["复制客户编号"].trigger()
    row = page.table.customers.customer(0)
    assert row is not None and QGuiApplication.clipboard().text() == row.number
    with qtbot.waitSignal(desk.toasted, timeout=20_000) as toasted:
        acts["删除"].trigger()
    assert toasted.args[0] == "已删除 1 位客户。"
