"""Boards of one's own: facts, so each change can be undone; drawn from the data of the day."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from profiler_app.domain.boards import Board, Tile, tiles_text
from profiler_app.domain.errors import UserProblem
from profiler_app.domain.fields import fields
from profiler_app.domain.insights import Chart
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_, _
from profiler_app.domain.views import on_day
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.insights.crowd import Crowd, crowd_of
from profiler_app.jobs.insights.explore import field_chart
from profiler_app.jobs.insights.overview import CHARTS, overview_chart
from profiler_app.jobs.insights.voices import voice_chart
from profiler_app.store import views
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace

ABOUT_FIELD = ("field", "drivers")
"""The charts that are about one field."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart of a tile, and the filter its customers were chosen by, as of the business day."""

    chart: Chart
    where: str


@dataclass(frozen=True, slots=True)
class BoardCharts:
    """The charts of tiles in their order."""

    as_of: str
    drawn: tuple[Drawn, ...]
    seconds: float


def read_boards(workspace: Workspace) -> tuple[Board, ...]:
    """Return the boards in their order."""
    return views.read_boards(workspace.connection)


def save_board(progress: Progress, workspace: Workspace, board: Board) -> tuple[int, int]:
    """Save a new board (``id`` 0, at the end) or a changed one; return (operation, its id)."""
    progress.step(0.0, N_("Saving"))
    cells = {"name": board.name, "columns": tiles_text(board.tiles)}
    with operation(workspace, "board", {"name": board.name}) as opened:
        if board.id:
            opened.update("saved_view", board.id, cells)
            return opened.id, board.id
        last = max((each.position for each in read_boards(workspace)), default=0)
        number = opened.insert_one("saved_view", {**cells, "rule": "", "position": last + 1})
    return opened.id, number


def remove_board(progress: Progress, workspace: Workspace, board: Board) -> int:
    """Delete a board and return the operation."""
    progress.step(0.0, N_("Saving"))
    with operation(workspace, "board_removed", {"name": board.name}) as opened:
        opened.delete("saved_view", [board.id])
    return opened.id


def board_charts(
    workspace: Workspace, source: ColumnSource, tiles: Sequence[Tile], *, today: date
) -> BoardCharts:
    """Return the charts of tiles from the data there is now. Raises NotComputed without a refresh.

    A tile whose filter or field is gone says so instead of taking the others with it.
    """
    started = time.perf_counter()
    as_of = crowd_of(workspace, source, "").as_of.isoformat()
    crowds: dict[str, Crowd] = {}
    drawn = []
    for tile in tiles:
        where = on_day(tile.rule, today)
        try:
            if where not in crowds:
                crowds[where] = crowd_of(workspace, source, where)
            chart = _chart(workspace, crowds[where], tile)
        except UserProblem as problem:
            chart = Chart(tile.chart, "bars", tile.name or _("Chart"), empty=str(problem))
        drawn.append(Drawn(replace(chart, title=tile.name or chart.title), where))
    return BoardCharts(as_of, tuple(drawn), time.perf_counter() - started)


def _chart(workspace: Workspace, crowd: Crowd, tile: Tile) -> Chart:
    if tile.chart in ABOUT_FIELD:
        if tile.field not in fields():
            return _gone(_("The field of this chart is gone. Remove the chart or bring it back."))
        return field_chart(crowd, tile.chart, tile.field, tile.days)
    if tile.chart in CHARTS:
        return overview_chart(workspace, tile.chart, crowd, crowd.bought(), tile.days)
    chart = voice_chart(workspace, crowd, tile.chart)
    return chart or _gone(_("This version of Zhike does not know this chart."))


def _gone(why: str) -> Chart:
    return Chart("gone", "bars", _("Chart"), empty=why)
