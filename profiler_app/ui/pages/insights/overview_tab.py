"""The first tab: four figures and eight charts over one filter."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from profiler_app.domain.boards import Tile
from profiler_app.domain.errors import UserProblem
from profiler_app.domain.insights import Chart, FilterPart, Insights, Mark, both, opening
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.insights import overview as jobs
from profiler_app.jobs.insights.stage_moves import stages_with_moves
from profiler_app.jobs.risk_history import look_back
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.insights.chart_panel import ChartPanel
from profiler_app.ui.pages.insights.headline_strip import HeadlineStrip
from profiler_app.ui.pages.insights.page_filter import PageFilter
from profiler_app.ui.pages.segments.parts import scrolled
from profiler_app.ui.theme import current

_PLACES = {
    "value": (0, 0, 1, 1),
    "lifecycle": (0, 1, 1, 1),
    "province": (0, 2, 1, 1),
    "cohorts": (1, 0, 1, 2),
    "warned": (1, 2, 1, 1),
    "main_channel": (2, 0, 1, 1),
    "fav_category": (2, 1, 1, 1),
    "first_source": (2, 2, 1, 1),
}
_HEIGHTS = (262, 366, 262)


class OverviewTab(QWidget):
    """``loaded`` follows an answer: insights, or the problem why there are none."""

    loaded = Signal(object)
    exported = Signal(object, str)
    kept = Signal(object, object)

    def __init__(self, desk: Desk, page_filter: PageFilter) -> None:
        super().__init__()
        self._desk, self._filter = desk, page_filter
        self.insights: Insights | None = None
        self.days = 365
        self.strip = HeadlineStrip()
        self.panels = {key: ChartPanel() for key in _PLACES}
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(12)
        column.addWidget(self.strip)
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        for key, panel in self.panels.items():
            self._grid.addWidget(panel, *_PLACES[key])
            panel.chosen.connect(self._choose)
            panel.opened.connect(self._open)
            panel.exported.connect(self.exported)
            panel.kept.connect(self._keep)
        self.panels["warned"].wanted.connect(self.look_back)
        for at in range(3):
            self._grid.setColumnStretch(at, 1)
        column.addLayout(self._grid, 1)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        self._area = scrolled(whole)
        self._area.hide()  # there is nothing to see before the first answer
        outside.addWidget(self._area)
        self.strip.opened.connect(self._open_headline)
        current().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        for at, height in enumerate(_HEIGHTS):
            self._grid.setRowMinimumHeight(at, current().px(height))

    def reload(self) -> None:
        """Compute the charts again."""
        self._desk.reads.ask(
            "insights",
            _insights,
            self._filter.parts(self._desk.today()),
            self.days,
            done=self._receive,
            failed=self._fail,
            owner=self,
        )

    def _receive(self, insights: Insights) -> None:
        self.insights = insights
        self.strip.show_headlines(insights.headlines)
        for key, panel in self.panels.items():
            chart = insights.chart(key)
            panel.show_chart(chart, self._filter.lit(chart))
        self._offer_weeks(gaps=insights.gaps)
        told = _("{n} weeks were worked out afterwards by rules alone; forecasts warn of more, so "
                 "the last week is not to be compared with them.")  # fmt: skip
        later = insights.afterwards
        self.panels["warned"].say_below(told.format(n=later) if later else "")
        self._area.show()
        self.loaded.emit(insights)
        parts = self._filter.parts(self._desk.today())
        where = both(*(part.rule for part in parts if part.chart != "lifecycle"))
        self._desk.reads.ask(
            "insights.stages", _stages, where, done=self._receive_stages, owner=self
        )

    def _receive_stages(self, chart: Chart | None) -> None:
        """Show where those of 90 days ago are: it takes longer than all the rest."""
        if chart is None or self.insights is None:
            return
        charts = tuple(chart if each.key == chart.key else each for each in self.insights.charts)
        self.insights = replace(self.insights, charts=charts)
        self.panels[chart.key].show_chart(chart, self._filter.lit(chart))

    def _offer_weeks(self, *, gaps: bool) -> None:
        text = _("Work out the earlier weeks") if gaps else ""
        hint = _("From what is dated up to then; nothing in the data changes")
        self.panels["warned"].offer(text, hint)

    def look_back(self) -> None:
        """Work out the warnings of the weeks that have no run."""
        self.panels["warned"].back.setEnabled(False)
        self._desk.jobs.start(
            look_back,
            today=self._desk.today(),
            title=_("Looking back"),
            owner=self,
            done=lambda _weeks: self.reload(),
            failed=self._not_looked_back,
            cancelled=lambda: self._offer_weeks(gaps=True),
        )

    def _not_looked_back(self, problem: UserProblem) -> None:
        self._offer_weeks(gaps=True)
        self._desk.show_problem(problem)

    def _fail(self, problem: UserProblem) -> None:
        self.insights = None
        self.loaded.emit(problem)

    def retranslate(self) -> None:
        """Read again: charts are made in the language of the reading."""
        if self.insights is not None:
            self.reload()

    # -- marks

    def _choose(self, chart: Chart, mark: Mark, added: bool) -> None:
        self._filter.toggle(chart, mark, added=added)

    def _open(self, chart: Chart, mark: Mark) -> None:
        parts = self._filter.parts(self._desk.today())
        where = both(*(part.rule for part in parts if part.chart != chart.key))
        others = [mark.label]
        self._desk.open_list(opening(where, mark.rule), " · ".join(others))

    def _keep(self, chart: Chart) -> None:
        rule = self._filter.moving_rule(without=chart.key)
        self.kept.emit(chart, Tile(chart.key, days=self.days, rule=rule))

    def _open_headline(self, headline: object) -> None:
        rule, title = getattr(headline, "rule", ""), getattr(headline, "title", "")
        if rule and self.insights is not None:
            self._desk.open_list(opening(self.insights.where, rule), title)

    def charts(self) -> tuple[Chart, ...]:
        """Return the charts that are shown."""
        return () if self.insights is None else self.insights.charts

    def escape(self) -> bool:
        """There is nothing to let go here."""
        return False


def _insights(reader: Reader, parts: tuple[FilterPart, ...], days: int) -> Insights:
    return jobs.insights(reader.workspace, reader.source, parts=parts, days=days)


def _stages(reader: Reader, where: str) -> Chart | None:
    return stages_with_moves(reader.workspace, reader.source, where=where)


def counted_words(insights: Insights) -> str:
    """Return how many are looked at, and how many are left out."""
    n = insights.customers
    told = ngettext("{n} customer", "{n} customers", n).format(n=f"{n:,}")
    if insights.withheld:
        left = _("{n} did not allow profiling and are not counted")
        told = f"{told} · {left.format(n=f'{insights.withheld:,}')}"
    return told
