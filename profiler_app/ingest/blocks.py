"""Many rows at once, column by column: what the fast paths of an import work on."""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType
from typing import Final

from profiler_app.domain.formulas import unguard

Row = tuple[int, list[str]]

BLOCK_ROWS: Final = 1_000
BLOCK_CHARACTERS: Final = 200_000
_LONGEST_FIELD: Final = 131_072
"""The limit of the csv module, which the general reader refuses to exceed."""

NOT_LOOKED_FOR: Final[Mapping[int, Sequence[int]]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows of a table: ``columns`` holds the cells of the regular ones by column.

    ``lines`` are the lines of the regular rows; ``odd`` are the rows longer than the header, each
    with its line. In a ``flat`` block no cell holds a line end. ``unusual`` has, by column, the
    places of cells that are not written as usual (``values.short_way``), where they are known.
    """

    lines: Sequence[int]
    columns: Sequence[Sequence[str]]
    odd: tuple[Row, ...] = ()
    flat: bool = False
    unusual: Mapping[int, Sequence[int]] = field(default_factory=lambda: NOT_LOOKED_FOR)

    def below(self, line: int) -> Block:
        """Return the block without the rows up to a line."""
        skipped = bisect_right(self.lines, line)
        if not skipped:
            return self
        columns = [column[skipped:] for column in self.columns]
        return Block(self.lines[skipped:], columns, self.odd, self.flat)

    def without(self, places: Container[int]) -> Block:
        """Return the regular rows except some."""
        kept = [place for place in range(len(self.lines)) if place not in places]
        columns = [[column[place] for place in kept] for column in self.columns]
        return Block([self.lines[place] for place in kept], columns, (), self.flat)

    def cells(self, place: int) -> list[str]:
        """Return the cells of one regular row."""
        return [column[place] for column in self.columns]

    def rows(self) -> Iterator[Row]:
        """Yield the rows in the order of the file."""
        regular = zip(self.lines, map(list, zip(*self.columns, strict=True)), strict=True)
        return iter(sorted([*regular, *self.odd])) if self.odd else iter(regular)


def blocks_of_rows(rows: Iterable[Row], width: int) -> Iterator[Block]:
    """Gather rows that were read one by one."""
    waiting = iter(rows)
    while batch := list(islice(waiting, BLOCK_ROWS)):
        regular = [row for row in batch if len(row[1]) == width]
        odd = tuple(row for row in batch if len(row[1]) != width)
        lines = [line for line, _cells in regular]
        columns = [*zip(*(cells for _line, cells in regular), strict=True)] or [()] * width
        yield Block(lines, columns, odd)


def cut(text: str, delimiter: str, width: int) -> list[list[str]] | None:
    """Cut whole lines of a delimited text into columns; None where it takes the general reader.

    Lines without quotation marks need no parser: their cells are split all at once, and the marks
    put in for the line ends prove that every line has as many cells as the header.
    """
    if "\r" in text:  # to look takes a tenth of the time
        text = text.replace("\r\n", "\n")
    if not text.endswith("\n"):
        text += "\n"
    blank = delimiter * (width - 1) + "\n"
    if "\r" in text or width < 2 or "\n" + blank in "\n" + text:
        return None
    half = _LONGEST_FIELD // 2
    if any(text.find("\n", at, at + half) < 0 for at in range(0, len(text) - half, half)):
        return None  # a line may hold a cell beyond the limit
    quoted: dict[int, list[str]] | None = {}
    if '"' in text:
        lines = [line + "\n" for line in text.split("\n")][:-1]
        quoted = _quoted(lines, delimiter, width)
        text = "".join(line for line in lines if '"' not in line)
    cells = text.replace("\n", f"{delimiter}\n{delimiter}").split(delimiter)
    cells.pop()
    marks = cells[width :: width + 1]
    if quoted is None or len(cells) != text.count("\n") * (width + 1):
        return None
    if marks.count("\n") != len(marks):
        return None
    columns = [cells[place :: width + 1] for place in range(width)]
    for place, row in quoted.items():
        for column, cell in zip(columns, row, strict=True):
            column.insert(place, cell)
    if "'" in text or quoted:
        columns = [[unguard(c) if c[:1] == "'" else c for c in column] for column in columns]
    return columns


def _quoted(lines: Sequence[str], delimiter: str, width: int) -> dict[int, list[str]] | None:
    """Parse the lines with quotation marks; None when there are many, or one goes on below."""
    places = [place for place, line in enumerate(lines) if '"' in line]
    if 4 * len(places) > len(lines):
        return None
    rows = {}
    for place in places:
        (row,) = csv.reader([lines[place]], delimiter=delimiter)
        if len(row) != width or any("\n" in cell for cell in row) or not any(row):
            return None
        rows[place] = row
    return rows
