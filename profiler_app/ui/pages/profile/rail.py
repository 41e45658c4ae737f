"""The right side of the card: tags, events, relations, tasks, registration."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.profile import Card, Event, EventKind, Kind, Relation
from profiler_app.domain.text import _
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.profile.rfm_panel import HEAD
from profiler_app.ui.pages.profile.tags_box import TagsBox
from profiler_app.ui.pages.profile.tasks_box import TasksBox
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.avatar import Avatar
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.widgets.event_row import EventRow
from profiler_app.ui.widgets.labels import ElidedLabel, Label, SectionHead
from profiler_app.ui.widgets.painting import fill_round, focus_ring
from profiler_app.ui.widgets.pills import StatusPill
from profiler_app.ui.widgets.segmented import Segmented
from profiler_app.ui.widgets.surface import Surface

_FIRST = 6
_MOST_TIES = 8
_BUSINESS: frozenset[EventKind] = frozenset({"order", "return", "transaction", "risk", "stage"})
_TALKS: frozenset[EventKind] = frozenset({"interaction", "feedback", "complaint", "survey"})
_CHANGES: frozenset[EventKind] = frozenset({"edit", "import", "tag"})


_COMPANY_TIES = frozenset(
    {
        "self",
        "parent_company",
        "subsidiary",
        "affiliate",
        "upstream_supplier",
        "downstream_buyer",
        "employer",
        "legal_rep_of",
        "actual_controller_of",
        "shareholder_of",
        "guarantor_of",
    }
)
"""Relations whose other side is a company."""


class Rail(Surface):
    """What accompanies the card."""

    def __init__(
        self, desk: Desk, card: Card, *, language: str, blocked: str, doable: bool
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(18)
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


class Relations(QWidget):
    """Customers this one is tied to; a click opens their card."""

    def __init__(self, desk: Desk, card: Card, title: str = "", *, doable: bool) -> None:
        super().__init__()
        relations = card.relations[:_MOST_TIES] if card.kind == "company" else card.relations
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        head = SectionHead(title or _("Relations"), f"{len(card.relations)}", role="strong")
        head.setFixedHeight(current().px(HEAD))
        if doable:
            add = IconButton("plus", _("Add a relation"), small=True)
            add.clicked.connect(lambda: desk.add_relation(card.customer))
            head.add(add)
        column.addWidget(head)
        for relation in relations:
            column.addWidget(_RelationRow(desk, relation))
        if not relations:
            column.addWidget(Label(_("No relations yet."), "body", "text.tertiary"))


class _RelationRow(QWidget):
    """One relation; indented by its level in a group of companies."""

    def __init__(self, desk: Desk, relation: Relation) -> None:
        super().__init__()
        self._desk, self._customer = desk, None if relation.here else relation.customer
        self.setFixedHeight(current().px(34))
        row = QHBoxLayout(self)
        row.setContentsMargins(current().px(20) * relation.level, 0, 0, 0)
        row.setSpacing(10)
        avatar = Avatar(24)
        kind: Kind = "company" if relation.kind in _COMPANY_TIES else "person"
        avatar.set_customer(relation.initial, relation.name, kind)
        row.addWidget(avatar)
        row.addWidget(ElidedLabel(relation.name, "strong" if relation.here else "body"), 1)
        if relation.here:
            row.addWidget(StatusPill(relation.label, "accent"))
        else:
            row.addWidget(Label(relation.label, "caption", "text.tertiary"))
        if relation.note:
            row.addWidget(Label(relation.note, "caption", "text.secondary"))
        if self._customer is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setAttribute(Qt.WidgetAttribute.WA_Hover)
            self.setAccessibleName(f"{relation.name} {relation.label}")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what lies under the mouse, and the ring of the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._customer is not None and self.underMouse():
            fill_round(painter, QRectF(self.rect()), 6, current().color("bg.hover"))
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()), 6)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the other's card."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter or Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        if self._customer is not None:
            self._desk.open_customer(self._customer)


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
