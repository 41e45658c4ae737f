"""The typical customer of a segment as one A4 page of selectable text; nobody is named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtGui import QPageLayout, QPainter

from profiler_app.domain.likeness import PersonaCard
from profiler_app.domain.text import _, ngettext, with_minus
from profiler_app.reports.card_page import PAGE_HEIGHT
from profiler_app.reports.pdf import pdf_pages
from profiler_app.reports.sheet import Sheet, Slot

_LEFT, _TOP, _WIDTH, _LINE, _GAP = 48, 40, 698, 21, 14
_FOOT = PAGE_HEIGHT - 60
_RIGHTS = (0.48, 0.65, 0.82, 1.0)


def write_persona(found: PersonaCard, path: Path, *, printed_by: str, today: date) -> None:
    """Write the persona as a PDF of one page.

    Raises PlaceNotWritable or NoSpaceForFile; the old file stays then.
    """
    title = _("Typical customer · {name}").format(name=found.name)
    portrait = QPageLayout.Orientation.Portrait
    with pdf_pages(path, portrait, title=title, author=printed_by) as (painter, _new_page):
        _paint(painter, found, title, f"{printed_by} · {today.isoformat()}")


def _paint(painter: QPainter, found: PersonaCard, title: str, printed: str) -> None:
    sheet, slot = Sheet(painter), Slot(_LEFT, _TOP, _WIDTH)
    sheet.text(slot.x, slot.y, title, px=20, bold=True, width=_WIDTH)
    n = ngettext("{n} customer", "{n} customers", found.customers)
    parts = [
        n.format(n=f"{found.customers:,}"),
        _("{share:.1%} of their kind").format(share=found.share),
    ]
    if found.sales_share is not None:
        parts.append(_("{share:.1%} of sales").format(share=found.sales_share))
    sheet.text(slot.x, slot.y + 34, " · ".join(parts), width=_WIDTH)
    sheet.text(slot.x, slot.y + 54, found.sentence, ink="text.secondary", width=_WIDTH)
    y = slot.down(84).y
    apart = [(each.sentence, with_minus(f"{each.strength:+.2f}")) for each in found.distinctions]
    if apart:
        y = _lines(sheet, sheet.heading(slot.down(84), _("What sets them apart")), apart)
    y = sheet.heading(Slot(_LEFT, y, _WIDTH), _("Typical ranges"))
    heads = (_("Lower quarter"), _("Middle"), _("Upper quarter"), _("Middle of the others"))
    rows = [("", *heads)]
    rows += [(each.label, each.low, each.middle, each.high, each.others) for each in found.ranges]
    y = _table(sheet, y, rows)
    y = sheet.heading(Slot(_LEFT, y, _WIDTH), _("Most frequent"))
    often = [(f"{label} · {value}", f"{share:.0%}") for label, value, share in found.frequent]
    _lines(sheet, y, often)
    told = _("Made of {n} customers; nobody is named, and groups under 10 are not drawn.")
    sheet.rule(_LEFT, _FOOT + 12, _WIDTH)
    sheet.text(_LEFT, _FOOT + 18, told.format(n=f"{found.customers:,}"), ink="text.secondary")
    sheet.text(_LEFT + _WIDTH, _FOOT + 18, printed, ink="text.secondary", right=True)


def _lines(sheet: Sheet, y: float, rows: Sequence[tuple[str, str]]) -> float:
    for words, figure in rows:
        if y + _LINE > _FOOT:
            break
        sheet.text(_LEFT, y, words, width=_WIDTH - 70)
        sheet.text(_LEFT + _WIDTH, y, figure, bold=True, right=True)
        y += _LINE
    return y + _GAP


def _table(sheet: Sheet, y: float, rows: Sequence[tuple[str, ...]]) -> float:
    for row in rows:
        if y + _LINE > _FOOT - 160:
            break
        sheet.text(_LEFT, y, row[0], ink="text.secondary", width=_WIDTH * 0.32)
        for at, words in zip(_RIGHTS, row[1:], strict=True):
            sheet.text(_LEFT + _WIDTH * at, y, words, right=True, width=_WIDTH * 0.16)
        y += _LINE
    return y + _GAP
