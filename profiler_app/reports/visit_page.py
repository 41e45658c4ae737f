"""The visit sheet as one A4 page of selectable text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPageLayout, QPainter

from profiler_app.domain.text import _, ngettext
from profiler_app.domain.visits import Change, Fit, Point, VisitSheet
from profiler_app.reports.card_head import draw_band, draw_identity, draw_kpis, draw_masthead
from profiler_app.reports.card_page import PAGE_HEIGHT, PAGE_WIDTH
from profiler_app.reports.card_sections import NOTE_LINE, draw_notes
from profiler_app.reports.pdf import pdf_pages
from profiler_app.reports.sheet import Sheet, Slot, drawing_application, fitting, text_width

_LEFT, _TOP, _WIDTH = 48, 34, 698
_MAIN, _SIDE = 404, 270
_SIDE_LEFT = _LEFT + _WIDTH - _SIDE
_FOOT = PAGE_HEIGHT - 56
_LINE, _GAP = 18, 12
_WORD = re.compile(r"[\w.,¥%:/-]+\s*|\s+|.", re.ASCII)
_NEVER_FIRST = "，。！？；：、）”%,.!?;:)"


def write_visit(sheet: VisitSheet, path: Path, *, printed_by: str, today: date) -> None:
    """Write the sheet as a PDF of one page.

    Raises PlaceNotWritable or NoSpaceForFile; the old file stays then.
    """
    title = _("{name}: visit sheet").format(name=sheet.card.name)
    portrait = QPageLayout.Orientation.Portrait
    with pdf_pages(path, portrait, title=title, author=printed_by) as (painter, _new_page):
        paint_visit(painter, sheet, printed_by=printed_by, today=today)


def visit_picture(sheet: VisitSheet, *, printed_by: str, today: date, scale: float) -> QImage:
    """Return the page as a picture, ``scale`` pixels for each of its units."""
    application = drawing_application()
    image = QImage(
        round(PAGE_WIDTH * scale), round(PAGE_HEIGHT * scale), QImage.Format.Format_RGB32
    )
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.scale(scale, scale)
    paint_visit(painter, sheet, printed_by=printed_by, today=today)
    painter.end()
    del application
    return image


def paint_visit(painter: QPainter, visit: VisitSheet, *, printed_by: str, today: date) -> None:
    """Draw the page; the painter's unit must be 1/96 inch (scale it first)."""
    sheet, card = Sheet(painter), visit.card
    y = draw_masthead(sheet, card, Slot(_LEFT, _TOP, _WIDTH), title=_("Visit sheet"))
    y = draw_identity(sheet, card, Slot(_LEFT, y, _WIDTH))
    if not card.profiling_allowed:
        words = _("No consent to profiling: only what the customer told us is shown.")
        y = draw_band(sheet, words, Slot(_LEFT, y, _WIDTH))
    y = draw_kpis(sheet, card, Slot(_LEFT, y, _WIDTH))
    main = _draw_points(sheet, _("To talk about"), visit.talk, Slot(_LEFT, y, _MAIN), lines=2)
    main = _draw_changes(sheet, visit, Slot(_LEFT, main, _MAIN))
    side = _draw_points(
        sheet, _("Not to mention"), visit.avoid, Slot(_SIDE_LEFT, y, _SIDE), lines=2
    )
    side = _draw_fit(sheet, visit, Slot(_SIDE_LEFT, side, _SIDE))
    y = max(main, side)
    y = _draw_points(sheet, _("To ask"), visit.ask, Slot(_LEFT, y, _WIDTH), lines=1)
    lines = int((_FOOT - y - 34) // NOTE_LINE)
    if lines > 0:
        draw_notes(sheet, Slot(_LEFT, y, _WIDTH), lines=lines)
    _draw_foot(sheet, visit, printed_by=printed_by, today=today)


def _draw_points(
    sheet: Sheet, title: str, points: Sequence[Point], slot: Slot, *, lines: int
) -> float:
    """Draw numbered points, each with its reason below."""
    y = sheet.heading(slot, title)
    left, room = slot.x + 20, slot.width - 20
    for number, point in enumerate(points, 1):
        sheet.text(slot.x, y, str(number), px=13, bold=True, ink="accent")
        for line in wrapped(point.title, room, lines=2, bold=True):
            sheet.text(left, y, line, px=13, bold=True)
            y += _LINE + 2
        for line in wrapped(point.reason, room, lines=lines):
            sheet.text(left, y, line, ink="text.secondary")
            y += _LINE
        y += 5
    return y + _GAP - 5


def _draw_changes(sheet: Sheet, visit: VisitSheet, slot: Slot) -> float:
    last = visit.last
    note = "" if last is None else last.on.isoformat()
    y = sheet.heading(slot, _("Since the last contact"), note)
    if last is None:
        sheet.text(slot.x, y, _("No contact is recorded yet."), ink="text.secondary")
        y += _LINE + 4
    else:
        said = " · ".join(part for part in (last.how, last.said, last.by) if part)
        for line in wrapped(said, slot.width, lines=2):
            sheet.text(slot.x, y, line, ink="text.secondary")
            y += _LINE
        y += 4
    if not visit.changes:
        words = (
            _("Nothing new since then. Before:") if visit.earlier else _("Nothing happened yet.")
        )
        sheet.text(slot.x, y, words, ink="text.secondary")
        y += _LINE + 3
    for change in visit.changes or visit.earlier:
        _draw_change(sheet, change, Slot(slot.x, y, slot.width))
        y += _LINE + 3
    if visit.more_changes:
        words = ngettext("and {n} more", "and {n} more", visit.more_changes)
        sheet.text(slot.x + 78, y, words.format(n=visit.more_changes), ink="text.tertiary")
        y += _LINE
    return y + _GAP


def _draw_change(sheet: Sheet, change: Change, slot: Slot) -> None:
    sheet.text(slot.x, slot.y, change.on.isoformat(), ink="text.tertiary")
    value = text_width(change.value)
    sheet.text(slot.x + slot.width, slot.y, change.value, right=True)
    room = slot.width - 78 - value - (8 if value else 0)
    sheet.text(slot.x + 78, slot.y, f"{change.label} · {change.text}", width=room)


def _draw_fit(sheet: Sheet, visit: VisitSheet, slot: Slot) -> float:
    y = sheet.heading(slot, _("Product fit"))
    if not visit.fit:
        for line in wrapped(_no_fit(visit), slot.width, lines=3):
            sheet.text(slot.x, y, line, ink="text.secondary")
            y += _LINE
        return y + _GAP
    for fit in visit.fit:
        y = _draw_one_fit(sheet, fit, Slot(slot.x, y, slot.width))
    return y + _GAP - 4


def _draw_one_fit(sheet: Sheet, fit: Fit, slot: Slot) -> float:
    word = _("fits") if fit.verdict == "fits" else _("wait")
    tone = "success" if fit.verdict == "fits" else "warning"
    sheet.text(slot.x + slot.width, slot.y, word, ink=tone, bold=True, right=True)
    room = slot.width - text_width(word, bold=True) - 10
    sheet.text(slot.x, slot.y, fit.product, px=13, bold=True, width=room)
    y = slot.y + _LINE + 2
    for line in wrapped(fit.reason, slot.width, lines=2):
        sheet.text(slot.x, y, line, ink="text.secondary")
        y += _LINE
    return y + 4


def _no_fit(visit: VisitSheet) -> str:
    if not visit.card.profiling_allowed:
        return _("Without consent to profiling nothing is suggested.")
    if any(point.key == "complaint_open" for point in visit.avoid):
        return _("While a complaint is open nothing is suggested.")
    return _("Nothing is known to fit yet, or offers were refused.")


def _draw_foot(sheet: Sheet, visit: VisitSheet, *, printed_by: str, today: date) -> None:
    sheet.rule(_LEFT, _FOOT, _WIDTH, ink="border.strong")
    right = _("printed {day}").format(day=today) + "    1 / 1"
    sheet.text(_LEFT + _WIDTH, _FOOT + 8, right, ink="text.secondary", right=True)
    named = printed_by or _("the person named by the owner")
    words = _("Only for {name} and this visit, not for the customer; destroy after use.")
    room = _WIDTH - text_width(right) - 20
    sheet.text(_LEFT, _FOOT + 8, words.format(name=named), ink="text.secondary", width=room)


def wrapped(words: str, width: float, *, lines: int, bold: bool = False) -> list[str]:
    """Return a text in at most so many lines; the last one is cut with an ellipsis."""
    px = 13 if bold else 12
    found: list[str] = [""]
    for part in _WORD.findall(" ".join(words.split())):
        line = found[-1] + part
        fits = text_width(line.rstrip(), px=px, bold=bold) <= width
        if fits or not found[-1] or part in _NEVER_FIRST:
            found[-1] = line
        else:
            found.append(part.lstrip())
    if len(found) > lines:
        rest = "".join(found[lines - 1 :])
        found = [*found[: lines - 1], fitting(rest, width, px=px, bold=bold)]
    return [line for line in (each.rstrip() for each in found) if line]
