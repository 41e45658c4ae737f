"""The tables of a web page: many programs export one and call it .xls. Nothing is rendered."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

from profiler_app.ingest.encoding import Encoding, by_content, by_mark
from profiler_app.ingest.readers.grid import Grid
from profiler_app.ingest.readers.page import MOST_COLUMNS, Page, Refused, chosen

_CHUNK: Final = 1 << 16
_LONGEST: Final = 1 << 22
_MOST_BYTES: Final = 256 << 20
_DEEPEST: Final = 50
_MOST_TABLES: Final = 10_000
_CHARSET: Final = re.compile(rb"""charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_HIDDEN: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_BLANKS: Final = re.compile(r"[ \t\r\n\f\xa0]+")
_BREAKS: Final = ("br", "p", "div", "li")


def web_tables(path: Path, asked: str, encoding: str) -> Page:
    """Return a table of a page: the one asked for, else the largest. Raises Refused."""
    content = path.read_bytes()
    if len(content) > _MOST_BYTES:
        raise Refused("too_big")
    charset = Encoding(encoding, 1.0) if encoding else charset_of(content)
    tables = _tables(content, charset.name)
    names = [table.name for table in sorted(tables, key=lambda table: -table.size)]
    if not names:
        raise Refused("no_table")
    name = chosen(asked, names)
    table = next(table for table in tables if table.name == name)
    facts: dict[str, Any] = {
        "format": "html",
        "encoding": charset.shown,
        "confidence": charset.confidence,
        "sheet": name,
        "sheets": names,
        "hidden_sheets": [],
        "hidden_rows": table.hidden_rows,
    }
    return Page(facts, iter(table.grid.ready))


def charset_of(content: bytes) -> Encoding:
    """Return the character set of a page: what its bytes are before what it says they are."""
    marked = by_mark(content[: 1 << 16])
    if marked:
        return marked
    try:
        content.decode("utf-8")
        return Encoding("utf-8", 0.99)
    except UnicodeDecodeError:
        pass
    said = _CHARSET.search(content[: 1 << 12])
    name = said[1].decode().lower() if said else ""
    if name in ("gb2312", "gbk", "gb18030"):
        return Encoding("gb18030", 0.95)
    if name in ("big5", "shift_jis", "euc-kr"):
        return Encoding(name, 0.9)
    first = next((at for at, byte in enumerate(content) if byte > 0x7F), 0)
    return by_content(content[first : first + (1 << 18)])


@dataclass(slots=True)
class _Table:
    """A table that is being read; ``covered`` are the columns that cells above reach into."""

    grid: Grid
    name: str = ""
    named: bool = False
    size: int = 0
    covered: dict[int, int] = field(default_factory=dict)
    in_row: bool = False
    cell: dict[str, str] | None = None
    texts: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)


def _tables(content: bytes, encoding: str) -> list[_Table]:
    try:
        text = content.decode(encoding, errors="replace")
    except LookupError as error:
        raise Refused("broken") from error
    page = _Page(len(content))
    for at in range(0, len(text), _CHUNK):
        try:
            page.feed(text[at : at + _CHUNK])
        except AssertionError as error:  # what the parser says of a declaration it cannot name
            raise Refused("broken") from error
        if len(page.rawdata) > _LONGEST:
            raise Refused("broken")
    while page.open:
        page.handle_endtag("table")
    taken: set[str] = set()
    for number, table in enumerate(page.tables, start=1):
        wanted = table.name or str(number)
        table.name = wanted if wanted not in taken else f"{wanted} ({number})"
        taken.add(table.name)
    return [table for table in page.tables if table.size]


class _Page(HTMLParser):
    """Collects every table, those inside the cells of others, too."""

    def __init__(self, size: int) -> None:
        super().__init__(convert_charrefs=True)
        self._size = size
        self.tables: list[_Table] = []
        self.open: list[_Table] = []
        self._caption = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "table":
            self._open_table(attributes)
        elif not self.open:
            return
        elif tag == "tr":
            self._open_row(self.open[-1], attributes)
        elif tag in ("td", "th"):
            self._open_cell(self.open[-1], attributes)
        elif tag == "caption":
            self._caption = True
        elif tag in _BREAKS and self.open[-1].cell is not None:
            self.open[-1].texts.append("\x00")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in ("td", "th", "table"):
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open:
            return
        table = self.open[-1]
        if tag in ("td", "th"):
            _close_cell(table)
        elif tag == "tr":
            _close_row(table)
        elif tag == "caption":
            self._caption = False
        elif tag == "table":
            _close_row(table)
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not self.open:
            return
        table = self.open[-1]
        if self._caption:
            table.name = (table.name + _BLANKS.sub(" ", data).strip())[:60]
        elif table.cell is not None:
            table.texts.append(data)

    def _open_table(self, attributes: dict[str, str]) -> None:
        if len(self.open) >= _DEEPEST or len(self.tables) >= _MOST_TABLES:
            raise Refused("bomb")
        self._caption = False
        table = _Table(Grid("", self._size), attributes.get("summary", "")[:60])
        self.tables.append(table)
        self.open.append(table)

    def _open_row(self, table: _Table, attributes: dict[str, str]) -> None:
        _close_row(table)
        table.grid.start_row()
        table.in_row = True
        if _HIDDEN.search(attributes.get("style", "")):
            table.hidden_rows.append(table.grid.number)

    def _open_cell(self, table: _Table, attributes: dict[str, str]) -> None:
        if not table.in_row:
            self._open_row(table, {})
        _close_cell(table)
        table.cell, table.texts = attributes, []


def _close_cell(table: _Table) -> None:
    cell, table.cell = table.cell, None
    if cell is None:
        return
    grid = table.grid
    while len(grid.cells) < MOST_COLUMNS and table.covered.get(len(grid.cells), 0) >= grid.number:
        grid.cells.append("")
    text = cell.get("x:num") or _said(table.texts)
    right, down = _reach(cell, "colspan", 1000) - 1, _reach(cell, "rowspan", 65_534) - 1
    if down:
        for column in range(len(grid.cells), len(grid.cells) + right + 1):
            table.covered[column] = grid.number + down
    table.size += bool(text)
    grid.put(text, right=right, down=down)


def _close_row(table: _Table) -> None:
    _close_cell(table)
    if table.in_row:
        table.grid.end_row()
        table.in_row = False


def _said(texts: list[str]) -> str:
    lines = [_BLANKS.sub(" ", line).strip() for line in "".join(texts).split("\x00")]
    return "\n".join(line for line in lines if line)


def _reach(attributes: dict[str, str], name: str, most: int) -> int:
    text = attributes.get(name, "").strip()
    return min(max(1, int(text)), most) if text.isdecimal() and len(text) < 9 else 1
