"""Where the header of a table stands, and what its columns are called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import Final

from profiler_app.domain.imports import Note
from profiler_app.ingest.blocks import Row
from profiler_app.ingest.targets import known_headers, normalise_header

_LOOKED_AT: Final = 30
_LONGEST: Final = 200
_MOST_LINES: Final = 3
_LONGEST_NAME: Final = 40
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


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table from its first to its last line; names of several lines are joined."""

    first: int
    last: int
    cells: tuple[str, ...]


def header_at(rows: Sequence[Row], line: int) -> Header:
    """Return the header that has a line: it may reach to the one below and to those above.

    Above stand the names of groups: 联系方式 over 手机 and 邮箱 gives 联系方式/手机.
    """
    by_line = dict(rows)
    cells = [cell.strip() for cell in by_line.get(line, ())]
    if not cells:
        return Header(line, line, ())
    first = last = line
    below = [cell.strip() for cell in by_line.get(line + 1, ())]
    if _completes(cells, below):
        cells, last = _joined(_spread(cells, below), below), line + 1
    while last - first + 1 < _MOST_LINES:
        above = [cell.strip() for cell in by_line.get(first - 1, ())]
        if not _groups(above, cells):
            break
        cells, first = _joined(_spread(above, cells), cells), first - 1
    return Header(first, last, tuple(cells))


def _completes(cells: Sequence[str], below: Sequence[str]) -> bool:
    """Whether the next line gives names to the columns that have none, and nothing but names."""
    if not below or not cells[0] or _any_data(below):
        return False
    width = max(len(cells), len(below))
    pairs = [*zip_longest(cells, below[:width], fillvalue="")]
    groups = [lower for upper, lower in pairs if not upper]
    alone = [lower for upper, lower in pairs if upper and not lower]
    known = any(normalise_header(lower) in known_headers() for lower in below if lower)
    return bool(groups) and all(groups) and bool(alone) and known


def _groups(above: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a line holds the names of groups of the columns below it."""
    named = [cell for cell in above if cell]
    if len(set(named)) < 2 or _any_data(named) or len(above) > len(cells):
        return False
    pairs = [*zip_longest(above, cells, fillvalue="")]
    if any(not upper and not lower for upper, lower in pairs):
        return False
    starts = [at for at, (upper, _lower) in enumerate(pairs) if upper]
    repeats = sum(a == b for a, b in pairwise(above) if a)
    blanks = sum(not upper for upper, _lower in pairs[starts[0] :])
    same = sum(bool(upper) and upper == lower for upper, lower in pairs)
    if repeats:  # merged cells, filled
        return same + repeats + len(set(named)) >= len(cells) and set(above) != set(cells)
    return bool(blanks) and starts[0] == 0 and len(named) < len(cells)


def _any_data(cells: Iterable[str]) -> bool:
    """Whether a cell is a value or a remark, and no name of a column."""
    return any(
        len(cell) > _LONGEST_NAME or ":" in cell or "：" in cell or bool(_DATA.fullmatch(cell))
        for cell in cells
        if cell
    )


def _spread(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """Write the name of a group over all of its columns: those that have a name of their own."""
    spread: list[str] = []
    group = ""
    for upper, lower in zip_longest(above, below, fillvalue=""):
        group = upper or (group if lower else "")
        spread.append(group)
    return spread


def _joined(above: Sequence[str], below: Sequence[str]) -> list[str]:
    pairs = zip_longest(above, below, fillvalue="")
    return [
        upper if not lower or upper == lower else "/".join(filter(None, (upper, lower)))
        for upper, lower in pairs
    ]


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
