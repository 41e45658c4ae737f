"""The page of campaigns: the list, a new one, and what came of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from profiler_app.domain.campaign_pages import CampaignLine, CampaignView
from profiler_app.domain.errors import CampaignProblem, UserProblem
from profiler_app.jobs.campaign_book import campaign_book
from profiler_app.jobs.campaign_targets import CampaignRequest
from profiler_app.jobs.campaign_view import campaign_view
from profiler_app.jobs.segments.saved import all_segments
from profiler_app.ui.commands import add_commands
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.campaigns.acts import CampaignActs
from profiler_app.ui.pages.campaigns.budget_view import BudgetView
from profiler_app.ui.pages.campaigns.list_view import CampaignList
from profiler_app.ui.pages.campaigns.planner import Planner
from profiler_app.ui.pages.campaigns.result_view import ResultView
from profiler_app.ui.pages.campaigns.telling import Told
from profiler_app.ui.pages.campaigns.title_bar import TitleBar
from profiler_app.ui.pages.segments.parts import FootBar

Book = tuple[tuple[CampaignLine, ...], tuple[str, ...]]
"""All campaigns, and the names of the saved segments."""


class CampaignsPage(QWidget):
    """Three views over one stack: ``list``, ``new`` and ``one``."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.mode, self.currency = "list", desk.settings.currency
        self.lines: tuple[CampaignLine, ...] = ()
        self.read = False
        self._number, self._go_to = 0, ""
        self._draft: CampaignRequest | None = None
        self._stale = True
        self.title, self.foot = TitleBar(), FootBar()
        self.list = CampaignList(desk.settings.currency)
        self.planner, self.one = Planner(desk), ResultView(desk)
        self.budget = BudgetView(desk)
        self.acts = CampaignActs(desk, self)
        self._told = Told(self)
        self.stack = QStackedWidget()
        for part in (self.list, self.planner, self.one, self.budget):
            self.stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.title)
        column.addWidget(self.stack, 1)
        column.addWidget(self.foot)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        title = self.title
        title.back.clicked.connect(self.show_list)
        title.new.clicked.connect(lambda: self.ask_new())
        title.budget.clicked.connect(self.ask_budget)
        title.draw.clicked.connect(self.planner.save)
        title.again.clicked.connect(self._copy)
        title.report.clicked.connect(self.acts.ask_report)
        title.views.chosen.connect(self._show_view)
        title.more.clicked.connect(lambda: self.acts.menu().popup(self.acts.below(title.more)))
        title.decide.clicked.connect(
            lambda: self.acts.decisions().popup(self.acts.below(title.decide))
        )
        self.list.opened.connect(self.open_campaign)
        self.list.new_asked.connect(lambda: self.ask_new())
        self.budget.picked.connect(self._plan_pick)
        self.planner.saved.connect(self._drawn)
        self.planner.changed.connect(self._show_title)
        self.one.margin_asked.connect(lambda: self.acts.ask_margin(self.one.verdict.margin))
        self.one.segment_asked.connect(lambda: self.acts.ask_segment(self.one.keep))
        self.one.grouped.connect(self._ask_one)
        self.one.answered.connect(self.acts.answer)
        self._desk.data_changed.connect(self._data_changed)
        add_commands(self.planner, {"go_on": self.planner.save})

    # -- what the window asks for

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.title.retranslate()
        for part in (self.list, self.planner, self.one, self.budget):
            part.retranslate()
        if self.read:  # what was read has its texts in the language it was read in
            self._stale = True
            if self.isVisible():
                self._read()
        self._show_title()

    def activated(self) -> None:
        """Read what was not read yet."""
        self._read()
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

    # -- reading

    def _data_changed(self) -> None:
        self._stale = True
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        if not self._stale:
            return
        self._stale = False
        self._desk.reads.ask(
            "campaigns.book",
            _book,
            self._desk.today(),
            done=self._receive,
            failed=self._desk.show_problem,
            owner=self,
        )
        if self.mode == "one":
            self._ask_one()
        elif self.mode == "budget":
            self.budget.reload()

    def _receive(self, book: Book) -> None:
        self.lines, segments = book
        self.read = True
        self.planner.offer(segments, [line.name for line in self.lines])
        self.list.show_campaigns(self.lines)
        found = next((line.id for line in self.lines if line.name == self._go_to), None)
        if found is not None:
            self._go_to = ""
            self.open_campaign(found)
        if self._draft is not None:
            draft, self._draft = self._draft, None
            self._begin(draft)
        self._show_title()

    def _ask_one(self) -> None:
        self._desk.reads.ask(
            "campaigns.one",
            _one,
            self._number,
            self._desk.today(),
            self.one.by.key(),
            done=self._receive_one,
            failed=self._gone,
            owner=self,
        )

    def _receive_one(self, view: CampaignView) -> None:
        if view.line.id != self._number or self.mode != "one":
            return
        first = self.one.view is None or self.one.view.line.id != view.line.id
        self.one.show_view(view)
        if first:
            self.one.table.setFocus()
        self._show_title()

    def _gone(self, problem: UserProblem) -> None:
        """Show the list: the campaign may have been undone or deleted."""
        if not isinstance(problem, CampaignProblem):
            self._desk.show_problem(problem)
        self.show_list()

    # -- going from one view to another

    def show_list(self) -> None:
        """Show all campaigns."""
        self._go("list")
        self.list.table.setFocus()

    def open_campaign(self, number: int) -> None:
        """Show one campaign."""
        self._number = number
        if self.one.view is None or self.one.view.line.id != number:
            self.one.view = None
            self.title.views.choose("result")
            self.one.show_mode("result")
        self._go("one")
        self._ask_one()

    def open_place(self, request: CampaignRequest) -> None:
        """Begin a new campaign for a segment or a rule, as another page asks."""
        self.ask_new(request)

    def ask_new(self, request: CampaignRequest | None = None) -> None:
        """Begin a new campaign."""
        draft = request or CampaignRequest("")
        if not self.read:
            self._draft = draft
            self._read()
            return
        self._begin(draft)

    def _begin(self, request: CampaignRequest) -> None:
        self._go("new")
        self.planner.begin(request)

    def ask_budget(self) -> None:
        """Ask how a budget is best spent on what worked."""
        self._go("budget")
        self.budget.reload()
        self.budget.budget.setFocus()

    def _plan_pick(self, request: CampaignRequest) -> None:
        self._begin(replace(request, name=free_name(request.name, self.lines)))

    def _copy(self) -> None:
        """Begin the next one, like the one that is shown."""
        if self.one.view is not None:
            request = self.acts.request_like(self.one.view)
            self._begin(replace(request, name=free_name(request.name, self.lines)))

    def _drawn(self, name: str) -> None:
        self._go_to = name
        self._desk.data_changed.emit()

    def _show_view(self, key: str) -> None:
        self.one.show_mode(key)
        self.one.table.setFocus()

    def _go(self, mode: str) -> None:
        self.mode = mode
        parts = {"list": self.list, "new": self.planner, "one": self.one, "budget": self.budget}
        self.stack.setCurrentWidget(parts[mode])
        self._show_title()

    def _show_title(self) -> None:
        self._told.show()


def free_name(name: str, lines: Sequence[CampaignLine]) -> str:
    """Return a name no campaign has yet."""
    taken, found, nth = {line.name for line in lines}, name, 2
    while found in taken:
        found, nth = f"{name} {nth}", nth + 1
    return found


def _book(reader: Reader, today: date) -> Book:
    names = tuple(row.name for row, _kind in all_segments(reader.workspace.connection))
    return campaign_book(reader.source, today=today), names


def _one(reader: Reader, number: int, today: date, by: str) -> CampaignView:
    return campaign_view(reader.source, number, today=today, by=by)
