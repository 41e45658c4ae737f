"""The tab of boards: the charts one keeps, side by side, drawn from the data of today."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from profiler_app.domain.boards import Board, Tile
from profiler_app.domain.errors import UserProblem
from profiler_app.domain.insights import Mark, opening
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.insights import boards as jobs
from profiler_app.jobs.insights.boards import BoardCharts, Drawn
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.insights.board_bar import BoardBar
from profiler_app.ui.pages.insights.board_forms import NameSheet
from profiler_app.ui.pages.insights.board_tile import filter_words
from profiler_app.ui.pages.insights.boards import Boards
from profiler_app.ui.pages.insights.tile_grid import TileGrid
from profiler_app.ui.pages.segments.parts import scrolled
from profiler_app.ui.widgets.empty_state import EmptyState


class BoardsTab(QWidget):
    """``loaded`` follows an answer or another board; ``overview_asked`` a wish to choose charts."""

    loaded = Signal(object)
    exported = Signal(object, str)
    overview_asked = Signal()

    def __init__(self, desk: Desk, boards: Boards) -> None:
        super().__init__()
        self._desk, self.boards = desk, boards
        self.shown: BoardCharts | None = None
        self._drawn: dict[Tile, Drawn] = {}
        self._is_fresh = False
        self.bar, self.grid = BoardBar(boards), TileGrid()
        self.empty = EmptyState("layout-grid", "")
        self._choose_charts = self.empty.add_button("", self.overview_asked.emit, kind="primary")
        self.stack = QStackedWidget()
        self._area = scrolled(self.grid)
        self._area.hide()  # there is nothing to see before the first answer
        self.stack.addWidget(self._area)
        self.stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.stack, 1)
        boards.changed.connect(self._show_board)
        self.grid.opened.connect(self._open)
        self.grid.exported.connect(self.exported)
        self.grid.moved.connect(self._move)
        self.grid.renamed.connect(self.ask_title)
        self.grid.removed.connect(self._remove)
        self.retranslate()

    def reload(self) -> None:
        """Read the boards, then their charts, again."""
        self._is_fresh = False
        self.boards.reload()

    def showEvent(self, event: QShowEvent) -> None:
        """Compute what was not computed while nobody looked."""
        super().showEvent(event)
        if self.boards.is_read and not self._is_fresh:
            self._show_board()

    def retranslate(self) -> None:
        """Show every text in the current language; charts are made in that of the reading."""
        self.bar.retranslate()
        self._choose_charts.setText(_("Choose charts"))
        self.empty.set_message(
            _("No chart kept yet"),
            _("A board shows the charts you look at every week, from the data of the day. In "
              "Overview or in Fields and needs, open the menu ⋯ of a chart and choose “Keep on a "
              "board”."),
        )  # fmt: skip
        if self.boards.is_read:
            self.reload()

    # -- what is there

    def _tiles(self) -> tuple[Tile, ...]:
        board = self.boards.current
        return board.tiles if board is not None else ()

    def _show_board(self) -> None:
        tiles = self._tiles()
        self.stack.setCurrentWidget(self._area if tiles else self.empty)
        missing = any(tile.what not in self._drawn for tile in tiles)
        if not missing:
            self._show_tiles()
        if not self.isVisible():
            self._is_fresh = self._is_fresh and not missing
        elif missing or not self._is_fresh:
            self._desk.reads.ask(
                "insights.board", _charts, tuple(tile.what for tile in tiles), self._desk.today(),
                done=partial(self._receive, tiles), failed=self._fail, owner=self,
            )  # fmt: skip

    def _receive(self, tiles: tuple[Tile, ...], charts: BoardCharts) -> None:
        self.shown, self._is_fresh = charts, True
        self._drawn |= {t.what: each for t, each in zip(tiles, charts.drawn, strict=True)}
        self._show_tiles()

    def _fail(self, problem: UserProblem) -> None:
        self.shown = None
        self.loaded.emit(problem)

    def _show_tiles(self) -> None:
        tiles = self._tiles()
        if any(tile.what not in self._drawn for tile in tiles):
            return  # the answer to a newer question is on its way
        drawn = []
        for tile in tiles:
            each = self._drawn[tile.what]
            chart = replace(each.chart, title=tile.name or each.chart.title)
            drawn.append(replace(each, chart=chart))
        self.grid.show_tiles(drawn, [self._words(tile) for tile in tiles])
        if self.shown is not None:
            self.shown = replace(self.shown, drawn=tuple(drawn))
        self.loaded.emit(self.shown)

    def _words(self, tile: Tile) -> str:
        return filter_words(tile, self._desk.settings.currency) if tile.rule else ""

    def filters(self) -> tuple[str, ...]:
        """Return the filter of each chart in words, as it is written on paper."""
        said, none = _("Filter: {filter}"), _("no filter")
        found = [self._words(tile) for tile in self._tiles()]
        return tuple(said.format(filter=each) if each else none for each in found)

    def board(self) -> Board | None:
        """Return the board whose charts are in sight; none while they are not there."""
        there = self.shown is not None and len(self.shown.drawn) == len(self._tiles()) > 0
        return self.boards.current if there else None

    def told(self) -> str:
        """Return how many charts the board has."""
        n = len(self._tiles())
        return ngettext("{n} chart", "{n} charts", n).format(n=n) if n else ""

    def escape(self) -> bool:
        """There is nothing to let go here."""
        return False

    # -- what is done with a chart

    def _open(self, at: int, mark: Mark) -> None:
        self._desk.open_list(opening(self.grid.panels[at].where, mark.rule), mark.label)

    def _move(self, at: int, by: int) -> None:
        board = self.boards.current
        if board is not None:
            self.boards.put(board.moving(at, by))

    def ask_title(self, at: int) -> NameSheet:
        """Ask for a title of one's own; none gives the chart its title back."""
        panel, board = self.grid.panels[at], self.boards.current
        assert board is not None and panel.chart is not None
        text = _("Chart renamed.")
        sheet = NameSheet(
            _("Title of the chart"),
            panel.chart.title,
            set(),
            lambda name: self.boards.put(board.renaming(at, name), text),
            self,
        )
        sheet.show_below(panel.more, align_right=True)
        return sheet

    def _remove(self, at: int) -> None:
        board = self.boards.current
        if board is not None:
            text = _("Chart removed from the board “{name}”.").format(name=board.name)
            self.boards.put(board.without(at), text)


def _charts(reader: Reader, tiles: tuple[Tile, ...], today: date) -> BoardCharts:
    return jobs.board_charts(reader.workspace, reader.source, tiles, today=today)
