"""The right side of the card: tags, events, relations, tasks, registration."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.profile import Card, Event, EventKind
from profiler_app.domain.text import _
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.profile.actions_box import ActionsBox
from profiler_app.ui.pages.profile.complaints_box import ComplaintsBox
from profiler_app.ui.pages.profile.relations_box import Relations
from profiler_app.ui.pages.profile.tags_box import TagsBox
from profiler_app.ui.pages.profile.tasks_box import TasksBox
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.event_row import EventRow
from profiler_app.ui.widgets.labels import ElidedLabel, Label, SectionHead
from profiler_app.ui.widgets.segmented import Segmented
from profiler_app.ui.widgets.surface import Surface

_FIRST = 6
_BUSINESS: frozenset[EventKind] = frozenset({"order", "return", "transaction", "risk", "stage"})
_TALKS: frozenset[EventKind] = frozenset({"interaction", "feedback", "complaint", "survey"})
_CHANGES: frozenset[EventKind] = frozenset({"edit", "import", "tag"})


class Rail(Surface):
    """What accompanies the card."""

    def __init__(
        self, desk: Desk, card: Card, *, language: str, blocked: str, doable: bool
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(18)
        if card.complaints:
            column.addWidget(ComplaintsBox(desk, card.complaints, doable=doable))
        if doable and (card.proposals or card.withheld):
            column.addWidget(ActionsBox(desk, card))
        if card.tasks:
            column.addWidget(TasksBox(desk, card.tasks, doable=doable))
        column.addWidget(TagsBox(desk, card, language=language, blocked=blocked))
        if card.timeline:
            column.addWidget(Timeline(card, desk.today()))
        if card.kind == "person" and (card.relations or doable):
            column.addWidget(Relations(desk, card, doable=doable))
        if card.registration:
            column.addWidget(_Registration(card))
        column.addStretch(1)


class Timeline(QWidget):
    """Events, newest first; filtered by kind; the first few or all that were read."""

    def __init__(self, card: Card, today: date) -> None:
        super().__init__()
        self._card, self._today = card, today
        self._kinds: frozenset[EventKind] | None = None
        self._all = False
        self._filters = {
            "all": None,
            "business": _BUSINESS,
            "talks": _TALKS,
            "changes": _CHANGES,
        }
        head = QHBoxLayout()
        head.addWidget(Label(_("Events"), "strong"), 1)
        business = _("Purchases") if card.line == "trade" else _("Business")
        choice = Segmented(
            [
                ("all", _("All")),
                ("business", business),
                ("talks", _("Talks")),
                ("changes", _("Changes")),
            ],
            small=True,
        )
        choice.setAccessibleName(_("Which events are shown"))
        choice.chosen.connect(self._choose)
        head.addWidget(choice)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._column.addLayout(head)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._column.addLayout(self._rows)
        self._fill()

    def _choose(self, key: str) -> None:
        self._kinds = self._filters[key]
        self._fill()

    def _fill(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        events = [e for e in self._card.timeline if self._kinds is None or e.kind in self._kinds]
        for event in events if self._all else events[:_FIRST]:
            self._rows.addWidget(self._row(event))
        if not events:
            self._rows.addWidget(Label(_("Nothing of this kind."), "body", "text.tertiary"))
        elif len(events) > _FIRST and not self._all:
            more = Button(_("Show all {n}").format(n=len(events)), kind="ghost", small=True)
            more.clicked.connect(self._show_all)
            self._rows.addWidget(more)

    def _row(self, event: Event) -> EventRow:
        row = EventRow(event, self._today, height=28)
        if event.source:
            row.setToolTip(event.source)
        return row

    def _show_all(self) -> None:
        self._all = True
        self._fill()


class _Registration(QWidget):
    """What the company register says, two facts a row."""

    def __init__(self, card: Card) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(SectionHead(_("Registration"), role="strong"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        for at, fact in enumerate(card.registration):
            grid.addWidget(Label(fact.label, "caption", "text.tertiary"), at, 0)
            value = ElidedLabel(fact.value)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(value, at, 1)
        column.addLayout(grid)
