"""One campaign: the verdict with its charts, and the list to work through."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.campaign_pages import GROUPINGS, CampaignView, Member, arm_label
from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.campaign_drawing import split_rows
from profiler_app.jobs.campaign_keeping import is_answered
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.campaigns.charts import CourseChart, ForestChart, SplitChart
from profiler_app.ui.pages.campaigns.members_table import MembersTable
from profiler_app.ui.pages.campaigns.verdict_panel import VerdictPanel
from profiler_app.ui.pages.campaigns.work_bar import WorkBar
from profiler_app.ui.pages.segments.figures_table import open_customer_of
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Panel
from profiler_app.ui.widgets.segmented import Segmented
from profiler_app.ui.widgets.surface import Bar

_CHARTS = 250


class ResultView(QWidget):
    """``margin_asked`` and ``segment_asked`` want a form.

    ``answered`` carries a member and what came of contacting them.
    """

    margin_asked = Signal()
    segment_asked = Signal()
    answered = Signal(int, str)
    grouped = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.view: CampaignView | None = None
        self._mode = "result"
        self.verdict = VerdictPanel(desk.settings.currency)
        self.split, self.course, self.forest = SplitChart(), CourseChart(), ForestChart()
        self.panels = [Panel("·") for _at in range(3)]
        self.by = DropDown()
        self._no_course = Label("", "body", "text.secondary", wrap=True)
        self._no_forest = Label("", "body", "text.secondary", wrap=True)
        self.which, self.bought = Segmented(), Button(kind="ghost", icon="list-filter")
        self.keep = Button(kind="ghost", icon="bookmark")
        self.work, self.table = WorkBar(), MembersTable(desk.settings.currency)
        self._lay_out()
        self.panels[2].head.add(self.by)
        self.by.activated.connect(lambda _at: self.grouped.emit())
        self.bought.setCheckable(True)
        self.verdict.margin_asked.connect(self.margin_asked)
        self.keep.clicked.connect(self.segment_asked)
        self.which.chosen.connect(lambda _key: self._show_members())
        self.bought.toggled.connect(lambda _on: self._show_members())
        self.work.chosen.connect(self._answer)
        self.table.opened.connect(lambda _index: open_customer_of(self.table, self._desk))

    def _lay_out(self) -> None:
        self._top = QWidget()
        top = QVBoxLayout(self._top)
        top.setContentsMargins(20, 16, 20, 12)
        top.setSpacing(12)
        top.addWidget(self.verdict)
        charts = QHBoxLayout()
        charts.setSpacing(12)
        for panel, chart, none in zip(
            self.panels,
            (self.split, self.course, self.forest),
            (None, self._no_course, self._no_forest),
            strict=True,
        ):
            if none is not None:
                panel.body.addWidget(none)
            panel.body.addWidget(chart, 1)
            if none is not None:
                panel.body.addStretch(0)
            else:
                panel.body.addStretch(1)
            charts.addWidget(panel, 1)
        top.addLayout(charts)
        self._bar = Bar(48, edges=Qt.Edge.TopEdge)
        self._bar.row.addWidget(self.which)
        self._bar.row.addStretch(1)
        for button in (self.bought, self.keep):
            self._bar.row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._top, self._bar, self.work):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        self._fit()
        current().changed.connect(self._fit)

    def _fit(self) -> None:
        for panel in self.panels:
            panel.setFixedHeight(current().px(_CHARTS))

    # -- showing

    def show_view(self, view: CampaignView) -> None:
        """Show another campaign, or the same as it is now."""
        self.view = view
        self.verdict.show_view(view)
        self.split.show_rows(split_rows(view))
        self.course.show_view(view)
        self.forest.show_view(view)
        left_out = sum(view.suppressed.values())
        self.panels[0].head.set_note(_("{n} left out").format(n=f"{left_out:,}"))
        self.panels[1].head.set_note(_("band: 95 % interval") if view.curves[0] else "")
        n = len(view.groups)
        self.panels[2].head.set_note(_("for {n} at once").format(n=n) if n else "")
        self._say_none(view)
        self.show_mode(self._mode)

    def _say_none(self, view: CampaignView) -> None:
        waiting = view.line.state == "planned"
        why = view.problem if waiting else _("Outcomes that were recorded have no course.")
        self._no_course.setText(why)
        self._no_course.setVisible(not view.curves[0])
        self.course.setVisible(bool(view.curves[0]))
        text = _("There are too few members in the groups of the draw to compare them.")
        self._no_forest.setText(view.problem if waiting else text)
        self._no_forest.setVisible(not view.groups)
        self.forest.setVisible(bool(view.groups))

    def show_mode(self, mode: str) -> None:
        """Show the ``result``, or the ``work`` that is left to do."""
        self._mode = mode
        view = self.view
        working = mode == "work"
        self._top.setVisible(not working)
        self.work.setVisible(working and view is not None and view.line.state != "closed")
        self.bought.setVisible(not working)
        if view is None:
            return
        if working:
            done = sum(is_answered(m.result) for m in view.members if m.arm == "treat")
            options = [
                ("todo", pgettext("worklist", "To do"), view.line.treated - done),
                ("done", pgettext("worklist", "Done"), done),
            ]
        else:
            options = [
                ("all", pgettext("campaign", "All"), view.total),
                ("treat", arm_label("treat"), view.line.treated),
                ("control", arm_label("control"), view.line.control),
                ("excluded", arm_label("excluded"), sum(view.suppressed.values())),
            ]
        self.which.set_options([(key, f"{name} {n:,}") for key, name, n in options])
        self._show_members()

    def choose_mode(self, mode: str) -> None:
        """Show the other part, with the keyboard in its list."""
        self.show_mode(mode)
        self.table.setFocus()

    def _show_members(self) -> None:
        if self.view is not None:
            self.table.show_members([each for each in self.view.members if self._is_listed(each)])

    def _is_listed(self, member: Member) -> bool:
        which = self.which.key()
        if which in ("todo", "done"):
            return member.arm == "treat" and is_answered(member.result) == (which == "done")
        if self.bought.isChecked() and not member.happened:
            return False
        return which == "all" or member.arm == which

    def retranslate(self) -> None:
        """Show every text in the current language."""
        titles = (_("List and groups"), _("Share that bought"),
                  _("By group"))  # fmt: skip
        self.by.set_options([(key, _(name)) for key, name in GROUPINGS.items()])
        self.by.setAccessibleName(_("What the effect is looked at by"))
        for panel, title in zip(self.panels, titles, strict=True):
            panel.head.set_title(title)
        self.which.setAccessibleName(_("Who is listed"))
        self.bought.setText(_("Only those who bought"))
        self.keep.setText(_("Save as segment"))
        self.table.setAccessibleName(_("Members of the campaign"))
        self.table.retranslate()
        self.work.retranslate()

    # -- doing

    def listed(self) -> list[Member]:
        """Return the members in sight, in their order."""
        return list(self.table.rows())

    def _answer(self, result: str) -> None:
        """Hand over what came of it and go on to the next one."""
        row = self.table.row()
        if row is None or row.arm != "treat":
            return
        at = self.table.currentIndex().row()
        if at + 1 < len(self.table.rows()):
            self.table.selectRow(at + 1)
        self.answered.emit(row.id, result)
