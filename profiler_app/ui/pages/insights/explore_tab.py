"""The tab to look at any field: its distribution, what goes with it, needs and complaints."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.boards import Tile
from profiler_app.domain.errors import UserProblem
from profiler_app.domain.insights import Chart, FilterPart, Insights, Mark, both, opening
from profiler_app.domain.text import _
from profiler_app.jobs.insights import explore as jobs
from profiler_app.jobs.insights.voices import VOICES
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.insights.chart_panel import ChartPanel
from profiler_app.ui.pages.insights.page_filter import PageFilter
from profiler_app.ui.pages.segments.parts import scrolled
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import Label

_PLACES = ((0, 0, 1, 3), (0, 3, 1, 3), (1, 0, 1, 2), (1, 2, 1, 2), (1, 4, 1, 2), (2, 0, 1, 6))
_HEIGHTS = (340, 300, 330)
_FIELD = "insights.field"
_FIRST = "monetary_12m"


class ExploreTab(QWidget):
    """``loaded`` follows an answer: insights, or the problem why there are none."""

    loaded = Signal(object)
    exported = Signal(object, str)
    kept = Signal(object, object)

    def __init__(self, desk: Desk, page_filter: PageFilter) -> None:
        super().__init__()
        self._desk, self._filter = desk, page_filter
        self.insights: Insights | None = None
        self.field = DropDown()
        self._word = Label("", "body", "text.secondary")
        self.panels = [ChartPanel() for _place in _PLACES]
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(12)
        row = QHBoxLayout()
        row.addWidget(self._word)
        row.addWidget(self.field)
        row.addStretch(1)
        column.addLayout(row)
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        for panel, place in zip(self.panels, _PLACES, strict=True):
            self._grid.addWidget(panel, *place)
            panel.chosen.connect(self._choose)
            panel.opened.connect(self._open)
            panel.exported.connect(self.exported)
            panel.kept.connect(self._keep)
        for at in range(6):
            self._grid.setColumnStretch(at, 1)
        column.addLayout(self._grid, 1)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        self._area = scrolled(whole)
        outside.addWidget(self._area)
        self.field.currentIndexChanged.connect(lambda _at: self._take_field())
        current().changed.connect(self._fit)
        self._fit()
        self.retranslate()
        self.field.blockSignals(True)
        self.field.choose(str(desk.preferences.get(_FIELD, _FIRST)))
        self.field.blockSignals(False)

    def _fit(self) -> None:
        self.field.setMinimumWidth(current().px(260))
        for at, height in enumerate(_HEIGHTS):
            self._grid.setRowMinimumHeight(at, current().px(height))

    def reload(self) -> None:
        """Compute the charts again."""
        self._desk.reads.ask(
            "insights.explore",
            _explored,
            self._filter.parts(self._desk.today()),
            self.field.key(),
            done=self._receive,
            failed=self._fail,
            owner=self,
        )

    def _take_field(self) -> None:
        self._desk.preferences.put(_FIELD, self.field.key())
        self.reload()

    def _receive(self, insights: Insights) -> None:
        self.insights = insights
        for panel, chart in zip(self.panels, insights.charts, strict=True):
            panel.show_chart(chart, self._filter.lit(chart))
        self.loaded.emit(insights)

    def _fail(self, problem: UserProblem) -> None:
        self.insights = None
        self.loaded.emit(problem)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._word.setText(_("Distribution of"))
        self.field.set_options([(each.id, each.label) for each in jobs.chosen_fields()])
        self.field.setAccessibleName(_("Distribution of"))
        if self.insights is not None:
            self.reload()

    def _choose(self, chart: Chart, mark: Mark, added: bool) -> None:
        self._filter.toggle(chart, mark, added=added)

    def _open(self, chart: Chart, mark: Mark) -> None:
        parts = self._filter.parts(self._desk.today())
        where = both(*(part.rule for part in parts if part.chart != chart.key))
        self._desk.open_list(opening(where, mark.rule), mark.label)

    def _keep(self, chart: Chart) -> None:
        rule = self._filter.moving_rule(without=chart.key)
        field = self.field.key()
        if chart.key == "drivers":
            tile = Tile("drivers", field, rule=rule)
        elif chart.key in VOICES:
            tile = Tile(chart.key, rule=rule)
        else:
            tile = Tile("field", chart.key, rule=rule)
        self.kept.emit(chart, tile)

    def charts(self) -> tuple[Chart, ...]:
        """Return the charts that are shown."""
        return () if self.insights is None else self.insights.charts

    def escape(self) -> bool:
        """There is nothing to let go here."""
        return False


def _explored(reader: Reader, parts: tuple[FilterPart, ...], field: str) -> Insights:
    return jobs.explore(reader.workspace, reader.source, parts=parts, field=field)
