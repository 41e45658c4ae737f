"""Where the header of a table stands, and what its columns are called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from profiler_app.domain.imports import Note
from profiler_app.ingest.blocks import Row
from profiler_app.ingest.targets import known_headers, normalise_header

_LOOKED_AT: Final = 30
_LONGEST: Final = 200
_DATA: Final = re.compile(r"[-+]?[\d.,:/\- ()%¥￥$£€]*\d[\d.,:/\- ()%]*|\d.*@.*|\S+@\S+\.\S+")


def find_header(rows: Sequence[Row]) -> int | None:
    """Return the line of the header among the first rows, or None when there seems to be none.

    A header has names known from the catalogs, as many filled cells as the rows below it, all
    different, none of them a number or a date; of equals the first wins.
    """
    width = _usual_width(rows)
    scored = [(_score(cells, width), -line) for line, cells in rows[:_LOOKED_AT]]
    best, line = max(scored, default=(0.0, 0))
    return -line if best > 0 else None


def _usual_width(rows: Sequence[Row]) -> int:
    filled = Counter(sum(map(bool, cells)) for _line, cells in rows)
    return max(filled, key=lambda width: (filled[width], width), default=1)


def _score(cells: Sequence[str], width: int) -> float:
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled or len(filled) * 2 < width or max(map(len, filled)) > _LONGEST:
        return 0.0
    known = sum(normalise_header(cell) in known_headers() for cell in filled)
    data = sum(bool(_DATA.fullmatch(cell)) for cell in filled)
    distinct = len(set(filled)) / len(filled)
    if data and not known:
        return 0.0
    shape = distinct * (1 - data / len(filled)) * min(1.0, len(filled) / width)
    return known * distinct + shape if distinct > 0.5 else 0.0


def name_columns(cells: Sequence[str]) -> tuple[tuple[str, ...], tuple[Note, ...]]:
    """Return distinct names for the columns and what was changed to get there."""
    names: dict[str, None] = {}
    counts: Counter[str] = Counter()
    notes: list[Note] = []
    for number, cell in enumerate(cells, start=1):
        wanted = " ".join(cell.split()) or f"column {number}"
        name = _free(wanted, names, counts)
        if not cell.strip():
            notes.append(Note("blank_header", name, {"number": number, "name": name}))
        elif name != wanted:
            notes.append(Note("duplicate_header", name, {"value": wanted, "name": name}))
        names[name] = None
    return tuple(names), tuple(notes)


def _free(wanted: str, taken: Mapping[str, None], counts: Counter[str]) -> str:
    name = wanted
    while name in taken:
        counts[wanted] += 1
        name = f"{wanted}_{counts[wanted] + 1}"
    return name
