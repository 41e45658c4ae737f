"""Look at a workbook before the reader does: cell references that would drown it, hidden rows.

The reader allocates one cell for every place between the first and the last cell of a sheet; a
legal file of 4.8 KB with cells A1 and XFD1048576 makes it ask for 512 GiB and abort. Standard
library only: this runs in the child process, beside the reader.
"""

from __future__ import annotations

import re
import zipfile
from array import array
from dataclasses import dataclass, field
from typing import Final

from profiler_app.ingest.readers.archive import inflated, small_member
from profiler_app.ingest.readers.page import Refused
from profiler_app.ingest.readers.xml_guard import Attributes, elements

_MOST_PLACES: Final = 40_000_000
_SPARSE_FROM: Final = 1_000_000
_SPARSE: Final = 50
_NEAR: Final = (26, 99_999)
_FAR: Final = re.compile(rb'r="(?:([A-Za-z]{2,3})(\d{1,7})|[A-Za-z]?(\d{6,7}))"')
_ANY_CELL: Final = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
_ROW: Final = re.compile(rb"<row ([^<>]*)>|<\w+:row ([^<>]*)>")
_COLUMN: Final = re.compile(rb"<(?:\w+:)?col\b([^<>]*)>")
_ATTRIBUTE: Final = re.compile(rb"""\b(r|min|max|hidden)\s*=\s*["'](\w+)["']""")
_ERROR: Final = re.compile(rb"""\bt\s*=\s*["']e["']""")
_NO_RESULT: Final = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^<>]*/>)(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?"
    rb"</(?:\w+:)?c>"
)
_COMMENT: Final = re.compile(rb"<(?:\w+:)?comment\b")
_SHARED: Final = re.compile(rb"""\bt\s*=\s*["']s["'][^<>]*><(?:\w+:)?v>(\d{1,9})<""")
_TEXTS: Final = "xl/sharedStrings.xml"
_TEXT_TO_SPARE: Final = 64 << 20
_TEXT_A_BYTE: Final = 10
_LONGEST_LINE: Final = 4 << 20
_MOST_LISTED: Final = 100_000


@dataclass(slots=True)
class SheetLook:
    """What one pass over the XML of a sheet tells; rows and columns count from 1.

    ``cells`` are the cells, ``columns`` and ``rows`` bounds of their places.
    """

    columns: int = _NEAR[0]
    rows: int = 0
    cells: int = 0
    errors: int = 0
    no_results: int = 0
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)


def check_workbook(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the members of the sheets by name. Raises Refused for what is no XLSX workbook."""
    names = archive.namelist()
    if "xl/workbook.bin" in names:
        return {}
    if not any(name.startswith("xl/") for name in names):
        raise Refused("not_a_workbook")
    relations = _relations(archive, "xl/_rels/workbook.xml.rels")
    targets = {each.get("Id", ""): each.get("Target", "") for each in relations}
    if "xl/styles.xml" in names:
        for _piece in inflated(archive, "xl/styles.xml"):
            pass
    members = {}
    for name, attributes in elements(small_member(archive, "xl/workbook.xml")):
        if name == "sheet":
            target = targets.get(attributes.get("id", ""))
            members[attributes.get("name", "")] = _inside("xl", target)
    return members


def counts_from_1904(archive: zipfile.ZipFile) -> bool:
    """Return whether the serial numbers of dates count from 1904."""
    for name, attributes in elements(small_member(archive, "xl/workbook.xml")):
        if name == "workbookPr":
            return attributes.get("date1904", "0") in ("1", "true")
    return False


def check_sheet(archive: zipfile.ZipFile, member: str, name: str) -> SheetLook:
    """Look through one sheet and its texts by streaming them. Raises Refused."""
    look = SheetLook()
    sizes = _sizes_of_texts(archive)
    rest = b""
    for piece in inflated(archive, member):
        _refuse_endless(piece)
        part = rest + piece
        end = part.rfind(b"</row>") + 6
        if end < 6:
            end = part.rfind(b">") + 1 if len(part) > _LONGEST_LINE else 0
        _take_in(look, part[:end])
        rest = part[end:]
    _take_in(look, rest)
    _refuse_repeated(archive, member, sizes, look.cells)
    places = look.columns * look.rows
    if places > _MOST_PLACES or places > max(_SPARSE_FROM, _SPARSE * look.cells):
        raise Refused("too_wide", sheet=name, columns=look.columns, rows=look.rows)
    return look


def comments_of(archive: zipfile.ZipFile, member: str) -> int:
    """Return how many cells of a sheet have a comment."""
    folder, _slash, file = member.rpartition("/")
    try:
        relations = _relations(archive, f"{folder}/_rels/{file}.rels")
    except Refused:
        return 0
    count = 0
    for each in relations:
        target = _inside(folder, each.get("Target"))
        if each.get("Type", "").endswith("/comments") and target in archive.namelist():
            count += sum(len(_COMMENT.findall(piece)) for piece in inflated(archive, target))
    return count


def _sizes_of_texts(archive: zipfile.ZipFile) -> array[int]:
    """Return the bytes of every text that cells share, markup included."""
    sizes = array("Q")
    if _TEXTS not in archive.namelist():
        return sizes
    rest = 0
    for piece in inflated(archive, _TEXTS):
        _refuse_endless(piece)
        parts = piece.split(b"</si>")
        parts_sizes = [*map(len, parts)]
        parts_sizes[0] += rest
        rest = parts_sizes.pop()
        sizes.extend(parts_sizes)
    return sizes


def _refuse_repeated(archive: zipfile.ZipFile, member: str, sizes: array[int], cells: int) -> None:
    """Refuse a long text that so many cells share that they could not all be written out."""
    unpacked = sum(each.file_size for each in archive.infolist())
    most = _TEXT_TO_SPARE + _TEXT_A_BYTE * unpacked
    if not sizes or max(sizes) * cells <= most:
        return
    total = 0
    for piece in inflated(archive, member):
        shared = map(int, _SHARED.findall(piece))
        total += sum(sizes[at] for at in shared if at < len(sizes))
        if total > most:
            raise Refused("bomb")


def _refuse_endless(piece: bytes) -> None:
    """Refuse a text that goes on and on: no cell may be longer than 32,767 characters."""
    if len(piece) >= 1 << 20 and b"<" not in piece:
        raise Refused("bomb")


def _relations(archive: zipfile.ZipFile, member: str) -> list[Attributes]:
    return [found for name, found in elements(small_member(archive, member)) if found.get("Id")]


def _inside(folder: str, target: str | None) -> str:
    parts = [] if (target or "").startswith("/") else folder.split("/")
    for part in (target or "").split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part:
            parts.append(part)
    return "/".join(parts)


def _take_in(look: SheetLook, part: bytes) -> None:
    look.cells += part.count(b"<c ") or part.count(b":c ") + part.count(b"<c>")
    _take_places(look, part)
    # a single letter is found ten times as fast as a word, and most sheets lack these
    if b"h" in part and b"hidden=" in part:
        _take_hidden(look, part)
    if b"e" in part and b't="e"' in part:
        look.errors += len(_ERROR.findall(part))
    if b"f" in part and (b"<f" in part or b":f" in part):
        look.no_results += len(_NO_RESULT.findall(part))


def _take_places(look: SheetLook, part: bytes) -> None:
    """Learn the far cells; all in the first 26 columns and 99,999 rows are near."""
    cells = {*_FAR.findall(part)}
    if b"'" in part:
        cells |= {(letters, row, b"") for letters, row in _ANY_CELL.findall(part)}
    for letters in {letters for letters, *_rows in cells if letters}:
        look.columns = max(look.columns, _number(letters))
    rows = {row or far for _letters, row, far in cells}
    last = _ROW.match(part, max(0, part.rfind(b"<row ")))
    number = dict(_ATTRIBUTE.findall(last[1] or b"")).get(b"r", b"") if last else b""
    counted = part.count(b"</row>") if not number.isdigit() else 0
    look.rows = max(look.rows + counted, int(number or 0), *map(int, rows), 0)


def _take_hidden(look: SheetLook, part: bytes) -> None:
    for plain, prefixed in _ROW.findall(part):
        text = plain or prefixed
        found = dict(_ATTRIBUTE.findall(text)) if b"hidden" in text else {}
        if found.get(b"hidden") in (b"1", b"true") and len(look.hidden_rows) < _MOST_LISTED:
            look.hidden_rows.append(int(found.get(b"r", b"0")))
    for text in _COLUMN.findall(part):
        found = dict(_ATTRIBUTE.findall(text))
        if found.get(b"hidden") in (b"1", b"true"):
            first, last = int(found.get(b"min", b"1")), int(found.get(b"max", b"1"))
            look.hidden_columns.extend(range(first, min(last, first + 999) + 1))


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
