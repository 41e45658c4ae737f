"""Saved views: the list is kept under a name, opens as it was, and says when it was changed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from profiler_app.domain.views import MOST_VIEWS, SavedView
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.customers import CustomersPage
from profiler_app.ui.pages.customers.chooser import ColumnChooser
from profiler_app.ui.pages.customers.conditions import RULE, TAGS, Condition
from profiler_app.ui.pages.customers.header_menu import HeaderMenu
from profiler_app.ui.pages.customers.order_menu import OrderMenu
from profiler_app.ui.pinned_views import PinnedViews
from profiler_app.ui.view_form import ViewForm
from tests.ui.conftest import list_of

TODAY = date(2026, 11, 22)
WOMEN = Condition("gender", "in", ("F",))
RECENT = Condition("last_order_on", "days", ("90",))


@pytest.fixture
def desk(sixty_desk: Desk) -> Desk:
    return sixty_desk


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> CustomersPage:
    return list_of(qtbot, desk, 60)


@pytest.fixture
def pins(qtbot: QtBot, desk: Desk) -> PinnedViews:
    made = PinnedViews(desk)
    qtbot.addWidget(made)
    made.show()
    return made


def settle(qtbot: QtBot, page: CustomersPage, act: Any) -> None:
    with qtbot.waitSignal(page.source.found):
        act()


def keep(qtbot: QtBot, page: CustomersPage, name: str) -> SavedView:
    """Save the list as a view through the form."""
    anchor = QWidget(page)
    form = page.keeper.ask_name(anchor)
    form.name.setText(name)
    form.save.click()
    qtbot.waitUntil(lambda: page.keeper.view is not None and page.keeper.view.name == name)
    view = page.keeper.view
    assert view is not None
    return view


def test_a_view_opens_with_its_filter_columns_and_order(qtbot: QtBot, page: CustomersPage) -> None:
    settle(qtbot, page, lambda: page.source.filter_by([WOMEN, RECENT]))
    layout = page.table.layout_.with_columns(["customer", "city", "total"])
    settle(qtbot, page, lambda: page.table.change(layout.sorted_by("total", True)))
    ids = page.table.customers.ids.tolist()
    view = keep(qtbot, page, "近期女客户")
    settle(qtbot, page, page.keeper.leave)
    assert page.source.conditions == () and page.keeper.view is None
    settle(qtbot, page, lambda: page.open_view(view.id))
    assert page.source.conditions == (WOMEN, RECENT)
    assert page.table.layout_.columns == ("customer", "city", "total")
    assert page.table.customers.ids.tolist() == ids


def test_a_change_is_noticed_and_can_be_dropped_or_saved(qtbot: QtBot, page: CustomersPage) -> None:
    settle(qtbot, page, lambda: page.source.filter_by([WOMEN]))
    keep(qtbot, page, "女客户")
    assert not page.keeper.is_changed()
    settle(qtbot, page, lambda: page.source.filter_by([RECENT]))
    assert page.keeper.is_changed()
    settle(qtbot, page, page.keeper.revert)
    assert page.source.conditions == (WOMEN,) and not page.keeper.is_changed()
    settle(qtbot, page, lambda: page.source.filter_by([RECENT]))
    page.keeper.save()
    qtbot.waitUntil(lambda: not page.keeper.is_changed())
    assert page.keeper.view is not None and "today-90" in page.keeper.view.rule


def test_another_width_does_not_make_a_view_changed(qtbot: QtBot, page: CustomersPage) -> None:
    keep(qtbot, page, "全部")
    page.table.change(page.table.layout_.with_width("stage", 150))
    assert not page.keeper.is_changed()


def test_views_are_counted_in_the_navigation(
    qtbot: QtBot, page: CustomersPage, pins: PinnedViews, desk: Desk
) -> None:
    settle(qtbot, page, lambda: page.source.filter_by([WOMEN]))
    n = len(page.table.customers.ids)
    view = keep(qtbot, page, "女客户")
    qtbot.waitUntil(lambda: desk.views.counts.get(view.id) == n)
    qtbot.waitUntil(lambda: len(pins.items) == 1 and pins.items[0].isChecked())
    assert pins.items[0].accessibleName() == f"女客户 {n} 位"


def test_keys_move_rename_and_delete_a_view(
    qtbot: QtBot, page: CustomersPage, pins: PinnedViews, desk: Desk
) -> None:
    keep(qtbot, page, "甲")
    keep(qtbot, page, "乙")
    qtbot.waitUntil(lambda: len(pins.items) == 2)
    qtbot.keyClick(pins.items[1], Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: [item.text() for item in pins.items] == ["乙", "甲"])
    qtbot.keyClick(pins.items[0], Qt.Key.Key_F2)
    form = pins.findChild(ViewForm)
    assert form is not None
    form.name.setText("丙")
    form.save.click()
    qtbot.waitUntil(lambda: [item.text() for item in pins.items] == ["丙", "甲"])
    with qtbot.waitSignal(desk.toasted) as toasted:
        qtbot.keyClick(pins.items[1], Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: [item.text() for item in pins.items] == ["丙"])
    desk.edits.undo(toasted.args[1])
    qtbot.waitUntil(lambda: [item.text() for item in pins.items] == ["丙", "甲"])


def test_a_name_is_needed_and_given_once(qtbot: QtBot, page: CustomersPage) -> None:
    keep(qtbot, page, "甲")
    form = page.keeper.ask_name(QWidget(page))
    assert not form.save.isEnabled()
    form.name.setText("甲")
    assert not form.save.isEnabled()
    form.name.setText("乙")
    assert form.save.isEnabled()
    form.close()


def test_no_more_views_than_fit_the_navigation(page: CustomersPage, desk: Desk) -> None:
    desk.views.views = tuple(SavedView(n, f"{n}", "", "", "", 0, n) for n in range(1, 9))
    assert len(desk.views.views) == MOST_VIEWS
    form = page.keeper.ask_name(QWidget(page))
    form.name.setText("又一个")
    assert not form.save.isEnabled()
    form.close()


def test_a_rule_from_elsewhere_is_one_chip_with_its_name(qtbot: QtBot, page: CustomersPage) -> None:
    settle(qtbot, page, lambda: page.open_list("age > 40 or gender in ['F']", "冠军"))
    assert page.source.conditions == (
        Condition(RULE, "rule", ("age > 40 or gender in ['F']", "冠军")),
    )
    page.filtering.open(page.chips.place_of(0), RULE)
    assert page.filtering.rule is not None
    settle(qtbot, page, page.filtering.rule.drop.click)
    assert len(page.table.customers.ids) == 60


def test_cleared_filters_come_back_with_undo(qtbot: QtBot, page: CustomersPage, desk: Desk) -> None:
    settle(qtbot, page, lambda: page.source.filter_by([WOMEN, RECENT]))
    with qtbot.waitSignal(desk.toasted) as toasted:
        page.filtering.clear()
    assert page.source.conditions == ()
    desk.edits.undo(toasted.args[1])
    assert page.source.conditions == (WOMEN, RECENT)


def test_no_result_tells_what_each_condition_costs(qtbot: QtBot, page: CustomersPage) -> None:
    old = Condition("age", "range", ("150", ""))
    settle(qtbot, page, lambda: page.source.filter_by([WOMEN, old]))
    qtbot.waitUntil(lambda: len(page.states.buttons()) == 2)
    assert page.states.buttons()[0].text() == "去掉最严的条件（年龄 ≥ 150）"
    settle(qtbot, page, page.states.buttons()[0].click)
    assert page.source.conditions == (WOMEN,)


def test_names_that_sound_alike_are_offered(qtbot: QtBot, page: CustomersPage) -> None:
    settle(qtbot, page, lambda: page.search_for("沈至夏"))
    qtbot.waitUntil(lambda: any(each.text() == "沈知夏" for each in page.states.buttons()))
    settle(qtbot, page, page.states.buttons()[0].click)
    assert page.search.text() == "沈知夏" and len(page.table.customers.ids) >= 1


def test_columns_are_found_ticked_and_moved(qtbot: QtBot, page: CustomersPage) -> None:
    chooser = page.choose_columns()
    assert isinstance(chooser, ColumnChooser)
    chooser.search.setText("城市")
    shown = [at for at in range(chooser.others.count()) if not chooser.others.item(at).isHidden()]
    assert [chooser.others.item(at).text() for at in shown] == ["城市"]
    chooser.others.setCurrentRow(shown[0])
    qtbot.keyClick(chooser.others, Qt.Key.Key_Space)
    assert page.table.layout_.columns[-1] == "city"
    chooser.search.setText("")
    chooser.shown.setCurrentRow(chooser.shown.count() - 1)
    qtbot.keyClick(chooser.shown, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert page.table.layout_.columns[-2] == "city"
    chooser.shown.setCurrentRow(0)
    qtbot.keyClick(chooser.shown, Qt.Key.Key_Space)
    assert page.table.layout_.columns[0] == "customer"  # locked
    chooser.reset.click()
    assert "city" not in page.table.layout_.columns
    chooser.close()


def test_columns_without_room_are_marked(page: CustomersPage) -> None:
    page.resize(800, 700)
    chooser = page.choose_columns()
    hidden = set(page.table.layout_.columns) - set(page.table.shown_columns())
    assert hidden
    marked = {
        page.table.layout_.columns[at]
        for at in range(chooser.shown.count())
        if chooser.shown.item(at).data(Qt.ItemDataRole.UserRole + 1) == "窗口太窄"
    }
    assert marked == hidden
    chooser.close()


def test_rows_take_the_height_that_was_chosen(page: CustomersPage) -> None:
    chooser = page.choose_columns()
    chooser.density.chosen.emit(chooser.density.key())
    before = page.table.rowHeight(0)
    chooser.density.choose("compact")
    chooser.density.chosen.emit("compact")
    assert page.table.rowHeight(0) < before
    chooser.close()


def test_the_menu_of_a_header_sorts_fits_and_hides(qtbot: QtBot, page: CustomersPage) -> None:
    acts = {each.text(): each for each in HeaderMenu(page.table, "stage").actions()}
    settle(qtbot, page, acts["降序"].trigger)
    assert page.source.query.sort == "lifecycle" and page.source.query.descending
    acts["适合列宽"].trigger()
    assert "stage" in page.table.layout_.widths
    acts = {each.text(): each for each in HeaderMenu(page.table, "stage").actions()}
    acts["隐藏此列"].trigger()
    assert "stage" not in page.table.layout_.columns


def test_the_order_is_chosen_from_a_menu(qtbot: QtBot, page: CustomersPage) -> None:
    menu = OrderMenu(page.table)
    tier = next(each for each in menu.actions() if each.text() == "价值分层")
    settle(qtbot, page, tier.trigger)
    menu.close()
    assert page.source.query.sort == "tier"


def test_the_popover_is_worked_by_keys(qtbot: QtBot, page: CustomersPage) -> None:
    page.filtering.open(page.chips.place_of(0))
    popover = page.popover
    assert popover is not None
    popover.search.setText("性别")
    qtbot.keyClick(popover.search, Qt.Key.Key_Right)
    editor = popover.editor
    assert editor is not None
    ticks = editor.list  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: ticks.count() >= 2)
    ticks.setCurrentRow(0)
    settle(qtbot, page, lambda: qtbot.keyClick(ticks, Qt.Key.Key_Space))
    assert page.source.conditions[0].field == "gender"
    qtbot.keyClick(ticks, Qt.Key.Key_Return)
    assert page.popover is None


def test_a_bar_of_the_histogram_chooses_its_range(qtbot: QtBot, page: CustomersPage) -> None:
    page.filtering.open(page.chips.place_of(0), "age")
    popover = page.popover
    assert popover is not None and popover.editor is not None
    bars = popover.editor.bars  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: bars.isVisible())
    settle(
        qtbot,
        page,
        lambda: qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(3, 30)),
    )
    (condition,) = page.source.conditions
    low, high = condition.values
    assert condition.op == "range" and 0 < float(low) < float(high)
    popover.close()


def test_every_way_to_tag_is_offered_with_zero_counts(qtbot: QtBot, page: CustomersPage) -> None:
    page.filtering.open(page.chips.place_of(0), TAGS)
    popover = page.popover
    assert popover is not None and popover.editor is not None
    ticks = popover.editor.list  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: ticks.count() > 100)
    popover.close()
