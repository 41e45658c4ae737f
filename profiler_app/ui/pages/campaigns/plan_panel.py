"""What a campaign would be: who is left out and why, who is contacted, and what it can show."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from profiler_app.domain.campaign_reports import CampaignPlan
from profiler_app.domain.campaign_wording import points
from profiler_app.domain.campaigns import LEAST_ARM
from profiler_app.domain.profile import Kpi
from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.campaign_drawing import split_rows
from profiler_app.ui.pages.campaigns.charts import SplitChart
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.pages.segments.wording import percent, whole_money
from profiler_app.ui.widgets.band import Band
from profiler_app.ui.widgets.kpi import KpiStrip
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Panel


class PlanPanel(QWidget):
    """Fills itself with each new plan; the old one stays until the new one is there."""

    def __init__(self, currency: str) -> None:
        super().__init__()
        self._currency = currency
        self.figures, self.split = KpiStrip(), SplitChart()
        self.band = Band("warning", "")
        self.about = Label("", "body", "text.secondary", wrap=True)
        self.problem = Label("", "body", "danger", wrap=True)
        self.table = FiguresTable(
            [
                Figure(lambda: _("To be seen"), lambda row: _("{n} pp").format(n=points(row[0])), 0,
                       right=False),
                Figure(lambda: pgettext("campaign", "Target group"), lambda row: f"{row[1]:,}",
                       124),
                Figure(lambda: pgettext("campaign", "Control group"), lambda row: f"{row[2]:,}",
                       124),
                Figure(lambda: _("Enough"), lambda row: _("yes") if row[3] else _("no"), 84,
                       right=False, icon=lambda row: (
                           ("check", "success") if row[3] else ("x", "text.tertiary"))),
            ]
        )  # fmt: skip
        self.table.set_density("compact")
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._split, self._seen = Panel("·"), Panel("·")
        self._split.body.addWidget(self.split)
        self._seen.body.addWidget(self.about)
        self._seen.body.addWidget(self.table)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self.problem, self.figures, self.band, self._split, self._seen):
            column.addWidget(part)
        column.addStretch(1)
        self.wait()

    def wait(self) -> None:
        """Show nothing yet."""
        for part in (self.problem, self.figures, self.band, self._split, self._seen):
            part.hide()

    def say(self, problem: str) -> None:
        """Say why there is no plan."""
        self.wait()
        self.problem.setText(problem)
        self.problem.show()

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._split.head.set_title(_("List and groups"))
        self._seen.head.set_title(_("What can be seen"))
        self.table.setAccessibleName(_("What can be seen"))
        self.table.retranslate()

    def show_plan(self, plan: CampaignPlan) -> None:
        """Show another plan."""
        self.problem.hide()
        for part in (self.figures, self._split, self._seen):
            part.show()
        self.split.show_rows(split_rows(plan))
        left_out = sum(plan.suppressed.values())
        self._split.head.set_note(_("{n} left out").format(n=f"{left_out:,}"))
        self.figures.set_kpis(self._kpis(plan))
        self.band.setVisible(plan.for_the_record)
        self.band.set_message(
            _("The list is too small to prove anything"),
            _("With fewer than {n} customers in a group the result is for the record only. "
              "Choose a larger audience, or a larger control group.").format(n=LEAST_ARM),
        )  # fmt: skip
        self._seen.head.set_note(_("5 % significance, 80 % power"))
        self.about.setText(_base_words(plan))
        rows = [
            (rise, treated, control, plan.treated >= treated and plan.control >= control)
            for rise, (treated, control) in plan.needed.items()
        ]
        self.table.show_rows(rows)
        self.table.setFixedHeight(self.table.height_of(len(rows)))

    def _kpis(self, plan: CampaignPlan) -> tuple[Kpi, ...]:
        none = _("no rise can be seen")
        visible = None if plan.visible is None else points(plan.visible)
        cost = None if plan.cost is None else whole_money(plan.cost, self._currency)
        share = percent(plan.control / max(1, plan.treated + plan.control))
        return (
            Kpi("treated", _("To contact"), f"{plan.treated:,}",
                _("of {n}").format(n=f"{plan.audience:,}")),
            Kpi("control", _("Left alone"), f"{plan.control:,}",
                _("{share} of the list").format(share=share)),
            Kpi("visible", _("Smallest effect"), visible,
                _("pp above {share}").format(share=percent(plan.base_rate)),
                reason=none),
            Kpi("cost", _("Cost"), cost, "", reason=_("not entered")),
        )  # fmt: skip


def _base_words(plan: CampaignPlan) -> str:
    base = percent(plan.base_rate)
    if plan.base_from == "purchases":
        text = _("{share} of the list bought in the last such time; a rise above that is looked "
                 "for.")  # fmt: skip
    elif plan.base_from == "assumed":
        text = _("Nobody of the list bought lately, so {share} are assumed to buy anyhow.")
    else:
        text = _("As you entered, {share} buy anyhow; a rise above that is looked for.")
    return text.format(share=base)
