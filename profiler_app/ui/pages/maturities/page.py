"""The page: what matures day by day, what suits instead, and planning all of it (J02)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.maturities import SPANS, Maturing, Maturities
from profiler_app.domain.money import format_money
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.maturing import plan_maturities, read_maturities
from profiler_app.jobs.printing import login_name
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.maturities.day_panel import DayPanel, day_sum
from profiler_app.ui.pages.place_page import PlacePage
from profiler_app.ui.pages.profile.column_scroll import ColumnScroll
from profiler_app.ui.pages.today.calendar_saving import save_calendar
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.empty_state import EmptyState
from profiler_app.ui.widgets.labels import Label, as_tooltip
from profiler_app.ui.widgets.segmented import Segmented
from profiler_app.ui.widgets.sub_bar import SubBar
from profiler_app.ui.widgets.surface import Surface

_DAYS_SHOWN = 31


class MaturitiesPage(PlacePage):
    """Back, 7 or 30 days, plan everything; below it a panel for each day."""

    def __init__(self, desk: Desk) -> None:
        self.plan = Button(kind="primary", icon="check")
        self.list = Button(icon="users")
        self.calendar = Button(icon="calendar")
        self.spans = Segmented(small=True)
        super().__init__(desk, SubBar(self.spans, self.list, self.calendar, self.plan))
        self.found: Maturities | None = None
        self._scroll = ColumnScroll()
        self.column().addWidget(self._scroll, 1)
        self.spans.chosen.connect(lambda _key: self._reload())
        self.plan.clicked.connect(lambda _on=False: self._plan_all())
        self.list.clicked.connect(lambda _on=False: self._open_list())
        self.calendar.clicked.connect(lambda _on=False: save_calendar(self._desk, self))
        self._say()

    def _say(self) -> None:
        super()._say()
        kept = self.spans.key() or str(SPANS[0])
        names = [
            (str(days), ngettext("{n} day", "{n} days", days).format(n=days)) for days in SPANS
        ]
        self.spans.set_options(names)
        self.spans.choose(kept)
        self._top.say(_("What matures"))
        self.list.setText(_("Open list"))
        self.list.setToolTip(as_tooltip(_("Everybody here as a list, to export or to hand over")))
        self.calendar.setText(_("Calendar"))
        self.calendar.setToolTip(as_tooltip(_("Write open tasks into a calendar file (.ics)")))
        self._say_plan()

    def _say_plan(self) -> None:
        n = len(self.found.to_plan()) if self.found else 0
        self.plan.setText(ngettext("Plan all {n}", "Plan all {n}", n).format(n=f"{n:,}"))
        self.plan.setEnabled(n > 0)
        self.list.setEnabled(bool(self.found and self.found.accounts))

    # -- what the window asks

    def activated(self) -> None:
        """Read the accounts again."""
        self.setFocus()
        self._reload()

    def tab_regions(self) -> list[QWidget]:
        """Return the regions F6 walks through."""
        return [self._top, self._scroll]

    # -- reading

    def _reload(self) -> None:
        if not self.isVisible():
            return
        day, days = self._desk.today(), int(self.spans.key())

        def read(reader: Reader) -> Maturities:
            return read_maturities(reader.workspace, reader.source, today=day, days=days)

        self._desk.reads.ask("maturities", read, done=self._show, failed=self._fail, owner=self)

    def _show(self, found: Maturities) -> None:
        self.found = found
        self._clear_problem()
        self._say_plan()
        currency = self._desk.settings.currency
        self._top.say(_("What matures"), day_sum(found.accounts, currency))
        holder = Surface(edges=Qt.Edge(0))
        column = QVBoxLayout(holder)
        column.setContentsMargins(20, 16, 20, 24)
        column.setSpacing(12)
        if not found.accounts:
            column.addWidget(self._nothing())
        elif found.days > 7:
            column.addWidget(Label(_weeks(found, currency), "body", "text.secondary", wrap=True))
        for on, accounts in list(found.by_day())[:_DAYS_SHOWN]:
            panel = DayPanel(on, accounts, currency)
            panel.card.connect(self._open)
            panel.plan.connect(lambda account: self._start([account]))
            column.addWidget(panel)
        column.addStretch(1)
        self._scroll.show_contents(holder)

    def _nothing(self) -> EmptyState:
        return EmptyState(
            "piggy-bank",
            _("Nothing matures in these days"),
            _("Accounts with a day of maturity appear here: import them, or add one on a card."),
        )

    def _fail(self, problem: UserProblem) -> None:
        self.found = None
        self._say_plan()
        self._show_problem(_("What matures could not be read"), problem)

    # -- doing

    def _open(self, account: Maturing) -> None:
        everybody = [each.customer for each in self.found.customers()] if self.found else []
        self._desk.open_customer(account.who.customer, everybody)

    def _open_list(self) -> None:
        if self.found is None:
            return
        n = self.found.days
        title = ngettext("Matures within {n} day", "Matures within {n} days", n).format(n=n)
        numbers = [each.number for each in self.found.customers()]
        self._desk.open_list(f"number in {numbers!r}", title)

    def _plan_all(self) -> None:
        if self.found is not None:
            self._start(self.found.to_plan())

    def _start(self, accounts: Sequence[Maturing]) -> None:
        n = len(accounts)
        said = ngettext("Planned {n} account", "Planned {n} accounts", n).format(n=f"{n:,}")
        self.plan.setEnabled(False)
        self._desk.jobs.start(
            plan_maturities,
            accounts,
            today=self._desk.today(),
            by=login_name(),
            title=_("Saving"),
            owner=self,
            done=lambda operation: self._planned(said, operation),
            failed=self._not_planned,
        )

    def _planned(self, said: str, operation: int) -> None:
        self._desk.toast(said, operation)
        self._desk.refresh_data()

    def _not_planned(self, problem: UserProblem) -> None:
        self._say_plan()
        self._desk.show_problem(problem)


def _weeks(found: Maturities, currency: str) -> str:
    """Return the sum of each week."""
    parts = []
    for week, n, amount in found.by_week():
        last = min(7 * week + 7, found.days)
        count = ngettext("{n} account", "{n} accounts", n).format(n=f"{n:,}")
        told = _("days {first} to {last}: {count}, {amount}").format(
            first=7 * week + 1,
            last=last,
            count=count,
            amount=format_money(amount, currency=currency, compact=True),
        )
        parts.append(told)
    return " · ".join(parts)
