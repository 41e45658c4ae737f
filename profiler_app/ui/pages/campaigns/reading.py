"""What the page reads of the workspace: the list of campaigns, and the one that is shown."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from profiler_app.domain.campaign_pages import CampaignLine, CampaignView
from profiler_app.domain.errors import CampaignProblem, UserProblem
from profiler_app.jobs.campaign_book import campaign_book
from profiler_app.jobs.campaign_margins import usual_margin
from profiler_app.jobs.campaign_view import campaign_view
from profiler_app.jobs.segments.saved import all_segments
from profiler_app.ui.desk import Desk, Reader

if TYPE_CHECKING:
    from profiler_app.ui.pages.campaigns.page import CampaignsPage

Book = tuple[tuple[CampaignLine, ...], tuple[str, ...], float | None]
"""All campaigns, the names of the saved segments, and the margin of the workspace."""


class Reading(QObject):
    """``book`` carries a ``Book``, ``one`` a campaign as its page shows it; ``gone`` has none."""

    book = Signal(object)
    one = Signal(object)
    gone = Signal()

    def __init__(self, desk: Desk, page: CampaignsPage) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._stale = True
        desk.data_changed.connect(self.again)

    def again(self) -> None:
        """Read once more, now or when the page is looked at next."""
        self._stale = True
        if self._page.isVisible():
            self.read()

    def read(self) -> None:
        """Read what was not read since it changed last."""
        if not self._stale:
            return
        self._stale = False
        self._desk.reads.ask(
            "campaigns.book",
            _book,
            self._desk.today(),
            done=self.book.emit,
            failed=self._desk.show_problem,
            owner=self,
        )
        if self._page.mode == "one":
            self.read_one()
        elif self._page.mode == "budget":
            self._page.budget.reload()

    def read_one(self) -> None:
        """Read the campaign that is shown."""
        self._desk.reads.ask(
            "campaigns.one",
            _one,
            self._page.number,
            self._desk.today(),
            self._page.one.by.key(),
            done=self.one.emit,
            failed=self._lost,
            owner=self,
        )

    def _lost(self, problem: UserProblem) -> None:
        """The campaign may have been undone or deleted."""
        if not isinstance(problem, CampaignProblem):
            self._desk.show_problem(problem)
        self.gone.emit()


def _book(reader: Reader, today: date) -> Book:
    workspace = reader.workspace
    names = tuple(row.name for row, _kind in all_segments(workspace.connection))
    return campaign_book(reader.source, today=today), names, usual_margin(workspace)


def _one(reader: Reader, number: int, today: date, by: str) -> CampaignView:
    return campaign_view(reader.source, number, today=today, by=by)
