"""The page of insights: what changed in the whole base, under one filter."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from profiler_app.domain.boards import Tile
from profiler_app.domain.errors import UserProblem
from profiler_app.domain.insights import Chart, Insights
from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.domain.views import SavedView
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.customers.conditions import RULE, Condition
from profiler_app.ui.pages.customers.filter_popover import FilterPopover
from profiler_app.ui.pages.customers.rule_popover import RulePopover
from profiler_app.ui.pages.insights.bars import FilterBar, TitleBar
from profiler_app.ui.pages.insights.board_forms import KeepSheet
from profiler_app.ui.pages.insights.boards import Boards
from profiler_app.ui.pages.insights.boards_tab import BoardsTab
from profiler_app.ui.pages.insights.explore_tab import ExploreTab
from profiler_app.ui.pages.insights.export_menu import ExportMenu
from profiler_app.ui.pages.insights.exporting import Exporter
from profiler_app.ui.pages.insights.feedback import FeedbackTab
from profiler_app.ui.pages.insights.forecast_tab import ForecastTab
from profiler_app.ui.pages.insights.nothing import NoCharts
from profiler_app.ui.pages.insights.overview_tab import OverviewTab
from profiler_app.ui.pages.insights.page_filter import PageFilter
from profiler_app.ui.pages.segments.parts import FootBar
from profiler_app.ui.view_form import ViewForm


class InsightsPage(QWidget):
    """One filter over all charts; a tab reads when it is shown and something changed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.filter = PageFilter(self)
        self.title, self.filters, self.foot = TitleBar(), FilterBar(), FootBar()
        self.overview = OverviewTab(desk, self.filter)
        self.forecast = ForecastTab(desk)
        self.explore = ExploreTab(desk, self.filter)
        self.feedback = FeedbackTab(desk, self.filter)
        self.boards = Boards(desk, self)
        self.boards_tab = BoardsTab(desk, self.boards)
        self._tabs: dict[str, Any] = {
            "overview": self.overview,
            "explore": self.explore,
            "boards": self.boards_tab,
            "forecast": self.forecast,
            "feedback": self.feedback,
        }
        self._stale = set(self._tabs)
        self._answer: Insights | UserProblem | None = None
        self.popover: FilterPopover | None = None
        self.exporter = Exporter(desk, self)
        self.export_menu = ExportMenu(self)
        self.empty = NoCharts(desk, self.filter, self.clear)
        self.stack = QStackedWidget()
        for tab in (*self._tabs.values(), self.empty):
            self.stack.addWidget(tab)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.title, self.filters):
            column.addWidget(part)
        column.addWidget(self.stack, 1)
        column.addWidget(self.foot)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        chips = self.filters.chips
        chips.added.connect(self.open_filter)
        chips.edited.connect(lambda at, place: self.open_filter(place, at))
        chips.removed.connect(self.filter.drop)
        chips.clear.clicked.connect(self.clear)
        self.filter.changed.connect(self._filtered)
        self.filters.period.chosen.connect(self._take_period)
        self.title.tabs.chosen.connect(self.show_tab)
        self.title.save.clicked.connect(self.save_view)
        self.title.export.clicked.connect(self.export_menu.show)
        for tab in (self.overview, self.explore):
            tab.loaded.connect(self._show_answer)
            tab.exported.connect(self.export_menu.export_chart)
            tab.kept.connect(self.keep_chart)
        self.boards_tab.exported.connect(self.export_menu.export_tile)
        self.boards_tab.loaded.connect(lambda _shown: self._show_answer(self._answer))
        self.boards_tab.overview_asked.connect(lambda: self.show_tab("overview"))
        self.forecast.loaded.connect(lambda _report: self._show_answer(self._answer))
        self.feedback.loaded.connect(lambda _view: self._show_answer(self._answer))
        self._desk.data_changed.connect(self._data_changed)

    # -- what the window asks for

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.title.retranslate(
            [
                ("overview", _("Overview")),
                ("explore", _("Fields and needs")),
                ("boards", _("Boards")),
                ("forecast", _("Forecasts")),
                ("feedback", pgettext("insights", "Feedback")),
            ]
        )
        self.filters.retranslate()
        self.filters.chips.show_conditions(self.filter.conditions)
        for tab in self._tabs.values():
            tab.retranslate()
        self._show_answer(self._answer)

    def activated(self) -> None:
        """Read what was not read yet."""
        self._read()
        tab = self._tabs[self.tab]
        (tab.focusWidget() or tab).setFocus()

    def search_focus(self) -> None:
        """There is nothing to search for here."""

    def escape(self) -> bool:
        """Let the filter go."""
        if self._tabs[self.tab].escape():
            return True
        if not self.filter.conditions:
            return False
        self.clear()
        return True

    def tab_regions(self) -> list[QWidget]:
        """Return the parts F6 goes through."""
        return [self.title, self.filters, self.stack]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Suit the new width."""
        super().resizeEvent(event)
        self.filters.fit(self.width())

    # -- tabs

    @property
    def tab(self) -> str:
        """The key of the tab that is shown."""
        return self.title.tabs.key()

    def open_place(self, what: str) -> None:
        """Show a tab, as another page asks; ``run_all`` begins all forecasts there.

        ``forecast/churn`` shows that model.
        """
        tab, _slash, model = what.partition("/")
        self.show_tab("forecast" if what == "run_all" else tab)
        if model:
            self.forecast.choose(model)
        if what == "run_all":
            self.forecast.run_all()

    def show_tab(self, key: str) -> None:
        """Show a tab."""
        self.title.tabs.choose(key)
        self._read()
        self._show_answer(self._answer)

    def _read(self) -> None:
        if self.tab in self._stale:
            self._stale.discard(self.tab)
            self._tabs[self.tab].reload()

    def _data_changed(self) -> None:
        self.filter.set(self.filter.conditions)

    def _filtered(self) -> None:
        self.filters.chips.show_conditions(self.filter.conditions)
        self._stale = set(self._tabs)
        if self.isVisible():
            self._read()

    def _take_period(self, key: str) -> None:
        self.overview.days = int(key)
        self._filtered()

    # -- the answer

    def _show_answer(self, answer: Insights | UserProblem | None) -> None:
        self._answer = answer
        if self.tab in ("boards", "forecast"):
            self._show_without_filter()
            return
        self.filters.show()
        self.filters.show_hint(shown=self.tab != "feedback")
        self.filters.period.setVisible(self.tab == "overview")
        self.title.save.show()
        if self.tab == "feedback":
            self._show_feedback()
            return
        nobody = isinstance(answer, UserProblem) or (answer is not None and not answer.customers)
        self.stack.setCurrentWidget(self.empty if nobody else self._tabs[self.tab])
        there = isinstance(answer, Insights) and not nobody
        self.title.export.setEnabled(there)
        self.title.save.setEnabled(bool(self.filter.conditions))
        if isinstance(answer, UserProblem):
            for label in (self.title.count, self.foot.left, self.foot.right):
                label.setText("")
            self.empty.show_problem(answer)
            return
        if answer is None:
            return
        n = answer.customers
        self.title.count.setText(ngettext("{n} customer", "{n} customers", n).format(n=f"{n:,}"))
        hints = [_("One filter for all charts"), _("a double click opens the customers")]
        if answer.withheld:
            left = _("{n} did not allow profiling and are not counted")
            hints.append(left.format(n=f"{answer.withheld:,}"))
        self.foot.left.setText(" · ".join(hints))
        day = _("As of {day}").format(day=answer.as_of)
        took = _("{n} ms").format(n=round(answer.seconds * 1000))
        self.foot.right.setText(f"{day} · {took}")
        if nobody:
            self.empty.show_nobody(answer)

    def _show_without_filter(self) -> None:
        """Show a tab the filter of the page says nothing to: boards, or forecasts."""
        for part in (self.filters, self.title.save):
            part.hide()
        boards = self.tab == "boards"
        self.title.count.setText(self.boards_tab.told() if boards else "")
        there = self.boards_tab.board() if boards else self.forecast.report()
        self.title.export.setEnabled(there is not None)
        self.foot.left.setText(
            _("Each chart keeps its own filter") + " · " + _("a double click opens the customers")
            if boards else _("Models look at all customers who allowed profiling")
        )  # fmt: skip
        shown = self.boards_tab.shown if boards else None
        day = _("As of {day}").format(day=shown.as_of) if shown is not None else ""
        self.foot.right.setText(day)
        self.stack.setCurrentWidget(self._tabs[self.tab])

    def _show_feedback(self) -> None:
        """Show the tab of feedback, which has its own empty states."""
        self.title.save.setEnabled(bool(self.filter.conditions))
        self.title.export.setEnabled(self.feedback.has_products())
        self.title.count.setText("")
        left, right = self.feedback.foot()
        self.foot.left.setText(left)
        self.foot.right.setText(right)
        self.stack.setCurrentWidget(self.feedback)

    def keep_chart(self, chart: Chart, tile: Tile) -> KeepSheet:
        """Ask which board a chart is kept on."""
        sheet = KeepSheet(self.boards, tile, chart.title, self)
        panels = (*self.overview.panels.values(), *self.explore.panels)
        at = next((panel.more for panel in panels if panel.chart is chart), self.title)
        sheet.show_below(at, align_right=True)
        return sheet

    # -- the filter

    def open_filter(self, place: QRect, at: int | None = None) -> None:
        """Open the popover of conditions at a place of the screen."""
        condition = None if at is None else self.filter.conditions[at]
        if condition is not None and condition.field == RULE:
            shown = RulePopover(condition, self)
            shown.dropped.connect(lambda: self.filter.drop(self.filter.conditions.index(condition)))
            shown.show_at(place)
            return
        self.popover = FilterPopover(self._desk, self.filter.conditions, self)
        self.popover.applied.connect(self.filter.set)
        self.popover.closed.connect(self._forget)
        self.popover.edit(condition.field if condition is not None else "lifecycle")
        self.popover.show_at(place)

    def _forget(self) -> None:
        self.popover = None

    def clear(self) -> None:
        """Drop the filter, with the offer to have it back."""
        before = self.filter.conditions
        if not before:
            return
        self.filter.set(())
        said = ngettext("{n} filter cleared.", "{n} filters cleared.", len(before))
        self._desk.toast(said.format(n=len(before)), lambda: self.filter.set(before))

    def show_conditions(self, conditions: tuple[Condition, ...]) -> None:
        """Show the page under other conditions."""
        self.filter.set(conditions)

    def save_view(self) -> ViewForm:
        """Offer to keep the filter as a view of the list of customers."""
        colour = len(self._desk.views.views) % 8
        view = SavedView(0, "", self.filter.moving_rule(), "", "", colour, 0)
        form = ViewForm(self._desk.views, view, self, lambda _number: None)
        anchor = self.title.save
        form.show_at(QRect(anchor.mapToGlobal(QPoint(0, 0)), anchor.size()), align_right=True)
        return form
