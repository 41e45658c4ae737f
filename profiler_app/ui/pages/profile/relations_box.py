"""Whom a customer is tied to: a click opens the card, the pencil changes or ends the relation."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.profile import Card, Kind, Relation
from profiler_app.domain.text import _
from profiler_app.jobs.relating import TieDetails, change_relation
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.profile.relation_popover import RelationPopover
from profiler_app.ui.pages.profile.rfm_panel import HEAD
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.avatar import Avatar
from profiler_app.ui.widgets.buttons import IconButton
from profiler_app.ui.widgets.labels import ElidedLabel, Label, SectionHead, as_tooltip
from profiler_app.ui.widgets.painting import fill_round, focus_ring
from profiler_app.ui.widgets.pills import StatusPill

_MOST_TIES = 8
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
        if relations:
            chart = IconButton("network", _("Map of relations"), small=True)
            chart.clicked.connect(lambda: desk.open_place("relations", card.customer))
            head.add(chart)
        if doable:
            add = IconButton("plus", _("Add a relation"), small=True)
            add.clicked.connect(lambda: desk.forms.add_relation(card.customer))
            head.add(add)
        column.addWidget(head)
        for relation in relations:
            column.addWidget(_RelationRow(desk, relation, doable=doable))
        if not relations:
            column.addWidget(Label(_("No relations yet."), "body", "text.tertiary"))


class _RelationRow(QWidget):
    """One relation; indented by its level in a group of companies."""

    def __init__(self, desk: Desk, relation: Relation, *, doable: bool) -> None:
        super().__init__()
        self._desk, self._relation = desk, relation
        self._customer = None if relation.here else relation.customer
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
        self.setToolTip(as_tooltip(_said(relation)))
        if doable and relation.row:
            edit = IconButton("pencil", _("Change: {name}").format(name=relation.name), small=True)
            edit.clicked.connect(lambda: self._change(edit))
            row.addWidget(edit)
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

    def _change(self, opener: QWidget) -> None:
        popover = RelationPopover(self._relation, self._desk.today(), self)
        popover.saved.connect(self._store)
        popover.show_below(opener, align_right=True)

    def _store(self, details: TieDetails) -> None:
        ended = details.until is not None
        said = _("The relation with {name} is ended.") if ended else _("{name} is saved.")
        self._desk.jobs.start(
            change_relation,
            self._relation.row,
            details,
            title=_("Saving"),
            owner=self._desk,
            done=partial(self._stored, said.format(name=self._relation.name)),
            failed=self._desk.show_problem,
        )

    def _stored(self, text: str, operation: int) -> None:
        self._desk.toast(text, operation)
        self._desk.refresh_data()


def _said(relation: Relation) -> str:
    """Return what else is known of a relation."""
    parts = [relation.remark]
    if relation.since is not None:
        parts.insert(0, _("since {day}").format(day=relation.since.isoformat()))
    return " · ".join(part for part in parts if part)
