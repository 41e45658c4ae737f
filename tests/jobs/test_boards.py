"""Boards of one's own are facts: kept, changed, undone, and drawn from the data of the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from profiler_app.domain.boards import Board, Tile
from profiler_app.domain.insights import opening
from profiler_app.jobs import lists
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.history import undo_operation
from profiler_app.jobs.insights.boards import (
    BoardCharts,
    board_charts,
    read_boards,
    remove_board,
    save_board,
)
from profiler_app.jobs.insights.explore import explore
from profiler_app.jobs.insights.exporting import board_caption, export_charts
from profiler_app.jobs.insights.overview import insights
from profiler_app.jobs.views import read_views
from profiler_app.store.tag_history import rules_in_use
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import Silent

TODAY = date(2026, 11, 22)
WOMEN = "gender == 'F'"
TILES = (
    Tile("value"),
    Tile("field", "monetary_12m", rule=WOMEN, name="她们的消费"),
    Tile("drivers", "monetary_12m"),
    Tile("said"),
    Tile("complaints"),
    Tile("voices"),
)
BOARD = Board(0, "每周例会", TILES)


def charts(workspace: Workspace, tiles: tuple[Tile, ...]) -> BoardCharts:
    return board_charts(workspace, ColumnSource(workspace), tiles, today=TODAY)


def test_a_board_is_kept_and_is_no_view_of_the_list_viz_01(own_demo: Workspace) -> None:
    _operation, number = save_board(Silent(), own_demo, BOARD)
    assert read_boards(own_demo) == (replace(BOARD, id=number, position=1),)
    assert read_views(own_demo) == ()


def test_each_change_of_a_board_can_be_undone(own_demo: Workspace) -> None:
    save_board(Silent(), own_demo, BOARD)
    (kept,) = read_boards(own_demo)
    for changed in (kept.moving(0, 1), kept.renaming(0, "价值"), kept.without(2)):
        operation, _number = save_board(Silent(), own_demo, changed)
        assert read_boards(own_demo) == (changed,)
        undo_operation(Silent(), own_demo, operation)
        assert read_boards(own_demo) == (kept,)
    undo_operation(Silent(), own_demo, remove_board(Silent(), own_demo, kept))
    assert read_boards(own_demo) == (kept,)


def test_a_tile_shows_what_the_page_shows_viz_01(demo: Workspace) -> None:
    source = ColumnSource(demo)
    page, said = insights(demo, source), explore(demo, source, field="monetary_12m")
    shown = [each.chart for each in charts(demo, TILES).drawn]
    assert shown[0] == page.chart("value")
    assert shown[2:] == [said.charts[1], *said.charts[3:]]


def test_every_part_of_a_tile_opens_just_its_customers_viz_01(demo: Workspace) -> None:
    source = ColumnSource(demo)
    drawn = charts(demo, TILES[:2]).drawn
    assert drawn[1].chart.title == "她们的消费"
    for each in drawn:
        for mark in each.chart.marks:
            rule = opening(each.where, mark.rule)
            assert lists.count(source, rule)[0] == mark.customers, mark.label


def test_the_days_of_a_filter_move_along(demo: Workspace) -> None:
    tile = Tile("value", rule="recency_days < 400 and last_order_at > 'today-30'")
    (drawn,) = charts(demo, (tile,)).drawn
    assert "'2026-10-23'" in drawn.where


@pytest.mark.parametrize(
    "tile", [Tile("field", "gone"), Tile("value", rule="gone == 1"), Tile("newer")]
)
def test_a_tile_that_cannot_be_drawn_says_so_and_leaves_the_others(
    demo: Workspace, tile: Tile
) -> None:
    broken, whole = charts(demo, (tile, Tile("warned"))).drawn
    assert broken.chart.empty and not broken.chart.marks
    assert whole.chart.marks


def test_a_field_and_a_rule_of_a_board_count_as_used(own_demo: Workspace) -> None:
    save_board(Silent(), own_demo, BOARD)
    assert ("board", "每周例会", WOMEN) in [row[:3] for row in rules_in_use(own_demo.connection)]


def test_a_board_is_written_with_the_filter_of_each_chart(demo: Workspace, tmp_path: Path) -> None:
    shown = charts(demo, TILES[:2])
    drawn = [each.chart for each in shown.drawn]
    told = ("no filter", "Filter: gender F")
    for name in ("board.pdf", "board.xlsx"):
        export_charts(
            Silent(), demo, drawn, tmp_path / name, board_caption(shown.as_of, told),
            title_of_pages="每周例会", filters=told,
        )  # fmt: skip
    words = " ".join(PdfReader(tmp_path / "board.pdf").pages[0].extract_text().split())
    assert "Filter: gender F" in words and "每周例会" in words
    about = load_workbook(tmp_path / "board.xlsx").worksheets[0]
    assert ("她们的消费", "Filter: gender F") in [row[:2] for row in about.values]
