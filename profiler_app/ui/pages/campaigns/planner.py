"""A new campaign: for whom, what, when; beside it what the list would be and what it can show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.campaign_reports import CampaignPlan
from profiler_app.domain.errors import UserProblem
from profiler_app.domain.progress import Silent
from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.jobs.campaign_targets import CampaignRequest, plan_campaign, save_campaign
from profiler_app.jobs.entries import amount_text, read_amount, read_share
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.forms.editors import ChoiceEditor, LineEditor, choices_of
from profiler_app.ui.pages.campaigns.plan_panel import PlanPanel
from profiler_app.ui.pages.segments.parts import scrolled
from profiler_app.ui.rules.rule_field import RuleField
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.inputs import DateBox, DropDown, NumberBox
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Panel
from profiler_app.ui.widgets.segmented import Segmented

_DEBOUNCE_MS = 300
_SIDE = 468
_RULE_HEIGHT = 150
_NO_CHANNEL = "none"


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
        self.name, self.goal, self.offered = LineEditor(), LineEditor(), LineEditor()
        self.way, self.segment = Segmented(small=True), DropDown()
        self.rule = RuleField(desk, "", height=_RULE_HEIGHT)
        self.channel = ChoiceEditor([])
        self.starts = DateBox()
        self.window_days = NumberBox(1, 730)
        self.rest_days = NumberBox(0, 365)
        self.share = NumberBox(1, 50, unit="%")
        self.cost, self.cost_each, self.base = LineEditor(), LineEditor(), LineEditor()
        self.panel = PlanPanel(desk.settings.currency)
        self._labels: dict[QWidget, Label] = {}
        self._form = Panel("·")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        for at in (0, 1):
            grid.setColumnStretch(at, 1)
        rows: Sequence[tuple[QWidget, ...]] = (
            (self.name,),
            (self.goal, self.offered),
            (self.channel, self.starts),
            (self.window_days, self.rest_days),
            (self.share, self.base),
            (self.cost, self.cost_each),
        )
        whole = QVBoxLayout()
        whole.setSpacing(4)
        whole.addLayout(self._audience())
        grid.addWidget(self._labelled(self.name), 0, 0, 1, 2)
        grid.addLayout(whole, 1, 0, 1, 2)
        for down, row in enumerate(rows[1:], start=2):
            for at, field in enumerate(row):
                grid.addWidget(self._labelled(field), down, at)
        self._form.body.addLayout(grid)
        self._form.body.addStretch(1)
        inside = QWidget()
        both = QHBoxLayout(inside)
        both.setContentsMargins(20, 16, 20, 16)
        both.setSpacing(12)
        both.addWidget(self._form)
        both.addWidget(self.panel, 1)
        self._fit()
        current().changed.connect(self._fit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(inside))

    def _fit(self) -> None:
        self._form.setFixedWidth(current().px(_SIDE))

    def _audience(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        head = QHBoxLayout()
        self._labels[self.segment] = Label("", "caption", "text.secondary")
        head.addWidget(self._labels[self.segment])
        head.addStretch(1)
        head.addWidget(self.way)
        column.addLayout(head)
        column.addWidget(self.segment)
        column.addWidget(self.rule)
        return column

    def _labelled(self, field: QWidget) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._labels[field] = Label("", "caption", "text.secondary")
        column.addWidget(self._labels[field])
        column.addWidget(field)
        return holder

    def _connect(self) -> None:
        for text in (self.name, self.goal, self.offered, self.cost, self.cost_each, self.base):
            text.edited.connect(self._edited)
        for number in (self.window_days, self.rest_days, self.share):
            number.valueChanged.connect(self._edited)
        self.starts.dateChanged.connect(self._edited)
        self.segment.currentIndexChanged.connect(self._edited)
        self.channel.edited.connect(self._edited)
        self.rule.changed.connect(self._edited)
        self.way.chosen.connect(self._choose_way)

    # -- what is asked for

    def offer(self, segments: Sequence[str], names: Sequence[str]) -> None:
        """Offer the segments there are now; ``names`` are those of other campaigns."""
        self._names = frozenset(names)
        self.segment.set_options([(name, name) for name in segments])
        self.way.setVisible(bool(segments))

    def begin(self, request: CampaignRequest) -> None:
        """Begin a new campaign, filled in as a request says."""
        self.plan = None
        by_segment = self.segment.count() > 0 and (bool(request.segment) or not request.where)
        self.segment.choose(request.segment)
        self.rule.put(request.where)
        self._choose_way("segment" if by_segment else "rule")
        self.name.put(request.name)
        self.goal.put(request.goal)
        self.offered.put(request.offer)
        self.channel.put(request.channel)
        starts = request.starts_on or self._desk.today()
        self.starts.setDate(QDate(starts.year, starts.month, starts.day))
        self.window_days.setValue(request.window_days)
        self.rest_days.setValue(request.rest_days)
        self.share.setValue(round(100 * request.control_share))
        for field, amount in ((self.cost, request.cost), (self.cost_each, request.cost_each)):
            field.put("" if amount is None else amount_text(amount))
        self.base.put("" if request.base_rate is None else f"{100 * request.base_rate:g}")
        self.panel.wait()
        self._ask()
        self.name.setFocus()

    def _choose_way(self, key: str) -> None:
        self.way.choose(key)
        self.segment.setVisible(key == "segment")
        self.rule.setVisible(key == "rule")
        self._edited()

    def request(self) -> CampaignRequest | None:
        """Return what is asked for; None while something is not filled in rightly."""
        cost, each, base = (
            read_amount(self.cost.entry()),
            read_amount(self.cost_each.entry()),
            read_share(self.base.entry(), (0.0, 0.99)),
        )
        by_segment = self.way.key() == "segment"
        wrong = [entry.problem for entry in (cost, each, base) if entry.problem]
        if wrong or (not by_segment and not self.rule.is_whole()):
            self.panel.say(wrong[0] if wrong else _("The rule is not whole yet."))
            return None
        starts: Any = self.starts.date().toPython()
        return CampaignRequest(
            name=self.name.entry().strip(),
            segment=self.segment.key() if by_segment else "",
            where="" if by_segment else self.rule.text(),
            control_share=self.share.value() / 100,
            rest_days=self.rest_days.value(),
            window_days=self.window_days.value(),
            base_rate=base.value,
            goal=self.goal.entry().strip(),
            offer=self.offered.entry().strip(),
            channel=self.channel.entry(),
            starts_on=starts,
            cost=cost.value,
            cost_each=each.value,
        )

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
        name = self.name.entry().strip()
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
        self._form.head.set_title(_("What it is to be"))
        self.way.set_options(
            [("segment", _("Saved segment")), ("rule", pgettext("campaign", "Rule"))]
        )
        self.way.setAccessibleName(_("How the audience is chosen"))
        kept = self.channel.entry()
        offered = [each for each in choices_of("contact_channel") if each[0] != _NO_CHANNEL]
        self.channel.set_options([("", "—"), *offered])
        self.channel.put(kept)
        for field, label in self._texts().items():
            self._labels[field].setText(label)
            field.setAccessibleName(label)
        self.base.setPlaceholderText(_("as in the orders so far"))
        self.panel.retranslate()
        if self.plan is not None:
            self.panel.show_plan(self.plan)

    def _texts(self) -> dict[QWidget, str]:
        return {
            self.name: _("Name of the campaign"),
            self.segment: pgettext("campaign", "Audience"),
            self.goal: _("What it is for"),
            self.offered: _("What is offered"),
            self.channel: _("Channel"),
            self.starts: _("First day"),
            self.window_days: _("Days in which a purchase counts"),
            self.rest_days: _("Days without a contact before"),
            self.share: _("Control group"),
            self.base: _("Buy anyhow, %"),
            self.cost: _("Cost in all"),
            self.cost_each: _("Cost of each contact"),
        }


def _plan(reader: Reader, request: CampaignRequest, today: date) -> CampaignPlan:
    return plan_campaign(Silent(), reader.workspace, request, today=today, source=reader.source)
