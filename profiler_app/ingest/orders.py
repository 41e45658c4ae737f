"""Order lines: quantities, prices and amounts, returns, and a key that survives a second import."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final

from profiler_app.domain.checked import EMPTY, USUAL_TEXT, clean_text
from profiler_app.domain.dates import to_day
from profiler_app.domain.errors import MappingProblem
from profiler_app.domain.imports import Mapped, Note, Reject
from profiler_app.domain.text import _
from profiler_app.ingest.blocks import Block
from profiler_app.ingest.cells import (
    Cache,
    Options,
    columns_of,
    notation_in,
    shape_reject,
    short_note,
)
from profiler_app.ingest.content_keys import ContentKeys
from profiler_app.ingest.customers import CustomerCells
from profiler_app.ingest.keys import choose_key
from profiler_app.ingest.opening import Table
from profiler_app.ingest.order_columns import OrderBlock, OrderRow, joined, mapped, taken, without
from profiler_app.ingest.order_prices import AMOUNTS, OrderPrices, kind_by_amount
from profiler_app.ingest.order_rejects import OrderRejects

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
    *AMOUNTS,
)
_TEXTS: Final = ("product_code", "product_name", "category", "brand")
_NEVER: Final = (None, None, "")
_NOBODY: Final[Mapping[str, Any]] = {}
_RETURN_WORDS: Final = re.compile(r"退|return|refund|cancel|credit", re.IGNORECASE)
_CANCELLED: Final = re.compile(r"[Cc]\d+")
_NUMBER: Final = re.compile(r"\d+")


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
        self._rejects = OrderRejects(self._columns, self._key_column, self._width)
        self._cancels = self._c_means_cancelled()
        self._prepare_caches()
        self._content_keys = ContentKeys()

    def records(self) -> Iterator[OrderRow | Reject]:
        """Yield one record or reject for every data row, in the order of the file."""
        for block, rejects in self.blocks():
            every: list[OrderRow | Reject] = [*map(OrderRow._make, block.rows()), *rejects]
            yield from sorted(every, key=_line_of) if rejects else every

    def blocks(self) -> Iterator[tuple[OrderBlock, list[Reject]]]:
        """Yield the lines many at once, each time with the rejects among them."""
        width = self._width
        for block in self._table.blocks(self._short):
            rejects = [wrong for row in block.odd if (wrong := shape_reject(*row, width))]
            refused = {}
            last = () if block.flat or not block.lines else block.columns[-1]
            for place, cell in enumerate(last):
                if "\n" in cell:
                    wrong = shape_reject(block.lines[place], block.cells(place), width)
                    if wrong:
                        refused[place] = wrong
            regular = block.without(refused.keys()) if refused else block
            made, more = self._read(regular)
            yield made, [*rejects, *refused.values(), *more]

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
        self._prices = OrderPrices(self._columns, notation_in(self._table))
        self._text: Cache[str, str | None] = Cache(clean_text)
        self._moment = Cache(self._read_moment)
        self._key = Cache(self._read_key)
        self._channel = Cache(self._read_channel)
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

    def _read(self, block: Block) -> tuple[OrderBlock, list[Reject]]:
        """Read lines that are written as usual by whole columns, and the others one by one."""
        blank = [""] * len(block.lines)
        columns = [*block.columns, blank]
        picked = dict(zip(_FIELDS, self._pick(columns), strict=True))
        keys = self._keys(columns) if self._key_column else [None] * len(blank)
        usual = self._usual(picked)
        usual = {"line": block.lines, "customer_key": keys, **usual}
        others: dict[int, Sequence[Any] | None] = {}
        rejects = []
        for place in self._unusual(picked, keys, usual):
            line = self._line(block.lines[place], block.cells(place))
            others[place] = None if isinstance(line, Reject) else line
            rejects += [line] if isinstance(line, Reject) else []
        values = joined(usual, others)
        left_out = {place for place, row in others.items() if row is None}
        fields = without(self._customer_fields(columns, keys), left_out)
        contents = (values.pop(name) for name in ("instant", "quantity_text"))
        values["content_key"] = self._content_keys.of(_contents(values, *contents))
        told = self._columns.get("order.line_key")
        if told is not None:  # an export of ours names each line
            own = zip(without([*columns[told.index]], left_out), values["content_key"], strict=True)
            values["content_key"] = [int(cell) if _is_line_key(cell) else key for cell, key in own]
        lines, keys = values.pop("line"), values.pop("customer_key")
        return OrderBlock(lines, keys, fields, values), rejects

    def _usual(self, cells: Mapping[str, Sequence[str]]) -> dict[str, Sequence[Any]]:
        """Return the columns of lines that are sales; what ``_line`` returns, as columns."""
        text, channels = self._text, self._channel
        whens = [when or _NEVER for when in mapped(self._moment, cells["order.moment"])]
        days, times, instants = zip(*whens, strict=True) if whens else ((), (), ())
        pairs = zip(cells["order.quantity"], cells["order.unit_price"], strict=True)
        priced = mapped(self._prices.priced, [*pairs])
        columns = zip(*priced, strict=True) if priced else ((),) * 5
        quantities, numbers, prices, products, kinds = columns
        nets: Sequence[int | None] = products
        gross: Sequence[int | None] = [None] * len(days)
        discount = gross
        if self._prices.has_amounts:
            paid, gross, discount = self._prices.paid(cells)
            if not all(paid):
                paid = [
                    own if own is not None or cell.strip() else net
                    for own, cell, net in zip(paid, cells["order.amount"], nets, strict=True)
                ]
            nets = paid
        return {
            "order_no": self._texts(cells["order.order_no"]),
            "day": days,
            "time": times,
            "kind": kinds,
            "channel": [channels[cell] if cell else None for cell in cells["order.channel"]],
            **{name: _or_nothing(text, cells[f"order.{name}"]) for name in _TEXTS},
            "quantity": numbers,
            "unit_price": prices,
            "gross": gross,
            "discount": discount,
            "net": nets,
            "instant": instants,
            "quantity_text": quantities,
        }

    def _unusual(
        self,
        cells: Mapping[str, Sequence[str]],
        keys: Sequence[str | None],
        usual: Mapping[str, Sequence[Any]],
    ) -> list[int]:
        """Return the places of lines that are rejected, returned or adjusted, or may be."""
        places: set[int] = set()
        if not self._options.walk_in and not all(keys):
            places.update(place for place, key in enumerate(keys) if not key)
        nets, kinds, words = usual["net"], usual["kind"], cells["order.kind"]
        if None in nets or min(nets, default=1) <= 0:
            places.update(place for place, net in enumerate(nets) if net is None or net <= 0)
        if None in usual["day"]:
            places.update(place for place, day in enumerate(usual["day"]) if day is None)
        if kinds.count("sale") < len(kinds):
            places.update(place for place, kind in enumerate(kinds) if kind != "sale")
        if self._cancels or any(words):
            orders = zip(usual["order_no"], words, strict=True)
            places.update(
                p for p, (order, word) in enumerate(orders) if self._is_return(order, word)
            )
        return sorted(places)

    def _keys(self, columns: Sequence[Sequence[str]]) -> Sequence[str | None]:
        """Return the customer keys; those that are written as usual are taken as they are."""
        assert self._key_column is not None
        cells, short = columns[self._key_column.index], self._key_column.short
        if short is None:
            return mapped(self._key, cells)
        return taken(cells, short.usual.others(cells), self._key, short.take)

    def _texts(self, cells: Sequence[str]) -> Sequence[str | None]:
        return taken(cells, USUAL_TEXT.others(cells), self._text)

    def _customer_fields(
        self, columns: Sequence[Sequence[str]], keys: Sequence[str | None]
    ) -> list[Mapping[str, Any]]:
        indexes = self._cells.indexes
        if not indexes:
            return [_NOBODY] * len(keys)
        rows = zip(*(columns[index] for index in indexes), strict=True)
        customer = self._customer
        return [customer[row] if key else _NOBODY for row, key in zip(rows, keys, strict=True)]

    def _line(self, line: int, cells: list[str]) -> tuple[Any, ...] | Reject:
        """Return the cells of one line in the order of ``_usual``, behind line and customer key."""
        cells.append("")
        picked = self._pick(cells)
        number, moment, code, name, category, brand, channel, word, units, price = picked[:10]
        key = self._key[cells[self._key_column.index]] if self._key_column else None
        if key is None and not self._options.walk_in:
            return self._rejects.no_customer(line, cells)
        when = self._moment[moment]
        if when is None:
            return self._rejects.needed(line, cells, "order.moment", "no_date")
        quantity_text, quantity, unit_price, net, kind = self._prices.priced[units, price]
        gross = discount = None
        if self._prices.has_amounts:
            paid, gross, discount = self._prices.amounts[picked[10:]]
            net = paid if paid is not None or picked[10].strip() else net
            kind = kind_by_amount(kind, net)
        if net is None:
            return self._rejects.no_amount(line, cells)
        text = self._text
        order, product, title = text[number], text[code], text[name]
        if kind == "sale" and self._is_return(order, word):
            kind, net = "return", -abs(net)
        return (
            *(line, key, order, when[0], when[1], kind),
            self._channel[channel] if channel else None,
            *(product, title, text[category], text[brand]),
            *(quantity, unit_price, gross, discount, net, when[2], quantity_text),
        )

    def _is_return(self, order: str | None, word: str) -> bool:
        if self._cancels and order is not None and order[0] in "Cc" and _CANCELLED.fullmatch(order):
            return True
        return bool(word and _RETURN_WORDS.search(word))


def _is_line_key(cell: str) -> bool:
    return cell.isascii() and cell.isdigit() and len(cell) < 20 and int(cell) < 2**63


def _line_of(each: OrderRow | Reject) -> int:
    return each.line if isinstance(each, Reject) else each.source_row


def _or_nothing(known: Mapping[str, str | None], cells: Sequence[str]) -> Sequence[str | None]:
    """Look up cells; a column nobody filled is not asked for."""
    return mapped(known, cells) if any(cells) else [None] * len(cells)


def _contents(
    values: Mapping[str, Sequence[Any]], instants: Sequence[str], quantities: Sequence[str | None]
) -> list[str]:
    """Return what each line says, as one text."""
    told = ("order_no", "customer_key", "product_code", "product_name", "unit_price", "net", "kind")
    return [
        f"{order}\x1f{key}\x1f{when}\x1f{product}\x1f{title}\x1f{quantity}\x1f{price}\x1f{net}\x1f{kind}"
        for order, key, product, title, price, net, kind, when, quantity in zip(
            *(values[name] for name in told), instants, quantities, strict=True
        )
    ]
