"""What an order line costs: quantity, unit price and amounts, and the kind of line they tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from functools import partial
from typing import Final, NamedTuple

from profiler_app.domain.checked import clean_text
from profiler_app.ingest.cells import Cache, Column
from profiler_app.ingest.notation import Notation
from profiler_app.ingest.order_columns import Kind, mapped, taken

AMOUNTS: Final = ("order.amount", "order.gross", "order.discount")


class Priced(NamedTuple):
    """What quantity and unit price say together."""

    quantity_text: str | None
    quantity: float | None
    unit_price: str | None
    net: int | None
    kind: Kind


class OrderPrices:
    """Reads quantities, prices and amounts of lines; what it has read it remembers."""

    def __init__(self, columns: Mapping[str, Column], notation: Notation) -> None:
        self._columns = columns
        self.has_amounts = bool(columns.keys() & {*AMOUNTS})
        # the caches know nothing of this object: with it they go, without the collector of cycles
        self.priced: Cache[tuple[str, str], Priced] = Cache(partial(_read_priced, notation))
        """Quantity and unit price of a line -> ``Priced``."""
        self.amounts = Cache(partial(_read_amounts, columns))
        """The cells of ``AMOUNTS`` of a line -> net, gross and discount."""

    def paid(self, cells: Mapping[str, Sequence[str]]) -> tuple[Sequence[int | None], ...]:
        """Return net, gross and discount of each line."""
        amount = self._columns.get("order.amount")
        paid = cells["order.amount"]
        if amount is None or amount.short is None or len(self._columns.keys() & {*AMOUNTS}) > 1:
            found = mapped(self.amounts, [*zip(*(cells[field] for field in AMOUNTS), strict=True)])
            return tuple(zip(*found, strict=True)) if found else ((), (), ())
        nothing = [None] * len(paid)
        amounts = self.amounts
        known: Cache[str, int | None] = Cache(lambda cell: amounts[cell, "", ""][0])
        nets = taken(paid, amount.short.usual.others(paid), known, amount.short.take)
        return nets, nothing, nothing


def _read_priced(notation: Notation, cells: tuple[str, str]) -> Priced:
    quantity, price = (notation.number(cell) for cell in cells)
    known = quantity is not None and price is not None
    return Priced(
        quantity,
        float(quantity) if quantity is not None else None,
        price,
        _product(quantity, price) if quantity is not None and price is not None else None,
        _kind_by_signs(quantity, price) if known else "sale",
    )


def _read_amounts(
    columns: Mapping[str, Column], cells: tuple[str, str, str]
) -> tuple[int | None, int | None, int | None]:
    """Return net, gross and discount; net is the amount paid, else gross less discount."""
    paid, gross, discount = (
        _read_minor(columns[field], raw) if raw else None
        for field, raw in zip(AMOUNTS, cells, strict=True)
    )
    if paid is None and gross is not None and not clean_text(cells[0]):
        paid = gross - (discount or 0)
    return paid, gross, discount


def _read_minor(column: Column, raw: str) -> int | None:
    checked = column.convert(raw)
    return checked.value if checked.ok else None


def _product(quantity: str, price: str) -> int:
    """Return quantity times price in minor units, half to even."""
    exact = Decimal(quantity) * Decimal(price) * 100
    return int(exact.to_integral_value(ROUND_HALF_EVEN))


def _kind_by_signs(quantity: str | None, price: str | None) -> Kind:
    if price is not None and (price[0] == "-" or price == "0"):
        return "adjustment"
    return "return" if quantity is not None and quantity[0] == "-" else "sale"


def kind_by_amount(kind: Kind, net: int | None) -> Kind:
    """Let a known amount decide where the price does not: zero is no sale, below zero a return."""
    if kind == "sale" and net is not None and net <= 0:
        return "return" if net else "adjustment"
    return kind
