"""What is special about the customer in the own group: three of it, each with its reason."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Literal

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.likeness import Deviation, Deviations, Likened
from profiler_app.domain.profile import Card
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.deviations import NotYet, find_deviations
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel, Label, SectionHead, as_tooltip
from profiler_app.ui.widgets.panel import Hairline
from profiler_app.ui.widgets.popover import Popover

_WIDTH, _AFTER_MS, _HEIGHT = 340, 160, 72
_PLACES = 3
Found = Deviations | Literal["more"] | None


class DeviationsBox(QWidget):
    """Read beside the card, in a place kept for it; gone where there is no group."""

    def __init__(self, desk: Desk, card: Card) -> None:
        super().__init__()
        self._desk, self._card = desk, card
        self.links: list[Button] = []
        self.setMinimumHeight(current().px(_HEIGHT))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        QTimer.singleShot(_AFTER_MS, self, self._read)

    def _read(self) -> None:
        self._desk.reads.ask(
            "card_deviations",
            read_deviations,
            self._card,
            done=self._arrived,
            failed=lambda _problem: self.hide(),
            owner=self,
        )

    def _arrived(self, found: Found) -> None:
        if found == "more":
            self._read()
        elif found is None:
            self.hide()
        else:
            self._show(found)

    def _show(self, found: Deviations) -> None:
        n = ngettext("{n} customer", "{n} customers", found.customers).format(
            n=f"{found.customers:,}"
        )
        head = SectionHead(_("Special in the own group"), f"{found.name} · {n}", role="strong")
        compare = Button(_("Compare with the group"), kind="link", small=True)
        compare.clicked.connect(partial(_compare, self._desk, self._card.customer))
        head.add(compare)
        self._column.addWidget(head)
        row = QHBoxLayout()
        row.setSpacing(20)
        for each in found.strongest:
            row.addLayout(self._one(each, found), 1)
        if not found.strongest:
            row.addWidget(Label(_("As most of the group in everything that is known."), "body"))
        else:
            row.addStretch(_PLACES - len(found.strongest))
        self._column.addLayout(row)
        self._column.addStretch(1)

    def _one(self, each: Deviation, found: Deviations) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        link = Button(f"{each.label} · {each.value}", kind="link", small=True)
        link.setMaximumWidth(current().px(250))
        link.setToolTip(as_tooltip(link.text()))
        link.clicked.connect(lambda: self._explain(each, found, link))
        column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        said = ElidedLabel(each.sentence, "caption", "text.secondary")
        said.setContentsMargins(current().px(9), 0, 0, 0)
        column.addWidget(said)
        self.links.append(link)
        return column

    def _explain(self, each: Deviation, found: Deviations, link: Button) -> None:
        popover = DeviationPopover(self._desk, self._card, each, found, link)
        popover.show_below(link)


class DeviationPopover(Popover):
    """The numbers a deviation rests on, and the way to all others."""

    def __init__(
        self, desk: Desk, card: Card, each: Deviation, found: Deviations, parent: QWidget
    ) -> None:
        super().__init__(parent, width=_WIDTH)
        self.setAccessibleName(_("Why is this special?"))
        self.body.addWidget(Label(each.label, "strong"))
        self.body.addWidget(Hairline())
        self.body.addLayout(_rows(card, each, found))
        self.body.addWidget(Label(each.sentence, "body", "text.secondary", wrap=True))
        self.body.addWidget(Hairline())
        members = Button(_("Open the group"), icon="users", small=True)
        members.clicked.connect(self.close)
        members.clicked.connect(lambda: desk.open_list(found.rule, found.name))
        compare = Button(_("Compare with the group"), small=True)
        compare.clicked.connect(self.close)
        compare.clicked.connect(partial(_compare, desk, card.customer))
        row = QHBoxLayout()
        row.addWidget(members)
        row.addWidget(compare)
        row.addStretch(1)
        self.body.addLayout(row)


def _rows(card: Card, each: Deviation, found: Deviations) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    middle = _("Median of the group") if each.spread else _("Most frequent in the group")
    known = _("{known} of {n}").format(known=f"{each.known:,}", n=f"{found.customers:,}")
    rows = [(card.name, each.value), (middle, each.usual)]
    rows += [(_("Middle half"), each.spread)] if each.spread else []
    rows += [
        (_("At least as far out"), _("{share:.1%} of the group").format(share=each.rarity)),
        (_("Known of"), known),
    ]
    for at, (title, value) in enumerate(rows):
        grid.addWidget(ElidedLabel(title, "caption", "text.tertiary"), at, 0)
        grid.addWidget(Label(value), at, 1, Qt.AlignmentFlag.AlignRight)
    return grid


def _compare(desk: Desk, customer: int) -> None:
    desk.open_place("likeness", Likened("segment", (customer,)))


def read_deviations(reader: Reader, card: Card) -> Found:
    """Read on the reader thread; "more" while there are columns to be read first."""
    today: date = card.as_of
    try:
        return find_deviations(reader.workspace, reader.source, card, as_of=today, at_once=False)
    except NotYet:
        return "more"
