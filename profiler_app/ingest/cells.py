"""What all record makers share: options, rejects that every row may earn, values left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Generic, Literal, TypeVar

from profiler_app.domain.checked import clean_text
from profiler_app.domain.imports import Mapped, Note, Reject
from profiler_app.ingest.notation import Notation, notation_of
from profiler_app.ingest.opening import Table
from profiler_app.ingest.targets import TargetField, target_fields
from profiler_app.ingest.values import Convert, converter

K = TypeVar("K")
V = TypeVar("V")

_MOST_CACHED: Final = 50_000
_TOTALS: Final = frozenset(
    (
        *("合计", "小计", "总计", "总合计", "本页合计", "本页小计", "累计"),
        *("total", "totals", "subtotal", "sub total", "grand total", "summe"),
    )
)


_REPEATING: Final = frozenset(("enum", "bool", "code", "date"))
"""Kinds whose cells say the same again and again."""
_LONGEST_TOTAL: Final = 24


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
    """A mapped column and what turns its cells into values."""

    name: str
    index: int
    field: TargetField
    convert: Convert


def columns_of(table: Table, mapped: Mapped, today: date) -> dict[str, Column]:
    """Return the mapped columns by field, their cells read in the notation of the sample."""
    notation = notation_in(table)
    known = target_fields(mapped.target)
    columns = {}
    for field, each in mapped.fields().items():
        convert = converter(known[field], notation=notation, unit=each.unit, today=today)
        if known[field].kind in _REPEATING:
            convert = Cache(convert).__getitem__
        columns[field] = Column(each.column, each.index, known[field], convert)
    return columns


def notation_in(table: Table) -> Notation:
    """Return how a table writes numbers and dates, as its sample tells."""
    return notation_of(cell for row in table.sample for cell in row)


class LeftOut:
    """Optional values that were not valid: how many a column, and the first of them."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], list[Any]] = {}

    def add(self, column: str, code: str, value: str) -> None:
        """Count one value that was left out."""
        self._found.setdefault((column, code), [0, value])[0] += 1

    def notes(self) -> tuple[Note, ...]:
        """Return one note for each column and reason."""
        return tuple(
            Note("left_out", column, {"n": n, "column": column, "value": value, "why": code})
            for (column, code), (n, value) in self._found.items()
        )


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


def is_total(cells: list[str]) -> bool:
    """Whether a row is a total: the first filled cell says so."""
    first = next(filter(None, cells), "")
    if len(first) > _LONGEST_TOTAL or first.isdigit():
        return False
    return (clean_text(first) or "").lower().rstrip(":") in _TOTALS
