"""Putting one customer on legal hold: who, on which ground, until when."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import _
from profiler_app.jobs.entries import read_day
from profiler_app.jobs.holding import GROUNDS, hold
from profiler_app.jobs.relating import Candidate, candidates
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.forms.customer_editor import CustomerEditor
from profiler_app.ui.forms.editors import LineEditor
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.growing_dialog import GrowingDialog
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import Label

_WIDTH = 460


class HoldDialog(GrowingDialog):
    """``held`` carries the operation once the customer is on hold."""

    held = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, _WIDTH)
        self._desk = desk
        self._day: date | None = None
        self.customer = CustomerEditor(may_be_new=False)
        self.ground, self.until = DropDown(), LineEditor("2036-12-31")
        self._problem = Label("", "caption", "danger.onSoft", wrap=True)
        self._close, self.button = Button(_("Cancel")), Button(_("Put on hold"), kind="primary")
        self.ground.set_options([(key, _(text)) for key, text in GROUNDS.items()])
        self.setWindowTitle(_("Put on legal hold"))
        self._lay_out()
        self.customer.searched.connect(self._look_up)
        self.customer.textChanged.connect(lambda _text: self._check())
        self.until.textChanged.connect(lambda _text: self._check())
        self._close.clicked.connect(self.reject)
        self.button.clicked.connect(self.go_on)
        self._check()
        self.customer.setFocus()
        self.fit_soon()

    def _lay_out(self) -> None:
        told = _(
            "A law orders to keep these data: until that day they cannot be erased. Profiling and "
            "marketing stop at once."
        )
        column = self.headed(told)
        rows = (
            (_("Customer"), self.customer),
            (_("Ground"), self.ground),
            (_("Until"), self.until),
        )
        for text, field in rows:
            field.setAccessibleName(text)
            column.addWidget(Label(text))
            column.addWidget(field)
        column.addWidget(self._problem)
        self.end_with(column, self._close, self.button)

    def ask_for(self, customer: int, name: str, number: str) -> None:
        """Ask about one customer only, the one whose card is open."""
        self.customer.fix(customer, name, number)
        self.ground.setFocus()
        self._check()

    def _look_up(self, text: str) -> None:
        def read(reader: Reader) -> tuple[Candidate, ...]:
            return candidates(
                reader.workspace, reader.source, text, relation="", but=0, today=self._desk.today()
            )

        def show(found: tuple[Candidate, ...]) -> None:
            self.customer.show_found(text, found)

        self._desk.reads.ask("hold.search", read, done=show, owner=self)

    def _check(self) -> None:
        typed = self.until.text().strip()
        entry = read_day(typed, earliest=self._desk.today()) if typed else None
        self._day = entry.value if entry and not entry.problem else None
        self._problem.setText(entry.problem if entry else "")
        self._problem.setVisible(bool(self._problem.text()))
        ready = self._day is not None and self.customer.chosen() is not None
        self.button.setEnabled(ready and not self.busy)
        self.fit_soon()

    def go_on(self) -> None:
        """Put the customer on hold."""
        customer = self.customer.chosen()
        if customer is None or self._day is None or self.busy:
            return
        self.busy = True
        self._check()
        self._desk.jobs.start(
            hold,
            customer,
            self.ground.key(),
            self._day,
            today=self._desk.today(),
            title=_("Saving"),
            owner=self,
            done=self._finished,
            failed=self._failed,
            cancelled=self._stopped,
        )

    def _finished(self, operation: int) -> None:
        self.busy = False
        self.held.emit(operation)
        self._desk.toast(_("On hold until {day}.").format(day=self._day), operation)
        self._desk.refresh_data()
        self.accept()

    def _failed(self, problem: UserProblem) -> None:
        self._stopped()
        self._desk.show_problem(problem)

    def _stopped(self) -> None:
        self.busy = False
        self._check()
