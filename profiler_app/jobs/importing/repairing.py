"""Rows that were refused: what could be done about them, and reading the file with that done.

A repair belongs to the request (line -> all cells of the row), not to the file, which stays as it
is. A repair is only proposed after the row was read with it and was not refused again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from profiler_app.domain.imports import Mapped, Reject
from profiler_app.domain.proposals import Proposal
from profiler_app.ingest.blocks import Row
from profiler_app.ingest.opening import Source, Table
from profiler_app.ingest.records import Options, record_maker

Fixes = Mapping[int, Sequence[str]]

_MOST: Final = 2_000
"""So many rows are tried; nobody decides about more one by one."""
_MISSING: Final[Mapping[str, tuple[str, ...]]] = {
    "no_customer": ("order.customer", "interaction.customer", "member_no", "mobile"),
    "unknown_customer": ("order.customer", "interaction.customer", "member_no", "mobile"),
    "no_date": ("order.moment", "interaction.moment"),
    "no_amount": ("order.amount", "order.gross"),
    "no_identity": ("name",),
}
_NUMBER: Final = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?")
_DAY: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")


@dataclass(frozen=True, slots=True)
class _Repaired:
    """The rows of a source, some of them with other cells."""

    source: Source
    fixes: Fixes

    def rows(self) -> Iterator[Row]:
        for line, cells in self.source.rows():
            yield line, list(self.fixes.get(line, cells))


@dataclass(frozen=True, slots=True)
class _Tries:
    """Rows that are tried, each under a line of its own."""

    first: int
    cells: Sequence[Sequence[str]]

    def rows(self) -> Iterator[Row]:
        return ((self.first + place, list(cells)) for place, cells in enumerate(self.cells))


def with_fixes(table: Table, fixes: Fixes) -> Table:
    """Return a table that reads some lines with the cells the user gave them."""
    return replace(table, source=_Repaired(table.source, fixes)) if fixes else table


def place_to_fill(reject: Reject, mapped: Mapped) -> int | None:
    """Return the column whose cell has to be put right, None where it is not one cell."""
    if reject.column is not None:
        found = (each.index for each in mapped.columns if each.column == reject.column)
        return next(found, None)
    places = (mapped.index(field) for field in _MISSING.get(reject.code, ()))
    return next((place for place in places if place is not None), None)


def with_proposals(
    rejects: Sequence[Reject], table: Table, mapped: Mapped, options: Options
) -> list[Reject]:
    """Return rejects, each with the first repair that makes its row importable."""
    tries = [
        (place, proposal)
        for place, reject in islice(enumerate(rejects), _MOST)
        for proposal in _ideas(reject, mapped, len(table.headers))
    ]
    if not tries:
        return [*rejects]
    first = table.facts.header_row + 1
    trial = replace(table, source=_Tries(first, [each.cells for _place, each in tries]))
    refused = {
        each.line - first
        for each in record_maker(trial, mapped, options).records()
        if isinstance(each, Reject)
    }
    found: dict[int, Proposal] = {}
    for number, (place, proposal) in enumerate(tries):
        if number not in refused:
            found.setdefault(place, proposal)
    return [replace(reject, proposal=found.get(place)) for place, reject in enumerate(rejects)]


def _ideas(reject: Reject, mapped: Mapped, width: int) -> Iterator[Proposal]:
    """Yield what might help, the least loss first."""
    place = place_to_fill(reject, mapped)
    if place is None or reject.column is None or len(reject.cells) != width:
        return
    value = reject.cells[place]
    for idea in (*_numbers(value), *_days(value)):
        if idea != value:
            yield Proposal("change", idea, _changed(reject.cells, place, idea))
    if value:
        yield Proposal("empty", "", _changed(reject.cells, place, ""))


def _changed(cells: Sequence[str], place: int, value: str) -> tuple[str, ...]:
    return (*cells[:place], value, *cells[place + 1 :])


def _numbers(value: str) -> Iterator[str]:
    """Yield the one number in a text with odd signs around it."""
    plain = unicodedata.normalize("NFKC", value).replace(" ", "").replace("\uff0c", ",")
    found = _NUMBER.findall(plain)
    if len(found) == 1:
        yield found[0].replace(",", "")


def _days(value: str) -> Iterator[str]:
    """Yield a date whose month and day stand in each other's place."""
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", value).strip())
    if found and int(found[2]) > 12 >= int(found[3]):
        yield f"{found[1]}-{int(found[3]):02d}-{int(found[2]):02d}"
