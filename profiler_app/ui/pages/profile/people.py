"""The decision chain of a company: who has which part, how he stands, who is missing."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.profile import Card, Person
from profiler_app.domain.text import _
from profiler_app.jobs.colleagues import Standing, change_colleague
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.profile.person_popover import PersonPopover
from profiler_app.ui.pages.profile.rfm_panel import HEAD
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.avatar import Avatar
from profiler_app.ui.widgets.buttons import IconButton
from profiler_app.ui.widgets.labels import ElidedLabel, Label, SectionHead
from profiler_app.ui.widgets.painting import fill_round
from profiler_app.ui.widgets.panel import Hairline
from profiler_app.ui.widgets.pills import StatusPill

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

    def __init__(self, desk: Desk, card: Card, *, wide: bool, doable: bool) -> None:
        super().__init__()
        people = card.people
        self._desk, self._doable = desk, doable
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = SectionHead(_("People and their roles"), _coverage(card), role="strong")
        head.setFixedHeight(current().px(HEAD))
        if doable:
            add = IconButton("plus", _("Add a contact person"), small=True)
            add.clicked.connect(lambda: desk.forms.add_record("colleague", card.customer))
            head.add(add)
        column.addWidget(head)
        if not people:
            column.addWidget(Label(_("Nobody is known who decides."), "body", "text.tertiary"))
            return
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
            grid.addWidget(Hairline(), 2 * at + 1, 0, 1, len(titles) + 1)
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
        if self._doable and person.row:
            edit = IconButton("pencil", _("Change: {name}").format(name=person.name), small=True)
            edit.clicked.connect(partial(self._change, person, edit))
            grid.addWidget(edit, row, 6 if self._with_owner else 5)

    def _change(self, person: Person, opener: QWidget, _checked: bool = False) -> None:
        popover = PersonPopover(person, self._desk.today(), self)
        popover.saved.connect(partial(self._store, person))
        popover.show_below(opener, align_right=True)

    def _store(self, person: Person, standing: Standing) -> None:
        left = standing.left_on is not None
        said = _("{name} is said to have left.") if left else _("{name} is saved.")
        self._desk.jobs.start(
            change_colleague,
            person.row,
            standing,
            title=_("Saving"),
            owner=self._desk,
            done=partial(self._stored, said.format(name=person.name)),
            failed=self._desk.show_problem,
        )

    def _stored(self, text: str, operation: int) -> None:
        self._desk.toast(text, operation)
        self._desk.refresh_data()


def _coverage(card: Card) -> str:
    """Say which parts in the decision somebody spoke with lately, and which are open."""
    if not card.open_roles:
        return _("every role was spoken with")
    text = _("open: {roles}")
    return text.format(roles=_(", ").join(card.open_roles))
