"""The newest events of a customer, filtered by kind; all of them are a page of their own."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.profile import Card, Event
from profiler_app.domain.text import _
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.timeline.kinds import KINDS, kind_options
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.event_row import EventRow
from profiler_app.ui.widgets.labels import Label, as_tooltip
from profiler_app.ui.widgets.segmented import Segmented

_FIRST = 6


class Timeline(QWidget):
    """Events, newest first; a few of one kind or of all."""

    def __init__(self, desk: Desk, card: Card) -> None:
        super().__init__()
        self._desk, self._card = desk, card
        self._kind = "all"
        head = QHBoxLayout()
        head.addWidget(Label(_("Events"), "strong"), 1)
        choice = Segmented(kind_options(card.line), small=True)
        choice.setAccessibleName(_("Which events are shown"))
        choice.chosen.connect(self._choose)
        head.addWidget(choice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column.addLayout(self._rows)
        more = Button(
            _("Show all {n}").format(n=f"{card.timeline_total:,}"), kind="ghost", small=True
        )
        more.clicked.connect(lambda: desk.open_place("timeline", card.customer))
        column.addWidget(more)
        more.setVisible(card.as_of == desk.today())
        self._fill()

    def _choose(self, key: str) -> None:
        self._kind = key
        self._fill()

    def _fill(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        wanted = KINDS[self._kind]
        events = [e for e in self._card.timeline if wanted is None or e.kind in wanted]
        for event in events[:_FIRST]:
            self._rows.addWidget(self._row(event))
        if not events:
            self._rows.addWidget(Label(_("Nothing of this kind."), "body", "text.tertiary"))

    def _row(self, event: Event) -> EventRow:
        row = EventRow(event, self._desk.today(), height=28)
        if event.source:
            row.setToolTip(as_tooltip(event.source))
        return row
