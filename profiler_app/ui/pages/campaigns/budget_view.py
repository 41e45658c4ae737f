"""How a budget is best spent: on which offer, on whom, and what more money would bring."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.campaign_budget import BudgetPlan, BudgetRequest, Offer, Pick
from profiler_app.domain.campaign_wording import amount, points
from profiler_app.domain.errors import UserProblem
from profiler_app.domain.profile import Kpi
from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.campaign_budget import budget_plan, offers
from profiler_app.jobs.campaign_margins import usual_margin
from profiler_app.jobs.campaign_targets import CampaignRequest
from profiler_app.jobs.entries import read_amount, read_share
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.forms.editors import LineEditor
from profiler_app.ui.pages.campaigns.offers_form import OffersForm
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.pages.segments.parts import scrolled
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.kpi import KpiStrip
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Panel
from profiler_app.ui.widgets.segmented import Segmented

_DEBOUNCE_MS = 300
_SIDE = 420
_MOST_ROWS = 8

Known = tuple[tuple[Offer, ...], float | None]
"""The offers there are, and the margin of the workspace."""


class BudgetView(QWidget):
    """``picked`` carries the request of a campaign for one line of the plan."""

    picked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.plan: BudgetPlan | None = None
        self._timer = QTimer(self, singleShot=True, interval=_DEBOUNCE_MS)
        self._timer.timeout.connect(self._ask)
        self.budget, self.margin = LineEditor(), LineEditor()
        self.ends, self.offers = Segmented(small=True), OffersForm()
        self.figures = KpiStrip()
        self.use = Button(icon="plus", small=True)
        self.note = Label("", "body", "text.secondary", wrap=True)
        currency = desk.settings.currency
        self.picks = FiguresTable(_pick_figures(currency))
        self.steps = FiguresTable(_step_figures(currency, self._most_profit))
        self.steps.set_density("compact")
        self._labels = [Label("", "caption", "text.secondary") for _at in range(4)]
        self._form, self._whom, self._more = Panel("·"), Panel("·"), Panel("·")
        self._lay_out()
        for editor in (self.budget, self.margin, self.offers):
            editor.edited.connect(self._timer.start)
        self.ends.chosen.connect(lambda _key: self._ask())
        self.use.clicked.connect(lambda _on=False: self._pick())
        self.picks.opened.connect(lambda _index: self._pick())

    def _lay_out(self) -> None:
        form = self._form.body
        for label, field in zip(self._labels, (self.budget, self.margin, self.ends), strict=False):
            form.addWidget(label)
            form.addWidget(field)
        form.addSpacing(8)
        form.addWidget(self._labels[3])
        form.addWidget(self.offers)
        form.addStretch(1)
        self._fit()
        current().changed.connect(self._fit)
        self._whom.head.add(self.use)
        self._whom.body.addWidget(self.picks)
        self._more.body.addWidget(self.steps)
        right = QVBoxLayout()
        right.setSpacing(12)
        for part in (self.figures, self.note, self._whom, self._more):
            right.addWidget(part)
        right.addStretch(1)
        inside = QWidget()
        both = QHBoxLayout(inside)
        both.setContentsMargins(20, 16, 20, 16)
        both.setSpacing(12)
        both.addWidget(self._form)
        both.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(inside))
        for part in (self.figures, self._whom, self._more):
            part.hide()

    def _fit(self) -> None:
        self._form.setFixedWidth(current().px(_SIDE))

    # -- reading

    def reload(self) -> None:
        """Read which offers there are, then plan."""
        self._desk.reads.ask(
            "campaigns.offers",
            _known,
            self._desk.today(),
            done=self._receive,
            failed=self._desk.show_problem,
            owner=self,
        )

    def _receive(self, known: Known) -> None:
        found, margin = known
        self.offers.show_offers(found)
        if margin is not None and not self.margin.entry():
            self.margin.put(f"{100 * margin:g}")
        self._ask()

    def request(self) -> BudgetRequest | None:
        """Return what is asked; None, and what is missing said, while it is not whole."""
        budget, margin = read_amount(self.budget.entry()), read_share(self.margin.entry(), (0, 1))
        costs, capacity, wrong = self.offers.read()
        wrong = budget.problem or margin.problem or wrong
        if not wrong and not budget.value:
            wrong = _("Enter how much there is to spend.")
        if not wrong and not margin.value:
            wrong = _("Enter how much of the sales is earned.")
        if wrong:
            self._say(wrong)
            return None
        return BudgetRequest(
            budget=budget.value,
            margin=margin.value,
            costs=costs,
            capacity=capacity,
            cautious=self.ends.key() == "low",
        )

    def _ask(self) -> None:
        self._timer.stop()
        request = self.request()
        if request is not None:
            self._desk.reads.ask(
                "campaigns.budget",
                _plan,
                request,
                self._desk.today(),
                done=self._show,
                failed=self._failed,
                owner=self,
            )

    def _failed(self, problem: UserProblem) -> None:
        self._say(problem.sentence())

    # -- showing

    def _say(self, text: str) -> None:
        self.plan = None
        self.note.setText(text)
        for part in (self.figures, self._whom, self._more):
            part.hide()

    def _show(self, plan: BudgetPlan) -> None:
        if not plan.picks:
            self._say(self._why_nothing(plan))
            return
        self.plan = plan
        currency = self._desk.settings.currency
        self.figures.set_kpis(
            (
                Kpi("cost", _("To be spent"), amount(plan.cost, currency),
                    _("of {n}").format(n=amount(plan.budget, currency))),
                Kpi("extra", _("Extra buyers"), f"{plan.extra:,.0f}", _("expected")),
                Kpi("earned", _("Extra margin"), amount(plan.earned, currency), _("expected")),
                Kpi("profit", _("Profit"), amount(plan.earned - plan.cost, currency),
                    _("lower end") if plan.cautious else _("expected")),
            )
        )  # fmt: skip
        text = _("One more unit of money would bring {n} beyond itself.")
        if plan.next_unit < 0.005:
            text = _("More money would bring nothing: nobody is left on whom it pays.")
        self.note.setText(text.format(n=f"{plan.next_unit:,.2f}"))
        self.picks.show_rows(plan.picks)
        self.picks.setFixedHeight(self.picks.height_of(min(len(plan.picks), _MOST_ROWS)))
        self.picks.selectRow(0)
        self.steps.show_rows(plan.steps)
        self.steps.setFixedHeight(self.steps.height_of(len(plan.steps)))
        for part in (self.figures, self._whom, self._more):
            part.show()

    def _why_nothing(self, plan: BudgetPlan) -> str:
        if all(offer.unused for offer in plan.offers):
            return _("No campaign has worked beyond doubt yet, so there is nothing to reckon "
                     "with.")  # fmt: skip
        return _("On nobody who may be contacted now does a contact bring more than it costs.")

    def _most_profit(self) -> float:
        return max((profit for _budget, profit in self.plan.steps), default=0) if self.plan else 0

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._form.head.set_title(_("What there is"))
        self._whom.head.set_title(_("On whom it is spent"))
        self.use.setText(_("Plan a campaign for the chosen line"))
        self._more.head.set_title(_("Smaller and larger budgets"))
        names = (_("To spend"), _("Margin, %"), _("Reckon with"), _("Offers that were tried"))
        for label, text in zip(self._labels, names, strict=True):
            label.setText(text)
        self.ends.set_options([("mean", _("the estimate")), ("low", _("the lower end"))])
        for field, text in zip((self.budget, self.margin, self.ends), names, strict=False):
            field.setAccessibleName(text)
        for table, text in ((self.picks, _("On whom it is spent")),
                            (self.steps, _("Smaller and larger budgets"))):  # fmt: skip
            table.setAccessibleName(text)
            table.retranslate()
        self.offers.rebuild()
        self._ask()

    def _pick(self) -> None:
        pick = self.picks.row()
        if pick is not None:
            self.picked.emit(request_for(pick))


def request_for(pick: Pick) -> CampaignRequest:
    """Return the request of a campaign for one line of the plan."""
    stage = f"lifecycle == '{pick.stage}'"
    rule = f"({pick.offer.rule}) and {stage}" if pick.offer.rule.strip() else stage
    return CampaignRequest(
        name=f"{pick.offer.name} · {pick.label}",
        where=rule,
        channel=pick.offer.channel,
        cost_each=pick.offer.cost,
        margin=pick.offer.margin,
    )


def _pick_figures(currency: str) -> list[Figure]:
    return [
        Figure(lambda: pgettext("campaign", "Campaign"), lambda row: row.offer.name, 0,
               right=False),
        Figure(lambda: _("Stage of life"), lambda row: row.label, 100, right=False),
        Figure(lambda: _("Customers"), lambda row: f"{row.count:,} / {row.there:,}", 120,
               sort=lambda row: row.count),
        Figure(lambda: pgettext("campaign", "Difference"),
               lambda row: _("{n} pp").format(n=points(row.rise)), 112,
               sort=lambda row: row.rise, drop=1),
        Figure(lambda: pgettext("campaign", "Cost"), lambda row: amount(row.cost, currency), 96,
               sort=lambda row: row.cost),
        Figure(lambda: _("Extra margin"), lambda row: amount(row.earned, currency), 112,
               sort=lambda row: row.earned),
    ]  # fmt: skip


def _step_figures(currency: str, most: object) -> list[Figure]:
    assert callable(most)
    return [
        Figure(lambda: _("Budget"), lambda row: amount(row[0], currency), 140, right=False),
        Figure(lambda: _("Profit"), lambda row: amount(row[1], currency), 0,
               bar=lambda row: (0.8 * row[1] / (most() or 1), current().chart_color(0))),
    ]  # fmt: skip


def _known(reader: Reader, today: date) -> Known:
    request = BudgetRequest(budget=1, margin=1.0)
    margin = usual_margin(reader.workspace)
    return offers(reader.source, request, today=today), margin


def _plan(reader: Reader, request: BudgetRequest, today: date) -> BudgetPlan:
    return budget_plan(reader.source, request, today=today)
