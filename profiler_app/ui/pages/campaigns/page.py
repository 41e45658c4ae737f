"""The page of campaigns: the list, a new one, and what came of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from profiler_app.domain.campaign_pages import CampaignLine, CampaignView
from profiler_app.jobs.campaign_targets import CampaignRequest
from profiler_app.ui.commands import add_commands
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.campaigns.acts import CampaignActs
from profiler_app.ui.pages.campaigns.budget_view import BudgetView
from profiler_app.ui.pages.campaigns.list_view import CampaignList
from profiler_app.ui.pages.campaigns.planner import Planner
from profiler_app.ui.pages.campaigns.reading import Book, Reading
from profiler_app.ui.pages.campaigns.result_view import ResultView
from profiler_app.ui.pages.campaigns.telling import Told
from profiler_app.ui.pages.campaigns.title_bar import TitleBar
from profiler_app.ui.pages.segments.parts import FootBar


class CampaignsPage(QWidget):
    """Four views over one stack: ``list``, ``new``, ``one`` and ``budget``."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.mode, self.currency = "list", desk.settings.currency
        self.lines: tuple[CampaignLine, ...] = ()
        self.read = False
        self.number, self._go_to = 0, ""
        self._draft: CampaignRequest | None = None
        self.title, self.foot = TitleBar(), FootBar()
        self.list = CampaignList(desk.settings.currency)
        self.planner, self.one = Planner(desk), ResultView(desk)
        self.budget = BudgetView(desk)
        self.acts, self._reading = CampaignActs(desk, self), Reading(desk, self)
        self._told = Told(self)
        self._views: dict[str, Any] = {
            "list": self.list,
            "new": self.planner,
            "one": self.one,
            "budget": self.budget,
        }
        self.stack = QStackedWidget()
        for part in self._views.values():
            self.stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.title)
        column.addWidget(self.stack, 1)
        column.addWidget(self.foot)
        self._connect_title()
        self._connect()
        self.retranslate()

    def _connect_title(self) -> None:
        title, acts = self.title, self.acts
        title.back.clicked.connect(self.show_list)
        title.new.clicked.connect(lambda: self.ask_new())
        title.budget.clicked.connect(self.ask_budget)
        title.draw.clicked.connect(self.planner.save)
        title.again.clicked.connect(lambda: self._begin_another(acts.request_like(acts.view)))
        title.report.clicked.connect(acts.ask_report)
        title.views.chosen.connect(self.one.choose_mode)
        title.more.clicked.connect(lambda: acts.menu().popup(acts.below(title.more)))
        title.decide.clicked.connect(lambda: acts.decisions().popup(acts.below(title.decide)))

    def _connect(self) -> None:
        self.list.opened.connect(self.open_campaign)
        self.list.new_asked.connect(lambda: self.ask_new())
        self.budget.picked.connect(self._begin_another)
        self.planner.saved.connect(self._drawn)
        self.planner.changed.connect(self._told.show)
        self.one.margin_asked.connect(lambda: self.acts.ask_margin(self.one.verdict.margin))
        self.one.segment_asked.connect(lambda: self.acts.ask_segment(self.one.keep))
        self.one.grouped.connect(self._reading.read_one)
        self.one.answered.connect(self.acts.answer)
        self._reading.book.connect(self._show_book)
        self._reading.one.connect(self._show_one)
        self._reading.gone.connect(self.show_list)
        add_commands(self.planner, {"go_on": self.planner.save})

    # -- what the window asks for

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.title.retranslate()
        for part in self._views.values():
            part.retranslate()
        if self.read:  # what was read has its texts in the language it was read in
            self._reading.again()
        self._told.show()

    def activated(self) -> None:
        """Read what was not read yet."""
        self._reading.read()
        part: Any = self.stack.currentWidget()
        (part.focusWidget() or getattr(part, "table", part)).setFocus()

    def search_focus(self) -> None:
        """There is nothing to search for here."""

    def go_back(self) -> bool:
        """Go from a campaign or a new one back to the list."""
        if self.mode == "list":
            return False
        self.show_list()
        return True

    def escape(self) -> bool:
        """Go back to the list."""
        return self.go_back()

    def tab_regions(self) -> list[QWidget]:
        """Return the parts F6 goes through."""
        return [self.title, self.stack]

    # -- what was read

    def _show_book(self, book: Book) -> None:
        self.lines, segments, margin = book
        self.read = True
        self.planner.offer(segments, [line.name for line in self.lines], margin)
        self.list.show_campaigns(self.lines)
        found = next((line.id for line in self.lines if line.name == self._go_to), None)
        if found is not None:
            self._go_to = ""
            self.open_campaign(found)
        if self._draft is not None:
            draft, self._draft = self._draft, None
            self.ask_new(draft)
        self._told.show()

    def _show_one(self, view: CampaignView) -> None:
        if view.line.id != self.number or self.mode != "one":
            return
        first = self.one.view is None or self.one.view.line.id != view.line.id
        self.one.show_view(view)
        if first:
            self.one.table.setFocus()
        self._told.show()

    # -- going from one view to another

    def show_list(self) -> None:
        """Show all campaigns."""
        self._go("list")
        self.list.table.setFocus()

    def open_campaign(self, number: int) -> None:
        """Show one campaign."""
        self.number = number
        if self.one.view is None or self.one.view.line.id != number:
            self.one.view = None
            self.title.views.choose("result")
            self.one.show_mode("result")
        self._go("one")
        self._reading.read_one()

    def open_place(self, request: CampaignRequest) -> None:
        """Begin a new campaign for a segment or a rule, as another page asks."""
        self.ask_new(request)

    def ask_new(self, request: CampaignRequest | None = None) -> None:
        """Begin a new campaign."""
        draft = request or CampaignRequest("")
        if not self.read:
            self._draft = draft
            self._reading.read()
            return
        self._go("new")
        self.planner.begin(draft)

    def ask_budget(self) -> None:
        """Ask how a budget is best spent on what worked."""
        self._go("budget")
        self.budget.reload()
        self.budget.budget.setFocus()

    def _begin_another(self, request: CampaignRequest) -> None:
        """Begin one like a request, under a name no campaign has yet."""
        self.ask_new(replace(request, name=free_name(request.name, self.lines)))

    def _drawn(self, name: str) -> None:
        self._go_to = name
        self._desk.data_changed.emit()

    def _go(self, mode: str) -> None:
        self.mode = mode
        self.stack.setCurrentWidget(self._views[mode])
        self._told.show()


def free_name(name: str, lines: Sequence[CampaignLine]) -> str:
    """Return a name no campaign has yet."""
    taken, found, nth = {line.name for line in lines}, name, 2
    while found in taken:
        found, nth = f"{name} {nth}", nth + 1
    return found
