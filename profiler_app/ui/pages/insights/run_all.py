"""All forecasts in one go: the button, the offer where nothing was run yet, and what is said."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.foresight.running_all import AllRun, run_all
from profiler_app.ui.desk import Desk
from profiler_app.ui.widgets.buttons import Button


class RunAll(QObject):
    """``finished`` carries what was made; ``stopped`` comes when it was cancelled or failed."""

    finished = Signal(object)
    stopped = Signal()

    def __init__(self, desk: Desk, tab: QWidget) -> None:
        super().__init__(tab)
        self._desk = desk
        self.button = Button(icon="sparkles")

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.button.setText(_("Run all forecasts"))
        self.button.setToolTip(
            _("Value, churn, potential, baskets and recommendation, one after the other")
        )

    def start(self) -> None:
        """Run every model that needs no question; cancelled, nothing is saved."""
        self._desk.jobs.start(
            run_all,
            title=_("All forecasts"),
            owner=self,
            done=self._done,
            failed=self._failed,
            cancelled=self.stopped.emit,
            today=self._desk.today(),
        )

    def _done(self, found: AllRun) -> None:
        n = len(found.reports)
        said = ngettext("{n} forecast was made.", "{n} forecasts were made.", n).format(n=n)
        if found.refused:
            few = len(found.refused)
            left = ngettext("{n} had too little data.", "{n} had too little data.", few)
            said = f"{said} {left.format(n=few)}"
        self._desk.toast(said, None)
        self.finished.emit(found)

    def _failed(self, problem: UserProblem) -> None:
        self.stopped.emit()
        self._desk.show_problem(problem)
