"""The page: what a week or a month brought, each figure with its customers, and as a PDF."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.members import Members
from profiler_app.domain.review import Period, Review, period_label, review_title
from profiler_app.domain.review_words import figures, period_words
from profiler_app.domain.text import _
from profiler_app.domain.today import Moved
from profiler_app.jobs.reviewing import print_review, read_review
from profiler_app.ui.commands import COMMANDS, add_commands
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.place_page import PlacePage
from profiler_app.ui.pages.review.panels import MovedPanel, TasksPanel, TiersPanel
from profiler_app.ui.pages.segments.parts import scrolled
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.kpi import KpiStrip
from profiler_app.ui.widgets.segmented import Segmented
from profiler_app.ui.widgets.sub_bar import SubBar

_ONE_COLUMN_UNDER = 980


class ReviewPage(PlacePage):
    """Back, week or month, save as PDF; below it the figures."""

    def __init__(self, desk: Desk) -> None:
        self.pdf = Button(kind="primary", icon="file-text")
        self.periods = Segmented(small=True)
        super().__init__(desk, SubBar(self.periods, self.pdf))
        self.found: Review | None = None
        self.kpis = KpiStrip()
        self.moved = MovedPanel(desk.settings.currency)
        self.tasks, self.tiers = TasksPanel(), TiersPanel()
        self._grid = QGridLayout()
        self._narrow: bool | None = None
        self._lay_out()
        self.pdf.clicked.connect(self.ask_file)
        self.periods.chosen.connect(lambda _key: self._reload())
        for panel in (self.moved, self.tasks, self.tiers):
            panel.listed.connect(self._open_members)
        self.moved.card.connect(self._open_card)
        add_commands(self, {"print_list": self.ask_file})
        self._say()

    def _lay_out(self) -> None:
        self._whole = QWidget()
        self._whole.setLayout(self._grid)
        self._grid.setContentsMargins(20, 16, 20, 20)
        self._grid.setSpacing(16)
        self._grid.addWidget(self.kpis, 0, 0, 1, 2)
        self.column().addWidget(scrolled(self._whole), 1)
        self._place(narrow=False)

    def _place(self, *, narrow: bool) -> None:
        """Put tasks and tiers beside who moved, or below in a narrow window."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        grid = self._grid
        grid.addWidget(self.moved, 1, 0, *((1, 2) if narrow else (2, 1)))
        grid.addWidget(self.tasks, *((2, 0, 1, 2) if narrow else (1, 1, 1, 1)))
        grid.addWidget(self.tiers, *((3, 0, 1, 2) if narrow else (2, 1, 1, 1)))
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        grid.setRowStretch(4, 1)

    def _say(self) -> None:
        super()._say()
        kept = self.periods.key() or "week"
        self.periods.set_options([(each, period_label(each)) for each in ("week", "month")])
        self.periods.choose(kept)
        self.pdf.setText(_("Save as PDF"))
        self.pdf.setToolTip(COMMANDS["print_list"].hint)
        self.pdf.setEnabled(self.found is not None)

    @property
    def period(self) -> Period:
        """The period that is chosen."""
        return cast(Period, self.periods.key())

    # -- what the window asks

    def activated(self) -> None:
        """Read the figures again."""
        self.setFocus()
        self._reload()

    def tab_regions(self) -> list[QWidget]:
        """Return the regions F6 walks through."""
        return [self._top, self.moved, self.tasks, self.tiers]

    # -- reading

    def _reload(self) -> None:
        if not self.isVisible():
            return
        self._top.say(review_title(self.period))
        day, period = self._desk.today(), self.period

        def read(reader: Reader) -> Review:
            return read_review(reader.workspace, reader.source, today=day, period=period)

        self._desk.reads.ask("review", read, done=self._show, failed=self._fail, owner=self)

    def _show(self, found: Review) -> None:
        self.found = found
        self._clear_problem()
        self._top.say(review_title(found.period), period_words(found))
        self.kpis.set_kpis(figures(found, self._desk.settings.currency))
        for panel in (self.moved, self.tasks, self.tiers):
            panel.show_review(found)
        self.pdf.setEnabled(True)

    def _fail(self, problem: UserProblem) -> None:
        self.found = None
        self.pdf.setEnabled(False)
        self._show_problem(_("The review could not be made"), problem)

    # -- what one can do

    def _open_members(self, members: Members, title: str) -> None:
        if members.numbers:
            self._desk.open_list(members.rule(), title)

    def _open_card(self, moved: Moved) -> None:
        if self.found is None:
            return
        everybody = [each.who.customer for change in self.found.changes for each in change.some]
        self._desk.open_customer(moved.who.customer, list(dict.fromkeys(everybody)))

    def ask_file(self) -> None:
        """Ask for a file and write the review into it."""
        if self.found is None:
            return
        name = f"{review_title(self.found.period)} {self.found.until.isoformat()}.pdf"
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Save as PDF"), name, _("PDF (*.pdf)")
        )
        if not chosen:
            return
        path = Path(chosen)
        self._desk.jobs.start(
            print_review,
            self.found,
            path,
            title=_("Printing"),
            owner=self,
            done=lambda _nothing: self._desk.toast(_("Saved {file}").format(file=path.name)),
            failed=self._desk.show_problem,
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column where two have no room."""
        super().resizeEvent(event)
        self._place(narrow=self.width() < current().px(_ONE_COLUMN_UNDER))
