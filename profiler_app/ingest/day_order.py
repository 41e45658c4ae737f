"""Whether 03/05/2024 is March or May: decided once for each column, by evidence, else asked.

The evidence is a date that can be read in one way only: first in the sample of the column, then in
all of its cells, then in the other columns of the file. Where there is none,
``day_questions`` has the question with both readings; ``ImportRequest.day_first`` has the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from profiler_app.domain.dates import parse_date
from profiler_app.domain.imports import ColumnMapping, Mapped
from profiler_app.ingest.notation import day_month_order, is_short_date, notation_of
from profiler_app.ingest.opening import Table
from profiler_app.ingest.targets import target_fields

_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class DayQuestion:
    """A column whose dates can be read in two ways; ``samples`` are (cell, month first, day first).

    Until it is answered the month counts as the first.
    """

    column: str
    index: int
    samples: tuple[tuple[str, str, str], ...]


def with_day_order(table: Table, mapped: Mapped, answers: Mapping[str, bool]) -> Mapped:
    """Return the mapping with the order of day and month of every column of dates that shows it."""
    known = target_fields(mapped.target)
    columns = []
    for each in mapped.columns:
        dated = each.field is not None and known[each.field].kind in ("date", "moment")
        columns.append(_ordered(table, each, answers) if dated else each)
    return replace(mapped, columns=tuple(columns))


def _ordered(table: Table, column: ColumnMapping, answers: Mapping[str, bool]) -> ColumnMapping:
    if column.column in answers:
        return replace(column, day_first=answers[column.column])
    cells = _sample(table, column.index)
    if not any(map(is_short_date, cells)):
        return column
    order = day_month_order(cells)
    if order is None and any(map(_is_open, cells)):
        order = day_month_order(_all_cells(table, column.index))
    if order is None:
        order = notation_of(cell for row in table.sample for cell in row).day_first
    return replace(column, day_first=order)


def day_questions(table: Table, mapped: Mapped) -> tuple[DayQuestion, ...]:
    """Return the columns whose dates nothing tells how to read."""
    known = target_fields(mapped.target)
    found = []
    for each in mapped.columns:
        if each.field is None or each.day_first is not None:
            continue
        if known[each.field].kind in ("date", "moment"):
            cells = dict.fromkeys(filter(_is_open, _sample(table, each.index)))
            samples = tuple((cell, *_readings(cell)) for cell in [*cells][:_SHOWN])
            if samples:
                found.append(DayQuestion(each.column, each.index, samples))
    return tuple(found)


def _is_open(cell: str) -> bool:
    month, day = _readings(cell) if is_short_date(cell) else ("", "")
    return month != day


def _readings(cell: str) -> tuple[str, str]:
    return (
        parse_date(cell, day_first=False).value or "",
        parse_date(cell, day_first=True).value or "",
    )


def _sample(table: Table, index: int) -> list[str]:
    return [row[index].strip() for row in table.sample if index < len(row)]


def _all_cells(table: Table, index: int) -> Iterable[str]:
    for block in table.blocks():
        yield from map(str.strip, block.columns[index])
