"""The page of segments over a real workspace: RFM, clusters, my segments, the company market."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from profiler_app.domain.segmentation import group_label, group_rule
from profiler_app.domain.text import set_language
from profiler_app.jobs.bulk import delete
from profiler_app.store.workspace import create_workspace
from profiler_app.ui import theme
from profiler_app.ui.desk import Desk
from profiler_app.ui.figures_export import export
from profiler_app.ui.pages.customers import CustomersPage
from profiler_app.ui.pages.segments import SegmentsPage
from profiler_app.ui.pages.segments.builder import SegmentBuilder
from profiler_app.ui.pages.segments.edges_form import EdgesForm
from profiler_app.ui.pages.segments.rfm_grid import classes
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.window import MainWindow
from tests.ui.conftest import open_desk

TODAY = date(2026, 11, 22)


@pytest.fixture
def desk(demo_desk: Desk) -> Desk:
    return demo_desk


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> SegmentsPage:
    shown = SegmentsPage(desk)
    qtbot.addWidget(shown)
    shown.resize(1230, 850)
    shown.show()
    shown.activated()
    qtbot.waitUntil(lambda: shown.rfm.migration is not None, timeout=15_000)
    return shown


def opened(desk: Desk) -> list[tuple[str, str]]:
    """Collect the lists of customers that are asked for."""
    asked: list[tuple[str, str]] = []
    desk.list_opened.connect(lambda rule, title: asked.append((rule, title)))
    return asked


def test_the_page_opens_with_a_finding_of_real_numbers(page: SegmentsPage) -> None:
    overview = page.rfm.overview
    assert overview is not None
    best = max(overview.groups, key=lambda group: group.sales_share)
    said = page.rfm._finding.text()
    assert group_label(best.group) in said
    assert f"{best.share:.1%}" in said
    assert f"{best.sales_share:.1%}" in said


def test_arrows_move_in_the_grid_and_enter_opens_the_customers(
    qtbot: QtBot, page: SegmentsPage, desk: Desk
) -> None:
    asked = opened(desk)
    grid = page.rfm.grid
    grid.select(5, 4)
    qtbot.keyClick(grid, Qt.Key.Key_Down)
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    cell = grid.cell()
    assert cell is not None
    assert (cell.recency, cell.frequency) == (4, 5)
    assert str(cell.customers) in grid.accessibleDescription()
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert asked == ([(cell.rule, "R4 · F5")] if cell.customers else [])


def test_a_click_selects_a_cell_and_escape_lets_it_go(qtbot: QtBot, page: SegmentsPage) -> None:
    grid = page.rfm.grid
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid._box(3, 5).center().toPoint())
    cell = grid.cell()
    assert cell is not None
    assert (cell.recency, cell.frequency) == (3, 5)
    assert page.escape()
    assert grid.cell() is None
    assert not page.escape()


def test_enter_on_a_group_opens_its_customers(qtbot: QtBot, page: SegmentsPage, desk: Desk) -> None:
    asked = opened(desk)
    page.rfm.groups.selectRow(2)
    qtbot.keyClick(page.rfm.groups, Qt.Key.Key_Return)
    group = page.rfm.groups.rows()[2].group
    assert asked == [(group_rule(group), group_label(group))]


def rows_opened(qtbot: QtBot, desk: Desk, act: Callable[[], Any]) -> int:
    """Do something that opens a list and return how many rows the page of customers shows."""
    asked = opened(desk)
    act()
    listed = CustomersPage(desk)
    qtbot.addWidget(listed)
    listed.open_list(*asked[0])
    qtbot.waitUntil(lambda: listed.source.last is not None, timeout=15_000)
    assert listed.source.conditions[0].values[1] == asked[0][1]
    return len(listed.table.customers.ids)


def test_every_group_and_cell_opens_as_many_customers_as_it_says_seg_02(
    qtbot: QtBot, page: SegmentsPage, desk: Desk
) -> None:
    rfm, overview = page.rfm, page.rfm.overview
    assert overview is not None
    best = max(overview.groups, key=lambda group: group.sales_share)
    assert rows_opened(qtbot, desk, rfm._view.click) == best.customers
    for cell in [each for each in overview.cells if each.customers][:6]:
        rfm.grid.select(cell.recency, cell.frequency)
        assert rows_opened(qtbot, desk, rfm._open_cell.click) == cell.customers
    for at, group in enumerate(rfm.groups.rows()):
        rfm.groups.selectRow(at)
        press = partial(qtbot.keyClick, rfm.groups, Qt.Key.Key_Return)
        assert rows_opened(qtbot, desk, press) == group.customers


def test_every_company_cell_opens_as_many_customers_as_it_says_seg_04(
    qtbot: QtBot, page: SegmentsPage, desk: Desk
) -> None:
    page.show_tab("market")
    qtbot.waitUntil(lambda: page.market.market is not None)
    for at, cell in enumerate(page.market.table.rows()):
        page.market.table.selectRow(at)
        assert rows_opened(qtbot, desk, page.market._open) == cell.customers


def test_back_returns_to_the_same_tab_and_selection(
    qtbot: QtBot, desk: Desk, preferences: Preferences
) -> None:
    window = MainWindow(preferences)
    qtbot.addWidget(window)
    window.open_desk(desk)
    window.show()
    desk.open_page("segments")
    page = window.workspace.pages.made["segments"]
    page.show_tab("market")
    qtbot.waitUntil(lambda: page.market.market is not None)
    page.market.table.selectRow(2)
    page.market.table.setFocus()
    qtbot.keyClick(page.market.table, Qt.Key.Key_Return)
    assert window.workspace.pages.page == "customers"
    window.workspace.pages.back()
    assert window.workspace.pages.page == "segments"
    assert page.tab == "market"
    assert page.market.table.currentIndex().row() == 2
    assert page.focusWidget() is page.market.table


def test_groups_can_be_sorted_by_every_figure(page: SegmentsPage) -> None:
    table = page.rfm.groups
    given = [row.group for row in table.rows()]
    table.sort_by(1)
    counts = [row.customers for row in table.rows()]
    assert counts == sorted(counts, reverse=True)
    table.sort_by(1)
    assert [row.customers for row in table.rows()] == counts[::-1] or len(set(counts)) < 8
    table.sort_by(1)
    assert [row.group for row in table.rows()] == given


def test_figures_out_of_sight_are_told_by_the_tip_of_a_row(page: SegmentsPage) -> None:
    table = page.rfm.groups
    tip = Qt.ItemDataRole.ToolTipRole
    table.resize(1200, 400)
    assert table.model().index(0, 1).data(tip) is None
    table.resize(330, 400)
    hidden = [at for at in range(6) if table.isColumnHidden(at)]
    assert hidden
    told = table.model().index(0, 0).data(tip)
    for at in hidden:
        assert table.model().index(0, at).data() in told


def test_large_texts_scroll_instead_of_clipping(qapp: QApplication, page: SegmentsPage) -> None:
    theme.apply(qapp, "light", 1.3)
    page.resize(1010, 800)
    (area,) = page.rfm.findChildren(QScrollArea)
    assert area.widget().height() >= area.widget().minimumSizeHint().height()
    assert page.rfm.groups.height() >= page.rfm.groups.height_of(8)
    theme.apply(qapp, "light")


def test_the_status_bar_says_who_is_not_scored(page: SegmentsPage) -> None:
    assert page.rfm.overview is not None
    for number in page.rfm.overview.not_scored.values():
        assert not number or str(number) in page.foot.left.text()


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_figures_can_be_read_on_every_colour_of_the_grid(
    qapp: QApplication, mode: theme.Mode
) -> None:
    theme.apply(qapp, mode)
    look = theme.current()
    for ground in (*classes(), *look.chart_scale("diverging")):
        assert theme._contrast(look.ink_on(ground), ground) >= 4.5


def test_borders_are_tried_before_they_are_saved(
    qtbot: QtBot, page: SegmentsPage, desk: Desk
) -> None:
    assert page.rfm.overview is not None
    form = EdgesForm(desk, page.rfm.overview, page)
    qtbot.waitUntil(lambda: bool(form.effect.text()))
    assert not form.save.isEnabled()
    form.recency.setText("30, 10")
    form.recency.textEdited.emit("30, 10")
    qtbot.waitUntil(lambda: bool(form.problem.text()))
    assert not form.save.isEnabled()
    form.recency.setText("30，60，90，180")
    form.recency.textEdited.emit("")
    qtbot.waitUntil(form.save.isEnabled)
    toasts: list[Any] = []
    desk.toasted.connect(lambda text, operation: toasts.append(operation))
    form.save.click()
    qtbot.waitUntil(
        lambda: page.rfm.overview is not None and page.rfm.overview.by_hand, timeout=15_000
    )
    assert page.rfm.overview.edges.recency == (30, 60, 90, 180)
    desk.edits.undo(toasts[0])
    qtbot.waitUntil(lambda: not page.rfm.overview.by_hand, timeout=15_000)  # type: ignore[union-attr]


def test_the_language_changes_on_every_tab(page: SegmentsPage) -> None:
    page.rfm.grid.select(3, 5)
    set_language("en")
    page.retranslate()
    assert page.bar.tabs.key() == "rfm"
    assert page.rfm.groups.figures()[0][0] == "Group"
    assert page.rfm.grid.cell() is not None
    set_language("zh")
    page.retranslate()
    assert page.rfm.groups.figures()[0][0] != "Group"


def test_a_segment_is_checked_counted_saved_and_deleted(
    qtbot: QtBot, page: SegmentsPage, desk: Desk
) -> None:
    page.show_tab("saved")
    qtbot.waitUntil(lambda: page.saved.read)
    form = SegmentBuilder(desk)
    qtbot.addWidget(form)
    form.name.setText("Big")
    form.rule.rule.typed.setPlainText("monetary_12m >=")
    qtbot.waitUntil(lambda: bool(form.rule.words.text()), timeout=15_000)
    assert not form.save.isEnabled()
    form.rule.rule.typed.setPlainText("monetary_12m >= 3000")
    qtbot.waitUntil(form.save.isEnabled, timeout=15_000)
    counted = form.rule.count.text()
    form.save.click()
    qtbot.waitUntil(lambda: len(page.saved.segments) == 1)
    (segment,) = page.saved.segments
    assert f"{segment.customers:,}" in counted
    asked = opened(desk)
    assert rows_opened(qtbot, desk, page.saved.detail.open.click) == segment.customers
    assert asked == [("monetary_12m >= 3000", "Big")]
    toasts: list[Any] = []
    desk.toasted.connect(lambda text, operation: toasts.append(operation))
    page.saved.delete()
    qtbot.waitUntil(lambda: not page.saved.segments)
    desk.edits.undo(toasts[0])
    qtbot.waitUntil(lambda: len(page.saved.segments) == 1, timeout=15_000)


def test_clusters_are_found_adopted_and_opened(
    qtbot: QtBot, page: SegmentsPage, desk: Desk
) -> None:
    page.show_tab("clusters")
    page.clusters._start.click()
    qtbot.waitUntil(lambda: page.clusters.view is not None, timeout=60_000)
    assert not page.title.adopt.isHidden()
    assert not page.clusters.is_in_force()
    form = page.clusters.ask_names(page.title.adopt)
    assert form is not None
    form.names[0].setText(form.names[1].text())
    assert not form.save.isEnabled()
    form.names[0].setText("My best")
    form.save.click()
    qtbot.waitUntil(page.clusters.is_in_force, timeout=15_000)
    assert page.clusters._names[0] == "My best"
    assert not page.clusters.is_stale()
    assert page.title.adopt.isHidden()
    asked = opened(desk)
    page.clusters._open(0)
    assert asked[0][0].startswith("cluster == ")
    for at, group in enumerate(page.clusters.view.groups):
        assert rows_opened(qtbot, desk, partial(page.clusters._open, at)) == group.customers


def test_found_groups_say_that_the_data_has_changed_since(
    qtbot: QtBot, page: SegmentsPage, desk: Desk
) -> None:
    page.show_tab("clusters")
    page.clusters._start.click()
    qtbot.waitUntil(lambda: page.clusters._found_in is not None, timeout=60_000)
    assert page.clusters._stale.isHidden()
    done: list[Any] = []
    desk.jobs.start(
        delete, np.array([1]), title="-", owner=desk, done=done.append, failed=done.append
    )
    qtbot.waitUntil(lambda: bool(done))
    desk.refresh_data()
    qtbot.waitUntil(page.clusters.is_stale, timeout=30_000)
    assert not page.clusters._stale.isHidden()


def test_value_tiers_are_tried_saved_opened_and_undone_seg_01(
    qtbot: QtBot, page: SegmentsPage, desk: Desk
) -> None:
    form = page.show_tiers(None)
    for at, (name, bound) in enumerate([("高", "2万"), ("中", "5,000"), ("低", "0")]):
        form.names[at].setText(name)
        form.bounds[at].setText(bound)
    form.bounds[2].setText("6000")
    form._preview()
    assert form.problem.text()
    assert not form.save.isEnabled()
    form.bounds[2].setText("0")
    form._preview()
    qtbot.waitUntil(form.save.isEnabled)
    said = form.counts[0].text()
    assert not form.counts[0].isEnabled()
    toasts: list[Any] = []
    desk.toasted.connect(lambda text, operation: toasts.append(operation))
    form.save.click()
    qtbot.waitUntil(lambda: bool(toasts), timeout=15_000)
    saved = form.tiers()
    again = page.show_tiers(saved)
    qtbot.waitUntil(lambda: bool(again.counts[0].text()))
    assert again.counts[0].isEnabled()
    assert again.counts[0].text() == said
    assert str(rows_opened(qtbot, desk, again.counts[0].click)) in said
    desk.edits.undo(toasts[0])
    qtbot.waitUntil(lambda: len(toasts) > 1, timeout=15_000)


def test_companies_open_by_size_and_industry(qtbot: QtBot, page: SegmentsPage, desk: Desk) -> None:
    page.show_tab("market")
    qtbot.waitUntil(lambda: page.market.market is not None)
    asked = opened(desk)
    qtbot.keyClick(page.market.table, Qt.Key.Key_Return)
    assert asked[0][0] == page.market.table.row().rule


def test_the_table_shown_is_exported(qtbot: QtBot, page: SegmentsPage, tmp_path: Path) -> None:
    _name, headers, rows = page.rfm.exported()
    export(page, page._desk, tmp_path / "groups.csv", headers, rows)
    qtbot.waitUntil((tmp_path / "groups.csv").exists)
    text = (tmp_path / "groups.csv").read_text(encoding="utf-8-sig")
    assert len(text.strip().splitlines()) == 9


def test_without_purchases_the_page_says_what_to_do(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    path = tmp_path / "empty.zhike"
    create_workspace(path, "right horse", prefix="TEST").close()
    with open_desk(path, "right horse", folder=tmp_path, today=TODAY) as desk:
        shown = SegmentsPage(desk)
        qtbot.addWidget(shown)
        shown.show()
        shown.activated()
        qtbot.waitUntil(lambda: shown.stack.currentWidget() is shown._empty)
        asked: list[Any] = []
        desk.import_opened.connect(asked.append)
        shown._import.click()
        assert len(asked) == 1
        for tab in ("clusters", "saved", "market"):
            shown.show_tab(tab)
        qtbot.waitUntil(lambda: shown.market.market is not None)
        assert shown.market._empty.isVisible()
