"""The list of campaigns: where each stands and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from profiler_app.domain.campaign_pages import STATES, CampaignLine, decision_label
from profiler_app.domain.campaign_wording import points, verdict_word
from profiler_app.domain.text import _, pgettext
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.pages.segments.wording import whole_money
from profiler_app.ui.widgets.empty_state import EmptyState
from profiler_app.ui.widgets.table import UNKNOWN

_ICONS = {
    "planned": ("hourglass", "text.tertiary"),
    "running": ("activity", "text.link"),
    "over": ("circle-alert", "warning"),
    "closed": ("circle-check", "success"),
}
_INKS = {"proved": "success", "harmful": "danger"}


class CampaignList(QWidget):
    """``opened`` carries the number of a campaign, ``new_asked`` wants the first one."""

    opened = Signal(int)
    new_asked = Signal()

    def __init__(self, currency: str) -> None:
        super().__init__()
        self._currency = currency
        self.table = FiguresTable(self._figures())
        self.table.set_density("relaxed")
        self._empty = EmptyState("target", "")
        self._start = self._empty.add_button("", self.new_asked.emit, kind="primary")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.table.opened.connect(lambda _index: self._open())

    def _figures(self) -> list[Figure]:
        return [
            Figure(lambda: pgettext("campaign", "Campaign"), lambda row: row.name, 0, right=False,
                   sort=lambda row: row.name, icon=lambda row: _ICONS[row.state], least=240),
            Figure(lambda: pgettext("campaign", "State"), lambda row: _(STATES[row.state][0]), 116,
                   right=False),
            Figure(lambda: pgettext("campaign", "Begins"), _begins, 104, right=False,
                   sort=_begins),
            Figure(lambda: _("Channel"), lambda row: row.channel_label or UNKNOWN, 92,
                   right=False, drop=2),
            Figure(lambda: pgettext("campaign", "Target group"), lambda row: f"{row.treated:,}",
                   104,
                   sort=lambda row: row.treated, raw=lambda row: row.treated),
            Figure(lambda: pgettext("campaign", "Control group"), lambda row: f"{row.control:,}",
                   112, sort=lambda row: row.control, raw=lambda row: row.control, drop=1),
            Figure(lambda: _("Contacted"), lambda row: f"{row.contacted:,}", 88,
                   sort=lambda row: row.contacted, raw=lambda row: row.contacted, drop=3),
            Figure(lambda: pgettext("campaign", "Cost"), self._cost, 104,
                   sort=lambda row: row.cost or 0, drop=4),
            Figure(lambda: pgettext("campaign", "Difference"), _difference, 116,
                   sort=lambda row: row.difference or 0.0,
                   tone=lambda row: _INKS.get(row.verdict, "text.secondary")),
            Figure(lambda: pgettext("campaign", "Verdict"), _verdict, 176, right=False,
                   tone=lambda row: _INKS.get(row.verdict, "text.secondary")),
        ]  # fmt: skip

    def show_campaigns(self, lines: Sequence[CampaignLine]) -> None:
        """Show other campaigns; the current one stays if it can."""
        kept = self.table.row()
        self.table.show_rows(lines)
        self._stack.setCurrentWidget(self.table if lines else self._empty)
        at = [line.id for line in self.table.rows()]
        if lines:
            self.table.selectRow(at.index(kept.id) if kept and kept.id in at else 0)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._empty.set_message(
            _("No campaign yet"),
            _("Choose a segment: who may not be contacted is left out, a control group is drawn, "
              "and afterwards you see whether it worked."),
        )  # fmt: skip
        self._start.setText(_("New campaign"))
        self.table.setAccessibleName(_("Campaigns"))
        self.table.retranslate()

    def _open(self) -> None:
        row = self.table.row()
        if row is not None:
            self.opened.emit(row.id)

    def _cost(self, row: CampaignLine) -> str:
        return UNKNOWN if row.cost is None else whole_money(row.cost, self._currency)


def _begins(row: CampaignLine) -> str:
    return UNKNOWN if row.starts_on is None else row.starts_on.isoformat()


def _difference(row: CampaignLine) -> str:
    if row.difference is None:
        return UNKNOWN
    return _("{n} pp").format(n=points(row.difference))


def _verdict(row: CampaignLine) -> str:
    said = verdict_word(row.verdict) if row.verdict else ""
    decided = decision_label(row.decision)
    return " · ".join(part for part in (said, decided) if part) or UNKNOWN
