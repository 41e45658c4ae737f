"""Whom to contact first: valuable customers about to leave, with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from profiler_app.domain.money import format_money
from profiler_app.domain.text import _, ngettext
from profiler_app.domain.today import AtRisk
from profiler_app.ui.pages.today.lines import Line
from profiler_app.ui.widgets.avatar import Avatar
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.widgets.labels import ElidedLabel, Label, as_tooltip
from profiler_app.ui.widgets.panel import Panel
from profiler_app.ui.widgets.pills import StatusPill


class RiskPanel(Panel):
    """``contact``, ``card``, ``later`` and ``why`` (with a widget) carry whom; ``every``: all."""

    contact = Signal(object)
    later = Signal(object, object)
    why = Signal(object, object)
    card = Signal(object)
    every = Signal()

    def __init__(self) -> None:
        super().__init__("·")
        self.currency = "CNY"
        self.all = Button(kind="link", small=True)
        self.all.clicked.connect(lambda _on=False: self.every.emit())
        self.head.add(self.all)
        self._about = Label("", "caption", "text.secondary", wrap=True)
        self._none = Label("", "body", "text.secondary", wrap=True)
        self.body.addWidget(self._about)
        self.body.addWidget(self._none)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addLayout(self._lines)
        self.body.addStretch(1)
        self._shown: tuple[Sequence[AtRisk], int, int] = ((), 0, 0)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.head.set_title(_("Contact these first"))
        self._none.setText(_("Nobody valuable is about to leave, as far as the data tell."))
        self.show_people(*self._shown)

    def show_people(self, people: Sequence[AtRisk], total: int, left_out: int) -> None:
        """Show these of all; some are left out for a while."""
        self._shown = (people, total, left_out)
        self._about.setText(_told(total, left_out))
        self._none.setVisible(not people)
        self._about.setVisible(bool(people))
        self.all.setVisible(total > len(people))
        self.all.setText(_("All {n} customers").format(n=f"{total:,}"))
        clear(self._lines)
        for each in people:
            self._lines.addWidget(self._line(each))

    def _line(self, each: AtRisk) -> Line:
        clock = IconButton("clock", _("Later"), small=True)
        clock.clicked.connect(lambda _on=False: self.later.emit(each, clock))
        line = Line(
            partial(self.card.emit, each),
            {
                Qt.Key.Key_L: lambda: self.later.emit(each, clock),
                Qt.Key.Key_C: partial(self.contact.emit, each),
                Qt.Key.Key_W: lambda: self.why.emit(each, line),
            },
            f"{each.who.name}，{each.reason}",
        )
        avatar = Avatar(32)
        avatar.set_customer(each.who.initial, each.who.number, each.who.kind)
        line.row.addWidget(avatar)
        line.row.addLayout(_words(each), 1)
        stake = "—"
        if each.stake is not None:
            stake = format_money(each.stake, currency=self.currency, compact=True)
        line.row.addWidget(Label(stake, "strong"))
        talk = Button(_("Log a contact"), small=True)
        talk.clicked.connect(lambda _on=False: self.contact.emit(each))
        line.setToolTip(_("Enter opens the card, C logs a contact, L puts off, W says why"))
        line.row.addWidget(talk)
        line.row.addWidget(clock)
        return line


def _told(total: int, left_out: int) -> str:
    told = _("Valuable and about to leave, the most valuable first.")
    if not left_out:
        return told
    more = ngettext(
        "{n} of {total} are left out: contacted within a week, or put off.",
        "{n} of {total} are left out: contacted within a week, or put off.",
        left_out,
    )
    gap = " " if told.isascii() else ""
    return f"{told}{gap}{more.format(n=f'{left_out:,}', total=f'{total:,}')}"


def _words(each: AtRisk) -> QVBoxLayout:
    head = QHBoxLayout()
    head.setSpacing(8)
    head.addWidget(ElidedLabel(each.who.name, "strong"))
    if each.level:  # a level in words: the probability stands in the evidence (decision 24)
        head.addWidget(StatusPill(each.level, "danger" if each.urgent else "warning"))
    head.addStretch(1)
    told = " · ".join(filter(None, (each.stage, each.reason)))
    reason = ElidedLabel(told, "caption", "text.secondary")
    reason.setToolTip(as_tooltip(told))
    words = QVBoxLayout()
    words.setSpacing(1)
    words.addLayout(head)
    words.addWidget(reason)
    return words


def clear(layout: QVBoxLayout) -> None:
    """Take every widget out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
