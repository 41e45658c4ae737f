"""Tables for a spreadsheet: XLSX and CSV that hold no live formula and keep leading zeros."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.formulas import guard
from profiler_app.domain.text import N_, _
from profiler_app.reports.files import replacing
from profiler_app.reports.palette import tone_pill

Cell = str | int | float | Decimal | date | None

MOST_ROWS = 200_000
"""A workbook is put together in memory, so that nothing unencrypted is left behind: a million rows
would take more than a gigabyte."""
MAX_CELL_TEXT = 32_767
_SHEET_NAME = 31
_FOOTER = 250
_EXACT_DIGITS = 15  # a spreadsheet keeps no more digits of a number


class TooManyRowsForSheet(UserProblem):
    """The list is longer than a workbook may be."""

    code: ClassVar[str] = "too_many_rows"
    template: ClassVar[str] = N_(
        "A workbook is written with at most {most} rows. {file} was not written. Export as CSV, "
        "or narrow the list first."
    )


def write_csv(
    path: Path, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, foot: str = ""
) -> int:
    """Write a CSV file (UTF-8 with BOM, RFC 4180) and return the number of rows.

    Unknown (None, a number that is not finite) is an empty cell. ``foot`` is written below the
    table, in its first column, and is no row. Raises PlaceNotWritable or
    NoSpaceForFile; the old file stays then.
    """
    count = 0
    with replacing(path) as file:
        lines = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        writer = csv.writer(lines)
        writer.writerow([guard(name) for name in columns])
        for row in rows:
            writer.writerow([_csv_text(cell) for cell in row])
            count += 1
        if foot:
            writer.writerow([guard(foot), *[""] * (len(columns) - 1)])
        lines.flush()
        lines.detach()
    return count


def _csv_text(cell: Cell) -> str:
    if isinstance(cell, str):
        return guard(cell)
    if isinstance(cell, bool):
        return str(cell).upper()
    if cell is None or _not_finite(cell):
        return ""
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _not_finite(cell: Cell) -> bool:
    return isinstance(cell, float | Decimal) and not math.isfinite(cell)


def too_many(path: Path) -> TooManyRowsForSheet:
    """Return what to say when a table has more than ``MOST_ROWS`` rows."""
    return TooManyRowsForSheet(file=path, most=f"{MOST_ROWS:,}")


def write_xlsx(
    path: Path,
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    sheet: str = "",
    about: Sequence[tuple[str, str]] = (),
) -> int:
    """Write a workbook of one sheet and return the number of rows.

    ``about`` (names and texts) is written as a sheet of its own, at the foot of every printed page
    and into the properties of the file.

    Texts are text cells and identifiers keep their zeros; numbers, amounts and days are numbers,
    amounts and days. A text longer than a cell holds is cut to 32,767 characters. Nothing is
    written in plain text outside ``path``. Raises TooManyRowsForSheet, PlaceNotWritable or
    NoSpaceForFile; the old file stays then.
    """
    import xlsxwriter

    with replacing(path) as file:
        book = xlsxwriter.Workbook(file, {"in_memory": True})
        page = book.add_worksheet(sheet or _("Customers"))
        count = _fill(book, page, columns, rows)
        if count > MOST_ROWS:
            raise too_many(path)
        if about:
            _mark(book, page, about)
        book.close()
    return count


def _mark(book: Any, page: Any, about: Sequence[tuple[str, str]]) -> None:
    """Write a watermark wherever a workbook can carry one."""
    line = " · ".join(text for _name, text in about)
    book.set_properties({"author": guard(about[0][1]), "comments": guard(line)})
    page.set_footer("&L" + line.replace("&", "&&")[:_FOOTER])
    own = book.add_worksheet(_("About this file"))
    own.set_column(0, 1, _width("x" * 24))
    for row, (name, text) in enumerate(about):
        own.write_string(row, 0, guard(name))
        own.write_string(row, 1, guard(text))


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A sheet of a workbook: its name, headers and rows."""

    name: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def write_book(path: Path, sheets: Sequence[SheetTable]) -> None:
    """Write a workbook of several sheets, as ``write_xlsx`` writes one.

    Raises TooManyRowsForSheet, PlaceNotWritable or NoSpaceForFile; the old file stays then.
    """
    import xlsxwriter

    with replacing(path) as file:
        book = xlsxwriter.Workbook(file, {"in_memory": True})
        names: list[str] = []
        for sheet in sheets:
            names.append(_sheet_name(sheet.name, names))
            if _fill(book, book.add_worksheet(names[-1]), sheet.headers, sheet.rows) > MOST_ROWS:
                raise too_many(path)
        book.close()


def plain_sign(text: str) -> str:
    """Return a text without a plus in front, which a spreadsheet would take for a formula."""
    return text.removeprefix("+")


def _sheet_name(wanted: str, taken: Sequence[str]) -> str:
    """Return a name a spreadsheet takes: short, without its signs, and no other sheet's."""
    plain = "".join(" " if letter in "[]:*?/\\" else letter for letter in wanted).strip("' ")
    name, number = plain[:_SHEET_NAME] or "-", 2
    while name.casefold() in (other.casefold() for other in taken):
        end = f" {number}"
        name, number = plain[: _SHEET_NAME - len(end)] + end, number + 1
    return name


def write_marked_xlsx(
    path: Path,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    marks: Mapping[int, int],
    *,
    sheet: str,
) -> int:
    """Write a workbook of texts as ``write_xlsx``; ``marks`` (row -> column) colours cells."""
    import xlsxwriter

    with replacing(path) as file:
        book = xlsxwriter.Workbook(file, {"in_memory": True})
        page = book.add_worksheet(sheet)
        fill, ink = tone_pill("danger")
        marked = book.add_format({"bg_color": fill, "font_color": ink})
        bold = book.add_format({"bold": True, "bottom": 1})
        for column, name in enumerate(columns):
            page.write_string(0, column, guard(name), bold)
            page.set_column(column, column, _width(name))
        page.freeze_panes(1, 0)
        count = 0
        for count, row in enumerate(rows, start=1):
            if count > MOST_ROWS:
                raise too_many(path)
            for column, cell in enumerate(row):
                style = marked if marks.get(count - 1) == column else None
                if cell or style:
                    page.write_string(count, column, guard(cell)[:MAX_CELL_TEXT], style)
        book.close()
    return count


def _fill(book: Any, page: Any, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    bold = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for column, name in enumerate(columns):
        page.write_string(0, column, guard(name), bold)
        page.set_column(column, column, _width(name))
    page.freeze_panes(1, 1)
    count = 0
    for count, row in enumerate(rows, start=1):
        if count > MOST_ROWS:
            break
        for column, cell in enumerate(row):
            _write(page, (count, column), cell, day=day)
    page.autofilter(0, 0, max(count, 1), max(len(columns) - 1, 0))
    return count


def _width(name: str) -> int:
    return max(12, 3 + sum(2 if ord(letter) > 0x2E7F else 1 for letter in name))


def _write(page: Any, place: tuple[int, int], cell: Cell, *, day: Any) -> None:
    if cell is None or _not_finite(cell):
        return
    if isinstance(cell, str):
        page.write_string(*place, guard(cell)[:MAX_CELL_TEXT])
    elif isinstance(cell, bool):
        page.write_boolean(*place, cell)
    elif isinstance(cell, date):
        page.write_datetime(*place, cell, day)
    elif len(Decimal(str(cell)).as_tuple().digits) > _EXACT_DIGITS:
        page.write_string(*place, guard(str(cell)))
    else:
        page.write_number(*place, cell)
