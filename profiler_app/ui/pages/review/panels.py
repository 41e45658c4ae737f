"""The parts of the review: who moved, the tasks, the contacts by value tier."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from profiler_app.domain.members import Members
from profiler_app.domain.money import format_money
from profiler_app.domain.review import (
    GOOD,
    Change,
    Review,
    TierContacts,
    change_label,
    change_meaning,
)
from profiler_app.domain.review_words import nobody_moved, planned_words
from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.domain.today import Moved
from profiler_app.ui.pages.today.lines import Line
from profiler_app.ui.pages.today.risk_panel import clear
from profiler_app.ui.theme import FontRole, current
from profiler_app.ui.widgets.labels import ElidedLabel, Label, as_tooltip
from profiler_app.ui.widgets.panel import Panel

_NAME, _COUNT, _WORTH = 200, 64, 110


class MovedPanel(Panel):
    """Who moved in which way, with some names; ``listed`` opens all, ``card`` one of them."""

    listed = Signal(object, str)
    card = Signal(object)

    def __init__(self, currency: str) -> None:
        super().__init__("·")
        self._currency = currency
        self._none = Label("", "body", "text.secondary", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addWidget(self._none)
        self.body.addLayout(self._lines)
        self.body.addStretch(1)

    def show_review(self, found: Review) -> None:
        """Show who moved."""
        self.head.set_title(pgettext("review", "Who moved"))
        self.head.set_note(_("worth: assets, else spent in 12 months"))
        clear(self._lines)
        moved = [change for change in found.changes if change.members.count]
        self._none.setText(nobody_moved(found))
        self._none.setVisible(not moved)
        for change in moved:
            self._lines.addWidget(self._head(change))
            for each in change.some:
                self._lines.addWidget(self._one(each))

    def _head(self, change: Change) -> Line:
        label = change_label(change.key)
        count = f"{change.members.count:,}"
        worth = format_money(change.value, currency=self._currency, compact=True)
        opens = partial(self.listed.emit, change.members, label)
        line = Line(opens, {}, f"{label}，{count}，{worth}")
        line.setToolTip(as_tooltip(change_meaning(change.key)))
        ink = "success" if change.key in GOOD else "danger"
        line.row.addWidget(Label(label, "strong", ink), 1)
        line.row.addWidget(_figure(count, _COUNT, "strong"))
        line.row.addWidget(_figure(worth, _WORTH, "body"))
        return line

    def _one(self, each: Moved) -> Line:
        line = Line(partial(self.card.emit, each), {}, f"{each.who.name}，{each.reason}")
        line.row.setContentsMargins(20, 3, 4, 3)
        name = ElidedLabel(each.who.name, "body")
        name.setFixedWidth(current().px(_NAME))
        line.row.addWidget(name)
        reason = ElidedLabel(each.reason, "caption", "text.secondary")
        reason.setToolTip(as_tooltip(each.reason))
        line.row.addWidget(reason, 1)
        return line


class TasksPanel(Panel):
    """Tasks done, overdue and open; ``listed`` opens the customers of a figure."""

    listed = Signal(object, str)

    def __init__(self) -> None:
        super().__init__("·")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addLayout(self._lines)
        self.body.addStretch(1)

    def show_review(self, found: Review) -> None:
        """Show the tasks."""
        self.head.set_title(_("Tasks"))
        clear(self._lines)
        for label, members, ink in (
            (_("Done in these days"), found.done, "text.primary"),
            (_("Overdue"), found.late, "danger" if found.late.count else "text.primary"),
            (_("Open, overdue ones included"), found.open, "text.primary"),
        ):
            self._lines.addWidget(self._line(label, members, ink))

    def _line(self, label: str, members: Members, ink: str) -> Line:
        count = f"{members.count:,}"
        line = Line(partial(self.listed.emit, members, label), {}, f"{label}，{count}")
        line.row.addWidget(Label(label), 1)
        line.row.addWidget(_figure(count, _COUNT, "strong", ink))
        return line


class TiersPanel(Panel):
    """Contacts by value tier beside those planned; ``listed`` opens who was contacted."""

    listed = Signal(object, str)

    def __init__(self) -> None:
        super().__init__("·")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._none = Label("", "body", "text.secondary", wrap=True)
        self.body.addWidget(self._none)
        self.body.addLayout(self._lines)
        self.body.addStretch(1)

    def show_review(self, found: Review) -> None:
        """Show how many contacts each tier had."""
        self.head.set_title(_("Contacts by value tier"))
        clear(self._lines)
        self._none.setText(_("Nobody stands on a value tier yet."))
        self._none.setVisible(not found.tiers)
        for tier in found.tiers:
            self._lines.addWidget(self._line(tier))

    def _line(self, tier: TierContacts) -> Line:
        done = f"{tier.contacts:,}"
        plan = _("planned {n}").format(n=planned_words(tier))
        if tier.planned is None:
            plan = _("no plan")
        opens = partial(self.listed.emit, tier.contacted, tier.label)
        line = Line(opens, {}, f"{tier.label}，{done}，{plan}")
        line.row.addWidget(ElidedLabel(tier.label), 1)
        who = ngettext("{n} customer", "{n} customers", tier.customers)
        line.setToolTip(as_tooltip(f"{tier.label}: {who.format(n=f'{tier.customers:,}')}"))
        behind = tier.planned is not None and tier.contacts < 0.5 * tier.planned
        line.row.addWidget(_figure(done, 40, "strong", "danger" if behind else "text.primary"))
        line.row.addWidget(_figure(plan, 96, "caption", "text.secondary"))
        return line


def _figure(text: str, width: int, role: FontRole, ink: str = "text.primary") -> Label:
    label = Label(text, role, ink)
    label.setMinimumWidth(current().px(width))
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return label
