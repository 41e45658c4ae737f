"""The stages of life: how many stand where, who moved between two days, and since when."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.fields import options
from profiler_app.domain.lifecycle import LifecycleView, StageMove
from profiler_app.domain.strategies import proposed
from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.lifecycles import lifecycle_view
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable, open_customer_of
from profiler_app.ui.pages.segments.life.sankey import Sankey, flow_words, stage_label
from profiler_app.ui.pages.segments.wording import percent, signed
from profiler_app.ui.tasks import Job
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Panel

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_AT_ONCE = 20_000
"""Up to so many customers two days are compared in a second or two: nobody has to ask for it."""


class StagesView(QWidget):
    """Few customers are compared at once, many with a click; nothing is saved."""

    computed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.view: LifecycleView | None = None
        self._flow: StageMove | None = None
        self._job: Job | None = None
        self.since = DropDown()
        self.compute = Button(icon="history", kind="primary", small=True)
        self.note = Label("", "body", "text.secondary", wrap=True)
        self.sankey = Sankey()
        self.stages = FiguresTable(self._columns())
        self.people = FiguresTable(
            [
                Figure(lambda: _("Name"), lambda row: row.name, 0, right=False),
                Figure(lambda: pgettext("stage", "From"), lambda row: stage_label(row.before), 84,
                       right=False),
                Figure(lambda: pgettext("stage", "To"), lambda row: stage_label(row.after), 84,
                       right=False),
                Figure(lambda: _("Entered no later than"), lambda row: row.entered_by, 128,
                       sort=lambda row: row.entered_by),
            ]
        )  # fmt: skip
        for table in (self.stages, self.people):
            table.set_density("compact")
        self._build()
        self.compute.clicked.connect(self.ask)
        self.sankey.chosen.connect(self._choose)
        self.sankey.opened.connect(self._open_stage)
        self.stages.opened.connect(lambda _index: self._open_stage(self.stages.row()))
        self.people.opened.connect(lambda _index: open_customer_of(self.people, self._desk))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._ask_box = Panel()
        head = QHBoxLayout()
        head.addWidget(self.note, 1)
        head.addWidget(self.since)
        head.addWidget(self.compute)
        self._ask_box.body.addLayout(head)
        fixed = QSizePolicy.Policy.Maximum
        self._ask_box.setSizePolicy(QSizePolicy.Policy.Preferred, fixed)
        column.addWidget(self._ask_box)
        self._flow_box, self._stage_box = Panel("·"), Panel("·")
        self._people_box = Panel("·")
        self._flow_box.body.addWidget(self.sankey, 1)
        self._stage_box.body.addWidget(self.stages)
        self._people_box.body.addWidget(self.people, 1)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self._stage_box)
        right.addWidget(self._people_box, 1)
        both = QHBoxLayout()
        both.setSpacing(12)
        both.addWidget(self._flow_box, 5)
        both.addLayout(right, 5)
        column.addLayout(both, 1)
        column.addStretch(0)

    def _columns(self) -> list[Figure]:
        return [
            Figure(lambda: _("Stage"), stage_label, 0, right=False),
            Figure(lambda: pgettext("figures", "Customers"), lambda s: f"{self._count(s):,}", 84,
                   sort=self._count, raw=self._count),
            Figure(lambda: _("Share"), lambda s: percent(self._share(s)), 140,
                   sort=self._share, raw=lambda s: round(self._share(s), 4),
                   bar=lambda s: (self._share(s), current().chart_color(0))),
            Figure(lambda: pgettext("stage", "Came"), lambda s: f"{self._moved(s, True):,}", 64,
                   sort=lambda s: self._moved(s, True), raw=lambda s: self._moved(s, True)),
            Figure(lambda: pgettext("stage", "Left"), lambda s: f"{self._moved(s, False):,}", 64,
                   sort=lambda s: self._moved(s, False), raw=lambda s: self._moved(s, False)),
            Figure(lambda: pgettext("figures", "Change"),
                   lambda s: signed(self._moved(s, True) - self._moved(s, False)), 68,
                   raw=lambda s: self._moved(s, True) - self._moved(s, False)),
            Figure(lambda: _("To do"), lambda s: proposed(f"lc_{s}").goal, 90, right=False, drop=1),
        ]  # fmt: skip

    def _count(self, stage: str) -> int:
        return 0 if self.view is None else self.view.report.counts.get(stage, 0)

    def _share(self, stage: str) -> float:
        total = 0 if self.view is None else sum(self.view.report.counts.values())
        return self._count(stage) / total if total else 0.0

    def _moved(self, stage: str, came: bool) -> int:
        if self.view is None:
            return 0
        return sum(
            flow.customers
            for flow in self.view.flows
            if flow.before != flow.after and (flow.after if came else flow.before) == stage
        )

    # -- reading

    def begin(self) -> None:
        """Compare by itself where that is cheap and was not done yet."""

        def decide(customers: int) -> None:
            if 0 < customers <= _AT_ONCE and self.view is None and self._job is None:
                self.ask()

        self._desk.reads.ask("life size", _customers, done=decide, owner=self)

    def ask(self) -> None:
        """Compute the stages of the days; what is being computed for another day is left."""
        if self._job is not None:
            self._desk.jobs.cancel(self._job)
        self._job = self._desk.jobs.start(
            lifecycle_view,
            as_of=self._desk.today(),
            months=_MONTHS[self.since.key() or "month"],
            title=_("Computing stages of life"),
            owner=self,
            done=self._receive,
            failed=self._failed,
            cancelled=self._show,
            derived=True,
        )

    def _receive(self, view: LifecycleView) -> None:
        self._job = None
        self.view, self._flow = view, None
        self.sankey.show_view(view)
        self._show()
        self.computed.emit()

    def _failed(self, problem: UserProblem) -> None:
        self._job = None
        self._show()
        self.note.setText(str(problem))

    def forget(self) -> None:
        """The data has changed: what was computed is of earlier data."""
        self.view = None
        self._show()

    # -- showing

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.since.set_options(
            [
                ("month", _("A month ago")),
                ("quarter", _("A quarter ago")),
                ("half", _("Half a year ago")),
                ("year", _("A year ago")),
            ]
        )
        self.since.setAccessibleName(_("Compare with"))
        self.compute.setText(pgettext("button", "Compare"))
        self._flow_box.head.set_title(_("Moves between stages"))
        self._flow_box.head.set_note(_("customers known on both days"))
        self._stage_box.head.set_title(_("Stages of life"))
        self.sankey.setAccessibleName(_("Moves between stages"))
        self.stages.setAccessibleName(_("Stages of life"))
        self.people.setAccessibleName(_("Who moved"))
        self.stages.retranslate()
        self.people.retranslate()
        self.sankey.update()
        self._show()

    def _show(self) -> None:
        view = self.view
        for part in (self._flow_box, self._stage_box, self._people_box):
            part.setVisible(view is not None)
        if view is None:
            self.note.setText(
                _("Each customer stands on one of seven stages. Compare two days to see who moved, "
                  "and when the stage of now began.")
            )  # fmt: skip
            return
        days = view.report.days
        text = _("{before} → {after}: {n} of {total} changed stage.")
        moved = sum(f.customers for f in view.flows if f.before != f.after)
        total = sum(f.customers for f in view.flows)
        self.note.setText(
            text.format(before=days[0], after=days[-1], n=f"{moved:,}", total=f"{total:,}")
        )
        self.stages.show_rows([option.id for option in options("lifecycle")])
        self.stages.setFixedHeight(self.stages.height_of(7))
        self._choose(None)

    def _choose(self, flow: StageMove | None) -> None:
        self._flow = flow
        people = () if self.view is None else self.view.people
        title, note = _("Who moved"), _("choose a band to see its people")
        if flow is not None:
            people = tuple(
                each for each in people if (each.before, each.after) == (flow.before, flow.after)
            )
            title, note = flow_words(flow), ""
            if len(people) < flow.customers and flow.before != flow.after:
                note = _("the first {n}").format(n=len(people))
        self._people_box.head.set_title(title)
        self._people_box.head.set_note(note)
        self.people.show_rows(people)

    def _open_stage(self, stage: str | None) -> None:
        if stage:
            self._desk.open_list(f"lifecycle == '{stage}'", stage_label(stage))

    def exported(self) -> tuple[str, list[str], list[list[Any]]]:
        """Return a name, headers and rows: the stages, with their counts on each day."""
        headers, rows = self.stages.figures()
        assert self.view is not None
        report = self.view.report
        whole = [
            [*row, *(counts.get(stage, 0) for counts in report.flow)]
            for row, stage in zip(rows, self.stages.rows(), strict=True)
        ]
        return _("stages of life"), [*headers, *report.days], whole


def _customers(reader: Reader) -> int:
    return len(reader.source.ids())
