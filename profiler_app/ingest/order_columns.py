"""Order lines column by column: what the import writes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import compress
from typing import Any, Final, Literal, NamedTuple

Kind = Literal["sale", "return", "adjustment"]

FIELDS: Final = (
    *("order_no", "day", "time", "kind", "channel", "product_code", "product_name", "category"),
    *("brand", "quantity", "unit_price", "gross", "discount", "net", "content_key"),
)
"""The columns of a block, beside line, customer key and customer fields."""


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


class OrderBlock(NamedTuple):
    """Some order lines of a file, column by column (the fields of ``OrderRow``)."""

    lines: Sequence[int]
    customer_keys: Sequence[str | None]
    customer_fields: Sequence[Mapping[str, Any]]
    values: Mapping[str, Sequence[Any]]

    def picked(self, kept: Sequence[bool]) -> OrderBlock:
        """Return only some lines of the block."""

        def pick(cells: Sequence[Any]) -> list[Any]:
            return [*compress(cells, kept)]

        values = {name: pick(cells) for name, cells in self.values.items()}
        return OrderBlock(
            pick(self.lines), pick(self.customer_keys), pick(self.customer_fields), values
        )

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield line, customer key, customer fields and the values of each line."""
        return zip(
            self.lines,
            self.customer_keys,
            self.customer_fields,
            *(self.values[name] for name in FIELDS),
            strict=True,
        )


def joined(
    usual: Mapping[str, Sequence[Any]], others: Mapping[int, Sequence[Any] | None]
) -> dict[str, Sequence[Any]]:
    """Put single rows (in the order of the columns) in their places; those that are None go."""
    if not others:
        return {**usual}
    gone = {place for place, row in others.items() if row is None}
    columns: dict[str, Sequence[Any]] = {}
    for number, (name, cells) in enumerate(usual.items()):
        changed = [*cells]
        for place, row in others.items():
            if row is not None:
                changed[place] = row[number]
        columns[name] = without(changed, gone)
    return columns


def without(cells: list[Any], places: Collection[int]) -> list[Any]:
    """Return the cells except some."""
    if not places:
        return cells
    return [cell for place, cell in enumerate(cells) if place not in places]


def mapped(answers: Mapping[Any, Any], cells: Sequence[Any]) -> list[Any]:
    """Return what a cache answers for each cell."""
    answer: Callable[[Any], Any] = answers.__getitem__
    return [*map(answer, cells)]


def taken(
    cells: Sequence[str],
    others: Sequence[int],
    known: Mapping[str, Any],
    take: Callable[[Sequence[str]], Sequence[Any]] | None = None,
) -> Sequence[Any]:
    """Take cells that are written as usual as they are, or by ``take``; look up the others."""
    if len(others) == len(cells):
        return mapped(known, cells)
    usual = [*cells]
    for place in others:
        usual[place] = ""
    values = [*take(usual)] if take else [cell or None for cell in usual]
    for place in others:
        values[place] = known[cells[place]]
    return values
