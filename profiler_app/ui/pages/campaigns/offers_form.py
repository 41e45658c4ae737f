"""The offers a budget can go to: what a contact costs, and how many can be made."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from profiler_app.domain.campaign_budget import Offer
from profiler_app.domain.campaign_wording import points
from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.entries import amount_text, read_amount, read_number
from profiler_app.ui.forms.editors import LineEditor
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.labels import ElidedLabel, Label

_NARROW = 96
_MOST = 10_000_000


class OffersForm(QWidget):
    """A row for each campaign that is over; one that cannot be used says why."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._offers: tuple[Offer, ...] = ()
        self.costs: dict[int, LineEditor] = {}
        self.capacity: dict[int, LineEditor] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Show the offers; the editors are made anew only where the campaigns are others."""
        if [(each.number, each.name) for each in offers] == [
            (each.number, each.name) for each in self._offers
        ]:
            return
        self._offers = tuple(offers)
        self.rebuild()

    def rebuild(self) -> None:
        """Make all rows anew, in the current language."""
        typed = {number: editor.text() for number, editor in self.capacity.items()}
        while (item := self._grid.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        self.costs, self.capacity = {}, {}
        for at, text in enumerate(
            (pgettext("campaign", "Campaign"), _("Per contact"), pgettext("capacity", "At most"))
        ):
            self._grid.addWidget(Label(text, "caption", "text.secondary"), 0, at)
        for down, offer in enumerate(self._offers, start=1):
            self._row(down, offer)
        for number, text in typed.items():
            if number in self.capacity:
                self.capacity[number].put(text)

    def _row(self, down: int, offer: Offer) -> None:
        words = QWidget()
        column = QGridLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        note = offer.reason or _("{n} pp, proved").format(n=points(offer.difference or 0.0))
        if offer.margin is not None:
            own = _("Own margin {n}%").format(n=f"{100 * offer.margin:g}")
            note = f"{note} · {own}"
        column.addWidget(ElidedLabel(offer.name, "strong"), 0, 0)
        ink = "text.tertiary" if offer.unused else "success"
        column.addWidget(ElidedLabel(note, "caption", ink), 1, 0)
        self._grid.addWidget(words, down, 0)
        if offer.unused not in ("", "no_cost"):
            return
        cost = LineEditor()
        cost.put("" if offer.cost is None else amount_text(offer.cost))
        capacity = LineEditor(_("no limit"))
        for at, (editor, name) in enumerate(
            ((cost, _("Per contact")), (capacity, pgettext("capacity", "At most"))), start=1
        ):
            editor.setFixedWidth(current().px(_NARROW))
            editor.setAccessibleName(f"{offer.name}: {name}")
            editor.edited.connect(self.edited)
            self._grid.addWidget(editor, down, at)
        self.costs[offer.number], self.capacity[offer.number] = cost, capacity

    def read(self) -> tuple[dict[int, int], dict[int, int], str]:
        """Return costs and capacities by campaign, and what is wrong with them."""
        costs, capacity, wrong = {}, {}, ""
        for number, editor in self.costs.items():
            found = read_amount(editor.entry())
            wrong = wrong or found.problem
            if found.value is not None:
                costs[number] = found.value
        for number, editor in self.capacity.items():
            found = read_number(editor.entry(), (0, _MOST))
            wrong = wrong or found.problem
            if found.value is not None:
                capacity[number] = found.value
        return costs, capacity, wrong
