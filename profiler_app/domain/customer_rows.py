"""Customers on their way from a file to the workspace: typed values, one by one or in blocks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import Any, Final, Literal, NamedTuple

_FEW: Final = 8
"""From so many rows for each that is left out, they are not picked one by one."""


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """One customer of a file: ``values`` by field, ready for the customer table.

    ``key`` holds the field and value the customer is recognised by; without an identifier it is
    the name alone. Where fields tell a customer together (``key_parts``), it is the value of the
    first of them.
    """

    source_row: int
    key: tuple[str, str]
    values: Mapping[str, Any]

    @property
    def kind(self) -> Literal["person", "company"]:
        """Whether the customer is a person or a company."""
        return "company" if self.values["kind"] == "company" else "person"


class CustomerBlock(NamedTuple):
    """Some customers of a file, column by column; None stands for no value.

    ``keys`` holds what each is recognised by: the values of ``key_field``, except where ``others``
    names another (place -> field and value). Without an identifier it is the name alone.
    """

    lines: Sequence[int]
    key_field: str
    keys: Sequence[str]
    others: Mapping[int, tuple[str, str]]
    values: Mapping[str, Sequence[Any]]

    def without(self, places: Collection[int]) -> CustomerBlock:
        """Return the block without some rows."""
        count = len(self.lines)
        if not places:
            return self
        if self.others or _FEW * len(places) > count:
            left_out = {*places}
            return self.picked([place for place in range(count) if place not in left_out])
        first, *others = gaps = sorted(places)  # what lies between a few rows is taken as it is
        runs = [slice(0, first), *map(slice, (gap + 1 for gap in gaps), (*others, count))]

        def rest(values: Sequence[Any]) -> Sequence[Any]:
            return [*chain.from_iterable(map(values.__getitem__, runs))]

        values = {field: rest(column) for field, column in self.values.items()}
        return CustomerBlock(rest(self.lines), self.key_field, rest(self.keys), {}, values)

    def picked(self, kept: Sequence[int]) -> CustomerBlock:
        """Return only some rows of the block."""
        others = {}
        if self.others:
            others = {new: self.others[old] for new, old in enumerate(kept) if old in self.others}
        pick = _picking(kept)
        values = {field: pick(column) for field, column in self.values.items()}
        return CustomerBlock(pick(self.lines), self.key_field, pick(self.keys), others, values)

    def records(self) -> Iterator[CustomerRow]:
        """Yield the customers one by one."""
        fields = tuple(self.values)
        for place, row in enumerate(zip(*self.values.values(), strict=True)):
            key = self.others.get(place) or (self.key_field, self.keys[place])
            filled = {f: v for f, v in zip(fields, row, strict=True) if v is not None}
            yield CustomerRow(self.lines[place], key, filled)


NO_CUSTOMERS: Final = CustomerBlock((), "name", (), {}, {})


def key_parts(key: str) -> tuple[str, ...]:
    """Return the fields of a key: several tell a customer together (``name+birth_date``)."""
    return tuple(key.split("+"))


def joined(blocks: Sequence[CustomerBlock]) -> CustomerBlock:
    """Return the rows of several blocks of one file as one; none has a key of its own."""
    first = blocks[0]

    def join(columns: Iterable[Sequence[Any]]) -> Sequence[Any]:
        return [*chain.from_iterable(columns)]

    return CustomerBlock(
        join(each.lines for each in blocks),
        first.key_field,
        join(each.keys for each in blocks),
        {},
        {field: join(each.values[field] for each in blocks) for field in first.values},
    )


def _picking(places: Sequence[int]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    if len(places) < 2:
        return lambda values: [values[place] for place in places]
    return itemgetter(*places)
