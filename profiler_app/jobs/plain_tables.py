"""Tables that are looked at but not imported: the cells of a file, column by column."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from profiler_app.domain.errors import ColumnNotFound
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_
from profiler_app.ingest.opening import open_table

_LINES_A_STEP = 200


@dataclass(frozen=True)
class PlainTable:
    """The cells of a file as texts without blanks around them; "" is an empty cell."""

    name: str
    headers: tuple[str, ...]
    columns: tuple[list[str], ...]
    ragged: int
    """How many lines are longer than the header; they are left out."""

    @property
    def rows(self) -> int:
        """The number of lines below the header."""
        return len(self.columns[0])

    def column(self, asked: str) -> list[str]:
        """Return a column by its header (or a unique one in other letters).

        Raises ColumnNotFound naming the columns there are.
        """
        return self.columns[self.headers.index(header_named(self.headers, asked))]

    def first_of(self, names: Sequence[str]) -> list[str] | None:
        """Return the first column that has one of these names (lower case), None without."""
        known = {header.casefold().strip(): i for i, header in reversed([*enumerate(self.headers)])}
        found = next((known[name] for name in names if name in known), None)
        return None if found is None else self.columns[found]


def header_named(headers: Collection[str], asked: str) -> str:
    """Return the header a word means: itself, else the only one in other letters.

    Raises ColumnNotFound naming the columns there are.
    """
    if asked in headers:
        return asked
    same = asked.casefold().strip()
    alike = [header for header in headers if header.casefold().strip() == same]
    if len(alike) != 1:
        raise ColumnNotFound(name=asked, columns=", ".join(headers))
    return alike[0]


def read_plain(progress: Progress, path: Path, *, header_row: int | None = None) -> PlainTable:
    """Read all cells of a file. Raises UnreadableFile or NothingToImport."""
    progress.step(0.0, N_("Reading the file"))
    table = open_table(path, header_row=header_row, hold=True)
    columns: tuple[list[str], ...] = tuple([] for _header in table.headers)
    ragged = 0
    for nth, block in enumerate(table.blocks()):
        if nth % _LINES_A_STEP == 0:
            progress.step(min(0.9, nth / 1000), N_("Reading the file"))
        ragged += len(block.odd)
        for cells, read in zip(columns, block.columns, strict=True):
            cells.extend(map(str.strip, read))
    return PlainTable(path.name, table.headers, columns, ragged)


def read_lines(progress: Progress, path: Path) -> list[list[str]]:
    """Read the filled cells of every line of a file that has no header."""
    progress.step(0.0, N_("Reading the file"))
    table = open_table(path, header_row=0, hold=True)
    return [[text for cell in cells if (text := cell.strip())] for _line, cells in table.rows()]


def is_ragged(path: Path) -> bool:
    """Tell whether lines have different numbers of cells, as lists have and tables do not."""
    table = open_table(path, header_row=0)
    widths = {len([*filter(str.strip, cells)]) for cells in table.sample}
    ends = {bool(cells[-1].strip()) for cells in table.sample}
    return len(widths) > 1 and len(ends) > 1 and _filled_from_the_left(table.sample)


def _filled_from_the_left(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether empty cells stand at the ends of lines only: the lines were padded."""
    for cells in rows:
        filled = [bool(cell.strip()) for cell in cells]
        if filled != sorted(filled, reverse=True):
            return False
    return True
