"""The page: what is worth doing today, and doing it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from profiler_app.domain.profile import Why
from profiler_app.domain.quality import Problem
from profiler_app.domain.text import _, ngettext
from profiler_app.domain.today import DUE_TITLES, AtRisk, Due, Today
from profiler_app.jobs import agenda
from profiler_app.jobs.printing import login_name
from profiler_app.jobs.quality.fixing import problem_title
from profiler_app.jobs.reminders import rule_of
from profiler_app.jobs.risk_history import AT_RISK, look_back
from profiler_app.jobs.today import read_today
from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.first_run import FirstRun
from profiler_app.ui.pages.segments.parts import scrolled
from profiler_app.ui.pages.today.calendar_saving import save_calendar
from profiler_app.ui.pages.today.drift_panel import DriftPanel
from profiler_app.ui.pages.today.due_panel import DuePanel
from profiler_app.ui.pages.today.explaining import explain_due, explain_risk, read_why
from profiler_app.ui.pages.today.later import Later
from profiler_app.ui.pages.today.risk_panel import RiskPanel
from profiler_app.ui.pages.today.score_panel import ScorePanel
from profiler_app.ui.pages.today.since_panel import EnteredPanel, MovesPanel
from profiler_app.ui.pages.today.trend_panel import TrendPanel
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.surface import Bar

_ONE_COLUMN_UNDER = 980
_SIDE, _ANY = 384, 16_777_215


class TodayPage(QWidget):
    """Asks the reader for the day; every deed is a job with a way back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.today: Today | None = None
        self._title, self._day = Label("", "title"), Label("", "body", "text.secondary")
        self.follow = Button(kind="primary", icon="play")
        self.review = Button(icon="history")
        self.risk, self.due, self.score = RiskPanel(), DuePanel(), ScorePanel()
        self.moves, self.entered, self.trend = MovesPanel(), EnteredPanel(), TrendPanel()
        self.drift = DriftPanel()
        self.panels = (self.risk, self.due, self.moves, self.trend, self.entered, self.drift,
                       self.score)  # fmt: skip
        self.empty: FirstRun | None = None
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._stack = QStackedWidget()
        self._grid = QGridLayout()
        self._narrow: bool | None = None
        self._lay_out()
        self._connect()
        self.risk.currency = desk.settings.currency
        desk.data_changed.connect(self._changed)
        self.retranslate()

    def _lay_out(self) -> None:
        bar = Bar(52)
        bar.row.addWidget(self._title)
        bar.row.addWidget(self._day)
        bar.row.addStretch()
        bar.row.addWidget(self.review)
        bar.row.addWidget(self.follow)
        whole = QWidget()
        whole.setLayout(self._grid)
        self._grid.setContentsMargins(20, 16, 20, 20)
        self._grid.setSpacing(16)
        self._stack.addWidget(scrolled(whole))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self._stack, 1)
        self._place(narrow=False)

    def _place(self, *, narrow: bool) -> None:
        """Put the side beside the rest, or below it in a narrow window."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        grid = self._grid
        grid.addWidget(self.risk, 0, 0, 1, 2)
        grid.addWidget(self.moves, 1, 0)
        grid.addWidget(self.trend, 1, 1)
        grid.addWidget(self.entered, 2, 0, 1, 2)
        grid.addWidget(self.drift, 3, 0, 1, 2)
        grid.addWidget(self.due, *((4, 0, 1, 2) if narrow else (0, 2, 1, 1)))
        grid.addWidget(self.score, *((5, 0, 1, 2) if narrow else (1, 2, 3, 1)))
        side = current().px(_SIDE)
        for panel in (self.due, self.score):  # long words in them must not squeeze the rest
            panel.setMinimumWidth(0 if narrow else side)
            panel.setMaximumWidth(_ANY if narrow else side)
        for at in (0, 1):
            grid.setColumnStretch(at, 1)
        grid.setRowStretch(6, 1)

    def _connect(self) -> None:
        self.risk.contact.connect(lambda each: self._desk.forms.log_contact(each.who.customer))
        self.risk.later.connect(lambda each, anchor: self._ask_later(_of(each, self._desk), anchor))
        self.risk.every.connect(
            lambda: self._desk.open_list(f"has('{AT_RISK}')", _("Valuable and at risk"))
        )
        self.risk.why.connect(self._explain_risk)
        self.due.why.connect(
            lambda due, line: explain_due(due, self._desk.today(), self).show_below(line)
        )
        self.due.done.connect(self.settle)
        self.due.later.connect(self._ask_later)
        self.due.every.connect(
            lambda kind: self._desk.open_list(rule_of(kind), _(DUE_TITLES[kind]))
        )
        self.due.members.connect(lambda who, title: self._desk.open_list(who.rule(), title))
        self.due.calendar.connect(self.write_calendar)
        self.due.maturities.connect(partial(self._desk.open_page, "maturities"))
        for panel in (self.risk, self.due, self.entered):
            panel.card.connect(self._open)
        self.moves.opened.connect(partial(self._desk.open_page, "segments"))
        self.drift.opened.connect(
            lambda model: self._desk.open_place("insights", f"forecast/{model}")
        )
        self.trend.wanted.connect(self.look_back)
        self.score.opened.connect(partial(self._desk.open_page, "data"))
        self.score.mend.connect(self._mend)
        self.follow.clicked.connect(self._follow)
        self.review.clicked.connect(lambda _on=False: self._desk.open_page("review"))

    # -- what the window asks of every page

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._title.setText(_("Today"))
        self.review.setText(_("Review"))
        self.review.setToolTip(COMMANDS["review"].hint)
        if self.empty is not None:  # its words are those it was made with
            self._show_beginning()
        for panel in self.panels:
            panel.retranslate()
        self._show()

    def activated(self) -> None:
        """Read the day again; the keys of the window are heard from the start."""
        self.setFocus()
        self._read()

    def search_focus(self) -> None:
        """Do nothing: there is nothing to search here."""

    def escape(self) -> bool:
        """Leave going back to the window."""
        return False

    def tab_regions(self) -> list[QWidget]:
        """Return the parts F6 walks through."""
        return [panel for panel in self.panels if panel is not self.drift or self.drift.isVisible()]

    # -- reading

    def _changed(self) -> None:
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        day = self._desk.today()

        def read(reader: Reader) -> Today:
            return read_today(reader.workspace, reader.source, today=day)

        self._desk.reads.ask("today", read, done=self._receive, owner=self)

    def _receive(self, found: Today) -> None:
        self.today = found
        self._desk.counted.emit("today", found.to_do)
        self._show()

    def _show(self) -> None:
        found = self.today
        day = self._desk.today()
        self._day.setText(day.isoformat())
        if found is None:
            return
        self.review.setVisible(bool(found.customers))
        if found.customers:
            self._stack.setCurrentIndex(0)
        else:
            self._show_beginning()
        self.risk.show_people(found.at_risk, found.at_risk_total, found.at_risk_left_out)
        self.due.show_today(found)
        self.moves.show_since(found.since)
        self.entered.show_since(found.since)
        self.drift.show_drifts(found.drifts)
        self.trend.show_trend(found.trend, computed=found.computed is not None)
        self.score.show_score(found.score, found.score_on, day, found.problems)
        n = len(found.named())
        text = ngettext("Follow up one by one: {n}", "Follow up one by one: {n}", n)
        self.follow.setText(text.format(n=f"{n:,}"))
        told = _(
            "Everybody listed on this page, each once: {risk} to contact first, {due} more with a "
            "reminder"
        )
        self.follow.setToolTip(told.format(risk=len(found.at_risk), due=n - len(found.at_risk)))
        self.follow.setVisible(bool(n))

    def _show_beginning(self) -> None:
        """Say that there are no customers yet, and how to get some."""
        if self.empty is not None:
            self._stack.removeWidget(self.empty)
            self.empty.deleteLater()
        self.empty = FirstRun()
        self.empty.import_asked.connect(self._desk.open_import)
        self.empty.entry_asked.connect(self._desk.forms.new_customer)
        self.empty.sample_asked.connect(self._desk.sample_asked)
        self._stack.addWidget(self.empty)
        if self.today is not None and not self.today.customers:
            self._stack.setCurrentWidget(self.empty)

    # -- doing

    def _open(self, each: Any) -> None:
        if isinstance(each, Due) and each.members:
            self._desk.open_list(each.rule(), each.title)
            return
        self._desk.open_customer(each.who.customer, self._everybody())

    def _follow(self) -> None:
        everybody = self._everybody()
        if everybody:
            self._desk.open_customer(everybody[0], everybody)

    def _mend(self, problem: Problem) -> None:
        """Open the list of those who have a problem, or the page of data at its fix."""
        if problem.remedy == "list" and problem.where:
            self._desk.open_list(problem.where, problem_title(problem.key))
        else:
            self._desk.open_place("data", problem)

    def _everybody(self) -> list[int]:
        """Return everybody the page names, in its order, each once."""
        return self.today.named() if self.today else []

    def _explain_risk(self, each: AtRisk, line: QWidget) -> None:
        today = self._desk.today()

        def show(found: Why) -> None:
            explain_risk(each, found, today, self).show_below(line)

        self._desk.reads.ask("why", read_why, each, today, done=show, owner=line)

    def settle(self, due: Due) -> None:
        """Mark something as done."""
        self._run(agenda.settle, due, today=self._desk.today(), said=_("Done: {title}"), due=due)

    def _ask_later(self, due: Due, anchor: QWidget) -> None:
        ask = Later(self._desk.today(), partial(self.put_off, due), self)
        ask.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        ask.show_below(anchor, align_right=True)

    def put_off(self, due: Due, until: Any) -> None:
        """Let something come back on a later day."""
        said = _("Put off: {title}")
        self._run(agenda.put_off, due, until, said=said, due=due)

    def _run(self, job: Callable[..., int], *words: Any, said: str, due: Due, **named: Any) -> None:
        text = said.format(title=f"{due.title} · {due.who.name}")
        self._desk.jobs.start(
            job,
            *words,
            by=login_name(),
            **named,
            title=_("Saving"),
            owner=self,
            done=lambda operation: self._done(text, operation),
            failed=self._desk.show_problem,
        )

    def _done(self, text: str, operation: int) -> None:
        self._desk.toast(text, operation)
        self._desk.refresh_data()

    def look_back(self) -> None:
        """Work out how many were at risk in the weeks that have no run."""
        self.trend.back.setEnabled(False)
        self._desk.jobs.start(
            look_back,
            today=self._desk.today(),
            title=_("Looking back"),
            owner=self,
            done=lambda _weeks: self._looked_back(),
            failed=self._not_looked_back,
            cancelled=lambda: self.trend.back.setEnabled(True),
        )

    def _looked_back(self) -> None:
        self.trend.back.setEnabled(True)
        self._read()

    def _not_looked_back(self, problem: Any) -> None:
        self.trend.back.setEnabled(True)
        self._desk.show_problem(problem)

    def write_calendar(self) -> None:
        """Write open tasks into a calendar file."""
        save_calendar(self._desk, self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column where two have no room."""
        super().resizeEvent(event)
        self._place(narrow=self.width() < current().px(_ONE_COLUMN_UNDER))


def _of(each: AtRisk, desk: Desk) -> Due:
    """Return the reminder a customer at risk becomes when put off."""
    day, kind = desk.today(), "at_risk"
    title = DUE_TITLES[kind]
    return Due("at_risk", f"{kind}:{day.isoformat()}", each.who, _(title), day)
