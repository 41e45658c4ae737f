"""What stands in place of the charts where there is nothing to show, and the way out."""

from __future__ import annotations

from collections.abc import Callable

from profiler_app.domain.errors import NotComputed, UserProblem
from profiler_app.domain.insights import Insights
from profiler_app.domain.text import _
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.insights.overview_tab import counted_words
from profiler_app.ui.pages.insights.page_filter import PageFilter
from profiler_app.ui.widgets.empty_state import EmptyState


class NoCharts(EmptyState):
    """No figures, nobody in the filter, nobody at all, or charts that could not be made."""

    def __init__(self, desk: Desk, page_filter: PageFilter, clear: Callable[[], None]) -> None:
        super().__init__("chart-column", "")
        self._desk, self._filter, self._clear = desk, page_filter, clear
        self._way_out = self.add_button("", self._go_on, kind="primary")
        self._sample = self.add_button("", desk.sample_asked.emit)
        self._sample.hide()

    def show_problem(self, problem: UserProblem) -> None:
        """Say why there are no charts."""
        is_new = isinstance(problem, NotComputed)
        self._sample.setVisible(is_new)
        if not is_new:
            self.set_message(_("The charts could not be made"), str(problem))
            self._way_out.setText(_("Clear the filter"))
            return
        self.set_message(
            _("No figures yet"),
            _("Insights need customers with purchases, accounts or contacts. Import your "
              "files; the figures are computed by themselves."),
        )  # fmt: skip
        self._way_out.setText(_("Import"))
        self._sample.setText(_("Try with sample data"))

    def show_nobody(self, answer: Insights) -> None:
        """Say that nobody is looked at."""
        self._sample.hide()
        if self._filter.conditions:
            self.set_message(
                _("Nobody fits the filter"),
                _("No customer fits {filter}.").format(filter=self._filter.words()),
            )
            self._way_out.setText(_("Clear the filter"))
            return
        self.set_message(
            _("No customers to look at"), counted_words(answer) if answer.withheld else
            _("Import customers and what they bought; then the charts appear here."),
        )  # fmt: skip
        self._way_out.setText(_("Import"))

    def _go_on(self) -> None:
        if self._filter.conditions:
            self._clear()
        else:
            self._desk.open_import()
