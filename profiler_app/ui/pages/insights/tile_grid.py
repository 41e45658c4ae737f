"""The charts of a board side by side, moved by their menu or by keys."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from profiler_app.domain.insights import Chart
from profiler_app.jobs.insights.boards import Drawn
from profiler_app.ui.commands import add_commands
from profiler_app.ui.pages.insights.board_tile import TilePanel
from profiler_app.ui.theme import current

_TALL = 300
_THREE, _TWO = 1050, 640
"""From these widths on three, or two, stand side by side."""


class TileGrid(QWidget):
    """Signals carry the place of a chart: ``moved`` also how far, ``opened`` the mark."""

    opened = Signal(int, object)
    exported = Signal(object, str)
    moved = Signal(int, int)
    renamed = Signal(int)
    removed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.panels: list[TilePanel] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(20, 12, 20, 14)
        self._grid.setSpacing(12)
        add_commands(
            self,
            {
                "tile_earlier": lambda: self._move_focused(-1),
                "tile_later": lambda: self._move_focused(1),
            },
        )
        current().changed.connect(self._arrange)

    def show_tiles(self, drawn: Sequence[Drawn], words: Sequence[str]) -> None:
        """Show charts, each under its filter in words."""
        while len(self.panels) < len(drawn):
            self._add_panel()
        while len(self.panels) > len(drawn):
            panel = self.panels.pop()
            self._grid.removeWidget(panel)
            panel.hide()
            panel.deleteLater()
        for at, (panel, each, told) in enumerate(zip(self.panels, drawn, words, strict=True)):
            panel.can_move = (at > 0, at < len(drawn) - 1)
            panel.show_tile(each, told)
        self._arrange()

    def _add_panel(self) -> None:
        panel = TilePanel()
        place = partial(self._place, panel)
        panel.opened.connect(lambda _chart, mark: self.opened.emit(place(), mark))
        panel.exported.connect(self.exported)
        panel.moved.connect(lambda by: self._move(place(), by))
        panel.renamed.connect(lambda: self.renamed.emit(place()))
        panel.removed.connect(lambda: self.removed.emit(place()))
        self.panels.append(panel)

    def _place(self, panel: TilePanel) -> int:
        return self.panels.index(panel)

    def charts(self) -> tuple[Chart, ...]:
        """Return the charts as they stand here, with their own titles."""
        return tuple(panel.chart for panel in self.panels if panel.chart is not None)

    # -- moving

    def _focused(self) -> int | None:
        inside = self.window().focusWidget()
        found = [at for at, panel in enumerate(self.panels)
                 if inside is not None and panel.isAncestorOf(inside)]  # fmt: skip
        return found[0] if found else None

    def _move_focused(self, by: int) -> None:
        at = self._focused()
        if at is not None:
            self._move(at, by)

    def _move(self, at: int, by: int) -> None:
        if not 0 <= at + by < len(self.panels):
            return
        followed = self._focused() == at
        self.moved.emit(at, by)
        if followed:
            self.panels[at + by].canvas.setFocus()

    # -- places

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many side by side as there is room for."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        theme = current()
        width = self.width()
        wide = 3 if width >= theme.px(_THREE) else 2 if width >= theme.px(_TWO) else 1
        wide = max(1, min(wide, sum(_span(panel, 2) for panel in self.panels)))
        line = column = 0
        for panel in self.panels:
            span = _span(panel, wide)
            if column + span > wide:
                line, column = line + 1, 0
            self._grid.addWidget(panel, line, column, 1, span)
            column += span
        for column in range(3):
            self._grid.setColumnStretch(column, int(column < wide))
        lines = line + 1 if self.panels else 0
        for line in range(self._grid.rowCount() + 1):
            self._grid.setRowMinimumHeight(line, theme.px(_TALL) if line < lines else 0)
            self._grid.setRowStretch(line, int(line == lines))


def _span(panel: TilePanel, most: int) -> int:
    """Return how many columns a chart takes: a table of shares can hardly be read in one."""
    is_table = panel.chart is not None and panel.chart.form == "heat" and panel.chart.marks
    return min(most, 2 if is_table else 1)
