"""Rows that are put together cell by cell, as the XML and HTML formats write them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from profiler_app.ingest.readers.page import MOST_COLUMNS, Page, Refused, Spans, chosen
from profiler_app.ingest.readers.xml_guard import XmlStream

_MOST_ROWS: Final = 1_048_576
_CELLS_TO_SPARE: Final = 300_000
_BYTES_OF_A_CELL: Final = 4


@dataclass(slots=True)
class Grid:
    """One sheet that grows row by row; ``ready`` holds the rows that can be sent.

    ``size`` are the bytes it is written in: repeated and merged cells may be more than there are
    letters for, but not beyond all measure.
    """

    name: str
    size: int
    number: int = 0
    cells: list[str] = field(default_factory=list)
    spans: Spans = field(default_factory=Spans)
    ready: list[tuple[int, list[str]]] = field(default_factory=list)
    _made: int = 0

    def start_row(self, number: int | None = None) -> None:
        """Begin the next row, or the one with a number."""
        self.number = self.number + 1 if number is None else number
        self.cells = []

    def put(self, text: str, *, column: int | None = None, right: int = 0, down: int = 0) -> None:
        """Add a cell that reaches over some columns to the right and some rows down."""
        if column is not None and column > len(self.cells):
            self.cells.extend([""] * (min(column, MOST_COLUMNS) - len(self.cells)))
        at = len(self.cells)
        if at >= MOST_COLUMNS:
            return
        right = min(right, MOST_COLUMNS - 1 - at)
        if text and (right or down):
            self.spans.add(self.number, at, self.number + min(down, _MOST_ROWS), at + right)
        self.cells.append(text)
        self.cells.extend([""] * right)

    def repeat(self, text: str, count: int) -> None:
        """Add a cell several times."""
        self.cells.extend([text] * min(count, MOST_COLUMNS - len(self.cells)))

    def end_row(self, times: int = 1) -> None:
        """Finish the row, which may stand for several alike."""
        self._made += len(self.cells)
        while self.cells and not self.cells[-1]:
            self.cells.pop()
        if times > 1 and not any(self.cells):
            self.number += times - 1
            return
        self._made += (times - 1) * len(self.cells)
        if self._made > _CELLS_TO_SPARE + self.size // _BYTES_OF_A_CELL:
            raise Refused("bomb")
        for again in range(times):
            cells = list(self.cells)
            self.spans.into(self.number, cells)
            self.ready.append((self.number, cells))
            self.number += again < times - 1


@dataclass(slots=True)
class SheetNames:
    """The sheets of a document, found in a first pass."""

    visible: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)

    def add(self, name: str, *, hidden: bool = False) -> None:
        """Learn of a sheet."""
        (self.hidden if hidden else self.visible).append(name)

    def facts(self, asked: str) -> dict[str, Any]:
        """Return what goes over the pipe about the sheets. Raises Refused."""
        return {
            "sheet": chosen(asked, self.visible, self.hidden),
            "sheets": [*self.visible, *self.hidden],
            "hidden_sheets": self.hidden,
        }


def streamed(facts: dict[str, Any], stream: XmlStream, grid: Grid, chunks: Iterable[bytes]) -> Page:
    """Return a page whose rows come while the document is read."""

    def rows() -> Iterator[tuple[int, list[str]]]:
        for chunk in chunks:
            stream.feed(chunk)
            yield from grid.ready
            grid.ready.clear()
        stream.close()
        yield from grid.ready

    return Page(facts, rows())
