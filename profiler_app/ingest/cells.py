"""What all record makers share: options, rejects that every row may earn, values left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Generic, Literal, TypeVar

from profiler_app.domain.cell_issues import CellIssue
from profiler_app.domain.checked import EMPTY
from profiler_app.domain.imports import Mapped, Note, Reject
from profiler_app.ingest.blocks import Block
from profiler_app.ingest.footers import is_total
from profiler_app.ingest.notation import Notation, notation_of
from profiler_app.ingest.opening import Table
from profiler_app.ingest.targets import TargetField, target_fields
from profiler_app.ingest.values import Convert, ShortWay, converter, short_way

K = TypeVar("K")
V = TypeVar("V")

_MOST_CACHED: Final = 50_000
_REPEATING: Final = frozenset(("enum", "bool", "code", "date"))
"""Kinds whose cells say the same again and again."""
_MOST_KEPT: Final = 5_000
"""So many cells of a file are kept as they were written."""
_TRIED: Final = 1_000
"""From so many different cells on it is asked whether the cells of a column repeat at all."""


@dataclass(frozen=True, slots=True)
class Options:
    """How records are made.

    ``today`` bounds ages and dates of birth; ``key`` is the field by which customers are
    recognised (the first usable one by default); ``walk_in`` keeps order lines without customer.
    """

    today: date
    key: str | None = None
    walk_in: bool = False
    line: Literal["trade", "bank"] = "trade"


class Cache(dict[K, V], Generic[K, V]):
    """The answers of a function for the values seen lately; forgets all when it is full."""

    def __init__(self, compute: Callable[[K], V]) -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, key: K) -> V:
        if len(self) >= _MOST_CACHED:
            self.clear()
        value = self[key] = self._compute(key)
        return value


@dataclass(frozen=True, slots=True)
class Column:
    """A mapped column and what turns its cells into values.

    ``short`` is the short way in front of ``convert``, where there is one.
    """

    name: str
    index: int
    field: TargetField
    convert: Convert
    short: ShortWay | None = None


def columns_of(table: Table, mapped: Mapped, today: date) -> dict[str, Column]:
    """Return the mapped columns by field, their cells read in the notation of the sample."""
    usual = notation_in(table)
    known = target_fields(mapped.target)
    columns = {}
    for field, each in mapped.fields().items():
        order = usual.day_first if each.day_first is None else each.day_first
        notation = replace(usual, day_first=order)
        convert = converter(known[field], notation=notation, unit=each.unit, today=today)
        if known[field].kind in _REPEATING:
            convert = Cache(convert).__getitem__
        short = short_way(known[field], notation=notation, unit=each.unit)
        if short and known[field].kind in _REPEATING:
            short = replace(short, quick=Cache(short.quick).__getitem__)
        columns[field] = Column(each.column, each.index, known[field], convert, short)
    return columns


def notation_in(table: Table) -> Notation:
    """Return how a table writes numbers and dates, as its sample tells."""
    notation = notation_of(cell for row in table.sample for cell in row)
    return replace(notation, system_1904=table.facts.system_1904)


class ColumnReader:
    """Reads the cells of a column of customers, a block of rows at a time.

    ``others`` are the places of the cells of the last block that were not written as usual; None
    where no way of writing is usual.
    """

    def __init__(self, column: Column, left_out: LeftOut) -> None:
        self.index = column.index
        self.others: Sequence[int] | None = None
        self._column = column
        self._left_out = left_out
        self._valid: Cache[str, Any] | None = None if column.short else Cache(self._valid_value)
        self._read = 0

    def read(self, cells: Sequence[str], unusual: Sequence[int] | None = None) -> Sequence[Any]:
        """Return the values of cells, None for those that say nothing valid.

        ``unusual`` are the places of cells that are not written as usual, where they are known.
        """
        if self._column.short is not None:
            return self._read_shortly(self._column.short, cells, unusual)
        if self._valid is None:
            return [*map(self._judge, cells, range(len(cells)))]
        values = [*map(self._valid.__getitem__, cells)]
        if not all(values):
            none = (place for place, value in enumerate(values) if value is None)
            self._judge_each(cells, [place for place in none if cells[place]])
        self._read += len(cells)
        if len(self._valid) > max(_TRIED, self._read // 2):
            self._valid = None
        return values

    def _read_shortly(
        self, short: ShortWay, cells: Sequence[str], others: Sequence[int] | None
    ) -> Sequence[Any]:
        """Take the cells that are written as usual all at once, and the others one by one."""
        if others is None:
            others = short.usual.others(cells)
        self.others = others
        if not others:
            return short.take(cells)
        if len(others) == len(cells):
            return [*map(self._read_other, cells, range(len(cells)))]
        usual = [*cells]
        for place in others:
            usual[place] = ""
        values = [*short.take(usual)]
        for place in others:
            values[place] = self._read_other(cells[place], place)
        return values

    def _read_other(self, cell: str, place: int) -> Any:
        """Return the value of a cell that is not written as usual; its raw text is kept."""
        short = self._column.short
        value = (short.quick(cell) if short else None) or self._judge(cell, place)
        if value is not None and value != cell:
            self._left_out.keep(self._column.name, cell, value, place)
        return value

    def _valid_value(self, cell: str) -> Any:
        checked = self._column.convert(cell)
        return checked.value if checked.ok else None

    def _judge_each(self, cells: Sequence[str], places: Sequence[int]) -> None:
        """Count the cells that are not valid; the places of the first are kept."""
        if self._left_out.is_full:
            for cell, times in Counter(map(cells.__getitem__, places)).items():
                self._judge(cell, None, times)
        else:
            for place in places:
                self._judge(cells[place], place)

    def _judge(self, cell: str, place: int | None, times: int = 1) -> Any:
        """Return the value of a cell; one that is not valid is counted."""
        if not cell:
            return None
        checked = self._column.convert(cell)
        if checked.ok and checked.value is not None:
            return checked.value
        if checked.errors and checked.errors != (EMPTY,):
            self._left_out.add(self._column.name, checked.errors[0], cell.strip(), place, times)
        return None


class LeftOut:
    """Optional values that were not valid: how many a column, and the first of them.

    ``raw`` has the first of them as they were written, and the first that were written unusually.
    For this ``lines`` must be the lines of the block that is read.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], list[Any]] = {}
        self.lines: Sequence[int] = ()
        self._lost: list[CellIssue] = []
        self._cleaned: list[CellIssue] = []

    @property
    def raw(self) -> tuple[CellIssue, ...]:
        """The cells whose raw text is worth keeping."""
        return (*self._lost, *self._cleaned)

    @property
    def is_full(self) -> bool:
        """Whether no more of the values that were not valid are kept as they were written."""
        return len(self._lost) >= _MOST_KEPT

    def add(
        self, column: str, code: str, value: str, place: int | None = None, times: int = 1
    ) -> None:
        """Count a value that was left out."""
        self._found.setdefault((column, code), [0, value])[0] += times
        if place is not None and place < len(self.lines) and len(self._lost) < _MOST_KEPT:
            self._lost.append(CellIssue(self.lines[place], column, value, code, True))

    def keep(self, column: str, raw: str, value: Any, place: int) -> None:
        """Keep the raw text of a cell that was cleaned."""
        if len(self._cleaned) < _MOST_KEPT and place < len(self.lines):
            after = value if isinstance(value, str) else ""
            line = self.lines[place]
            self._cleaned.append(CellIssue(line, column, raw, "cleaned", False, after))

    def notes(self) -> tuple[Note, ...]:
        """Return one note for each column and reason."""
        return tuple(
            Note("left_out", column, {"n": n, "column": column, "value": value, "why": code})
            for (column, code), (n, value) in self._found.items()
        )


def records_of(
    table: Table, short: list[int], record: Callable[[int, list[str]], V | Reject]
) -> Iterator[V | Reject]:
    """Yield what ``record`` makes of every row, or why its shape does not fit."""
    width = len(table.headers)
    for line, cells in table.rows(short):
        yield shape_reject(line, cells, width) or record(line, cells)


def shape_reject(line: int, cells: list[str], width: int) -> Reject | None:
    """Return why a row cannot be cut into columns at all, or None."""
    if len(cells) > width:
        facts = {"found": len(cells), "expected": width}
        return Reject(line, None, cells[width], "extra_cells", tuple(cells), facts)
    if cells[-1] == "" and any("\n" in cell for cell in cells) and _runs_on(cells):
        return Reject(line, None, "", "open_quote", tuple(cells))
    return None


def _runs_on(cells: list[str]) -> bool:
    """Whether the last filled cell swallowed the lines that follow it."""
    last = next((cell for cell in reversed(cells) if cell), "")
    return last.count("\n") > 3 and last.count("\n") < last.count(",") + last.count("\t")


def short_note(short: list[int]) -> tuple[Note, ...]:
    """Return a note about rows with fewer cells than the header, if there were any."""
    return (Note("short_row", None, {"n": len(short), "line": short[0]}),) if short else ()


def _cannot_end_a_total(last: str) -> bool:
    return last.isdigit() or ("\u4e00" <= last <= "\u9fff" and last != "计")


_NO_TOTAL_ENDS = Cache(_cannot_end_a_total)
"""By last character: whether a cell is no total for certain; most are told by it alone."""


def without_rejects(block: Block, width: int) -> tuple[Block, list[Reject]]:
    """Return the rows that can be read, and why the others cannot."""
    rejects = [reject for row in block.odd if (reject := shape_reject(*row, width))]
    harmless = _NO_TOTAL_ENDS
    refused = {}
    for place in range(len(block.lines)) if not block.flat else ():
        reject = shape_reject(block.lines[place], block.cells(place), width)
        if reject:
            refused[place] = reject
    first_cells = block.columns[0]
    ends = {cell[-1:] for cell in first_cells}
    may_be_totals = not all(map(harmless.__getitem__, ends))
    for place, cell in enumerate(first_cells) if may_be_totals else ():
        if not harmless[cell[-1:]] and place not in refused:
            cells = block.cells(place)
            if is_total(cells):
                first = next(filter(None, cells))
                refused[place] = Reject(block.lines[place], None, first, "total_row", tuple(cells))
    if refused or block.odd:
        block = block.without(refused.keys())
    return block, [*rejects, *refused.values()]
