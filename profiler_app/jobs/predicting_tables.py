"""Any table that can be opened, as typed columns: numbers, dates, texts, what is unknown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from profiler_app.analysis.columns import NULL_INT, Column
from profiler_app.domain.checked import clean_text
from profiler_app.domain.dates import parse_date, to_day
from profiler_app.domain.progress import Progress
from profiler_app.ingest.notation import Notation, notation_of
from profiler_app.jobs.plain_tables import read_plain

_NUMERIC = 0.98
"""So many of the filled cells must be numbers (dates) for a column of numbers (dates)."""
_SAMPLE = 200


@dataclass(frozen=True, slots=True, eq=False)
class TypedTable:
    """The columns of a table by header; ``odd_rows`` rows had more cells than the header."""

    columns: dict[str, Column]
    rows: int
    odd_rows: int


def read_typed(progress: Progress, path: Path) -> TypedTable:
    """Read a whole table. Raises UnreadableFile or NothingToImport."""
    table = read_plain(progress, path)
    notation = notation_of(cell for cells in table.columns for cell in cells[:_SAMPLE])
    columns = {
        header: _typed(cells, notation)
        for header, cells in zip(table.headers, table.columns, strict=True)
    }
    return TypedTable(columns, table.rows, table.ragged)


def _typed(cells: Sequence[str], notation: Notation) -> Column:
    """Tell numbers from dates from texts; every different cell is read once."""
    places: dict[str, int] = {}
    codes = np.fromiter(
        (places.setdefault(cell, len(places)) for cell in cells), np.int32, len(cells)
    )
    texts = [clean_text(cell) for cell in places]
    filled = np.array([text is not None for text in texts], np.bool_)
    often = np.bincount(codes, minlength=len(texts))
    for kind, read in (("num", _number(notation)), ("date", _day(notation))):
        values = [read(cell) if said else None for cell, said in zip(places, filled, strict=True)]
        good = np.array([value is not None for value in values], np.bool_)
        if filled.any() and often[good].sum() >= _NUMERIC * often[filled].sum():
            dtype = np.float64 if kind == "num" else np.int64
            numbers = np.array([0 if value is None else value for value in values], dtype)
            return Column(kind, numbers[codes], good[codes])
    labels = sorted({text for text in texts if text is not None})
    number = {text: i for i, text in enumerate(labels)}
    by_cell = np.array([-1 if text is None else number[text] for text in texts], np.int32)[codes]
    known = by_cell >= 0
    return Column("text", np.where(known, by_cell, 0).astype(np.int32), known, tuple(labels))


def _number(notation: Notation) -> Callable[[str], float | None]:
    def read(cell: str) -> float | None:
        text = notation.number(cell)
        return None if text is None else float(text)

    return read


def _day(notation: Notation) -> Callable[[str], int | None]:
    def read(cell: str) -> int | None:
        found = parse_date(
            notation.date_text(cell),
            day_first=notation.day_first,
            system_1904=notation.system_1904,
        )
        if found.value is None or not found.ok or len(found.value) != len("2026-01-31"):
            return None
        day = to_day(found.value)
        return None if day == NULL_INT else day

    return read
