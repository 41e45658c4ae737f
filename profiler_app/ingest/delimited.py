"""CSV and its relatives: any delimiter, any encoding, plain or gzipped, in constant memory."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from profiler_app.domain.errors import UnreadableFile
from profiler_app.domain.text import _
from profiler_app.ingest.blocks import BLOCK_CHARACTERS, Block, Row, cut
from profiler_app.ingest.texts import TextFile

SAMPLE_ROWS: Final = 200
_DELIMITERS: Final = ",\t;|"
_SELDOM: Final = "^~\x01\x1f，；"
"""Delimiters that are believed only when they cut nearly every record alike."""
_NEARLY_ALL: Final = 0.9


@dataclass(frozen=True, slots=True)
class DelimitedText:
    """A text whose encoding and delimiter are known and whose every byte was checked."""

    text: TextFile
    delimiter: str

    def rows(self) -> Iterator[Row]:
        """Yield every record that is not blank with the line where it begins (from 1)."""
        with self.text.open() as text:
            yield from self._records(csv.reader(text, delimiter=self.delimiter))

    def parts(self, width: int) -> Iterator[Block | list[Row]]:
        """Yield the same records, many at once: cut into columns, or as rows where that fails."""
        before = 0
        with self.text.open() as text:
            while part := text.read(BLOCK_CHARACTERS):
                part += text.readline()
                columns = cut(part, self.delimiter, width)
                if columns is not None:
                    yield Block(range(before + 1, before + 1 + len(columns[0])), columns, flat=True)
                    before += len(columns[0])
                    continue
                lines = list(io.StringIO(part, newline=""))
                # a cell in quotation marks may go on behind the part
                reader = csv.reader(chain(lines, text), delimiter=self.delimiter)
                yield list(self._records(reader, before, len(lines)))
                before += reader.line_num

    def _records(self, reader: Any, before: int = 0, until: int | None = None) -> Iterator[Row]:
        """Yield records with their lines; ``before`` lines stand above them.

        No record is begun behind line ``until`` of the reader.
        """
        line = 1
        try:
            for row in reader:
                if any(row):
                    yield before + line, row
                line = reader.line_num + 1
                if until is not None and reader.line_num >= until:
                    break
        except csv.Error as error:
            reason = _(
                "line {line} holds a cell that never ends. Look for a quotation mark that is not "
                "closed."
            )
            raise UnreadableFile(
                file=self.text.path.name, reason=reason.format(line=before + line)
            ) from error


def open_delimited(text: TextFile, delimiter: str | None) -> DelimitedText:
    """Return the table in a text; what separates its cells is found out unless it is given.

    Raises UnreadableFile for a separator of several characters.
    """
    if delimiter and (len(delimiter) > 1 or delimiter in '"\r\n'):
        reason = _("“{sign}” cannot separate cells. Give one character, such as a comma.")
        raise UnreadableFile(file=text.path.name, reason=reason.format(sign=delimiter))
    return DelimitedText(text, delimiter or _guess_delimiter(text.start))


def _guess_delimiter(text: str) -> str:
    """Return the delimiter that cuts most records of the sample into the same number of cells."""
    best = max(_DELIMITERS, key=lambda delimiter: _fit(text, delimiter))
    if _fit(text, best)[0] >= _NEARLY_ALL:
        return best
    seldom = max(_SELDOM, key=lambda delimiter: _fit(text, delimiter))
    return seldom if _fit(text, seldom)[0] >= _NEARLY_ALL else best


def _fit(text: str, delimiter: str) -> tuple[float, int]:
    if delimiter not in text:
        return (0.0, 0)
    widths: Counter[int] = Counter()
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            widths[len(row)] += bool(row)
            if widths.total() >= SAMPLE_ROWS:
                break
    except csv.Error:
        return (0.0, 0)
    width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(1, 0))
    return (round(count / max(1, widths.total()), 1) if width > 1 else 0.0, width)
