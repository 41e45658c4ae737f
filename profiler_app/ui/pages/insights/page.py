"""The page of insights: what changed in the whole base, under one filter."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from profiler_app.domain.errors import NotComputed, UserProblem
from profiler_app.domain.insights import Chart, Insights
from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.domain.views import SavedView
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.customers.conditions import RULE, Condition
from profiler_app.ui.pages.customers.filter_popover import FilterPopover
from profiler_app.ui.pages.customers.rule_popover import RulePopover
from profiler_app.ui.pages.insights.bars import FilterBar, FootBar, TitleBar
from profiler_app.ui.pages.insights.explore_tab import ExploreTab
from profiler_app.ui.pages.insights.exporting import Exporter
from profiler_app.ui.pages.insights.feedback import FeedbackTab
from profiler_app.ui.pages.insights.forecast_tab import ForecastTab
from profiler_app.ui.pages.insights.overview_tab import OverviewTab, counted_words
from profiler_app.ui.pages.insights.page_filter import PageFilter
from profiler_app.ui.view_form import ViewForm
from profiler_app.ui.widgets.empty_state import EmptyState


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
        self._tabs: dict[str, Any] = {
            "overview": self.overview,
            "explore": self.explore,
            "forecast": self.forecast,
            "feedback": self.feedback,
        }
        self._stale = set(self._tabs)
        self._answer: Insights | UserProblem | None = None
        self.popover: FilterPopover | None = None
        self.exporter = Exporter(desk, self)
        self.empty = EmptyState("chart-column", "")
        self._way_out = self.empty.add_button("", self._go_on, kind="primary")
        self._sample = self.empty.add_button("", desk.sample_asked.emit)
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
        self.title.export.clicked.connect(self._show_exports)
        for tab in (self.overview, self.explore):
            tab.loaded.connect(self._show_answer)
            tab.exported.connect(self._export_chart)
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
        self.filters.show_hint(shown=self.tab != "feedback")
        if self.tab == "forecast":
            self._show_forecast()
            return
        if self.tab == "feedback":
            self._show_feedback()
            return
        self.filters.show()
        self.filters.period.setVisible(self.tab == "overview")
        self.title.save.show()
        nobody = isinstance(answer, UserProblem) or (answer is not None and not answer.customers)
        self.stack.setCurrentWidget(self.empty if nobody else self._tabs[self.tab])
        self._sample.setVisible(False)
        there = isinstance(answer, Insights) and not nobody
        self.title.export.setEnabled(there)
        self.title.save.setEnabled(bool(self.filter.conditions))
        if isinstance(answer, UserProblem):
            self._show_problem(answer)
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
            self._show_nobody(answer)

    def _show_forecast(self) -> None:
        """Show the tab of forecasts, which looks at everybody: it has no filter."""
        self.filters.hide()
        self.title.save.hide()
        self.title.count.setText("")
        self.title.export.setEnabled(self.forecast.report() is not None)
        self.foot.left.setText(_("Models look at all customers who allowed profiling"))
        self.foot.right.setText("")
        self.stack.setCurrentWidget(self.forecast)

    def _show_feedback(self) -> None:
        """Show the tab of feedback, which has its own empty states."""
        self.filters.show()
        self.filters.period.hide()
        self.title.save.show()
        self.title.save.setEnabled(bool(self.filter.conditions))
        view = self.feedback.view
        self.title.export.setEnabled(view is not None and bool(view.products))
        self.title.count.setText("")
        hints = [_("The last twelve months")]
        if view is not None and view.withheld:
            left = _("{n} did not allow profiling and are not counted")
            hints.append(left.format(n=f"{view.withheld:,}"))
        self.foot.left.setText(" · ".join(hints))
        self.foot.right.setText("" if view is None else _("As of {day}").format(day=view.as_of))
        self.stack.setCurrentWidget(self.feedback)

    def _show_problem(self, problem: UserProblem) -> None:
        self.title.count.setText("")
        self.foot.left.setText("")
        self.foot.right.setText("")
        if isinstance(problem, NotComputed):
            self.empty.set_message(
                _("No figures yet"),
                _("Insights need customers with purchases, accounts or contacts. Import your "
                  "files; the figures are computed by themselves."),
            )  # fmt: skip
            self._way_out.setText(_("Import"))
            self._sample.setText(_("Try with sample data"))
            self._sample.setVisible(True)
        else:
            self.empty.set_message(_("The charts could not be made"), str(problem))
            self._way_out.setText(_("Clear the filter"))

    def _show_nobody(self, answer: Insights) -> None:
        if self.filter.conditions:
            self.empty.set_message(
                _("Nobody fits the filter"),
                _("No customer fits {filter}.").format(filter=self.filter.words()),
            )
            self._way_out.setText(_("Clear the filter"))
            return
        self.empty.set_message(
            _("No customers to look at"), counted_words(answer) if answer.withheld else
            _("Import customers and what they bought; then the charts appear here."),
        )  # fmt: skip
        self._way_out.setText(_("Import"))

    def _go_on(self) -> None:
        if self.filter.conditions:
            self.clear()
        else:
            self._desk.open_import()

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

    # -- export

    def _export_chart(self, chart: Chart, kind: str) -> None:
        shown = self._tabs[self.tab].insights
        if shown is not None:
            self.exporter.ask_chart(chart, kind, self.filter.words(), shown)

    def _show_exports(self) -> None:
        menu = QMenu(self)
        if self.tab == "forecast":
            menu.addAction(_("This model card as PDF"), partial(self._export_model, "pdf"))
            menu.addAction(_("This model card as Excel"), partial(self._export_model, "xlsx"))
        elif self.tab == "feedback":
            menu.addAction(_("Feedback for the product team…"), self.feedback.ask_export)
        else:
            menu.addAction(_("These charts as PDF"), partial(self._export_page, "pdf"))
            menu.addAction(_("These tables as Excel"), partial(self._export_page, "xlsx"))
        menu.addSeparator()
        for name, title in (("monthly", _("Customer report")), ("segments", _("Book of segments"))):
            for kind, said in (("pdf", "PDF"), ("xlsx", "Excel")):
                text = _("{report} as {kind}").format(report=title, kind=said)
                menu.addAction(text, partial(self.exporter.ask_whole, name, title, kind))
        anchor = self.title.export
        menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height())))

    def _export_model(self, kind: str) -> None:
        report = self.forecast.report()
        if report is not None:
            self.exporter.ask_report(report, kind)

    def _export_page(self, kind: str) -> None:
        insights = self._tabs[self.tab].insights
        if insights is not None:
            charts = self._tabs[self.tab].charts()
            self.exporter.ask_page(charts, kind, self.filter.words(), insights)
