"""Everything that happened with a customer, filtered by kind and looked at closer in time."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.profile import Event
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.cards import History, read_history
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.place_page import PlacePage
from profiler_app.ui.pages.profile.column_scroll import ColumnScroll
from profiler_app.ui.pages.timeline.kinds import KINDS, kind_options
from profiler_app.ui.pages.timeline.strip import Span, TimeStrip
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.event_row import EventRow
from profiler_app.ui.widgets.labels import Label, SectionHead, as_tooltip
from profiler_app.ui.widgets.segmented import Segmented
from profiler_app.ui.widgets.sub_bar import SubBar
from profiler_app.ui.widgets.surface import Surface

_MOST = 150
_SPANS = {"all": 0, "year": 365, "quarter": 91, "month": 30}


class TimelinePage(PlacePage):
    """Filter and span on top, then the strip, then the events by month."""

    def __init__(self, desk: Desk) -> None:
        self.kinds, self.spans = Segmented(small=True), Segmented(small=True)
        super().__init__(desk, SubBar(self.kinds, self.spans))
        self._customer: int | None = None
        self.history: History | None = None
        self.strip = TimeStrip()
        self.rows = ColumnScroll()
        self._lay_out()
        self.kinds.chosen.connect(lambda _key: self._fill())
        self.spans.chosen.connect(self._choose_span)
        self.strip.ranged.connect(lambda _span: self._fill_rows())
        self._say()

    def _lay_out(self) -> None:
        over = QHBoxLayout()
        over.setContentsMargins(20, 12, 20, 0)
        over.addWidget(self.strip)
        column = self.column()
        column.addLayout(over)
        column.addWidget(self.rows, 1)

    def _say(self) -> None:
        super()._say()
        self.kinds.set_options(kind_options(self.history.line if self.history else "trade"))
        self.kinds.setAccessibleName(_("Which events are shown"))
        self.spans.set_options(
            [
                ("all", _("All the time")),
                ("year", _("One year")),
                ("quarter", _("Three months")),
                ("month", _("30 days")),
            ]
        )
        self.spans.setAccessibleName(_("How far back"))

    # -- what the window asks

    def open_place(self, customer: int) -> None:
        """Show what happened with a customer."""
        if customer != self._customer:
            self._customer, self.history = customer, None
        self._reload()

    def escape(self) -> bool:
        """From a closer look back to everything; else the window goes back."""
        if self.history is None or self.strip.span == self.strip.whole:
            return False
        self.spans.choose("all")
        self.strip.show_span(self.strip.whole)
        return True

    def tab_regions(self) -> list[QWidget]:
        """Return the regions F6 walks through."""
        return [self._top, self.strip, self.rows]

    # -- reading and showing

    def _reload(self) -> None:
        if self._customer is None or not self.isVisible():
            return
        self._desk.reads.ask(
            "timeline",
            _read,
            self._customer,
            as_of=self._desk.today(),
            done=self._show,
            failed=self._fail,
            owner=self,
        )

    def _show(self, history: History) -> None:
        self._clear_problem()
        self.history = history
        self._say()
        n = len(history.events)
        self._top.say(
            _("Events · {name}").format(name=history.name),
            ngettext("{n} entry", "{n} entries", n).format(n=f"{n:,}"),
        )
        self._fill()

    def _events(self) -> list[Event]:
        wanted = KINDS[self.kinds.key()]
        events = self.history.events if self.history else ()
        return [each for each in events if wanted is None or each.kind in wanted]

    def _whole(self) -> Span:
        today = self._desk.today()
        events = self.history.events if self.history else ()
        first = min((each.on for each in events), default=today)
        return min(first, today - timedelta(days=30)), today

    def _choose_span(self, key: str) -> None:
        start, end = self.strip.whole
        if _SPANS[key]:
            start = max(start, end - timedelta(days=_SPANS[key]))
        self.strip.show_span((start, end))

    def _fill(self) -> None:
        self.strip.show_days((each.on for each in self._events()), self._whole())
        self._fill_rows()

    def _fill_rows(self, most: int = _MOST) -> None:
        first, last = self.strip.span
        events = [each for each in self._events() if first <= each.on <= last]
        holder = Surface()
        column = QVBoxLayout(holder)
        column.setContentsMargins(20, 8, 20, 20)
        column.setSpacing(0)
        for month, members in groupby(events[:most], lambda each: each.on.strftime("%Y-%m")):
            listed = list(members)
            column.addSpacing(current().px(10))
            column.addWidget(SectionHead(month, f"{len(listed)}", role="strong"))
            for each in listed:
                column.addWidget(self._row(each))
        if not events:
            column.addSpacing(current().px(12))
            column.addWidget(
                Label(_("Nothing of this kind in this time."), "body", "text.tertiary")
            )
        if len(events) > most:
            more = Button(_("Show all {n}").format(n=f"{len(events):,}"), small=True)
            more.clicked.connect(lambda: self._fill_rows(len(events)))
            column.addWidget(more)
        column.addStretch(1)
        self.rows.setWidget(holder)

    def _row(self, event: Event) -> EventRow:
        row = EventRow(event, self._desk.today(), height=30, with_value=True)
        if event.source:
            row.setToolTip(as_tooltip(event.source))
        return row

    def _fail(self, problem: UserProblem) -> None:
        self._show_problem(_("The events could not be read"), problem)


def _read(reader: Reader, customer: int, *, as_of: date) -> History:
    return read_history(reader.workspace, customer, as_of=as_of)
