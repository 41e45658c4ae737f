"""What only a company's card shows: the people who decide, what is held, the group."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.dates import format_date
from profiler_app.domain.profile import Card, Event, Holding, Person
from profiler_app.domain.text import _
from profiler_app.ui.pages.profile.rfm_panel import HEAD
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.avatar import Avatar
from profiler_app.ui.widgets.labels import ElidedLabel, Label, SectionHead
from profiler_app.ui.widgets.painting import fill_round
from profiler_app.ui.widgets.panel import Hairline
from profiler_app.ui.widgets.pills import StatusPill

_SIGNALS = 5
_STANCES = {"supporter": "thumbs-up", "neutral": "minus", "opponent": "thumbs-down"}


class InfluenceBars(QWidget):
    """One to three bars."""

    def __init__(self, influence: int) -> None:
        super().__init__()
        self._influence = influence
        self.setAccessibleName(_("influence {n} of 3").format(n=influence))

    def sizeHint(self) -> QSize:
        """Return the size of three bars."""
        return QSize(current().px(24), current().px(12))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bars."""
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high, wide = theme.px(12), theme.px(5)
        top = (self.height() - high) / 2
        for step in range(3):
            token = "text.secondary" if step < self._influence else "neutral.soft"
            box = QRectF(step * (wide + 2), top, wide, high)
            fill_round(painter, box, 1.5, theme.color(token))


class People(QWidget):
    """Who speaks for the company: role, influence, stance, last contact."""

    def __init__(self, people: tuple[Person, ...], *, wide: bool) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(SectionHead(_("People and their roles"), f"{len(people)}", role="strong"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        for place, width in ((1, 100), (2, 52), (3, 76), (4, 124)):
            grid.setColumnMinimumWidth(place, current().px(width))
        titles = [_("Name and title"), _("Role"), _("Influence"), _("Stance"), _("Last contact")]
        self._with_owner = wide and any(person.owner for person in people)
        if self._with_owner:
            titles.append(_("Looked after by"))
        for place, title in enumerate(titles):
            grid.addWidget(Label(title, "caption", "text.tertiary"), 0, place)
        for at, person in enumerate(people):
            grid.addWidget(Hairline(), 2 * at + 1, 0, 1, len(titles))
            self._add(grid, 2 * at + 2, person)
            grid.setRowMinimumHeight(2 * at + 2, current().px(32))
        column.addLayout(grid)

    def _add(self, grid: QGridLayout, row: int, person: Person) -> None:
        who = QHBoxLayout()
        who.setSpacing(8)
        avatar = Avatar(20)
        avatar.set_customer(person.initial, person.name, "person")
        who.addWidget(avatar)
        who.addWidget(Label(person.name))
        who.addWidget(ElidedLabel(person.title, "caption", "text.tertiary"), 1)
        grid.addLayout(who, row, 0)
        grid.addWidget(ElidedLabel(person.role), row, 1)
        if person.influence is not None:
            grid.addWidget(InfluenceBars(person.influence), row, 2)
        if person.stance is not None:
            icon = _STANCES.get(person.stance.id, "circle-dashed")
            pill = StatusPill(person.stance.label, person.stance.tone, icon=icon)
            grid.addWidget(pill, row, 3, Qt.AlignmentFlag.AlignLeft)
        met = person.last_contact or _("never met")
        ink = "text.primary" if person.last_contact else "warning"
        grid.addWidget(ElidedLabel(met, "body", ink), row, 4)
        if self._with_owner:
            grid.addWidget(ElidedLabel(person.owner or "—", "body", "text.secondary"), row, 5)


class Holdings(QWidget):
    """Products the customer holds."""

    def __init__(self, holdings: tuple[Holding, ...]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = SectionHead(_("Products held"), f"{len(holdings)}", role="strong")
        head.setFixedHeight(current().px(HEAD))
        column.addWidget(head)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        for at, holding in enumerate(holdings):
            grid.setRowMinimumHeight(at, current().px(26))
            grid.addWidget(ElidedLabel(holding.product), at, 0)
            grid.addWidget(Label(holding.value), at, 1, right)
            grid.addWidget(Label(holding.note, "caption", "text.secondary"), at, 2, right)
        column.addLayout(grid)
        column.addStretch(1)


class Signals(QWidget):
    """What went wrong lately: lawsuits, overdue payments, balances that fell."""

    def __init__(self, events: tuple[Event, ...], today: date) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = SectionHead(_("Warning signs"), f"{len(events)}", role="strong")
        head.setFixedHeight(current().px(HEAD))
        column.addWidget(head)
        for event in events[:_SIGNALS]:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(StatusPill(event.label, "warning"))
            row.addWidget(ElidedLabel(event.text or event.value), 1)
            row.addWidget(Label(format_date(event.on, today), "caption", "text.secondary"))
            column.addLayout(row)
        column.addStretch(1)


def warning_signs(card: Card) -> tuple[Event, ...]:
    """Return the events of a company that its relationship manager must know."""
    if card.kind != "company":
        return ()
    return tuple(event for event in card.timeline if event.kind == "risk")
