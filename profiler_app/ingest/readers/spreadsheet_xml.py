"""XML Spreadsheet 2003, which many programs write and call .xls, read as a stream."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from profiler_app.ingest.readers.calamine_books import number_text
from profiler_app.ingest.readers.grid import Grid, SheetNames, streamed
from profiler_app.ingest.readers.page import Page, Refused
from profiler_app.ingest.readers.xml_guard import Attributes, XmlStream

_CHUNK: Final = 1 << 18


def spreadsheet_xml(path: Path, asked: str) -> Page:
    """Return a sheet. Raises Refused."""
    look = _Look()
    XmlStream(look.start, text=look.text).read(_chunks(path))
    if not look.names.visible + look.names.hidden:
        raise Refused("no_table")
    facts: dict[str, Any] = {"format": "xml"} | look.names.facts(asked)
    facts["system_1904"] = look.system_1904
    facts["hidden_rows"] = look.hidden_rows.get(facts["sheet"], [])
    reading = _Reading(Grid(facts["sheet"], path.stat().st_size))
    stream = XmlStream(reading.start, reading.end, reading.text)
    return streamed(facts, stream, reading.grid, _chunks(path))


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


class _Look:
    """The first pass: names of the sheets and hidden rows."""

    def __init__(self) -> None:
        self.names = SheetNames()
        self.hidden_rows: dict[str, list[int]] = {}
        self.system_1904 = False
        self._name, self._row = "", 0
        self._visibility = False

    def start(self, name: str, attributes: Attributes) -> None:
        self._visibility = name == "Visible"
        if name == "Worksheet":
            self._name, self._row = attributes.get("Name", ""), 0
            self.names.add(self._name)
        elif name == "Date1904":
            self.system_1904 = True
        elif name == "Row":
            self._row = _number(attributes, "Index", self._row + 1)
            if attributes.get("Hidden") == "1":
                self.hidden_rows.setdefault(self._name, []).append(self._row)

    def text(self, text: str) -> None:
        """Hide the sheet that says so; it says it behind its cells."""
        if self._visibility and "Hidden" in text and self._name in self.names.visible:
            self.names.visible.remove(self._name)
            self.names.hidden.append(self._name)


class _Reading:
    """The second pass: the cells of one sheet."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self._inside = self._done = False
        self._cell: Attributes | None = None
        self._type: str | None = None
        self._value = ""
        self._texts: list[str] = []

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "Worksheet":
            self._inside = not self._done and attributes.get("Name", "") == self.grid.name
        elif not self._inside:
            return
        elif name == "Row":
            self.grid.start_row(_number(attributes, "Index", self.grid.number + 1))
        elif name == "Cell":
            self._cell, self._value = attributes, ""
        elif name == "Data" and self._cell is not None:
            self._type, self._texts = attributes.get("Type", "String"), []

    def text(self, text: str) -> None:
        if self._type is not None:
            self._texts.append(text)

    def end(self, name: str) -> None:
        if not self._inside:
            return
        if name == "Data" and self._type is not None:
            self._value = _value(self._type, "".join(self._texts))
            self._type = None
        elif name == "Cell" and self._cell is not None:
            index = _number(self._cell, "Index", 0)
            self.grid.put(
                self._value,
                column=index - 1 if index else None,
                right=_number(self._cell, "MergeAcross", 0),
                down=_number(self._cell, "MergeDown", 0),
            )
            self._cell = None
        elif name == "Row":
            self.grid.end_row()
        elif name == "Worksheet":
            self._inside, self._done = False, True


def _value(kind: str, text: str) -> str:
    if kind == "Number":
        try:
            return number_text(float(text))
        except (ValueError, OverflowError):
            return text
    if kind == "DateTime":
        return text.partition(".")[0].replace("T", " ").removesuffix(" 00:00:00")
    if kind == "Boolean":
        return "TRUE" if text.strip() == "1" else "FALSE"
    return "" if kind == "Error" else text


def _number(attributes: Attributes, name: str, otherwise: int) -> int:
    text = attributes.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 8 else otherwise
