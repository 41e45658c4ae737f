"""ODS, the spreadsheets of LibreOffice and WPS, read as a stream.

OpenDocument 1.2 part 1, sections 9.1 (tables) and 19.385 (values): ``office:value`` holds the
number and the ISO date that the cell shows formatted.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from profiler_app.ingest.readers.archive import inflated, open_archive
from profiler_app.ingest.readers.calamine_books import number_text
from profiler_app.ingest.readers.grid import Grid, SheetNames, streamed
from profiler_app.ingest.readers.page import Page, Refused
from profiler_app.ingest.readers.xml_guard import Attributes, XmlStream

_CONTENT: Final = "content.xml"
_MOST_LISTED: Final = 100_000
_BLANKS: Final = re.compile(r"[ \t\r\n]+")


def is_open_document(path: Path) -> bool:
    """Whether an archive holds an OpenDocument file. Raises Refused."""
    with open_archive(path) as archive:
        names = archive.namelist()
    return _CONTENT in names and "xl/workbook.xml" not in names


def open_document(path: Path, asked: str) -> Page:
    """Return a sheet. Raises Refused."""
    with open_archive(path) as archive:
        size = archive.getinfo(_CONTENT).file_size
        look = _Look()
        XmlStream(look.start).read(inflated(archive, _CONTENT))
    if look.encrypted or not look.names.visible + look.names.hidden:
        raise Refused("password" if look.encrypted else "not_a_workbook")
    facts: dict[str, Any] = {"format": "ods"} | look.names.facts(asked)
    facts["hidden_rows"] = look.hidden_rows.get(facts["sheet"], [])
    reading = _Reading(Grid(facts["sheet"], size))
    stream = XmlStream(reading.start, reading.end, reading.text)
    return streamed(facts, stream, reading.grid, inflated(open_archive(path), _CONTENT))


class _Look:
    """The first pass: names of the sheets, hidden ones and hidden rows."""

    def __init__(self) -> None:
        self.names = SheetNames()
        self.hidden_rows: dict[str, list[int]] = {}
        self.encrypted = False
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._name, self._row = "", 0

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "style":
            self._style = attributes.get("name", "")
        elif name == "table-properties" and attributes.get("display") == "false":
            self._hidden_styles.add(self._style)
        elif name == "table":
            self._name, self._row = attributes.get("name", ""), 0
            hidden = attributes.get("style-name", "") in self._hidden_styles
            self.names.add(self._name, hidden=hidden)
        elif name == "table-row":
            times = _count(attributes, "number-rows-repeated")
            if attributes.get("visibility", "visible") != "visible":
                rows = self.hidden_rows.setdefault(self._name, [])
                rows.extend(self._row + n for n in range(1, min(times, _MOST_LISTED) + 1))
                del rows[_MOST_LISTED:]
            self._row += times


class _Reading:
    """The second pass: the cells of one sheet."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self._inside = self._done = False
        self._times = 1
        self._cell: Attributes | None = None
        self._texts: list[str] = []
        self._muted = self._paragraphs = 0

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "table":
            self._inside = not self._done and attributes.get("name", "") == self.grid.name
        elif not self._inside:
            return
        elif name == "table-row":
            self._times = _count(attributes, "number-rows-repeated")
            self.grid.start_row()
        elif name in ("table-cell", "covered-table-cell"):
            self._cell, self._texts = attributes, []
        elif name == "annotation":
            self._muted += 1
        elif self._cell is not None and not self._muted:
            self._mark(name, attributes)

    def _mark(self, name: str, attributes: Attributes) -> None:
        if name == "p":
            self._paragraphs += 1
            if self._texts:
                self._texts.append("\n")
        elif name == "s":
            self._texts.append(" " * min(_count(attributes, "c"), 1000))
        elif name in ("tab", "line-break"):
            self._texts.append("\t" if name == "tab" else "\n")

    def text(self, text: str) -> None:
        if self._paragraphs and not self._muted:
            self._texts.append(_BLANKS.sub(" ", text))

    def end(self, name: str) -> None:
        if not self._inside:
            return
        if name == "annotation":
            self._muted -= 1
        elif name == "p" and self._paragraphs and not self._muted:
            self._paragraphs -= 1
        elif name in ("table-cell", "covered-table-cell") and self._cell is not None:
            self._put(self._cell)
            self._cell = None
        elif name == "table-row":
            self.grid.end_row(self._times)
        elif name == "table":
            self._inside, self._done = False, True

    def _put(self, cell: Attributes) -> None:
        text = _value(cell, "".join(self._texts))
        right = _count(cell, "number-columns-spanned") - 1
        down = _count(cell, "number-rows-spanned") - 1
        if right or down:
            # the covered cells follow as elements of their own
            at, row = len(self.grid.cells), self.grid.number
            self.grid.spans.add(row, at, row + down, at + right)
        self.grid.repeat(text, _count(cell, "number-columns-repeated"))


def _value(cell: Attributes, shown: str) -> str:
    kind = cell.get("value-type", "string")
    if kind in ("float", "currency", "percentage"):
        try:
            return number_text(float(cell.get("value", "")))
        except (ValueError, OverflowError):
            return shown
    if kind == "date":
        return cell.get("date-value", shown).replace("T", " ").removesuffix(" 00:00:00")
    if kind == "boolean":
        return cell.get("boolean-value", shown).upper()
    return "" if shown.startswith(("#N/A", "Err:")) and cell.get("formula") else shown


def _count(attributes: Attributes, name: str) -> int:
    text = attributes.get(name, "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 10 else 1
