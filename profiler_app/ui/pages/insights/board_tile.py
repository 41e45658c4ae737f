"""A chart on a board: its title, its filter, and what can be done with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

from profiler_app.domain.boards import Tile
from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.text import _
from profiler_app.jobs.insights.boards import Drawn
from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.pages.customers.conditions import condition_words
from profiler_app.ui.pages.customers.reading_rules import conditions_of
from profiler_app.ui.pages.insights.chart_panel import ChartPanel
from profiler_app.ui.widgets.labels import ElidedLabel


class TilePanel(ChartPanel):
    """``moved`` carries how far; ``renamed`` and ``removed`` ask for it."""

    moved = Signal(int)
    renamed = Signal()
    removed = Signal()
    is_linked = False

    def __init__(self) -> None:
        super().__init__()
        self.where = ""
        self.can_move = (False, False)
        self._filter = ElidedLabel("", "caption", "text.tertiary")
        self.body.insertWidget(0, self._filter)

    def show_tile(self, drawn: Drawn, words: str) -> None:
        """Show the chart of a tile under its filter in words."""
        self.where = drawn.where
        self.show_chart(drawn.chart)
        self._filter.setText(_("Filter: {filter}").format(filter=words) if words else "")
        self._filter.setVisible(bool(words))
        self.more.show()  # an empty one can still be removed

    def add_actions(self, menu: QMenu) -> None:
        """Offer to rename, move and remove the chart."""
        menu.addSeparator()
        menu.addAction(_("Rename"), self.renamed.emit)
        for at, key, by in ((0, "tile_earlier", -1), (1, "tile_later", 1)):
            command = COMMANDS[key]
            action = menu.addAction(_(command.title), partial(self.moved.emit, by))
            action.setShortcuts(command.sequences)
            action.setShortcutVisibleInContextMenu(True)
            action.setEnabled(self.can_move[at])
        menu.addAction(_("Remove from the board"), self.removed.emit)


def filter_words(tile: Tile, currency: str) -> str:
    """Return the filter of a tile in words; the rule itself where it cannot be read any more."""
    try:
        return listed([condition_words(e) for e in conditions_of(tile.rule, currency=currency)])
    except RuleProblem:
        return tile.rule
