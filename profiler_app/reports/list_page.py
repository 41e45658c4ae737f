"""A list of customers on paper: A4 landscape, a head with what is listed, pages that are counted.

Pages are 1123 x 794 px (A4 at 96 dpi). The same drawing goes into a PDF and to a printer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtGui import QPageLayout, QPainter

from profiler_app.domain.text import _
from profiler_app.reports.pdf import pdf_pages
from profiler_app.reports.sheet import Sheet, text_width

PAGE_WIDTH, PAGE_HEIGHT = 1123, 794

_LEFT, _TOP, _FOOT = 44, 36, PAGE_HEIGHT - 50
_WIDTH = PAGE_WIDTH - 2 * _LEFT
_HEAD, _ROW = 24, 22
_FIRST_ROW = _TOP + 58 + _HEAD
_GAP = 12
_NARROWEST = 44


@dataclass(frozen=True, slots=True)
class ListColumnHead:
    """The head of a column: its title, how much of the width it asks for, at which side."""

    title: str
    width: float
    right: bool = False


@dataclass(frozen=True, slots=True)
class ListSheet:
    """What is printed: ``filters`` are words, ``lines`` the cells of each customer."""

    title: str
    filters: str
    columns: tuple[ListColumnHead, ...]
    lines: Sequence[Sequence[str]]
    today: date
    printed_by: str


def rows_on_a_page() -> int:
    """Return how many customers stand on one page."""
    return (_FOOT - 8 - _FIRST_ROW) // _ROW


def pages_of(rows: int) -> int:
    """Return how many pages so many customers take."""
    return max(1, -(-rows // rows_on_a_page()))


def paint_list_page(painter: QPainter, sheet: ListSheet, number: int) -> None:
    """Draw a page (the first is 1); the painter's unit must be 1/96 inch (scale it first)."""
    pen = Sheet(painter)
    _draw_head(pen, sheet)
    places = _places(sheet.columns)
    y = float(_TOP + 58)
    for (x, width), column in zip(places, sheet.columns, strict=True):
        at = x + width if column.right else x
        pen.text(at, y + 3, column.title, bold=True, width=width, right=column.right)
    pen.rule(_LEFT, y + _HEAD, _WIDTH, ink="text.primary", thick=1.25)
    first = (number - 1) * rows_on_a_page()
    for line in sheet.lines[first : first + rows_on_a_page()]:
        y += _ROW
        for (x, width), column, cell in zip(places, sheet.columns, line, strict=True):
            at = x + width if column.right else x
            pen.text(at, y + 4, cell, width=width, right=column.right)
        pen.rule(_LEFT, y + _ROW + 2, _WIDTH, thick=0.75)
    _draw_foot(pen, sheet, number)


def _draw_head(pen: Sheet, sheet: ListSheet) -> None:
    day = sheet.today.isoformat()
    pen.text(_LEFT + _WIDTH, _TOP + 6, day, px=13, ink="text.secondary", right=True)
    room = _WIDTH - text_width(day, px=13) - 20
    pen.text(_LEFT, _TOP, sheet.title, px=20, bold=True, width=room)
    pen.text(_LEFT, _TOP + 30, sheet.filters, ink="text.secondary", width=_WIDTH)


def _draw_foot(pen: Sheet, sheet: ListSheet, number: int) -> None:
    pen.rule(_LEFT, _FOOT, _WIDTH, ink="border.strong")
    page = f"{number} / {pages_of(len(sheet.lines))}"
    pen.text(_LEFT + _WIDTH, _FOOT + 7, page, ink="text.secondary", right=True)
    words = _("Personal data, only for {name}; destroy after use.")
    named = words.format(name=sheet.printed_by or _("the person named by the owner"))
    pen.text(_LEFT, _FOOT + 7, named, ink="text.secondary", width=_WIDTH - 100)


def _places(columns: Sequence[ListColumnHead]) -> list[tuple[float, float]]:
    """Return (left, width) of each column: the width is shared out as they ask for it."""
    room = _WIDTH - _GAP * (len(columns) - 1)
    asked = [max(_NARROWEST, column.width) for column in columns]
    scale = room / sum(asked)
    places, x = [], float(_LEFT)
    for width in asked:
        places.append((x, width * scale))
        x += width * scale + _GAP
    return places


def write_list_pdf(sheet: ListSheet, path: Path, *, step: Callable[[int, int], None]) -> None:
    """Write the list as a PDF with selectable text; ``step`` follows each page (page, of).

    What ``step`` raises ends it and the old file stays. Raises PlaceNotWritable or NoSpaceForFile.
    """
    landscape = QPageLayout.Orientation.Landscape
    with pdf_pages(path, landscape, title=sheet.title, author=sheet.printed_by) as (
        painter,
        new_page,
    ):
        last = pages_of(len(sheet.lines))
        for number in range(1, last + 1):
            if number > 1:
                new_page()
            paint_list_page(painter, sheet, number)
            step(number, last)
