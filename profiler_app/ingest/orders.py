"""Order lines: quantities, prices and amounts, returns, and a key that survives a second import."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from hashlib import blake2b
from itertools import chain
from operator import itemgetter
from typing import Any, Final, Literal, NamedTuple

from profiler_app.domain.checked import EMPTY, clean_text
from profiler_app.domain.dates import to_day
from profiler_app.domain.errors import MappingProblem
from profiler_app.domain.imports import Mapped, Note, Reject
from profiler_app.domain.text import _
from profiler_app.ingest.cells import (
    Cache,
    Column,
    Options,
    columns_of,
    notation_in,
    shape_reject,
    short_note,
)
from profiler_app.ingest.customers import CustomerCells
from profiler_app.ingest.footers import is_total
from profiler_app.ingest.keys import choose_key
from profiler_app.ingest.opening import Table

Kind = Literal["sale", "return", "adjustment"]

_FIELDS: Final = (
    "order.order_no",
    "order.moment",
    "order.product_code",
    "order.product_name",
    "order.category",
    "order.brand",
    "order.channel",
    "order.kind",
    "order.quantity",
    "order.unit_price",
    "order.amount",
    "order.gross",
    "order.discount",
)
_AMOUNTS: Final = _FIELDS[-3:]
_NOBODY: Final[Mapping[str, Any]] = {}
_RETURN_WORDS: Final = re.compile(r"退|return|refund|cancel|credit", re.IGNORECASE)
_CANCELLED: Final = re.compile(r"[Cc]\d+")
_NUMBER: Final = re.compile(r"\d+")


class OrderRow(NamedTuple):
    """One line of an order; amounts in minor units, None is unknown.

    ``day`` counts from 1970-01-01. ``kind`` is ``sale``, ``return`` (a cancellation, or a negative
    quantity or amount) or ``adjustment`` (price zero or less: it counts nowhere in sales).
    ``content_key`` is the same whenever the same line is read again (DECISIONS 6).
    """

    source_row: int
    customer_key: str | None
    customer_fields: Mapping[str, Any]
    order_no: str | None
    day: int
    time: str | None
    kind: Kind
    channel: str | None
    product_code: str | None
    product_name: str | None
    category: str | None
    brand: str | None
    quantity: float | None
    unit_price: str | None
    gross: int | None
    discount: int | None
    net: int
    content_key: int


class _Priced(NamedTuple):
    """What quantity and unit price say together."""

    quantity_text: str | None
    quantity: float | None
    unit_price: str | None
    net: int | None
    kind: Kind


class OrderMaker:
    """Turns the lines of an order file into records or rejects.

    ``key_field`` is the customer field that ``customer_key`` belongs to.
    Raises MappingProblem when no column gives the time or the amount.
    """

    def __init__(self, table: Table, mapped: Mapped, options: Options) -> None:
        self._table = table
        self._short: list[int] = []
        self._options = options
        self._columns = columns_of(table, mapped, options.today)
        self._require_columns()
        self._width = len(table.headers)
        self._cells = CustomerCells(self._columns, options)
        self.key_field, self._key_column = choose_key(self._columns, "order.customer", options.key)
        self._pick = itemgetter(*(self._index(field) for field in _FIELDS))
        self._has_amounts = bool(self._columns.keys() & set(_AMOUNTS))
        self._cancels = self._c_means_cancelled()
        self._prepare_caches()
        self._seen: dict[int, int] = {}

    def records(self) -> Iterator[OrderRow | Reject]:
        """Yield one record or reject for every data row."""
        width, line_of = self._width, self._line
        blocks = self._table.blocks(self._short)
        for number, cells in chain.from_iterable(block.rows() for block in blocks):
            if len(cells) > width or "\n" in cells[-1]:
                wrong = shape_reject(number, cells, width)
                if wrong:
                    yield wrong
                    continue
            yield line_of(number, cells)

    def notes(self) -> tuple[Note, ...]:
        """Return what was left out; complete once all records were read."""
        return (*short_note(self._short), *self._cells.left_out.notes())

    def _require_columns(self) -> None:
        columns = self._columns
        priced = {"order.quantity", "order.unit_price"} <= columns.keys()
        if "order.moment" not in columns:
            reason = _("no column holds the date of the order. Name it with --map COLUMN=moment.")
        elif not (priced or {"order.amount", "order.gross"} & columns.keys()):
            reason = _("no column holds the amount. Name it with --map COLUMN=amount.")
        else:
            return
        raise MappingProblem(file=self._table.facts.name, reason=reason)

    def _index(self, field: str) -> int:
        """Return the position of a field; an absent one reads the blank cell put at the end."""
        column = self._columns.get(field)
        return column.index if column else self._width

    def _c_means_cancelled(self) -> bool:
        """A leading C marks a cancellation only where most order numbers are bare digits."""
        column = self._columns.get("order.order_no")
        numbers = [row[column.index].strip() for row in self._table.sample] if column else []
        bare = sum(bool(_NUMBER.fullmatch(number)) for number in numbers)
        return bare * 2 > len(numbers)

    def _prepare_caches(self) -> None:
        self._notation = notation_in(self._table)
        self._text: Cache[str, str | None] = Cache(clean_text)
        self._moment = Cache(self._read_moment)
        self._key = Cache(self._read_key)
        self._priced = Cache(self._read_priced)
        self._amounts = Cache(self._read_amounts)
        self._channel = Cache(self._read_channel)
        self._pick_customer = _picker(self._cells.indexes)
        self._customer = Cache(self._read_customer)

    def _read_customer(self, picked: tuple[str, ...]) -> Mapping[str, Any]:
        cells = [""] * self._width
        for index, cell in zip(self._cells.indexes, picked, strict=True):
            cells[index] = cell
        return self._cells.read(cells)

    def _read_moment(self, raw: str) -> tuple[int, str | None, str] | None:
        checked = self._columns["order.moment"].convert(raw)
        if not checked.ok or checked.value is None:
            return None
        day, time = checked.value
        return to_day(day), time, f"{day}T{time or ''}"

    def _read_priced(self, cells: tuple[str, str]) -> _Priced:
        quantity, price = (self._notation.number(cell) for cell in cells)
        known = quantity is not None and price is not None
        return _Priced(
            quantity,
            float(quantity) if quantity is not None else None,
            price,
            _product(quantity, price) if quantity is not None and price is not None else None,
            _kind_by_signs(quantity, price) if known else "sale",
        )

    def _read_amounts(
        self, cells: tuple[str, str, str]
    ) -> tuple[int | None, int | None, int | None]:
        """Return net, gross and discount; net is the amount paid, else gross less discount."""
        paid, gross, discount = (
            self._read_minor(field, raw) for field, raw in zip(_AMOUNTS, cells, strict=True)
        )
        if paid is None and gross is not None and not clean_text(cells[0]):
            paid = gross - (discount or 0)
        return paid, gross, discount

    def _read_minor(self, field: str, raw: str) -> int | None:
        checked = self._columns[field].convert(raw) if raw else None
        return checked.value if checked and checked.ok else None

    def _read_key(self, raw: str) -> str | None:
        checked = self._key_column.convert(raw) if self._key_column else None
        return str(checked.value) if checked and checked.ok and checked.value else None

    def _read_channel(self, raw: str) -> str | None:
        column = self._columns.get("order.channel")
        checked = column.convert(raw) if column and raw else None
        if checked is None or column is None or checked.errors == (EMPTY,):
            return None
        if checked.ok:
            return str(checked.value)
        self._cells.left_out.add(column.name, checked.errors[0], raw)
        return None

    def _line(self, line: int, cells: list[str]) -> OrderRow | Reject:
        cells.append("")
        picked = self._pick(cells)
        number, moment, code, name, category, brand, channel, word, units, price = picked[:10]
        key = self._key[cells[self._key_column.index]] if self._key_column else None
        if key is None and not self._options.walk_in:
            return self._reject_customer(line, cells)
        when = self._moment[moment]
        if when is None:
            return self._reject(line, cells, "order.moment", "no_date")
        quantity_text, quantity, unit_price, net, kind = self._priced[units, price]
        gross = discount = None
        if self._has_amounts:
            paid, gross, discount = self._amounts[picked[10:]]
            net = paid if paid is not None or picked[10].strip() else net
            kind = _kind_by_amount(kind, net)
        if net is None:
            return self._reject_amount(line, cells)
        text = self._text
        order, product, title = text[number], text[code], text[name]
        if kind == "sale" and self._is_return(order, word):
            kind, net = "return", -abs(net)
        content = (
            f"{order}\x1f{key}\x1f{when[2]}\x1f{product}\x1f{title}\x1f{quantity_text}"
            f"\x1f{unit_price}\x1f{net}\x1f{kind}"
        )
        return OrderRow(
            line,
            key,
            self._customer[self._pick_customer(cells)] if key else _NOBODY,
            order,
            when[0],
            when[1],
            kind,
            self._channel[channel] if channel else None,
            product,
            title,
            text[category] if category else None,
            text[brand] if brand else None,
            quantity,
            unit_price,
            gross,
            discount,
            net,
            self._content_key(content),
        )

    def _is_return(self, order: str | None, word: str) -> bool:
        if self._cancels and order is not None and order[0] in "Cc" and _CANCELLED.fullmatch(order):
            return True
        return bool(word and _RETURN_WORDS.search(word))

    def _content_key(self, content: str) -> int:
        """Return a positive 63-bit key of a line and of how often it has occurred before."""
        key = _digest(content)
        seen = self._seen
        if key not in seen:
            seen[key] = 1
            return key
        before = seen[key]
        seen[key] += 1
        return _digest(f"{content}\x1f{before}")

    def _reject_customer(self, line: int, cells: list[str]) -> Reject:
        column = self._key_column
        raw = cells[column.index] if column else ""
        checked = column.convert(raw) if column and raw else None
        code = checked.errors[0] if checked and checked.errors else EMPTY
        code = "no_customer" if code == EMPTY else code
        return self._rejected(line, column, cells, code)

    def _reject(self, line: int, cells: list[str], field: str, empty: str) -> Reject:
        """Reject for a needed cell: ``empty`` if nothing stands there, else what is wrong."""
        column = self._columns[field]
        checked = column.convert(cells[column.index])
        code = checked.errors[0] if checked.errors else empty
        return self._rejected(line, column, cells, empty if code == EMPTY else code)

    def _reject_amount(self, line: int, cells: list[str]) -> Reject:
        for field in (*_AMOUNTS, "order.quantity", "order.unit_price"):
            column = self._columns.get(field)
            if (
                column
                and clean_text(cells[column.index])
                and not column.convert(cells[column.index]).ok
            ):
                return self._reject(line, cells, field, "no_amount")
        return self._rejected(line, None, cells, "no_amount")

    def _rejected(self, line: int, column: Column | None, cells: list[str], code: str) -> Reject:
        del cells[self._width :]
        if is_total(cells):
            column, code = None, "total_row"
        value = cells[column.index].strip() if column else ""
        return Reject(line, column.name if column else None, value, code, tuple(cells))


def _picker(indexes: Sequence[int]) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """Return what picks cells as a tuple, however many there are."""
    if len(indexes) > 1:
        return itemgetter(*indexes)
    if indexes:
        (only,) = indexes
        return lambda cells: (cells[only],)
    return lambda _cells: ()


def _product(quantity: str, price: str) -> int:
    """Return quantity times price in minor units, half to even."""
    exact = Decimal(quantity) * Decimal(price) * 100
    return int(exact.to_integral_value(ROUND_HALF_EVEN))


def _kind_by_signs(quantity: str | None, price: str | None) -> Kind:
    if price is not None and (price[0] == "-" or price == "0"):
        return "adjustment"
    return "return" if quantity is not None and quantity[0] == "-" else "sale"


def _kind_by_amount(kind: Kind, net: int | None) -> Kind:
    """Let a known amount decide where the price does not: zero is no sale, below zero a return."""
    if kind == "sale" and net is not None and net <= 0:
        return "return" if net else "adjustment"
    return kind


def _digest(content: str) -> int:
    data = content.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big") >> 1
