"""Who takes part in a campaign, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QColor

from profiler_app.domain.campaign_pages import Member, arm_label
from profiler_app.domain.fields import option_label, options
from profiler_app.domain.text import _, pgettext
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.pages.segments.wording import whole_money
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.table import UNKNOWN

_LATER = ("no_answer", "left_message", "callback")


class MembersTable(FiguresTable):
    """Rows are members; Enter opens the customer."""

    def __init__(self, currency: str) -> None:
        self._currency = currency
        super().__init__(
            [
                Figure(lambda: pgettext("campaign", "Customer"), lambda row: row.name, 0,
                       right=False, sort=lambda row: row.name),
                Figure(lambda: pgettext("campaign", "Group"), lambda row: arm_label(row.arm), 112,
                       right=False, mark=_colour, sort=lambda row: row.arm),
                Figure(lambda: _("Stage of life"), lambda row: row.stratum or UNKNOWN, 112,
                       right=False, sort=lambda row: row.stratum, drop=3),
                Figure(lambda: _("Contacted"), lambda row: row.contacted_on or UNKNOWN, 104,
                       right=False, sort=lambda row: row.contacted_on, drop=2),
                Figure(lambda: _("Came of it"), _result, 132, right=False,
                       sort=lambda row: row.result, tone=_result_tone),
                Figure(lambda: pgettext("campaign", "Outcome"), _outcome, 150, right=False,
                       sort=lambda row: (row.happened or False, row.on), tone=_outcome_tone),
                Figure(lambda: _("Spent in the window"), self._spent, 152,
                       sort=lambda row: row.value, drop=1),
            ]
        )  # fmt: skip

    def choose(self, member: int) -> bool:
        """Go to a member by id; False where they are not in the list."""
        at = next((i for i, row in enumerate(self.rows()) if row.id == member), -1)
        if at < 0:
            return False
        index = self.model().index(at, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def show_members(self, rows: Sequence[Member]) -> None:
        """Show other members; the current one stays if it is still there."""
        kept = self.row()
        self.show_rows(rows)
        if rows and not (kept is not None and self.choose(kept.id)):
            self.selectRow(0)

    def _spent(self, row: Member) -> str:
        return whole_money(row.value, self._currency) if row.value else UNKNOWN


def _colour(row: Member) -> QColor:
    if row.arm == "excluded":
        return current().chart("muted")
    return current().chart_color(0 if row.arm == "treat" else 1)


def _result(row: Member) -> str:
    if row.arm != "treat":
        return row.reason or _("not contacted")
    known = {each.id for each in options("outcome")}
    return option_label("outcome", row.result) if row.result in known else row.result or UNKNOWN


def _result_tone(row: Member) -> str:
    if row.arm != "treat" or not row.result:
        return "text.tertiary"
    return "text.secondary" if row.result in _LATER else "text.primary"


def _outcome(row: Member) -> str:
    if row.happened is None:
        return UNKNOWN
    if not row.happened:
        return pgettext("outcome", "nothing")
    return _("yes, {day}").format(day=row.on) if row.on else _("yes")


def _outcome_tone(row: Member) -> str:
    return "text.primary" if row.happened else "text.tertiary"
