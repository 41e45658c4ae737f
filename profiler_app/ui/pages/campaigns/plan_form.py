"""The form of a new campaign: for whom, what, when, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.campaign_targets import CampaignRequest
from profiler_app.jobs.entries import amount_text, read_amount, read_share
from profiler_app.ui.desk import Desk
from profiler_app.ui.forms.editors import ChoiceEditor, LineEditor, choices_of
from profiler_app.ui.rules.rule_field import RuleField
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.inputs import DateBox, DropDown, NumberBox
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Panel
from profiler_app.ui.widgets.segmented import Segmented

_SIDE = 468
_RULE_HEIGHT = 150
_NO_CHANNEL = "none"
_LEAST_MARGIN = 0.001


class PlanForm(Panel):
    """``edited`` tells that something else is asked for."""

    edited = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("·")
        self.name, self.goal, self.offered = LineEditor(), LineEditor(), LineEditor()
        self.way, self.segment = Segmented(small=True), DropDown()
        self.rule = RuleField(desk, "", height=_RULE_HEIGHT)
        self.channel = ChoiceEditor([])
        self.starts = DateBox()
        self.window_days = NumberBox(1, 730)
        self.rest_days = NumberBox(0, 365)
        self.share = NumberBox(1, 50, unit="%")
        self.cost, self.cost_each = LineEditor(), LineEditor()
        self.base, self.margin = LineEditor(), LineEditor()
        self._usual: float | None = None
        self._labels: dict[QWidget, Label] = {}
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
            (self.goal, self.offered),
            (self.channel, self.starts),
            (self.window_days, self.rest_days),
            (self.share, self.base),
            (self.cost, self.cost_each),
            (self.margin,),
        )
        grid.addWidget(self._labelled(self.name), 0, 0, 1, 2)
        grid.addLayout(self._audience(), 1, 0, 1, 2)
        for down, row in enumerate(rows, start=2):
            for at, field in enumerate(row):
                grid.addWidget(self._labelled(field), down, at)
        self.body.addLayout(grid)
        self.body.addStretch(1)
        self._fit()
        current().changed.connect(self._fit)

    def _fit(self) -> None:
        self.setFixedWidth(current().px(_SIDE))

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
        texts = (self.name, self.goal, self.offered, self.cost, self.cost_each, self.base,
                 self.margin)  # fmt: skip
        for text in texts:
            text.edited.connect(self.edited)
        for number in (self.window_days, self.rest_days, self.share):
            number.valueChanged.connect(self.edited)
        self.starts.dateChanged.connect(self.edited)
        self.segment.currentIndexChanged.connect(self.edited)
        self.channel.edited.connect(self.edited)
        self.rule.changed.connect(self.edited)
        self.way.chosen.connect(self._choose_way)

    # -- what is asked for

    def offer(self, segments: Sequence[str], margin: float | None) -> None:
        """Offer the segments there are now; ``margin`` is that of the workspace."""
        self._usual = margin
        self.segment.set_options([(name, name) for name in segments])
        self.way.setVisible(bool(segments))
        self._say_usual()

    def fill(self, request: CampaignRequest, first_day: QDate) -> None:
        """Fill everything in as a request says; it begins on ``first_day`` if nothing is said."""
        by_segment = self.segment.count() > 0 and (bool(request.segment) or not request.where)
        self.segment.choose(request.segment)
        self.rule.put(request.where)
        self._choose_way("segment" if by_segment else "rule")
        self.name.put(request.name)
        self.goal.put(request.goal)
        self.offered.put(request.offer)
        self.channel.put(request.channel)
        starts = request.starts_on
        self.starts.setDate(
            first_day if starts is None else QDate(starts.year, starts.month, starts.day)
        )
        self.window_days.setValue(request.window_days)
        self.rest_days.setValue(request.rest_days)
        self.share.setValue(round(100 * request.control_share))
        for field, amount in ((self.cost, request.cost), (self.cost_each, request.cost_each)):
            field.put("" if amount is None else amount_text(amount))
        for field, share in ((self.base, request.base_rate), (self.margin, request.margin)):
            field.put("" if share is None else f"{100 * share:g}")

    def _choose_way(self, key: str) -> None:
        self.way.choose(key)
        self.segment.setVisible(key == "segment")
        self.rule.setVisible(key == "rule")
        self.edited.emit()

    def request(self) -> CampaignRequest | str:
        """Return what is asked for; while something is not filled in rightly, what is wrong."""
        cost, each = read_amount(self.cost.entry()), read_amount(self.cost_each.entry())
        base = read_share(self.base.entry(), (0.0, 0.99))
        margin = read_share(self.margin.entry(), (_LEAST_MARGIN, 1.0))
        by_segment = self.way.key() == "segment"
        wrong = [entry.problem for entry in (cost, each, base, margin) if entry.problem]
        if wrong:
            return wrong[0]
        if not by_segment and not self.rule.is_whole():
            return _("The rule is not whole yet.")
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
            margin=margin.value,
        )

    # -- language

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.head.set_title(_("What it is to be"))
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
        self._say_usual()

    def _say_usual(self) -> None:
        text = pgettext("campaign", "not known")
        if self._usual is not None:
            text = _("{n}, as in the workspace").format(n=f"{100 * self._usual:g}")
        self.margin.setPlaceholderText(text)

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
            self.margin: _("Margin, %"),
        }
