"""A new campaign: for whom, what, when; beside it what the list would be and what it can show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QDate, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.campaign_reports import CampaignPlan
from profiler_app.domain.errors import UserProblem
from profiler_app.domain.progress import Silent
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.campaign_targets import CampaignRequest, plan_campaign, save_campaign
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.campaigns.plan_form import PlanForm
from profiler_app.ui.pages.campaigns.plan_panel import PlanPanel
from profiler_app.ui.pages.segments.parts import scrolled

_DEBOUNCE_MS = 300


class Planner(QWidget):
    """``saved`` carries the name of a campaign whose list was drawn, ``changed`` every new plan."""

    saved = Signal(str)
    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.plan: CampaignPlan | None = None
        self._names: frozenset[str] = frozenset()
        self._busy = False
        self._timer = QTimer(self, singleShot=True, interval=_DEBOUNCE_MS)
        self._timer.timeout.connect(self._ask)
        self.form, self.panel = PlanForm(desk), PlanPanel(desk.settings.currency)
        self.form.edited.connect(self._edited)
        inside = QWidget()
        both = QHBoxLayout(inside)
        both.setContentsMargins(20, 16, 20, 16)
        both.setSpacing(12)
        both.addWidget(self.form)
        both.addWidget(self.panel, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(inside))

    # -- what is asked for

    def offer(self, segments: Sequence[str], names: Sequence[str], margin: float | None) -> None:
        """Offer the segments there are now; ``names`` are those of other campaigns."""
        self._names = frozenset(names)
        self.form.offer(segments, margin)

    def begin(self, request: CampaignRequest) -> None:
        """Begin a new campaign, filled in as a request says."""
        self.plan = None
        today = self._desk.today()
        self.form.fill(request, QDate(today.year, today.month, today.day))
        self.panel.wait()
        self._ask()
        self.form.name.setFocus()

    def request(self) -> CampaignRequest | None:
        """Return what is asked for; None, and what is wrong said, while it is not whole."""
        found = self.form.request()
        if isinstance(found, str):
            self.panel.say(found)
            return None
        return found

    def _edited(self, *_what: object) -> None:
        self._timer.start()
        self.changed.emit()

    def _ask(self) -> None:
        self._timer.stop()
        request = self.request()
        if request is None:
            self._show(None)
            return
        self._desk.reads.ask(
            "campaigns.plan",
            _plan,
            replace(request, name=request.name or "·"),
            self._desk.today(),
            done=self._show,
            failed=self._failed,
            owner=self,
        )

    def _show(self, plan: CampaignPlan | None) -> None:
        self.plan = plan
        if plan is not None:
            self.panel.show_plan(plan)
        self.changed.emit()

    def _failed(self, problem: UserProblem) -> None:
        self.panel.say(problem.sentence())
        self._show(None)

    # -- saving

    def can_be_saved(self) -> bool:
        """Return whether the list can be drawn."""
        return not self._busy and not self.why_not()

    def why_not(self) -> str:
        """Return what keeps the list from being drawn; empty when nothing does."""
        name = self.form.name.entry().strip()
        if not name:
            return _("Give the campaign a name.")
        if name in self._names:
            return _("There is a campaign of this name already.")
        if self.plan is None or not self.plan.treated:
            return _("Nobody would be contacted.")
        return ""

    def save(self) -> None:
        """Draw the list and save the campaign."""
        request = self.request()
        if request is None or not self.can_be_saved():
            return
        self._busy = True
        self.changed.emit()
        self._desk.jobs.start(
            save_campaign,
            request,
            today=self._desk.today(),
            title=_("Drawing the list"),
            owner=self,
            done=lambda found: self._saved(request.name, found[0]),
            failed=self._refused,
            cancelled=self._free,
        )

    def _saved(self, name: str, plan: CampaignPlan) -> None:
        self._free()
        n = plan.treated
        text = ngettext("“{name}”: {n} customer to contact, {control} left alone.",
                        "“{name}”: {n} customers to contact, {control} left alone.",
                        n)  # fmt: skip
        said = text.format(name=name, n=f"{n:,}", control=f"{plan.control:,}")
        self._desk.toast(said, plan.operation)
        self.saved.emit(name)

    def _refused(self, problem: UserProblem) -> None:
        self._free()
        self._desk.show_problem(problem)

    def _free(self) -> None:
        self._busy = False
        self.changed.emit()

    # -- language

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.form.retranslate()
        self.panel.retranslate()
        if self.plan is not None:
            self.panel.show_plan(self.plan)


def _plan(reader: Reader, request: CampaignRequest, today: date) -> CampaignPlan:
    return plan_campaign(Silent(), reader.workspace, request, today=today, source=reader.source)
