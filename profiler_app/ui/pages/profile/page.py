"""The page of one customer: reads the card off the GUI thread and shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.errors import CustomerNotFound, UserProblem
from profiler_app.domain.profile import Card
from profiler_app.domain.text import _, language
from profiler_app.jobs.cards import read_card, read_earlier_card, survivor_of
from profiler_app.jobs.printing import print_card
from profiler_app.ui.additions import ADDITIONS, Addition, additions_for
from profiler_app.ui.commands import add_commands
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.profile.cell_row import CellRow
from profiler_app.ui.pages.profile.column_scroll import ColumnScroll
from profiler_app.ui.pages.profile.rail import Rail
from profiler_app.ui.pages.profile.sheet import Sheet
from profiler_app.ui.pages.profile.top_bar import TopBar
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.band import Band
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.empty_state import EmptyState
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.pills import TagPill
from profiler_app.ui.widgets.surface import Bar, Surface

_RAIL, _RAIL_NARROW = 372, 340
_WIDE_FROM = 1400
_SLOW_MS = 300


class ProfilePage(QWidget):
    """Top bar, and below it the sheet and the rail, each with its own scroll."""

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
        self._rail_due = False
        self._wide = True
        self._top = TopBar(desk.today())
        self._past = self._make_past_bar()
        self._sheet, self._rail = ColumnScroll(), ColumnScroll()
        self._rail_frame = Surface(edges=Qt.Edge.LeftEdge)
        self._slow = QTimer(self, singleShot=True, interval=_SLOW_MS)
        self._slow.timeout.connect(self._show_waiting)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self._rail_frame)
        inside.setContentsMargins(1, 0, 0, 0)
        inside.addWidget(self._rail)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._sheet, 1)
        row.addWidget(self._rail_frame)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addWidget(self._past)
        column.addLayout(row, 1)

    def _connect(self) -> None:
        self._top.back.connect(self._desk.back)
        self._top.list_asked.connect(lambda: self._desk.open_page("customers"))
        self._top.stepped.connect(self.step)
        self._top.day_chosen.connect(self.show_day)
        self._top.print_asked.connect(self._ask_print)
        self._top.edit_asked.connect(lambda: self._ask(self._desk.edit_customer))
        self._top.addition_asked.connect(self._add)
        self._top.contact_asked.connect(self.make_new)
        self._desk.data_changed.connect(self.reload)
        self._add_keys()

    def _add_keys(self) -> None:
        acts: dict[str, Callable[[], object]] = {
            "log_contact": self.make_new,
            "edit": lambda: self._ask(self._desk.edit_customer),
            "card_day": self._top.ask_day,
            "first_tag": self._show_first_tag,
            "previous_customer": lambda: self.step(-1),
            "next_customer": lambda: self.step(1),
            "print_list": self._ask_print,
            **{each.command: partial(self._add, each.form) for each in ADDITIONS},
        }
        self._commands = add_commands(self, acts)
        for action in self._commands.values():
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _make_past_bar(self) -> Bar:
        bar = Bar(32, token="accent.soft")
        self._past_text = Label("", "body", "accent.onSoft")
        self._to_today = Button(kind="ghost", small=True)
        self._to_today.clicked.connect(lambda: self.show_day(None))
        bar.row.addWidget(self._past_text)
        bar.row.addWidget(self._to_today)
        bar.row.addStretch(1)
        bar.hide()
        return bar

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
                for column in self.columns():
                    column.verticalScrollBar().setValue(0)
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
        return [self._top, self._sheet, self._rail]

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
        return self._reading or self._rail_due

    def columns(self) -> tuple[ColumnScroll, ColumnScroll]:
        """Return the sheet and the rail."""
        return self._sheet, self._rail

    def _arrived(self, card: Card) -> None:
        self._slow.stop()
        self._reading = False
        self.card = card
        if card.customer != self._customer:  # an old number leads to who is left
            self._customer = card.customer
            self._desk.toast(_("Merged into {name}.").format(name=card.name))
        rows = self._sheet.findChildren(CellRow)
        if not any(row.editing() and row.customer == card.customer for row in rows):
            self._show(card)

    def _show(self, card: Card) -> None:
        """Show the sheet now and the rail a moment later: together they would hold the window."""
        self._wide = self._has_room()
        today = self._day is None
        sheet = Sheet(self._desk, card, language=language(), wide=self._wide, editable=today)
        sheet.dimensions.edited.connect(self.reload)
        sheet.dimensions.in_sight.connect(self._sheet.bring_into_sight)
        self._sheet.show_contents(sheet)
        self._show_place()
        self._show_past()
        self._top.allow_printing(allowed=True)
        self._offer(additions_for(card.kind, card.line), today=today)
        self._top.allow_changes(
            allowed=today, reason=_("An earlier day cannot be changed. Go back to today first.")
        )
        self._rail_due = True
        QTimer.singleShot(0, self, self._show_rail)

    def _show_rail(self) -> None:
        self._rail_due = False
        if self.card is None:  # it could not be read again in the meantime
            return
        rail = Rail(
            self._desk,
            self.card,
            language=language(),
            blocked=self._why_blocked(self.card),
            doable=self._day is None,
        )
        self._rail.show_contents(rail)
        self._rail_frame.show()

    def _why_blocked(self, card: Card) -> str:
        """Return why tags cannot be given or taken away now; empty when they can."""
        if self._day is not None:
            return _("An earlier day cannot be changed. Go back to today first.")
        if not card.profiling_allowed:
            return _("No tags without consent to profiling. Record the consent first.")
        return ""

    def _show_place(self) -> None:
        ids = list(self._ids)
        place = ids.index(self._customer) + 1 if self._customer in ids else 0
        self._top.show_customer(self.card.name if self.card else "", place, len(ids))

    def _show_past(self) -> None:
        self._past.setVisible(self._day is not None)
        if self._day is not None:
            known_then = self.card is None or self.card.known_on is not None
            text = (
                _("This is the card as it was known on {day}")
                if known_then
                else _("This is the card as of {day}, by what is known today")
            )
            self._past_text.setText(text.format(day=self._day.isoformat()))
            self._to_today.setText(_("Back to today"))

    def _show_waiting(self) -> None:
        self._instead(EmptyState("loader", _("Reading the card…")))

    def _fail(self, problem: UserProblem) -> None:
        self._slow.stop()
        self._reading = False
        self.card = None
        self._top.allow_printing(allowed=False)
        self._top.allow_changes(allowed=False, reason=_("There is no card to change."))
        if isinstance(problem, CustomerNotFound):
            text = _("There is no such customer, or nobody knew of it on that day.")
            state = EmptyState("user", _("No card"), text)
            if self._day is not None:
                state.add_button(_("Back to today"), lambda: self.show_day(None))
            self._instead(state)
            return
        band = Band("danger", _("The card could not be read"), problem.sentence())
        band.add_button(_("Try again"), self.reload)
        self._instead(band)

    def _instead(self, widget: QWidget) -> None:
        holder = Surface()
        column = QVBoxLayout(holder)
        column.setContentsMargins(20, 20, 20, 20)
        column.addWidget(widget)
        column.addStretch(1)
        self._sheet.setWidget(holder)
        self._rail_frame.hide()

    # -- doing

    def make_new(self) -> None:
        """Log a contact with the customer."""
        self._ask(self._desk.log_contact)

    def _ask(self, open_form: Callable[[int], None]) -> None:
        if self.card is not None and self._day is None and not self._reading:
            open_form(self.card.customer)

    def _add(self, form: str) -> None:
        self._ask(partial(self._desk.add_record, form))

    def _offer(self, additions: Sequence[Addition], *, today: bool) -> None:
        """Offer what the customer can have; on an earlier day nothing can be added."""
        self._top.offer(additions)
        offered = {each.command for each in additions} if today else set[str]()
        for each in ADDITIONS:
            self._commands[each.command].setEnabled(each.command in offered)

    def _show_first_tag(self) -> None:
        pill = self._rail.findChild(TagPill)
        if pill is not None:
            pill.setFocus(Qt.FocusReason.ShortcutFocusReason)
            pill.click()

    def step(self, step: int) -> None:
        """Open the next (1) or the previous (-1) customer of the list."""
        ids = list(self._ids)
        if self._customer not in ids:
            return
        place = ids.index(self._customer) + step
        if 0 <= place < len(ids):
            self._desk.open_customer(int(ids[place]), self._ids)

    def _ask_print(self) -> None:
        if self.card is None:
            return
        name = "".join(sign for sign in self.card.name if sign not in '\\/:*?"<>|')
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Print one page"), f"{name}.pdf", _("PDF (*.pdf);;Picture (*.png)")
        )
        if chosen:
            self.print_to(Path(chosen))

    def print_to(self, path: Path) -> None:
        """Write the card as a page, off the GUI thread."""
        self._desk.jobs.start(
            _print,
            self.card,
            path,
            today=self._desk.today(),
            title=_("Printing"),
            owner=self,
            done=lambda _nothing: self._desk.toast(_("Saved {file}").format(file=path.name)),
            failed=self._desk.show_problem,
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the rail narrow in a narrow window."""
        super().resizeEvent(event)
        wide = self._has_room()
        self._rail_frame.setFixedWidth(current().px(_RAIL if wide else _RAIL_NARROW))
        if self.card is not None and wide != self._wide:
            self._show(self.card)

    def _has_room(self) -> bool:
        return self.window().width() >= _WIDE_FROM


def _read(reader: Reader, customer: int, *, as_of: date, day: date | None) -> Card:
    if day is None:
        customer = survivor_of(reader.workspace, customer)
        return read_card(reader.workspace, customer, as_of=as_of)
    return read_earlier_card(reader.workspace, customer, day)


def _print(_progress: object, _workspace: object, card: Card, path: Path, *, today: date) -> None:
    print_card(card, path, today=today)
