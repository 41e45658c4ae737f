"""The page of one customer: reads the card off the GUI thread and shows it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from profiler_app.domain.errors import CustomerNotFound, UserProblem
from profiler_app.domain.profile import Card
from profiler_app.domain.text import _
from profiler_app.jobs.cards import read_card, read_earlier_card, survivor_of
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.profile.acts import CardActs
from profiler_app.ui.pages.profile.column_scroll import ColumnScroll
from profiler_app.ui.pages.profile.frame import CardFrame
from profiler_app.ui.pages.profile.past_bar import PastBar
from profiler_app.ui.pages.profile.top_bar import TopBar
from profiler_app.ui.widgets.band import Band
from profiler_app.ui.widgets.empty_state import EmptyState

_SLOW_MS = 300


class ProfilePage(QWidget):
    """Top bar, and below it the card."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk = desk
        self._customer: int | None = None
        self._ids: Sequence[int] = ()
        self._day: date | None = None
        self.card: Card | None = None
        self._reading = False
        self._top = TopBar(desk.today())
        self._past = PastBar()
        self._frame = CardFrame(desk)
        self._slow = QTimer(self, singleShot=True, interval=_SLOW_MS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addWidget(self._past)
        column.addWidget(self._frame, 1)
        self._connect()
        self._acts = CardActs(self, desk, self._top)

    def _connect(self) -> None:
        self._slow.timeout.connect(self._show_waiting)
        self._top.back.connect(self._desk.back)
        self._top.list_asked.connect(self.search_focus)
        self._top.stepped.connect(self.step)
        self._top.day_chosen.connect(self.show_day)
        self._past.left.connect(lambda: self.show_day(None))
        self._frame.edited.connect(self.reload)
        self._desk.data_changed.connect(self.reload)

    # -- what the window asks

    def open_customer(self, customer: int, ids: Sequence[int] | Any = ()) -> None:
        """Show a customer; ``ids`` is the list it was opened from."""
        same_list = ids is self._ids  # previous and next keep the place on the card
        if len(ids):
            self._ids = ids
        elif customer not in set(self._ids):
            self._ids = ()
        if customer != self._customer:
            self._customer, self.card = customer, None
            if not same_list:
                self._frame.to_top()
        self.reload()

    def activated(self) -> None:
        """Nothing to do: the card is read when a customer is opened."""

    def retranslate(self) -> None:
        """Show everything in the current language."""
        self._top.retranslate()
        self._show_past()
        self.reload()

    def search_focus(self) -> None:
        """Searching happens in the list of customers."""
        self._desk.open_page("customers")

    def escape(self) -> bool:
        """From an earlier day back to today; else the window goes back."""
        if self._day is None:
            return False
        self.show_day(None)
        return True

    def tab_regions(self) -> list[QWidget]:
        """Return the regions F6 walks through."""
        return [self._top, *self.columns()]

    def show_day(self, day: date | None) -> None:
        """Show the card at the end of a day; None is now."""
        self._day = day
        self._top.show_day(day)
        self._show_past()
        self.reload()

    # -- reading

    def reload(self) -> None:
        """Read the card again, keeping what is shown until it comes."""
        if self._customer is None:
            return
        if self.card is None:
            self._slow.start()
        self._reading = True
        self._desk.reads.ask(
            "card",
            _read,
            self._customer,
            as_of=self._desk.today(),
            day=self._day,
            done=self._arrived,
            failed=self._fail,
            owner=self,
        )

    def reading(self) -> bool:
        """Return whether a card was asked for that is not wholly shown yet."""
        return self._reading or self._frame.rail_due

    def columns(self) -> tuple[ColumnScroll, ColumnScroll]:
        """Return the sheet and the rail."""
        return self._frame.columns()

    def _arrived(self, card: Card) -> None:
        self._slow.stop()
        self._reading = False
        self.card = card
        if card.customer != self._customer:  # an old number leads to who is left
            self._customer = card.customer
            self._desk.toast(_("Merged into {name}.").format(name=card.name))
        if not self._frame.is_edited(card.customer):
            self._show(card)

    def _show(self, card: Card) -> None:
        today = self._day is None
        self._frame.show_card(card, today=today)
        self._show_place()
        self._show_past()
        self._acts.suit(card, today=today)

    def _show_place(self) -> None:
        ids = list(self._ids)
        place = ids.index(self._customer) + 1 if self._customer in ids else 0
        self._top.show_customer(self.card.name if self.card else "", place, len(ids))

    def _show_past(self) -> None:
        known_then = self.card is None or self.card.known_on is not None
        self._past.show_day(self._day, known_then=known_then)

    def _show_waiting(self) -> None:
        self._frame.show_instead(EmptyState("loader", _("Reading the card…")))

    def _fail(self, problem: UserProblem) -> None:
        self._slow.stop()
        self._reading = False
        self.card = None
        self._acts.suit(None, today=self._day is None)
        if isinstance(problem, CustomerNotFound):
            text = _("There is no such customer, or nobody knew of it on that day.")
            state = EmptyState("user", _("No card"), text)
            if self._day is not None:
                state.add_button(_("Back to today"), lambda: self.show_day(None))
            self._frame.show_instead(state)
            return
        band = Band("danger", _("The card could not be read"), problem.sentence())
        band.add_button(_("Try again"), self.reload)
        self._frame.show_instead(band)

    # -- doing

    def is_today(self) -> bool:
        """Return whether the card is that of today, wholly read: only then it can be changed."""
        return self._day is None and not self._reading

    def make_new(self) -> None:
        """Log a contact with the customer."""
        self._acts.log_contact()

    def step(self, step: int) -> None:
        """Open the next (1) or the previous (-1) customer of the list."""
        ids = list(self._ids)
        if self._customer not in ids:
            return
        place = ids.index(self._customer) + step
        if 0 <= place < len(ids):
            self._desk.open_customer(int(ids[place]), self._ids)


def _read(reader: Reader, customer: int, *, as_of: date, day: date | None) -> Card:
    if day is None:
        customer = survivor_of(reader.workspace, customer)
        return read_card(reader.workspace, customer, as_of=as_of)
    return read_earlier_card(reader.workspace, customer, day)
