"""Who came into a segment and who left it since a day, and which condition did it."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.saved_segments import Reason, SavedSegment, SegmentChanges
from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.jobs.segments import moving as jobs
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable, open_customer_of
from profiler_app.ui.pages.segments.matrix import MigrationMatrix
from profiler_app.ui.pages.segments.wording import month_before
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import Label

_ROWS = 8
_DAYS = {"quarter": 91, "half": 182, "year": 365}


class ChangesSection(QWidget):
    """A snapshot is compared with its rule of today, a live segment with itself earlier."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._segment: SavedSegment | None = None
        self.changes: SegmentChanges | None = None
        self.since = DropDown()
        self.compare = Button(icon="history", small=True)
        self._note = Label("", "body", "text.secondary", wrap=True)
        self._came = Label("", "body", wrap=True)
        self._left = Label("", "body", wrap=True)
        states = (jobs.INSIDE, jobs.OUTSIDE, jobs.UNKNOWN)
        self.matrix = MigrationMatrix(states, state_label)
        self.people = FiguresTable(
            [
                Figure(lambda: _("Name"), lambda row: row.name, 120, right=False,
                       icon=lambda row: _MARKS[row.came]),
                Figure(lambda: _("Because"), lambda row: row.reason or _("its data was changed"),
                       0, right=False),
            ]
        )  # fmt: skip
        self.people.set_density("compact")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self.since)
        head.addWidget(self.compare)
        head.addStretch(1)
        column.addLayout(head)
        for part in (self._note, self.matrix, self._came, self._left, self.people):
            column.addWidget(part)
        column.addStretch(1)
        self.compare.clicked.connect(self.ask)
        self.people.opened.connect(lambda _index: open_customer_of(self.people, self._desk))

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
        self.compare.setText(pgettext("button", "Compare"))
        self.people.setAccessibleName(_("Who came and went"))
        self.people.retranslate()
        self._show()

    def show_segment(self, segment: SavedSegment) -> None:
        """Ask anew for another segment."""
        if self._segment != segment:
            self._segment, self.changes = segment, None
            self._show()

    def day(self) -> date:
        """Return the day that is compared with."""
        today = self._desk.today()
        days = _DAYS.get(self.since.key())
        return month_before(today) if days is None else today - timedelta(days=days)

    def ask(self) -> None:
        """Compute that day by the same code, and compare."""
        if self._segment is None or self._segment.problem:
            return
        asked = self._segment
        self.compare.setEnabled(False)
        self._desk.jobs.start(
            jobs.segment_changes,
            asked.number,
            day=self.day(),
            title=_("Comparing with an earlier day"),
            owner=self,
            done=lambda changes: self._receive(asked, changes),
            failed=self._failed,
            cancelled=self._show,
            derived=True,
        )

    def _receive(self, asked: SavedSegment, changes: SegmentChanges) -> None:
        if asked == self._segment:
            self.changes = changes
        self._show()

    def _failed(self, problem: UserProblem) -> None:
        self._show()
        self._note.setText(str(problem))

    def _show(self) -> None:
        segment, changes = self._segment, self.changes
        self.compare.setEnabled(segment is not None and not segment.problem)
        self.since.setVisible(segment is None or segment.frozen_on is None)
        for part in (self.matrix, self._came, self._left):
            part.setVisible(changes is not None)
        self.people.setVisible(changes is not None and bool(changes.people))
        if changes is None:
            frozen = None if segment is None else segment.frozen_on
            text = _("Computed by the same code as of that day; typed data as it is now.")
            if frozen is not None:
                text = _("Whom would the rule take now? Compared with the snapshot of {day}.")
            self._note.setText(text.format(day=frozen))
            return
        found = changes.migration
        text = _("{before} (rows) → {after} (columns), {n} customers in all")
        self._note.setText(
            text.format(before=found.before_day, after=found.after_day, n=f"{found.customers:,}")
        )
        self.matrix.show_migration(found)
        moved = {(m.before, m.after): m.customers for m in found.moves}
        came = sum(n for (a, b), n in moved.items() if a != jobs.INSIDE and b == jobs.INSIDE)
        left = sum(n for (a, b), n in moved.items() if a == jobs.INSIDE and b != jobs.INSIDE)
        self._came.setText(_told(came, changes.came, came=True))
        self._left.setText(_told(left, changes.left, came=False))
        self.people.show_rows(changes.people)
        rows = min(len(changes.people), _ROWS)
        self.people.setFixedHeight(self.people.height_of(max(rows, 1)))


_MARKS = {True: ("plus", "success"), False: ("minus", "danger")}


def _told(n: int, reasons: tuple[Reason, ...], *, came: bool) -> str:
    """Say how many moved and by which conditions."""
    if came:
        text = ngettext("{n} customer came", "{n} customers came", n)
    else:
        text = ngettext("{n} customer left", "{n} customers left", n)
    head = text.format(n=f"{n:,}")
    if not reasons:
        return head
    held = _("now {condition}: {n}") if came else _("no longer {condition}: {n}")
    parts = [
        held.format(condition=each.sentence, n=f"{each.customers:,}")
        if each.sentence
        else _("data changed: {n}").format(n=f"{each.customers:,}")
        for each in reasons
    ]
    return f"{head} — {_('; ').join(parts)}"


def state_label(state: str) -> str:
    """Return the word for being in a segment or not."""
    return {
        jobs.INSIDE: pgettext("segment", "In it"),
        jobs.OUTSIDE: pgettext("segment", "Not in it"),
        jobs.UNKNOWN: pgettext("segment", "Cannot be told"),
    }[state]
