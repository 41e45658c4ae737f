"""Something a customer bought: product, how many, what it cost."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from functools import partial

from PySide6.QtWidgets import QGridLayout, QWidget

from profiler_app.domain.text import _
from profiler_app.jobs.entries import Entry, amount_text, read_amount, read_day, read_quantity
from profiler_app.jobs.recording import Purchase, add_order
from profiler_app.ui.desk import Desk
from profiler_app.ui.forms.editors import ChoiceEditor, LineEditor, choices_of
from profiler_app.ui.forms.form import Form
from profiler_app.ui.forms.form_row import FormRow
from profiler_app.ui.forms.product_editor import ProductEditor
from profiler_app.ui.widgets.labels import Label


class OrderForm(Form):
    """The amount follows price and quantity until it is typed by hand."""

    def __init__(self, desk: Desk, customer: int, name: str, line: str) -> None:
        title = _("Add an order · {name}").format(name=name)
        super().__init__(desk, draft=f"order:{customer}", title=title)
        self._customer = customer
        self._own_amount = False
        self._product = ProductEditor(desk, line)
        self._make_rows()
        self._product.edited.connect(self._product_typed)
        for key in ("quantity", "price"):
            self.rows[key].edited.connect(self._multiply)
        self.rows["amount"].edited.connect(self._amount_typed)
        self.rows["day"].put(desk.today().isoformat())
        self.rows["quantity"].put("1")

    def _make_rows(self) -> None:
        needed = partial(_needed, missing=_("Name the product."))
        day = partial(_day, today=self.desk.today())
        channel = ChoiceEditor(choices_of("channel"))
        made = {
            "product": FormRow(_("Product"), self._product, needed, required=True),
            "day": FormRow(_("Date"), LineEditor(), day, shown=_iso, required=True),
            "channel": FormRow(_("Channel"), channel, Entry),
            "quantity": FormRow(_("Quantity"), LineEditor(), _count, shown=_plain, required=True),
            "price": FormRow(_("Unit price"), LineEditor(), read_amount, shown=amount_text),
            "amount": FormRow(
                _("Amount paid"), LineEditor(), self._paid, shown=amount_text, required=True
            ),
        }
        places = {"product": (0, 0, 2), "day": (1, 0, 1), "channel": (1, 1, 1)}
        places |= {"quantity": (2, 0, 1), "price": (2, 1, 1), "amount": (3, 0, 1)}
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for key, row in made.items():
            down, right, wide = places[key]
            grid.addWidget(self.add_row(key, row), down, right, 1, wide)
        self.column.addWidget(holder)
        note = _("Less than price times quantity is kept as a discount.")
        self.column.addWidget(Label(note, "caption", "text.tertiary", wrap=True))

    def dirty(self) -> bool:
        """Day and quantity alone say nothing."""
        return any(self.rows[key].entry() for key in ("product", "price", "amount"))

    # -- the product

    def _product_typed(self) -> None:
        offer = self._product.chosen()
        if offer is not None and offer.price_minor is not None and not self.rows["price"].entry():
            self.rows["price"].put(amount_text(offer.price_minor))
            self._multiply()

    # -- the amount

    def _multiply(self) -> None:
        whole = self._whole()
        if whole is not None and not self._own_amount:
            self.rows["amount"].put(amount_text(whole))
            if self.rows["amount"].problem:
                self.rows["amount"].check()
                self.count()

    def _whole(self) -> int | None:
        price = read_amount(self.rows["price"].entry())
        pieces = read_quantity(self.rows["quantity"].entry())
        if price.problem or pieces.problem or price.value is None or pieces.value is None:
            return None
        exact = Decimal(price.value) * pieces.value
        return int(exact.to_integral_value(ROUND_HALF_EVEN))

    def _amount_typed(self) -> None:
        self._own_amount = bool(self.rows["amount"].entry())

    def _paid(self, text: str) -> Entry:
        found = read_amount(text)
        if found.problem:
            return found
        if found.value is None:
            return Entry(problem=_("Give what was paid."))
        whole = self._whole()
        if whole is not None and found.value > whole:
            more = _("This is more than price times quantity ({amount}).")
            return Entry(found.value, more.format(amount=amount_text(whole)))
        return found

    def save(self) -> None:
        """Store the order."""
        values = self.check()
        if values is None:
            return
        bought = Purchase(
            day=values["day"],
            product=values["product"],
            quantity=values["quantity"],
            price_minor=values["price"],
            amount_minor=values["amount"],
            channel=values["channel"] or "",
        )
        self.store(add_order, self._customer, bought, today=self.desk.today(), done=self._added)

    def _added(self, operation: int) -> None:
        self.desk.toast(_("The order is added."), operation)
        self.desk.refresh_data()


def _needed(text: str, *, missing: str) -> Entry:
    return Entry(text, "" if text else missing)


def _day(text: str, *, today: date) -> Entry:
    return read_day(text, latest=today) if text else Entry(problem=_("Give a date."))


def _count(text: str) -> Entry:
    return read_quantity(text) if text else Entry(problem=_("Give a number above zero."))


def _iso(value: date) -> str:
    return value.isoformat()


def _plain(value: Decimal) -> str:
    return f"{value:,f}"
