"""Open a file to import: its format, encoding, sheet and header row are told from its content."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import Final, Protocol

from profiler_app.domain.errors import NothingToImport, UnreadableFile
from profiler_app.domain.formulas import unguard
from profiler_app.domain.imports import FileFacts, Note
from profiler_app.domain.text import _
from profiler_app.ingest.blocks import Block, Row, blocks_of_rows
from profiler_app.ingest.delimited import SAMPLE_ROWS, DelimitedText, open_delimited
from profiler_app.ingest.header_row import find_header, name_columns
from profiler_app.ingest.magic import container
from profiler_app.ingest.workbooks import Workbook, open_workbook

_SURE: Final = 0.5


class Source(Protocol):
    """Anything that yields rows from the beginning, again and again."""

    def rows(self) -> Iterator[Row]:
        """Yield every row that is not blank with its line."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file with a header; ``sample`` holds the first data rows, ``notes`` what to tell.

    All data rows go ``through`` a function where there is one: it may change or take out rows.
    """

    facts: FileFacts
    headers: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    notes: tuple[Note, ...]
    source: Source
    through: Callable[[Block], Block] | None = None

    def rows(self, short: list[int] | None = None) -> Iterator[Row]:
        """Yield the data rows with their lines, short rows padded to the header.

        The lines of padded rows are added to ``short``. A row with more filled cells than the
        header is yielded as long as it is: its cells cannot be told apart, so it must be
        rejected. Texts that an export of ours guarded against formulas come back as they were.
        """
        if self.through is None:
            return self._data(self.source.rows(), short)
        return chain.from_iterable(block.rows() for block in self.blocks(short))

    def blocks(self, short: list[int] | None = None) -> Iterator[Block]:
        """Yield the same rows, many at once and column by column."""
        blocks = self._blocks(short)
        return blocks if self.through is None else map(self.through, blocks)

    def _blocks(self, short: list[int] | None) -> Iterator[Block]:
        width = len(self.headers)
        if not isinstance(self.source, DelimitedText):
            yield from blocks_of_rows(self._data(self.source.rows(), short), width)
            return
        for part in self.source.parts(width):
            if isinstance(part, Block):
                yield part.below(self.facts.header_row)
            else:
                yield from blocks_of_rows(self._data(part, short), width)

    def _data(self, rows: Iterable[Row], short: list[int] | None) -> Iterator[Row]:
        width = len(self.headers)
        for line, cells in rows:
            if line <= self.facts.header_row:
                continue
            if any(cell[:1] == "'" for cell in cells):
                cells = [unguard(cell) for cell in cells]
            if len(cells) < width and short is not None:
                short.append(line)
            yield line, cells if len(cells) == width else _fitted(cells, width)


def _fitted(cells: list[str], width: int) -> list[str]:
    if len(cells) < width:
        return cells + [""] * (width - len(cells))
    return cells if any(cells[width:]) else cells[:width]


def open_table(
    path: Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    header_row: int | None = None,
) -> Table:
    """Open a CSV (any delimiter, also gzipped) or XLSX file.

    What is left out is found out. Raises UnreadableFile (with the reason, and the line where
    that helps) or NothingToImport.
    """
    try:
        if path.exists() and not path.is_file():
            raise UnreadableFile(file=path.name, reason=_("it is not a file."))
        with path.open("rb") as file:
            packing = container(file.read(512))
        if packing == "zip":
            source, facts = _workbook(path, sheet)
        else:
            source, facts = _text(path, packing == "gzip", encoding=encoding, delimiter=delimiter)
    except FileNotFoundError as error:
        raise UnreadableFile(file=path.name, reason=_("there is no such file.")) from error
    except OSError as error:
        reason = _("the system refused ({error}).").format(error=error.strerror or error)
        raise UnreadableFile(file=path.name, reason=reason) from error
    return _with_header(source, facts, header_row)


def _workbook(path: Path, sheet: str | None) -> tuple[Source, FileFacts]:
    book: Workbook = open_workbook(path, sheet)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    facts = FileFacts(
        name=path.name,
        sha256=digest,
        size=path.stat().st_size,
        format="xlsx",
        sheet=book.sheet,
        sheets=book.sheets,
    )
    return book, facts


def _text(
    path: Path, packed: bool, *, encoding: str | None, delimiter: str | None
) -> tuple[Source, FileFacts]:
    text, digest = open_delimited(path, packed=packed, encoding=encoding, delimiter=delimiter)
    facts = FileFacts(
        name=path.name,
        sha256=digest,
        size=path.stat().st_size,
        format="csv",
        encoding=text.encoding.shown,
        confidence=text.encoding.confidence,
        delimiter=text.delimiter,
    )
    return text, facts


def _with_header(source: Source, facts: FileFacts, asked: int | None) -> Table:
    rows = _first_rows(source)
    if not rows:
        raise NothingToImport(file=facts.name, reason=_("it is empty."))
    found = find_header(rows) if asked is None else asked
    header_row = found or 0
    cells = next((cells for line, cells in rows if line == header_row), [])
    if not cells:
        cells = [""] * max(len(cells) for _line, cells in rows)
    names, notes = name_columns(_without_blank_end(cells, rows))
    data = [cells for line, cells in rows if line > header_row]
    if not data:
        raise NothingToImport(file=facts.name, reason=_("there is a header but nothing below it."))
    width = len(names)
    return Table(
        facts=replace(facts, header_row=header_row),
        headers=names,
        sample=tuple(tuple(_fitted(row, width)[:width]) for row in data),
        notes=(*_notes(facts, rows, header_row), *(notes if header_row else ())),
        source=source,
    )


def _first_rows(source: Source) -> list[Row]:
    if isinstance(source, Workbook):
        return list(source.first)
    return list(islice(source.rows(), SAMPLE_ROWS))


def _without_blank_end(cells: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """Drop columns at the end that have no header and no value in the sample."""
    width = len(cells)
    while width > 1 and not cells[width - 1].strip():
        if any(any(row[width - 1 : width]) for _line, row in rows):
            break
        width -= 1
    return list(cells[:width])


def _notes(facts: FileFacts, rows: Sequence[Row], header_row: int) -> tuple[Note, ...]:
    notes = []
    skipped = sum(line < header_row for line, _cells in rows)
    if skipped:
        notes.append(Note("skipped_lines", None, {"n": skipped}))
    if not header_row:
        notes.append(Note("no_header"))
    if len(facts.sheets) > 1:
        notes.append(Note("several_sheets", None, {"n": len(facts.sheets), "sheet": facts.sheet}))
    if facts.confidence < _SURE:
        notes.append(Note("uncertain_encoding", None, {"encoding": facts.encoding}))
    return tuple(notes)
