"""What can be done with the customer of a card: by the bar on top, by keys, by the palette."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog

from profiler_app.domain.likeness import Likened
from profiler_app.domain.profile import Card
from profiler_app.domain.text import _
from profiler_app.jobs.access import write_access_report
from profiler_app.jobs.printing import print_card
from profiler_app.jobs.recording import exclude_from_profiling
from profiler_app.ui.additions import ADDITIONS, additions_for
from profiler_app.ui.commands import add_commands
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.profile.identity import Identity
from profiler_app.ui.pages.profile.top_bar import LOOKS, TopBar
from profiler_app.ui.widgets.pills import TagPill

if TYPE_CHECKING:
    from datetime import date

    from profiler_app.ui.pages.profile.page import ProfilePage


class CardActs(QObject):
    """Does what the bar and the keys ask for, with the card the page shows."""

    def __init__(self, page: ProfilePage, desk: Desk, top: TopBar) -> None:
        super().__init__(page)
        self._page, self._desk, self._top = page, desk, top
        top.print_asked.connect(self.ask_print)
        top.edit_asked.connect(self._edit)
        top.addition_asked.connect(self._add)
        top.contact_asked.connect(self.log_contact)
        top.visit_asked.connect(partial(self._look, "visit_sheet"))
        top.look_asked.connect(self._look)
        top.held_asked.connect(self.ask_held)
        top.exclude_asked.connect(self.exclude)
        top.hold_asked.connect(self.ask_hold)
        top.erase_asked.connect(self.ask_erase)
        acts: dict[str, Callable[[], object]] = {
            "log_contact": self.log_contact,
            "edit": self._edit,
            "card_day": top.ask_day,
            "first_tag": self._show_first_tag,
            "show_masked": self._turn_masked,
            "previous_customer": partial(page.step, -1),
            "next_customer": partial(page.step, 1),
            "print_list": self.ask_print,
            **{key: partial(self._look, key) for key in ("visit_sheet", *LOOKS)},
            "held_data": self.ask_held,
            "exclude_customer": self.exclude,
            "hold_customer": self.ask_hold,
            "erase_customer": self.ask_erase,
            **{each.command: partial(self._add, each.form) for each in ADDITIONS},
        }
        self._commands = add_commands(page, acts)
        for action in self._commands.values():
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def suit(self, card: Card | None, *, today: bool) -> None:
        """Offer what the customer can have; on an earlier day nothing can be added."""
        self._top.allow_printing(allowed=card is not None)
        if card is None:
            self._top.allow_changes(allowed=False, reason=_("There is no card to change."))
            self._commands["exclude_customer"].setEnabled(False)
            return
        offers = additions_for(card.kind, card.line)
        profiled = card.kind == "person" and card.profiling_allowed
        self._top.offer(offers, profiled=profiled)
        self._commands["exclude_customer"].setEnabled(profiled and today)
        self._top.allow_changes(
            allowed=today, reason=_("An earlier day cannot be changed. Go back to today first.")
        )
        offered = {each.command for each in offers} if today else set[str]()
        for each in ADDITIONS:
            self._commands[each.command].setEnabled(each.command in offered)

    def log_contact(self) -> None:
        """Log a contact with the customer."""
        self._ask(self._desk.forms.log_contact)

    def _edit(self) -> None:
        self._ask(self._desk.forms.edit_customer)

    def _add(self, form: str) -> None:
        self._ask(partial(self._desk.forms.add_record, form))

    def _look(self, key: str) -> None:
        """Show the customer on a page of its own."""
        card = self._page.card
        if card is None:
            return
        places = {
            "visit_sheet": ("visit", card.customer),
            "relations_map": ("relations", card.customer),
            "compare_segment": ("likeness", Likened("segment", (card.customer,))),
            "find_twins": ("likeness", Likened("twins", (card.customer,))),
        }
        self._desk.open_place(*places[key])

    def exclude(self) -> None:
        """Keep the customer out of automated profiling; a consent allows it again."""
        card = self._page.card
        if card is None or not self._page.is_today():
            return
        self._desk.jobs.start(
            exclude_from_profiling,
            card.customer,
            today=self._desk.today(),
            title=_("Saving"),
            owner=self._desk,
            done=partial(self._excluded, card.number),
            failed=self._desk.show_problem,
        )

    def _excluded(self, number: str, operation: int) -> None:
        text = _("{number} is excluded from automated profiling.").format(number=number)
        self._desk.toast(text, operation)
        self._desk.refresh_data()

    def ask_held(self) -> None:
        """Ask for a file and write everything held on the customer into it, for the customer."""
        card = self._page.card
        if card is None or not self._page.is_today():
            return
        path = self._ask_file(_("Everything we hold…"), _("Held on {name}.pdf"), _("PDF (*.pdf)"))
        if path is not None:
            self._desk.jobs.start(
                write_access_report,
                card.customer,
                path,
                today=self._desk.today(),
                title=_("Printing"),
                owner=self,
                done=lambda _name: self._desk.toast(_("Saved {file}").format(file=path.name)),
                failed=self._desk.show_problem,
            )

    def _ask_file(self, title: str, proposed: str, kinds: str) -> Path | None:
        """Ask where to save what is named after the customer; None when given up."""
        card = self._page.card
        assert card is not None
        name = "".join(sign for sign in card.name if sign not in '\\/:*?"<>|')
        chosen, _filter = QFileDialog.getSaveFileName(
            self._page, title, proposed.format(name=name), kinds
        )
        return Path(chosen) if chosen else None

    def ask_hold(self) -> None:
        """Ask for ground and day of a legal hold on the customer."""
        from profiler_app.ui.pages.settings.hold_dialog import HoldDialog

        card = self._page.card
        if card is None or not self._page.is_today():
            return
        dialog = HoldDialog(self._desk, self._page.window())
        dialog.ask_for(card.customer, card.name, card.number)
        dialog.open()

    def ask_erase(self) -> None:
        """Show everything that would go with the customer; erasing leads back to the list."""
        from profiler_app.ui.pages.settings.erase_dialog import EraseDialog

        card = self._page.card
        if card is None or not self._page.is_today():
            return
        dialog = EraseDialog(self._desk, self._page.window())
        dialog.ask_for(card.customer, card.name, card.number)
        dialog.erased.connect(lambda _done: self._desk.open_page("customers"))
        dialog.open()

    def _ask(self, open_form: Callable[[int], None]) -> None:
        card = self._page.card
        if card is not None and self._page.is_today():
            open_form(card.customer)

    def _show_first_tag(self) -> None:
        pill = self._page.columns()[1].findChild(TagPill)
        if pill is not None:
            pill.setFocus(Qt.FocusReason.ShortcutFocusReason)
            pill.click()

    def _turn_masked(self) -> None:
        """Show what the head of the card masks, or mask it again."""
        head = self._page.columns()[0].findChild(Identity)
        if self._page.card is not None and head is not None:
            head.unmasking.turn_all()

    def ask_print(self) -> None:
        """Ask for a file and print the card into it."""
        card = self._page.card
        if card is None:
            return
        kinds = _("PDF (*.pdf);;Picture (*.png)")
        path = self._ask_file(_("Print one page"), "{name}.pdf", kinds)
        if path is not None:
            self._print_to(card, path)

    def _print_to(self, card: Card, path: Path) -> None:
        self._desk.jobs.start(
            _print,
            card,
            path,
            today=self._desk.today(),
            title=_("Printing"),
            owner=self,
            done=lambda _nothing: self._desk.toast(_("Saved {file}").format(file=path.name)),
            failed=self._desk.show_problem,
        )


def _print(_progress: object, _workspace: object, card: Card, path: Path, *, today: date) -> None:
    print_card(card, path, today=today)
