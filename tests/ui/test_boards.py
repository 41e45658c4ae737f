"""The tab of boards: charts are kept, moved, renamed and removed, each with undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from profiler_app.domain.boards import Tile
from profiler_app.domain.insights import opening
from profiler_app.domain.text import _
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.customers.conditions import Condition
from profiler_app.ui.pages.insights import InsightsPage

WAIT = 15_000


@pytest.fixture
def page(qtbot: QtBot, demo_desk: Desk) -> InsightsPage:
    made = InsightsPage(demo_desk)
    qtbot.addWidget(made)
    made.resize(1200, 900)
    made.show()
    made.activated()
    qtbot.waitUntil(lambda: made.overview.insights is not None, timeout=WAIT)
    return made


def titles(page: InsightsPage) -> list[str]:
    return [chart.title for chart in page.boards_tab.grid.charts()]


def keep(qtbot: QtBot, page: InsightsPage, key: str, name: str = "") -> None:
    panel = page.overview.panels[key]
    assert panel.chart is not None
    sheet = page.keep_chart(panel.chart, Tile(key, name=name))
    before = sum(len(board.tiles) for board in page.boards.all)
    sheet.save.click()
    qtbot.waitUntil(
        lambda: sum(len(board.tiles) for board in page.boards.all) == before + 1, timeout=WAIT
    )


@pytest.fixture
def board(qtbot: QtBot, page: InsightsPage) -> InsightsPage:
    """The page with a board of three charts in sight."""
    for key in ("value", "lifecycle", "province"):
        keep(qtbot, page, key)
    page.show_tab("boards")
    qtbot.waitUntil(lambda: page.boards_tab.board() is not None, timeout=WAIT)
    return page


def test_without_a_board_the_tab_teaches_how_to_make_one(qtbot: QtBot, page: InsightsPage) -> None:
    page.show_tab("boards")
    tab = page.boards_tab
    qtbot.waitUntil(tab.empty.isVisible, timeout=WAIT)
    assert not tab.bar.isVisible() and not page.title.export.isEnabled()
    tab.overview_asked.emit()
    assert page.tab == "overview"


def test_a_chart_is_kept_with_the_filter_of_the_page_but_its_own(
    qtbot: QtBot, page: InsightsPage
) -> None:
    page.show_conditions((Condition("lifecycle", "in", ("mature",)),))
    with qtbot.waitSignal(page.overview.kept, timeout=WAIT) as kept:
        panel = page.overview.panels["province"]
        panel.kept.emit(panel.chart)
    assert kept.args is not None
    assert "lifecycle" in kept.args[1].rule
    with qtbot.waitSignal(page.overview.kept, timeout=WAIT) as kept:
        panel = page.overview.panels["lifecycle"]
        panel.kept.emit(panel.chart)
    assert kept.args is not None and kept.args[1].rule == ""


def test_the_charts_of_a_board_open_their_customers_viz_01(
    qtbot: QtBot, board: InsightsPage, demo_desk: Desk
) -> None:
    panel = board.boards_tab.grid.panels[2]
    assert panel.chart is not None
    with qtbot.waitSignal(demo_desk.list_opened) as opened:
        panel.canvas.opened.emit(0)
    mark = panel.chart.marks[0]
    assert opened.args == [opening("", mark.rule), mark.label]


def test_a_chart_moves_by_keys_and_stays_in_focus(qtbot: QtBot, board: InsightsPage) -> None:
    before, grid = titles(board), board.boards_tab.grid
    board.activateWindow()
    grid.panels[0].canvas.setFocus()
    qtbot.waitUntil(grid.panels[0].canvas.hasFocus, timeout=WAIT)
    later = next(each for each in grid.actions() if each.objectName() == "tile_later")
    later.trigger()
    assert titles(board) == [before[1], before[0], before[2]]
    assert grid.panels[1].canvas.hasFocus()
    qtbot.waitUntil(lambda: board.boards.all[0].tiles[0].chart == "lifecycle", timeout=WAIT)


def test_the_menu_of_a_chart_renames_and_removes_it_and_undo_brings_it_back(
    qtbot: QtBot, board: InsightsPage, demo_desk: Desk
) -> None:
    tab = board.boards_tab
    menu = QMenu()
    tab.grid.panels[0].add_actions(menu)
    words = {action.text(): action for action in menu.actions()}
    assert not words[_("Move the chart forward")].isEnabled()
    sheet = tab.ask_title(0)
    sheet.name.setText("价值")
    with qtbot.waitSignal(demo_desk.toasted, timeout=WAIT):
        sheet.save.click()
    assert titles(board)[0] == "价值"
    with qtbot.waitSignal(demo_desk.toasted, timeout=WAIT):
        words[_("Remove from the board")].trigger()
    assert len(titles(board)) == 2
    demo_desk.edits.undo_last()
    qtbot.waitUntil(lambda: titles(board)[:1] == ["价值"], timeout=WAIT)


def test_boards_are_made_and_deleted(qtbot: QtBot, board: InsightsPage) -> None:
    tab = board.boards_tab
    sheet = tab.bar.ask_new()
    sheet.name.setText(board.boards.all[0].name)
    assert not sheet.save.isEnabled()
    sheet.name.setText("第二")
    sheet.save.click()
    qtbot.waitUntil(lambda: len(board.boards.all) == 2 and tab.empty.isVisible(), timeout=WAIT)
    assert tab.bar.chooser.count() == 2
    tab.bar.remove.click()
    qtbot.waitUntil(lambda: len(board.boards.all) == 1, timeout=WAIT)
    qtbot.waitUntil(lambda: len(titles(board)) == 3, timeout=WAIT)


def test_a_board_is_written_from_the_page(
    qtbot: QtBot, board: InsightsPage, demo_desk: Desk, tmp_path: Path
) -> None:
    tab, path = board.boards_tab, tmp_path / "board.pdf"
    shown, kept = tab.shown, tab.board()
    assert shown is not None and kept is not None and board.title.export.isEnabled()
    assert board.export_menu.menu().actions()[0].text() == _("This board as PDF")
    with qtbot.waitSignal(demo_desk.toasted, timeout=WAIT):
        board.exporter.write_board(kept, shown, tab.filters(), path)
    assert path.read_bytes().startswith(b"%PDF")
