"""The customers page over a real workspace: find, filter, sort, follow, open, copy, export."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from profiler_app.domain.export_reasons import ExportReason
from profiler_app.domain.progress import Silent
from profiler_app.domain.text import set_language
from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
from profiler_app.jobs.list_columns import USUAL
from profiler_app.jobs.printing import login_name
from profiler_app.jobs.tag_use import last_uses
from profiler_app.ui import theme
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.customers import CustomersPage, export_form
from profiler_app.ui.pages.customers.conditions import TAGS, Condition
from profiler_app.ui.pages.customers.editors import ChoiceEditor, DateEditor, RangeEditor
from profiler_app.ui.pages.customers.layout import Layout
from profiler_app.ui.pages.customers.taking_out import ask_export, export
from profiler_app.ui.pages.segments.builder import SegmentBuilder
from profiler_app.ui.reading_order import go_on
from profiler_app.ui.widgets.buttons import Button, IconButton
from tests.ui.conftest import list_of, open_desk

TODAY = date(2026, 11, 22)
REASON = ExportReason("contact", "wang", TODAY)
KEYS = ["tick", *USUAL]
WOMEN = Condition("gender", "in", ("F",))
ADULTS = Condition("age", "range", ("30", ""))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("customers") / "demo.zhike"
    create_demo(Silent(), path, customers=200, today=TODAY)
    return path


@pytest.fixture
def desk(qapp: QApplication, file: Path, tmp_path: Path) -> Iterator[Desk]:
    theme.apply(qapp, "light")
    with open_desk(file, DEMO_PASSPHRASE, folder=tmp_path, today=TODAY) as made:
        yield made


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> CustomersPage:
    return list_of(qtbot, desk, 200)


def count(page: CustomersPage) -> int:
    return len(page.table.customers.ids)


def name(page: CustomersPage, row: int = 0) -> str:
    found = page.table.customers.customer(row)
    return "" if found is None else found.name


def current(page: CustomersPage) -> int:
    return int(page.table.customers.ids[page.table.currentIndex().row()])


def settle(qtbot: QtBot, page: CustomersPage, act: Any) -> None:
    """Do something that changes the list and wait for the list."""
    with qtbot.waitSignal(page.table.customers.modelReset):
        act()


def test_the_list_opens_on_its_first_customer(qtbot: QtBot, page: CustomersPage) -> None:
    assert page.table.currentIndex().row() == 0
    qtbot.waitUntil(lambda: page.panel.customer == current(page))


def test_letters_typed_in_the_table_go_to_the_search(qtbot: QtBot, page: CustomersPage) -> None:
    page.activateWindow()
    page.table.setFocus()
    with qtbot.waitSignal(page.table.customers.modelReset):
        qtbot.keyClicks(page.table, "s")
        qtbot.keyClicks(page.search, "hen")
    assert page.search.text() == "shen"


def test_a_name_is_found_by_its_pinyin(qtbot: QtBot, page: CustomersPage) -> None:
    settle(qtbot, page, lambda: page.search_for("szx"))
    qtbot.waitUntil(lambda: name(page) == "沈知夏")


def test_nothing_is_searched_while_the_input_method_composes(
    qtbot: QtBot, page: CustomersPage
) -> None:
    with qtbot.assertNotEmitted(page.search.searched, wait=200):
        QApplication.sendEvent(page.search, QInputMethodEvent("lin", []))
    done = QInputMethodEvent("", [])
    done.setCommitString("林")
    with qtbot.waitSignal(page.search.searched):
        QApplication.sendEvent(page.search, done)


def test_escape_clears_the_search_then_closes_the_panel(qtbot: QtBot, page: CustomersPage) -> None:
    settle(qtbot, page, lambda: page.search_for("szx"))
    settle(qtbot, page, page.escape)
    assert page.search.text() == "" and page.panel.isVisible()
    assert page.escape() and not page.panel.isVisible()
    assert not page.escape()


def test_sorting_keeps_the_current_customer_and_the_third_click_ends_it(
    qtbot: QtBot, page: CustomersPage
) -> None:
    page.table.go_to(3)
    customer = current(page)
    settle(qtbot, page, lambda: page.table.sort_by("total"))
    assert page.source.query.descending and current(page) == customer
    settle(qtbot, page, lambda: page.table.sort_by("total"))
    assert page.source.query.sort == "total" and not page.source.query.descending
    settle(qtbot, page, lambda: page.table.sort_by("total"))
    assert page.source.query.sort is None and current(page) == customer


def test_the_current_row_keeps_its_place_on_the_screen(qtbot: QtBot, page: CustomersPage) -> None:
    """Detail 23."""
    page.table.go_to(100)
    customer = current(page)
    before = page.table.visualRect(page.table.currentIndex()).y()
    settle(qtbot, page, lambda: page.source.filter_by([Condition("name", "contains", ("",))]))
    page.table.go_to(100)
    settle(qtbot, page, page.source.reload)
    assert current(page) == customer
    assert page.table.visualRect(page.table.currentIndex()).y() == before


def test_enter_and_a_double_click_open_the_same_profile(
    qtbot: QtBot, page: CustomersPage, desk: Desk
) -> None:
    opened: list[tuple[int, int]] = []
    desk.customer_opened.connect(lambda customer, ids: opened.append((customer, len(ids))))
    page.table.go_to(2)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    page.table.doubleClicked.emit(page.table.currentIndex())
    assert opened == [(current(page), 200)] * 2


def test_home_and_end_go_to_the_first_and_last_customer(qtbot: QtBot, page: CustomersPage) -> None:
    qtbot.keyClick(page.table, Qt.Key.Key_End)
    assert page.table.currentIndex().row() == 199
    qtbot.keyClick(page.table, Qt.Key.Key_Home)
    assert page.table.currentIndex().row() == 0


def test_conditions_narrow_the_list_and_leave_one_by_one(qtbot: QtBot, page: CustomersPage) -> None:
    settle(qtbot, page, lambda: page.source.filter_by([WOMEN, ADULTS]))
    narrow = count(page)
    settle(qtbot, page, lambda: page.chips.removed.emit(1))
    assert 0 < narrow < count(page) < 200
    settle(qtbot, page, page.chips.clear.click)
    assert count(page) == 200


def test_a_tag_on_the_panel_filters_by_it(qtbot: QtBot, page: CustomersPage) -> None:
    settle(qtbot, page, lambda: page.panel.tag_chosen.emit("gender_f"))
    assert page.source.query.where == "has('gender_f')"
    assert 0 < count(page) < 200


def test_the_popover_counts_values_and_applies_what_is_ticked(
    qtbot: QtBot, page: CustomersPage
) -> None:
    page.open_filter(page.chips.place_of(0))
    popover = page.popover
    assert popover is not None and isinstance(popover.editor, ChoiceEditor)
    ticks = popover.editor.list
    qtbot.waitUntil(lambda: ticks.count() == 7)
    settle(qtbot, page, lambda: ticks.itemClicked.emit(ticks.item(3)))
    assert page.source.query.where == "lifecycle in ['mature']"
    popover.close()


def test_an_amount_may_be_typed_as_people_write_it(qtbot: QtBot, page: CustomersPage) -> None:
    """Detail 26."""
    page.open_filter(page.chips.place_of(0), "monetary_all")
    popover = page.popover
    assert popover is not None and isinstance(popover.editor, RangeEditor)
    line = popover.editor.low
    settle(qtbot, page, lambda: (line.setText("2万"), line.textEdited.emit("2万")))
    assert page.source.query.where == "monetary_all >= 20000"
    line.editingFinished.emit()
    assert line.text() == "20000"
    popover.close()


def test_a_usual_number_of_days_is_one_click(qtbot: QtBot, page: CustomersPage) -> None:
    page.open_filter(page.chips.place_of(0), "last_order_on")
    popover = page.popover
    assert popover is not None and isinstance(popover.editor, DateEditor)
    assert popover.editor.condition().is_empty
    buttons = [each for each in popover.editor.findChildren(Button) if each.text()]
    settle(qtbot, page, buttons[1].click)
    assert page.source.query.where == "between(last_order_on, '2026-10-23', '2026-11-22')"
    popover.close()


def test_no_result_names_what_was_asked_and_offers_to_drop_it(
    qtbot: QtBot, page: CustomersPage
) -> None:
    page.source.filter_by([WOMEN])
    settle(qtbot, page, lambda: page.search_for("没有这个人"))
    qtbot.waitUntil(lambda: page.states.message() is not None)
    texts = [button.text() for button in page.states.buttons()]
    assert texts == ["清除搜索", "新建客户“没有这个人”", "清除全部"]
    assert not page.panel.isVisible()
    settle(qtbot, page, page.states.buttons()[0].click)
    assert count(page) > 0 and page.states.message() is None


def test_copied_rows_are_a_table_of_text(qtbot: QtBot, page: CustomersPage, desk: Desk) -> None:
    """Detail 9."""
    page.table.go_to(0)
    with qtbot.waitSignal(desk.toasted):
        qtbot.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    head, line = QGuiApplication.clipboard().text().split("\n")
    assert head.split("\t")[:2] == ["编号", "客户"]
    assert line.split("\t")[1] == name(page)


def test_the_list_is_exported_in_its_order(
    qtbot: QtBot, page: CustomersPage, desk: Desk, tmp_path: Path
) -> None:
    settle(qtbot, page, lambda: page.search_for("szx"))
    with qtbot.waitSignal(desk.toasted):
        export(page.table.customers.ids, USUAL, desk, page, tmp_path / "out.csv", REASON)
    written = (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(written) == 1 + count(page) + 1 and "沈知夏" in written[1]


def test_an_export_asks_what_it_is_for_and_warns_of_numbers_in_clear(
    page: CustomersPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[ExportReason] = []
    monkeypatch.setattr(export_form, "ask_export", lambda *words: asked.append(words[-1]))
    page.acts.export_all()
    form = page.acts.form
    assert isinstance(form, export_form.ExportForm)
    form.purpose.choose("authority")
    form.shown.choose("clear")
    form.file.click()
    assert asked == [ExportReason("authority", login_name(), TODAY, in_clear=True)]


def test_an_address_book_is_written_once_it_is_said_what_stands_in_clear(
    qtbot: QtBot,
    page: CustomersPage,
    desk: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = tmp_path / "people.xlsx"
    answer = (str(target), "手机通讯录 (*.vcf)")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words: answer)
    settle(qtbot, page, lambda: page.search_for("szx"))
    ask_export(page.table.customers.ids, USUAL, desk, page, REASON)
    (box,) = page.window().findChildren(QMessageBox)
    assert not list(tmp_path.glob("people.*"))
    (act,) = (
        each
        for each in box.buttons()
        if box.buttonRole(each) is QMessageBox.ButtonRole.DestructiveRole
    )
    with qtbot.waitSignal(desk.toasted, timeout=15_000):
        act.click()
    assert "FN:沈知夏" in target.with_suffix(".vcf").read_text(encoding="utf-8")


def test_row_and_scroll_survive_another_language_and_theme(
    qtbot: QtBot, qapp: QApplication, page: CustomersPage
) -> None:
    page.table.go_to(120)
    before = current(page), page.table.verticalScrollBar().value()
    set_language("en")
    page.retranslate()
    theme.apply(qapp, "dark")
    assert (current(page), page.table.verticalScrollBar().value()) == before
    title = page.table.customers.headerData(1, Qt.Orientation.Horizontal)
    assert title == "Customer"


def test_names_keep_their_room_at_every_width(page: CustomersPage) -> None:
    for width in range(760, 1700, 47):
        page.resize(width, 700)
        assert page.table.columnWidth(1) >= 160
        assert page.table.horizontalScrollBar().maximum() == 0


def test_tags_are_shown_when_the_panel_is_not(page: CustomersPage) -> None:
    assert page.table.isColumnHidden(KEYS.index("tags"))
    page.panel.closed.emit()
    assert not page.table.isColumnHidden(KEYS.index("tags"))


def test_in_a_narrow_window_the_panel_waits_until_it_is_asked_for(
    page: CustomersPage, desk: Desk
) -> None:
    page.resize(1100, 700)
    assert not page.panel.isVisible()
    page.resize(1400, 700)
    assert page.panel.isVisible()


def test_tab_goes_from_the_search_through_the_chips_to_the_table(
    qtbot: QtBot, page: CustomersPage
) -> None:
    settle(qtbot, page, lambda: page.source.filter_by([WOMEN, ADULTS]))
    page.search.setFocus()
    passed = []
    while page.table not in passed:
        go_on(page, forward=True)
        passed.append(QApplication.focusWidget())
    chips = page.chips.stops()
    assert passed[: len(chips)] == chips


def test_usual_widths_come_back(page: CustomersPage) -> None:
    usual = page.table.columnWidth(2)
    page.table.setColumnWidth(2, 133)
    page.table.change(Layout())
    assert page.table.columnWidth(2) == usual


def test_widths_columns_and_order_are_remembered(
    qtbot: QtBot, page: CustomersPage, desk: Desk
) -> None:
    """Detail 8."""
    layout = page.table.layout_.with_columns(["customer", "city", "stage"])
    page.table.change(layout.sorted_by("city", False))
    page.table.setColumnWidth(3, 133)
    qtbot.waitUntil(lambda: "133" in str(desk.preferences.get("customers.layout", "")))
    again = CustomersPage(desk)
    qtbot.addWidget(again)
    assert again.table.columnWidth(3) == 133
    assert again.table.layout_.columns == ("customer", "city", "stage")
    assert again.source.query.sort == "city"


def test_every_sign_button_has_a_name(page: CustomersPage) -> None:
    names = [button.accessibleName() for button in page.findChildren(IconButton)]
    assert len(names) >= 4 and all(each not in ("", "-") for each in names)


def test_rows_are_read_far_down_the_list(qtbot: QtBot, page: CustomersPage) -> None:
    page.table.verticalScrollBar().setValue(page.table.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: page.table.customers.customer(199) is not None)


def test_the_panel_steps_through_the_list(qtbot: QtBot, page: CustomersPage) -> None:
    page.panel.stepped.emit(1)
    assert page.table.currentIndex().row() == 1
    qtbot.waitUntil(lambda: page.panel.customer == current(page))


def test_an_unreadable_rule_is_told_above_the_rows(qtbot: QtBot, page: CustomersPage) -> None:
    page.source.conditions = (Condition(TAGS, "any", ("no such tag",)),)
    page.source.reload()
    qtbot.waitUntil(lambda: page.states.error() is not None)
    assert count(page) == 200


def test_the_buttons_of_the_panel_open_the_forms_of_its_customer(
    qtbot: QtBot, page: CustomersPage, desk: Desk
) -> None:
    qtbot.waitUntil(lambda: page.panel._card is not None)
    asked: list[tuple[str, object]] = []
    desk.forms.asked.connect(lambda form, about: asked.append((form, about)))
    named = {each.text() or each.accessibleName(): each for each in page.findChildren(Button)}
    named["新建客户"].click()
    named["记录互动"].click()
    named["编辑"].click()
    assert asked == [("person", None), ("contact", current(page)), ("edit", current(page))]


def test_nobody_found_can_be_made_under_the_name_that_was_typed(
    qtbot: QtBot, page: CustomersPage, desk: Desk
) -> None:
    asked: list[Any] = []
    desk.forms.named.connect(lambda *what: asked.append(what))
    for kind, typed in (("company", "江南示例家具有限公司"), ("person", "没有这个人")):
        settle(qtbot, page, lambda typed=typed: page.search_for(typed))  # type: ignore[misc]
        next(b for b in page.states.buttons() if typed in b.text()).click()
        assert asked[-1] == (kind, typed)


def test_a_number_nobody_has_is_no_name_of_a_new_customer(
    qtbot: QtBot, page: CustomersPage
) -> None:
    settle(qtbot, page, lambda: page.search_for("99999999999"))
    assert not any("99999999999" in button.text() for button in page.states.buttons())


def test_page_and_panel_open_the_forms_of_the_current_customer(
    qtbot: QtBot, page: CustomersPage, desk: Desk
) -> None:
    asked: list[Any] = []
    desk.forms.asked.connect(lambda *what: asked.append(what))
    qtbot.waitUntil(lambda: page.panel._log.isEnabled() and page.panel._log.isVisible())
    qtbot.waitUntil(lambda: page.panel._card is not None)
    page.panel._log.click()
    page.panel._edit.click()
    page._bar.new.click()
    customer = current(page)
    assert asked == [("contact", customer), ("edit", customer), ("person", None)]


def test_filters_become_a_segment_of_the_same_customers(
    qtbot: QtBot, page: CustomersPage, desk: Desk
) -> None:
    assert page._filters.segment.isHidden()
    settle(qtbot, page, lambda: page.source.filter_by((WOMEN, ADULTS)))
    assert not page._filters.segment.isHidden()
    with qtbot.waitSignal(desk.place_opened) as opened:
        page._filters.segment.click()
    form = SegmentBuilder(desk)
    qtbot.addWidget(form)
    form.open_place(opened.args[1])
    form.name.setText("Women from 30")
    qtbot.waitUntil(form.save.isEnabled, timeout=15_000)
    assert f"{count(page):,}" in form.rule.count.text()


def test_what_no_field_can_ask_is_asked_by_a_rule_and_changed_later(
    qtbot: QtBot, page: CustomersPage, desk: Desk
) -> None:
    form = page.filtering.ask_rule(QRect(0, 0, 10, 10))
    form.rule.rule.typed.setPlainText("count(purchases, 365) >= 2")
    qtbot.waitUntil(form.use.isEnabled, timeout=15_000)
    settle(qtbot, page, form.use.click)
    many = count(page)
    (condition,) = page.source.conditions
    assert condition.values[0] == "count(purchases, 365) >= 2"
    assert condition.values[1]
    form = page.filtering.ask_rule(QRect(0, 0, 10, 10), 0)
    assert form.rule.text() == "count(purchases, 365) >= 2"
    form.rule.rule.typed.setPlainText("count(purchases, 365) >= 6")
    qtbot.waitUntil(form.use.isEnabled, timeout=15_000)
    settle(qtbot, page, form.use.click)
    assert len(page.source.conditions) == 1
    assert count(page) < many


def test_the_tags_a_list_asks_for_are_noted_as_used(
    qtbot: QtBot, page: CustomersPage, desk: Desk
) -> None:
    """A tag is idle only while no list asks for it (TAG-05)."""

    def days(done: list[str | None]) -> None:
        desk.reads.ask(
            "test.uses", lambda reader: last_uses(reader.workspace).get("gender_f"),
            done=done.append, owner=desk,
        )  # fmt: skip

    settle(qtbot, page, lambda: page.source.add_tag("gender_f"))
    found: list[str | None] = []
    qtbot.waitUntil(lambda: days(found) is None and TODAY.isoformat() in found, timeout=15_000)
