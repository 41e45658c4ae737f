"""What to do next for the customer, and what is held back and why."""

from __future__ import annotations

import getpass
from datetime import date
from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from profiler_app.domain.care import Proposal
from profiler_app.domain.dates import format_date
from profiler_app.domain.profile import Card, Why
from profiler_app.domain.text import _
from profiler_app.jobs.proposing import put_off_action, take_action, why_action
from profiler_app.ui import icons
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.profile.action_popovers import ActionWhy, PutOffPopover, RefusePopover
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.widgets.labels import ElidedLabel, Label, SectionHead
from profiler_app.ui.widgets.painting import fill_round

_BANS = 2


class ActionsBox(QWidget):
    """The most urgent proposal in a panel, the others in a line each; then what is held back."""

    def __init__(self, desk: Desk, card: Card) -> None:
        super().__init__()
        self._desk, self._card = desk, card
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = SectionHead(_("Proposals"), _("by rules, consent and contacts"), role="strong")
        column.addWidget(head)
        for at, proposal in enumerate(card.proposals):
            column.addWidget(self._first(proposal) if at == 0 else self._line(proposal))
        self._bans = QVBoxLayout()
        self._bans.setSpacing(4)
        column.addLayout(self._bans)
        self._show_bans(_BANS)

    def _first(self, proposal: Proposal) -> QWidget:
        panel = _Sunken()
        column = QVBoxLayout(panel)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(_sign("lightbulb", "accent"), 0, Qt.AlignmentFlag.AlignTop)
        words = Label(proposal.text, "strong", wrap=True)
        words.setMinimumWidth(0)
        row.addWidget(words, 1)
        column.addLayout(row)
        by = _(", ").join(proposal.channels)
        due = format_date(proposal.due_on, self._desk.today())
        said = _("by {day} · {channels}").format(day=due, channels=by)
        note = Label(said, "caption", "text.secondary", wrap=True)
        note.setContentsMargins(current().px(24), 0, 0, 0)
        column.addWidget(note)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(current().px(24), 4, 0, 0)
        buttons.setSpacing(6)
        take = Button(_("Make it a task"), kind="primary", small=True)
        take.clicked.connect(partial(self._take, proposal))
        later, refuse = Button(_("Later"), small=True), Button(_("Not fitting"), small=True)
        later.clicked.connect(partial(self._ask_later, proposal, later))
        refuse.clicked.connect(partial(self._ask_refusal, proposal, refuse))
        for button in (take, later, refuse):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self._why_button(proposal))
        column.addLayout(buttons)
        return panel

    def _line(self, proposal: Proposal) -> QWidget:
        line = QWidget()
        line.setFixedHeight(current().px(32))
        row = QHBoxLayout(line)
        row.setContentsMargins(12, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(_sign("lightbulb", "text.secondary"))
        row.addSpacing(4)
        row.addWidget(ElidedLabel(proposal.text), 1)
        row.addWidget(self._why_button(proposal))
        later = IconButton("clock", _("Later: {action}").format(action=proposal.text), small=True)
        later.clicked.connect(partial(self._ask_later, proposal, later))
        take = IconButton("plus", _("Make it a task: {action}").format(action=proposal.text))
        take.setFixedSize(later.sizeHint())
        take.clicked.connect(partial(self._take, proposal))
        row.addWidget(later)
        row.addWidget(take)
        return line

    def _why_button(self, proposal: Proposal) -> IconButton:
        name = _("Why: {action}").format(action=proposal.text)
        button = IconButton("circle-question-mark", name, small=True)
        button.clicked.connect(lambda: self._explain(proposal.rule, button))
        return button

    def _show_bans(self, most: int) -> None:
        while (item := self._bans.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for each in self._card.withheld[:most]:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(12, 0, 0, 0)
            row.setSpacing(8)
            row.addWidget(_sign("ban", "text.tertiary"))
            words = ElidedLabel(f"{each.text} · {each.reason}", "body", "text.secondary")
            row.addWidget(words, 1)
            self._bans.addWidget(line)
        left = len(self._card.withheld) - most
        if left > 0:
            more = Button(_("{n} more held back").format(n=left), kind="ghost", small=True)
            more.clicked.connect(lambda: self._show_bans(len(self._card.withheld)))
            self._bans.addWidget(more)

    # -- doing

    def _explain(self, rule: str, opener: QWidget) -> None:
        self._desk.reads.ask(
            "why_action",
            read_why,
            self._card.customer,
            rule,
            as_of=self._card.as_of,
            done=partial(self._show_why, opener),
            failed=self._desk.show_problem,
            owner=self,
        )

    def _show_why(self, opener: QWidget, why: Why) -> None:
        ActionWhy(why, self._desk.today(), self).show_below(opener, align_right=True)

    def _take(self, proposal: Proposal, _checked: bool = False) -> None:
        self._desk.jobs.start(
            take_action,
            self._card.customer,
            proposal.rule,
            today=self._desk.today(),
            by=getpass.getuser(),
            title=_("Saving"),
            owner=self._desk,
            done=partial(self._stored, _("The task is added.")),
            failed=self._desk.show_problem,
        )

    def _ask_later(self, proposal: Proposal, opener: QWidget, _checked: bool = False) -> None:
        popover = PutOffPopover(self._desk.today(), self)
        popover.chosen.connect(partial(self._put_off, proposal, _("later")))
        popover.show_below(opener)

    def _ask_refusal(self, proposal: Proposal, opener: QWidget, _checked: bool = False) -> None:
        popover = RefusePopover(self._desk.today(), self)
        popover.chosen.connect(lambda reason, until: self._put_off(proposal, reason, until))
        popover.show_below(opener)

    def _put_off(self, proposal: Proposal, reason: str, until: date) -> None:
        said = _("“{action}” does not come again before {day}.")
        self._desk.jobs.start(
            put_off_action,
            self._card.customer,
            proposal.rule,
            until=until,
            reason=reason,
            today=self._desk.today(),
            by=getpass.getuser(),
            title=_("Saving"),
            owner=self._desk,
            done=partial(self._stored, said.format(action=proposal.text, day=until.isoformat())),
            failed=self._desk.show_problem,
        )

    def _stored(self, text: str, operation: int) -> None:
        self._desk.toast(text, operation)
        self._desk.refresh_data()


class _Sunken(QWidget):
    """A quiet panel."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill_round(painter, QRectF(self.rect()), current().px(8), current().color("bg.sunken"))


def _sign(icon: str, ink: str) -> QLabel:
    picture = QLabel()
    size = current().px(16)
    picture.setPixmap(icons.pixmap(icon, ink, size, picture.devicePixelRatioF()))
    return picture


def read_why(reader: Reader, customer: int, rule: str, *, as_of: date) -> Why:
    """Read why something is proposed, on the reader thread."""
    return why_action(reader.workspace, customer, rule, as_of=as_of)
