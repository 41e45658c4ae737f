"""The bar over the card: back, whose card, which day, print."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal

from profiler_app.domain.text import _
from profiler_app.ui.additions import Addition
from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.pages.profile.known_on import KnownOnPopover
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.panel import Hairline
from profiler_app.ui.widgets.popover import Popover
from profiler_app.ui.widgets.surface import Bar

LOOKS = {"compare_segment": "scale", "find_twins": "users", "relations_map": "network"}
"""Commands that show the customer beside others, with their icons."""


class TopBar(Bar):
    """Says what is asked for; the page does it."""

    back = Signal()
    list_asked = Signal()
    stepped = Signal(int)
    day_chosen = Signal(object)
    print_asked = Signal()
    edit_asked = Signal()
    addition_asked = Signal(str)
    contact_asked = Signal()
    visit_asked = Signal()
    look_asked = Signal(str)
    held_asked = Signal()
    exclude_asked = Signal()
    hold_asked = Signal()
    erase_asked = Signal()

    def __init__(self, today: date) -> None:
        super().__init__(52, spacing=8)
        self._today = today
        self._day: date | None = None
        self._additions: Sequence[Addition] = ()
        self._profiled = False
        self._name = ElidedLabel("", "strong")
        self._at = Label("", "caption", "text.tertiary")
        self._back = IconButton("arrow-left", "-")
        self._list = Button(kind="ghost")
        self._up, self._down = IconButton("chevron-up", "-"), IconButton("chevron-down", "-")
        self.known_on = Button(icon="calendar")
        self._print = Button(icon="printer")
        self.visit = IconButton("clipboard-list", "-", kind="secondary")
        self.edit = Button(icon="pencil")
        self.more = IconButton("ellipsis", "-", kind="secondary")
        self.contact = Button(icon="message-square-plus", kind="primary")
        self._back.clicked.connect(self.back)
        self._list.clicked.connect(self.list_asked)
        self._up.clicked.connect(lambda: self.stepped.emit(-1))
        self._down.clicked.connect(lambda: self.stepped.emit(1))
        self.known_on.clicked.connect(self.ask_day)
        self._print.clicked.connect(self.print_asked)
        self.visit.clicked.connect(self.visit_asked)
        self.edit.clicked.connect(self.edit_asked)
        self.more.clicked.connect(self._show_more)
        self.contact.clicked.connect(self.contact_asked)
        self.row.setContentsMargins(12, 0, 20, 0)
        for widget in (self._back, self._list, Label("›", "body", "text.tertiary"), self._name):
            self.row.addWidget(widget)
        for widget in (self._up, self._down, self._at):
            self.row.addWidget(widget)
        self.row.addStretch(1)
        self.row.addWidget(self.known_on)
        for widget in (self._print, self.visit, self.edit, self.more, self.contact):
            self.row.addWidget(widget)
        self.retranslate()

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._back.set_name(COMMANDS["back"].hint)
        self._list.setText(_("Customers"))
        self._up.set_name(_("Previous customer"))
        self._down.set_name(_("Next customer"))
        self._print.setText(_("Print one page"))
        self.edit.setText(_("Edit"))
        self.more.set_name(_("More"))
        self.visit.set_name(COMMANDS["visit_sheet"].hint)
        self.contact.setText(_("Log a contact"))
        self.show_day(self._day)

    def show_customer(self, name: str, place: int, count: int) -> None:
        """Show whose card this is, and where in the list it came from."""
        self._name.setText(name)
        listed = count > 1 and place > 0
        for widget in (self._up, self._down, self._at):
            widget.setVisible(listed)
        self._at.setText(f"{place:,} / {count:,}")
        self._up.setEnabled(place > 1)
        self._down.setEnabled(place < count)

    def show_day(self, day: date | None) -> None:
        """Show the day the card is known on; None is today."""
        self._day = day
        shown = self._today if day is None else day
        text = _("As of today {day}") if day is None else _("As known on {day}")
        self.known_on.setText(text.format(day=shown.isoformat()))

    def allow_printing(self, *, allowed: bool) -> None:
        """Enable printing only while there is a card."""
        self._print.setEnabled(allowed)
        self.visit.setEnabled(allowed)

    def offer(self, additions: Sequence[Addition], *, profiled: bool = False) -> None:
        """Offer what can be added to the customer, and to exclude whoever is profiled."""
        self._additions, self._profiled = additions, profiled

    def allow_changes(self, *, allowed: bool, reason: str = "") -> None:
        """Enable what changes the customer; else say in the tool tips why it is not."""
        tips = {self.edit: "edit", self.contact: "log_contact"}
        for button, key in tips.items():
            button.setEnabled(allowed)
            button.setToolTip(COMMANDS[key].hint if allowed else reason)
        self.more.setEnabled(allowed)
        self.more.setToolTip(_("More") if allowed else reason)

    def _show_more(self) -> None:
        popover = Popover(self, width=220)
        popover.body.setSpacing(2)
        for key, icon in LOOKS.items():
            button = Button(_(COMMANDS[key].title), kind="ghost", icon=icon)
            button.clicked.connect(popover.close)
            button.clicked.connect(lambda _on=False, key=key: self.look_asked.emit(key))
            popover.body.addWidget(button)
        popover.body.addWidget(Hairline())
        for each in self._additions:
            button = Button(_(each.title), kind="ghost", icon=each.icon)
            button.clicked.connect(popover.close)
            button.clicked.connect(lambda _on=False, form=each.form: self.addition_asked.emit(form))
            popover.body.addWidget(button)
        popover.body.addWidget(Hairline())
        last = (
            ("held_data", "file-text", self.held_asked),
            *([("exclude_customer", "ban", self.exclude_asked)] if self._profiled else []),
            ("hold_customer", "lock", self.hold_asked),
            ("erase_customer", "trash-2", self.erase_asked),
        )
        for key, icon, asked in last:
            button = Button(_(COMMANDS[key].title), kind="ghost", icon=icon)
            button.clicked.connect(popover.close)
            button.clicked.connect(asked)
            popover.body.addWidget(button)
        popover.closed.connect(popover.deleteLater)
        popover.show_below(self.more, align_right=True)

    def ask_day(self) -> None:
        """Offer days on which the card was known."""
        popover = KnownOnPopover(self._today, self._day, self)
        popover.chosen.connect(self.day_chosen)
        popover.show_below(self.known_on, align_right=True)
