"""Look at a workbook before the reader does: archives and cell references that would drown it.

The reader allocates one cell for every place between the first and the last cell of a sheet; a
legal file of 4.8 KB with cells A1 and XFD1048576 makes it ask for 512 GiB and abort. Standard
library only: this runs in the child process, beside the reader.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

_MOST_FILES: Final = 5_000
_MOST_BYTES: Final = 3 << 30
_RATIO: Final = 200
_RATIO_FROM: Final = 20 << 20
_MOST_PLACES: Final = 40_000_000
_CHUNK: Final = 1 << 20
_TAIL: Final = 64
_CELL: Final = re.compile(rb'<(?:\w+:)?c\b[^<>]{0,60}?\br="([A-Z]{1,3})(\d{1,7})"')
_IDS: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


class Refused(Exception):
    """The workbook must not be given to the reader; ``code`` says why, ``facts`` the details."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Extent:
    """The last column and row of a sheet, as counted from 1."""

    columns: int
    rows: int


def check_archive(path: Path) -> zipfile.ZipFile:
    """Open the archive and check what its directory says. Raises Refused."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Refused("broken") from error
    members = archive.infolist()
    if not any(member.filename.startswith("xl/") for member in members):
        raise Refused("not_a_workbook")
    if len(members) > _MOST_FILES or sum(member.file_size for member in members) > _MOST_BYTES:
        raise Refused("too_big")
    for member in members:
        if member.file_size > _RATIO_FROM and member.file_size > _RATIO * member.compress_size:
            raise Refused("bomb")
    return archive


def check_sheet(archive: zipfile.ZipFile, name: str) -> None:
    """Check the cell references of one sheet by streaming it. Raises Refused."""
    member = _member(archive, name)
    if member is None:
        return
    try:
        extent = _extent(archive, member)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise Refused("broken") from error
    except ValueError as error:
        raise Refused("broken") from error
    if extent.columns * extent.rows > _MOST_PLACES:
        raise Refused("too_wide", sheet=name, columns=extent.columns, rows=extent.rows)


def _member(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """Return the archive member of a sheet, or None when the workbook does not tell."""
    relations = _small_xml(archive, "xl/_rels/workbook.xml.rels")
    book = _small_xml(archive, "xl/workbook.xml")
    targets = {each.get("Id"): each.get("Target", "") for each in relations.iter()}
    for each in book.iter():
        if each.tag.endswith("}sheet") and each.get("name") == sheet:
            target = targets.get(each.get(f"{_IDS}id"), "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return None


def _small_xml(archive: zipfile.ZipFile, member: str) -> ElementTree.Element:
    try:
        data = archive.read(member)
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise Refused("broken")
        return ElementTree.fromstring(data)
    except (KeyError, zipfile.BadZipFile, EOFError, ElementTree.ParseError, RuntimeError) as error:
        raise Refused("broken") from error


def _extent(archive: zipfile.ZipFile, member: str) -> Extent:
    columns: set[bytes] = set()
    last_row = read = 0
    rest = b""
    try:
        sheet = archive.open(member)
    except KeyError as error:
        raise Refused("broken") from error
    with sheet:
        while chunk := sheet.read(_CHUNK):
            read += len(chunk)
            if read > _MOST_BYTES:
                raise Refused("bomb")
            cells = _CELL.findall(rest + chunk)
            columns.update(column for column, _row in cells)
            last_row = max(last_row, *map(int, {row for _column, row in cells}), 0)
            rest = chunk[-_TAIL:]
    return Extent(max((_number(column) for column in columns), default=0), last_row)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
