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
from profiler_app.domain.imports import FORMAT_NAMES, WORKBOOK_SUFFIXES, FileFacts, Note
from profiler_app.domain.text import _
from profiler_app.ingest.blocks import Block, Row, blocks_of_rows
from profiler_app.ingest.delimited import SAMPLE_ROWS, DelimitedText, open_delimited
from profiler_app.ingest.footers import Footers
from profiler_app.ingest.header_row import Header, find_header, header_at, name_columns
from profiler_app.ingest.magic import LOOKED_AT, Kind, kind_of
from profiler_app.ingest.texts import TextFile, open_text, pasted_text
from profiler_app.ingest.vcards import Cards, open_cards
from profiler_app.ingest.workbooks import Workbook, open_workbook

_SURE: Final = 0.5


class Source(Protocol):
    """Anything that yields rows from the beginning, again and again."""

    def rows(self) -> Iterator[Row]:
        """Yield every row that is not blank with its line."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file with a header; ``sample`` holds the first data rows, ``notes`` what to tell.

    ``footers`` tells about the end of the table once it was read to the end.
    All data rows go ``through`` a function where there is one: it may change or take out rows.
    """

    facts: FileFacts
    headers: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    notes: tuple[Note, ...]
    source: Source
    footers: Footers
    through: Callable[[Block], Block] | None = None

    def rows(self, short: list[int] | None = None) -> Iterator[Row]:
        """Yield the data rows with their lines, short rows padded to the header.

        The lines of padded rows are added to ``short``. A row with more filled cells than the
        header is yielded as long as it is: its cells cannot be told apart, so it must be
        rejected. Totals and notes at the end are left out; ``footers`` has them afterwards.
        Texts that an export of ours guarded against formulas come back as they were.
        """
        if self.through is None:
            return self._to_the_end(self._data(self.source.rows(), short), short)
        return chain.from_iterable(block.rows() for block in self.blocks(short))

    def blocks(self, short: list[int] | None = None) -> Iterator[Block]:
        """Yield the same rows, many at once and column by column."""
        blocks = self._blocks_to_the_end(short)
        return blocks if self.through is None else map(self.through, blocks)

    def _to_the_end(self, rows: Iterator[Row], short: list[int] | None) -> Iterator[Row]:
        yield from self.footers.within(rows)
        self._forget(short)

    def _blocks_to_the_end(self, short: list[int] | None) -> Iterator[Block]:
        yield from self.footers.within_blocks(self._blocks(short))
        self._forget(short)

    def _blocks(self, short: list[int] | None) -> Iterator[Block]:
        width = len(self.headers)
        if isinstance(self.source, DelimitedText):
            parts: Iterable[Block | Sequence[Row]] = self.source.parts(width)
        elif isinstance(self.source, Workbook):
            parts = (_of_width(part, width) for part in self.source.parts())
        else:
            yield from blocks_of_rows(self._data(self.source.rows(), short), width)
            return
        for part in parts:
            if isinstance(part, Block):
                yield part.below(self.facts.header_row)
            else:
                yield from blocks_of_rows(self._data(part, short), width)

    def _forget(self, short: list[int] | None) -> None:
        """What is no record is no short row either."""
        if short and self.footers.rows:
            ends = {line for line, _cells in self.footers.rows}
            short[:] = [line for line in short if line not in ends]

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


def _of_width(part: Block | Sequence[Row], width: int) -> Block | Sequence[Row]:
    """Return rows of a sheet as columns of a table, or as rows where they do not fit it."""
    if not isinstance(part, Block):
        return part
    if len(part.columns) < width or any(map(any, part.columns[width:])):
        return [*part.rows()]
    columns = [
        [unguard(cell) for cell in column] if "'" in "".join(column) else column
        for column in part.columns[:width]
    ]
    return replace(part, columns=columns)


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
    hold: bool = False,
    pulse: Callable[[], None] = lambda: None,
) -> Table:
    """Open a CSV (any delimiter, also gzipped), a workbook, a web page, a database or a vCard.

    What is left out is found out. ``hold`` is for those who read all rows at once: a workbook is
    then parsed only once. ``pulse`` is called while a long file is read and may raise to stop it.
    Raises UnreadableFile (with the reason, and the line where
    that helps) or NothingToImport.
    """
    try:
        if path.exists() and not path.is_file():
            raise UnreadableFile(file=path.name, reason=_("it is not a file."))
        with path.open("rb") as file:
            kind = kind_of(file.read(LOOKED_AT))
        if kind in ("text", "gzip", "vcard"):
            text = open_text(path, packed=kind == "gzip", encoding=encoding, pulse=pulse)
            source, facts = _text(text, delimiter)
            facts = replace(facts, size=path.stat().st_size)
        else:
            source, facts = _workbook(path, kind, sheet, encoding, hold=hold, pulse=pulse)
    except FileNotFoundError as error:
        raise UnreadableFile(file=path.name, reason=_("there is no such file.")) from error
    except OSError as error:
        reason = _("the system refused ({error}).").format(error=error.strerror or error)
        raise UnreadableFile(file=path.name, reason=reason) from error
    return _with_header(source, facts, header_row)


def open_pasted(text: str, *, delimiter: str | None = None, header_row: int | None = None) -> Table:
    """Open text from the clipboard: cells copied from a spreadsheet, lines of a CSV, a vCard.

    Raises NothingToImport.
    """
    source, facts = _text(pasted_text(_("clipboard"), text), delimiter)
    facts = replace(facts, format="clipboard", encoding=None, size=len(text.encode()))
    return _with_header(source, facts, header_row)


def _workbook(
    path: Path,
    kind: Kind,
    sheet: str | None,
    encoding: str | None,
    *,
    hold: bool,
    pulse: Callable[[], None],
) -> tuple[Source, FileFacts]:
    book = open_workbook(path, kind, sheet, encoding, hold=hold, pulse=pulse)
    told = book.facts
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    facts = FileFacts(
        name=path.name,
        sha256=digest,
        size=path.stat().st_size,
        format=told["format"],
        encoding=told.get("encoding"),
        confidence=told.get("confidence", 1.0),
        sheet=book.sheet,
        sheets=tuple(told["sheets"]),
        hidden_sheets=tuple(told["hidden_sheets"]),
        system_1904=told.get("system_1904", False),
    )
    return book, facts


def _text(text: TextFile, delimiter: str | None) -> tuple[Source, FileFacts]:
    facts = FileFacts(
        name=text.path.name,
        sha256=text.sha256,
        size=0,
        format="csv",
        encoding=text.encoding.shown,
        confidence=text.encoding.confidence,
    )
    if kind_of(text.start[:LOOKED_AT].encode()) == "vcard":
        return open_cards(text), replace(facts, format="vcard")
    table = open_delimited(text, delimiter)
    return table, replace(facts, delimiter=table.delimiter)


def _with_header(source: Source, facts: FileFacts, asked: int | None) -> Table:
    rows = _first_rows(source)
    if not rows:
        raise NothingToImport(file=facts.name, reason=_("it is empty."))
    header = _header(source, rows, asked)
    cells = list(header.cells) or [""] * max(len(cells) for _line, cells in rows)
    names, notes = name_columns(_without_blank_end(cells, rows))
    width = len(names)
    footers = Footers(width)
    below = ((line, _fitted(cells, width)) for line, cells in rows if line > header.last)
    data = [cells for _line, cells in footers.within(below)]
    if not data:
        raise NothingToImport(file=facts.name, reason=_("there is a header but nothing below it."))
    return Table(
        facts=replace(facts, header_row=header.last),
        headers=names,
        sample=tuple(tuple(cells[:width]) for cells in data),
        notes=(*_notes(source, facts, rows, header, names), *(notes if header.cells else ())),
        source=source,
        footers=footers,
    )


def _header(source: Source, rows: Sequence[Row], asked: int | None) -> Header:
    """Return the header: where the format says it is, where it was said to be, or found."""
    if isinstance(source, Cards) or (isinstance(source, Workbook) and source.kind == "sqlite"):
        line, cells = rows[0]
        return Header(line, line, tuple(cells))
    return header_at(rows, (find_header(rows) or 0) if asked is None else asked)


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


def _notes(
    source: Source,
    facts: FileFacts,
    rows: Sequence[Row],
    header: Header,
    names: Sequence[str],
) -> tuple[Note, ...]:
    notes = [*source.text.notes()] if isinstance(source, DelimitedText | Cards) else []
    suffix = Path(facts.name).suffix.lower()
    if suffix in WORKBOOK_SUFFIXES and facts.format not in WORKBOOK_SUFFIXES[suffix]:
        kind = _(FORMAT_NAMES[facts.format])
        notes.append(Note("disguised", None, {"name": suffix, "kind": kind}))
    skipped = sum(line < header.first for line, _cells in rows)
    if skipped:
        notes.append(Note("skipped_lines", None, {"n": skipped}))
    if header.last > header.first:
        joined = next((name for name in names if "/" in name), names[0])
        lines = header.last - header.first + 1
        notes.append(Note("two_row_header", None, {"n": lines, "name": joined}))
    if not header.cells:
        notes.append(Note("no_header"))
    if isinstance(source, Workbook):
        notes.extend(source.notes(header.last, names))
    if len(facts.sheets) > 1:
        notes.append(Note("several_sheets", None, {"n": len(facts.sheets), "sheet": facts.sheet}))
    if facts.confidence < _SURE:
        notes.append(Note("uncertain_encoding", None, {"encoding": facts.encoding}))
    return tuple(notes)
