"""The profile card as one A4 page, for print, PDF and picture alike.

Everything is drawn once, by ``paint_card``, on a page of 794 x 1123 px (A4 at 96 dpi). A card
that holds more than the page shows less of its long lists, never a second page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QPageLayout, QPainter, QPicture

from profiler_app.domain.profile import Card
from profiler_app.domain.text import _
from profiler_app.reports.card_head import draw_band, draw_identity, draw_kpis, draw_masthead
from profiler_app.reports.card_sections import (
    EVENT_ROW,
    NOTE_LINE,
    draw_chart,
    draw_dimensions,
    draw_gaps,
    draw_holdings,
    draw_notes,
    draw_people,
    draw_relations,
    draw_rfm,
    draw_tags,
    draw_tasks,
    draw_timeline,
)
from profiler_app.reports.files import replacing
from profiler_app.reports.pdf import pdf_pages
from profiler_app.reports.sheet import Sheet, Slot, drawing_application, text_width

PAGE_WIDTH = 794
PAGE_HEIGHT = 1123

_LEFT = 48
_TOP = 34
_WIDTH = PAGE_WIDTH - 2 * _LEFT
_MAIN = 404
_SIDE = 270
_SIDE_LEFT = _LEFT + _WIDTH - _SIDE
_HOLDINGS = 6  # as many as stand beside the chart
_FOOT = PAGE_HEIGHT - 56
_HEADING = 29
_METRES = 39.3701  # inches in a metre


@dataclass(frozen=True, slots=True)
class _Limits:
    """How much of each long list is shown."""

    cells: int
    people: int
    rows: int
    tasks: int
    tags: int
    events: int = 3
    note_lines: int = 2


_FROM_FULL_TO_SHORT = (
    _Limits(6, 8, 6, 4, 12),
    _Limits(5, 6, 5, 3, 10),
    _Limits(4, 6, 5, 3, 9),
    _Limits(4, 5, 3, 3, 7),
    _Limits(3, 6, 5, 3, 9),
    _Limits(3, 5, 4, 3, 8),
    _Limits(3, 5, 3, 2, 8),
    _Limits(3, 4, 2, 2, 7),
    _Limits(3, 4, 1, 2, 6),
    _Limits(3, 3, 1, 1, 5),
    _Limits(3, 3, 0, 1, 5),
    _Limits(2, 4, 2, 2, 6),
    _Limits(2, 3, 1, 1, 5),
    _Limits(1, 2, 1, 1, 4),
    _Limits(1, 1, 0, 0, 3, events=1, note_lines=1),
)


def paint_card(painter: QPainter, card: Card, *, printed_by: str, today: date) -> None:
    """Draw the page; the painter's unit must be 1/96 inch (scale it first)."""
    sheet = Sheet(painter)
    limits = _fitting_limits(card)
    _draw_lower(sheet, card, limits, _draw_upper(sheet, card, limits))
    draw_gaps(sheet, card, Slot(_LEFT, _FOOT - 22, _WIDTH))
    _draw_foot(sheet, card, printed_by=printed_by, today=today)


def _fitting_limits(card: Card) -> _Limits:
    """Return the fullest limits with which the card fits the page."""
    for limits in _FROM_FULL_TO_SHORT:
        if _height(card, limits) <= _floor(card):
            return limits
    return _FROM_FULL_TO_SHORT[-1]


def _height(card: Card, limits: _Limits) -> float:
    """Return where the card would end, found by drawing it into nothing."""
    nothing = QPicture()
    painter = QPainter(nothing)
    try:
        sheet = Sheet(painter)
        main, side = _draw_lists(sheet, card, limits, _draw_upper(sheet, card, limits))
        events = _HEADING + EVENT_ROW * min(limits.events, len(card.timeline))
        return max(main + events, side + _HEADING + NOTE_LINE * limits.note_lines)
    finally:
        painter.end()


def _draw_upper(sheet: Sheet, card: Card, limits: _Limits) -> float:
    y = draw_masthead(sheet, card, Slot(_LEFT, _TOP, _WIDTH))
    y = draw_identity(sheet, card, Slot(_LEFT, y, _WIDTH))
    if not card.profiling_allowed:
        words = _("No consent to profiling: only what the customer told us is shown.")
        y = draw_band(sheet, words, Slot(_LEFT, y, _WIDTH))
    y = draw_kpis(sheet, card, Slot(_LEFT, y, _WIDTH))
    chart = draw_chart(sheet, card, Slot(_LEFT, y, _MAIN))
    side = Slot(_SIDE_LEFT, y, _SIDE)
    rfm = draw_rfm(sheet, card, side)
    beside = rfm if card.rfm else draw_holdings(sheet, card, side, limit=_HOLDINGS)
    y = max(chart, beside) + 10
    y = draw_people(sheet, card, Slot(_LEFT, y, _WIDTH), limit=limits.people)
    return draw_dimensions(sheet, card, Slot(_LEFT, y, _WIDTH), cells=limits.cells)


def _draw_lower(sheet: Sheet, card: Card, limits: _Limits, y: float) -> None:
    """Draw the lists; the last of each column takes what is left of the page."""
    main, side = _draw_lists(sheet, card, limits, y)
    room = _floor(card) - _HEADING
    events = max(int((room - main) // EVENT_ROW), limits.events)
    draw_timeline(sheet, card, Slot(_LEFT, main, _MAIN), limit=events)
    lines = max(int((room - side) // NOTE_LINE), limits.note_lines)
    draw_notes(sheet, Slot(_SIDE_LEFT, side, _SIDE), lines=lines)


def _draw_lists(sheet: Sheet, card: Card, limits: _Limits, y: float) -> tuple[float, float]:
    """Draw tasks, tags, holdings and ties; return where the left and right columns end."""
    main = draw_tasks(sheet, card, Slot(_LEFT, y, _MAIN), limit=limits.tasks)
    side = draw_tags(sheet, card, Slot(_SIDE_LEFT, y, _SIDE), limit=limits.tags)
    beside_chart = card.rfm is None
    for draw in (draw_relations,) if beside_chart else (draw_relations, draw_holdings):
        if main <= side:
            main = draw(sheet, card, Slot(_LEFT, main, _MAIN), limit=limits.rows)
        else:
            side = draw(sheet, card, Slot(_SIDE_LEFT, side, _SIDE), limit=limits.rows)
    return main, side


def _floor(card: Card) -> float:
    """Return how far down the lists may reach."""
    return _FOOT - (26 if card.notes else 8)


def _draw_foot(sheet: Sheet, card: Card, *, printed_by: str, today: date) -> None:
    sheet.rule(_LEFT, _FOOT, _WIDTH, ink="border.strong")
    right = _("printed {day}").format(day=today) + "    1 / 1"
    sheet.text(_LEFT + _WIDTH, _FOOT + 8, right, ink="text.secondary", right=True)
    words = _("Personal data, only for {name} and this visit; destroy after use.")
    if card.kind == "company":
        words = _("Confidential customer data, only for {name}; destroy after use.")
    room = _WIDTH - text_width(right) - 20
    named = words.format(name=printed_by or _("the person named by the owner"))
    sheet.text(_LEFT, _FOOT + 8, named, ink="text.secondary", width=room)


def write_pdf(card: Card, path: Path, *, printed_by: str, today: date) -> None:
    """Write the card as a PDF of one A4 page with selectable text.

    Raises PlaceNotWritable or NoSpaceForFile; the old file stays then.
    """
    title = _("{name}: customer profile card").format(name=card.name)
    portrait = QPageLayout.Orientation.Portrait
    with pdf_pages(path, portrait, title=title, author=printed_by) as (painter, _new_page):
        paint_card(painter, card, printed_by=printed_by, today=today)


def card_image(card: Card, *, scale: float, printed_by: str, today: date) -> QImage:
    """Return the page as a picture, ``scale`` pixels for each of its units."""
    size = (round(PAGE_WIDTH * scale), round(PAGE_HEIGHT * scale))
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(round(96 * scale * _METRES))
    image.setDotsPerMeterY(round(96 * scale * _METRES))
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.scale(scale, scale)
    paint_card(painter, card, printed_by=printed_by, today=today)
    painter.end()
    return image


def write_png(card: Card, path: Path, *, printed_by: str, today: date, scale: float = 2) -> None:
    """Write the card as a picture of the page.

    Raises PlaceNotWritable or NoSpaceForFile; the old file stays then.
    """
    application = drawing_application()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image = card_image(card, scale=scale, printed_by=printed_by, today=today)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs miss this overload
    with replacing(path) as file:
        file.write(content.data())
    del application
