"""The tab of forecasts: choose a model, run it, read what it found and whether to trust it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.fields import fields
from profiler_app.domain.reports import Report
from profiler_app.domain.text import _
from profiler_app.jobs.foresight import running as jobs
from profiler_app.jobs.foresight.running_all import AllRun
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.insights.model_log import ModelLog
from profiler_app.ui.pages.insights.model_words import (
    ICONS,
    explanations,
    targets,
    titles,
    values_of,
)
from profiler_app.ui.pages.insights.report_view import ReportView
from profiler_app.ui.pages.insights.run_all import RunAll
from profiler_app.ui.pages.insights.what_if import TryOut
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.empty_state import EmptyState
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Panel

_SIDE = 300
_ALL = "all"
_CHANGES_TAGS = ("value", "churn", "potential")


class _Choice(Button):
    """A model to choose: the whole width, the text at the left."""

    def sizeHint(self) -> QSize:
        """Return the width of the side."""
        return QSize(current().px(_SIDE - 28), current().size("control"))

    def _content_width(self) -> int:
        return self.width() - 2 * current().px(12)


class ForecastTab(QWidget):
    """``loaded`` follows a change of what is shown."""

    loaded = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.kind = "value"
        self.reports: dict[str, Report] = {}
        self._running = ""
        self._refused: dict[str, UserProblem] = {}
        self.choices = {kind: _Choice(kind="ghost", icon=ICONS[kind]) for kind in jobs.KINDS}
        self._group = QButtonGroup(self)
        self._what = Label("", "body", "text.secondary", wrap=True)
        self.horizon, self.target, self.yes = DropDown(), DropDown(), DropDown()
        self.strength = DropDown()
        self._target_word = Label("", "caption", "text.secondary")
        self._yes_word = Label("", "caption", "text.secondary")
        self.run = Button(kind="primary", icon="play")
        self.try_out = TryOut(desk, self)
        self.all = RunAll(desk, self)
        self.log = Button(kind="ghost", icon="history")
        self.view = ReportView(desk)
        self.empty = EmptyState("sparkles", "")
        self.offer = self.empty.add_button("", self.run_all)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.view)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 0, 0)
        row.setSpacing(16)
        row.addLayout(self._side())
        row.addWidget(self.stack, 1)
        self.run.clicked.connect(self.start)
        self.try_out.button.clicked.connect(self.ask_what_if)
        self.all.button.clicked.connect(lambda _on=False: self.run_all())
        self.all.finished.connect(self._all_done)
        self.log.clicked.connect(lambda _on=False: self.show_log())
        self.all.stopped.connect(self._stopped)
        self.target.currentIndexChanged.connect(lambda _at: self._offer_values())
        self.retranslate()

    def _side(self) -> QVBoxLayout:
        self._box = Panel("·")
        self._box.setFixedWidth(current().px(_SIDE))
        models = QVBoxLayout()
        models.setSpacing(2)
        for kind, choice in self.choices.items():
            choice.setCheckable(True)
            self._group.addButton(choice)
            choice.clicked.connect(lambda _on=False, kind=kind: self.choose(kind))
            models.addWidget(choice)
        self._box.body.addLayout(models)
        self._box.body.addSpacing(8)
        inputs = (self.horizon, self._target_word, self.target, self._yes_word, self.yes,
                  self.strength)  # fmt: skip
        for widget in (self._what, *inputs):
            self._box.body.addWidget(widget)
        row = QHBoxLayout()
        for button in (self.run, self.try_out.button):
            row.addWidget(button)
        row.addStretch(1)
        self._box.body.addLayout(row)
        self._box.body.addStretch(1)
        self._box.body.addWidget(self.all.button)
        self._box.body.addWidget(self.log)
        column = QVBoxLayout()
        column.setContentsMargins(0, 14, 0, 14)
        column.addWidget(self._box, 1)
        return column

    # -- what is there

    def reload(self) -> None:
        """Read the last run of each model."""
        self._desk.reads.ask(
            "insights.models", _stored, done=self._receive, owner=self,
            failed=self._desk.show_problem,
        )  # fmt: skip

    def _receive(self, reports: dict[str, Report]) -> None:
        for kind, report in reports.items():
            mine = self.reports.get(kind)
            if mine is None or mine.as_of != report.as_of:
                self.reports[kind] = report
        self.choose(self.kind)

    def choose(self, kind: str) -> None:
        """Turn to a model."""
        self.kind = kind
        self.choices[kind].setChecked(True)
        self._what.setText(explanations()[kind])
        self.horizon.setVisible(kind in ("value", "staying"))
        self.strength.setVisible(kind == "rules")
        asks = kind in ("field", "scorecard")
        for widget in (self._target_word, self.target, self._yes_word, self.yes):
            widget.setVisible(asks)
        self._yes_word.setText(_("Counts as bad") if kind == "scorecard" else _("Counts as yes"))
        self._show()

    def _show(self) -> None:
        report = self.reports.get(self.kind)
        for button in (self.run, self.all.button, self.offer):
            button.setEnabled(not self._running)
        self.run.setText(_("Runs …") if self._running in (self.kind, _ALL) else
                         _("Run again") if report else _("Run"))  # fmt: skip
        if report is not None and report is not self.view.report:
            self.view.show_report(report)
        self.stack.setCurrentWidget(self.view if report is not None else self.empty)
        self.try_out.offer(self.kind, report if not self._running else None)
        self._say_empty()
        self.loaded.emit(report)

    def _say_empty(self) -> None:
        refused = self._refused.get(self.kind)
        self.offer.setVisible(not self.reports)
        not_run = _("Not run yet. Everything is computed on "
                    "this machine; you can go on working and cancel at any time.")  # fmt: skip
        said = refused.sentence() if refused is not None else not_run
        self.empty.set_message(titles()[self.kind], said)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._box.head.set_title(_("Models"))
        for kind, title in titles().items():
            self.choices[kind].setText(title)
        self.horizon.set_options(
            [("91", _("next 3 months")), ("182", _("next 6 months")), ("365", _("next 12 months"))]
        )
        if not self.reports and self.horizon.key() == "91":
            self.horizon.choose("365")
        self.strength.set_options(
            [
                ("0.001", _("in at least 0.1% of the baskets")),
                ("0.005", _("in at least 0.5% of the baskets")),
                ("0.01", _("in at least 1% of the baskets")),
            ]
        )
        self.try_out.retranslate()
        self.all.retranslate()
        self.log.setText(_("Runs of models"))
        self.offer.setText(self.all.button.text())
        self.offer.setToolTip(self.all.button.toolTip())
        self._target_word.setText(_("Field to foretell"))
        self.target.set_options([(each.id, each.label) for each in targets()])
        self._offer_values()
        self.reports = {kind: report.in_current() for kind, report in self.reports.items()}
        self.choose(self.kind)

    def _offer_values(self) -> None:
        field = fields().get(self.target.key())
        if field is not None:
            self.yes.set_options(values_of(field))

    # -- running

    def start(self) -> None:
        """Run the model; cancelled, nothing is saved."""
        function, keywords = self._wanted()
        self._running = kind = self.kind
        self._desk.jobs.start(
            function,
            title=titles()[kind],
            owner=self,
            done=lambda report: self._done(kind, report),
            failed=self._failed,
            cancelled=self._stopped,
            today=self._desk.today(),
            **keywords,
        )
        self._show()

    def _wanted(self) -> tuple[Callable[..., Report], dict[str, Any]]:
        yes = None if self.yes.key() == "-" else self.yes.key() or None
        match self.kind:
            case "value":
                return jobs.run_value, {"horizon_days": int(self.horizon.key())}
            case "staying":
                return jobs.run_staying, {"horizon_days": int(self.horizon.key())}
            case "churn":
                return jobs.run_churn, {}
            case "potential":
                return jobs.run_potential, {}
            case "field":
                return jobs.run_field, {"target": self.target.key(), "yes": yes}
            case "rules":
                support = float(self.strength.key())
                return jobs.run_rules, {"support": support, "confidence": 0.1}
            case "recommender":
                return jobs.run_recommender, {}
            case _:
                return jobs.run_scorecard, {"target": self.target.key(), "bad": yes}

    def ask_what_if(self) -> None:
        """Let one try what the model would say if a field were different."""
        report = self.report()
        if report is not None:
            yes = None if self.yes.key() == "-" else self.yes.key() or None
            self.try_out.start(report, self.target.key(), yes)

    def show_log(self) -> ModelLog:
        """Show who ran which model when, on which data, and what came out."""
        log = ModelLog(self._desk, self)
        log.show_below(self.log)
        log.search.setFocus()
        return log

    def run_all(self) -> None:
        """Run every model that needs no question, unless one runs already."""
        if self._running:
            return
        self._running = _ALL
        self.all.start()
        self._show()

    def _all_done(self, found: AllRun) -> None:
        self._running = ""
        self.reports.update(found.reports)
        self._refused = dict(found.refused)
        self._show()
        self._desk.bring_up_to_date()

    def _done(self, kind: str, report: Report) -> None:
        self._running = ""
        self.reports[kind] = report
        self._show()
        if kind in _CHANGES_TAGS:
            self._desk.bring_up_to_date()

    def _failed(self, problem: UserProblem) -> None:
        self._stopped()
        self._desk.show_problem(problem)

    def _stopped(self) -> None:
        self._running = ""
        self._show()

    def report(self) -> Report | None:
        """Return the report that is shown."""
        return self.reports.get(self.kind)

    def escape(self) -> bool:
        """There is nothing to let go."""
        return False


def _stored(reader: Reader) -> dict[str, Report]:
    return jobs.stored_reports(reader.workspace)
