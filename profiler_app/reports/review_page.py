"""The review of a week or a month as one A4 page of selectable text."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPageLayout, QPainter

from profiler_app.domain.money import format_money
from profiler_app.domain.profile import Kpi
from profiler_app.domain.review import GOOD, Change, Review, change_label, review_title
from profiler_app.domain.review_words import figures, nobody_moved, period_words, planned_words
from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.reports.card_page import PAGE_HEIGHT
from profiler_app.reports.pdf import pdf_pages
from profiler_app.reports.sheet import Sheet, Slot

_LEFT, _TOP, _WIDTH, _LINE, _GAP = 48, 40, 698, 21, 12
_FOOT = PAGE_HEIGHT - 60
_BOX = 64
_COUNT = 356
_TIER = (0.62, 0.8, 1.0)


def write_review(found: Review, path: Path, *, currency: str, printed_by: str) -> None:
    """Write a review as a PDF of one page.

    Raises PlaceNotWritable or NoSpaceForFile; the old file stays then.
    """
    title = review_title(found.period)
    portrait = QPageLayout.Orientation.Portrait
    with pdf_pages(path, portrait, title=title, author=printed_by) as (painter, _new_page):
        _paint(painter, found, title, currency, printed_by)


def _paint(painter: QPainter, found: Review, title: str, currency: str, by: str) -> None:
    sheet = Sheet(painter)
    sheet.text(_LEFT, _TOP, title, px=20, bold=True, width=_WIDTH)
    sheet.text(_LEFT, _TOP + 32, period_words(found), ink="text.secondary", width=_WIDTH)
    y = _figures(sheet, _TOP + 62, figures(found, currency))
    y = _changes(sheet, y, found, currency)
    y = _tasks(sheet, y, found)
    _tiers(sheet, y, found)
    n = ngettext("{n} customer", "{n} customers", found.customers)
    sheet.rule(_LEFT, _FOOT + 12, _WIDTH)
    sheet.text(_LEFT, _FOOT + 18, n.format(n=f"{found.customers:,}"), ink="text.secondary")
    printed = f"{by} · {found.until.isoformat()}"
    sheet.text(_LEFT + _WIDTH, _FOOT + 18, printed, ink="text.secondary", right=True)


def _figures(sheet: Sheet, y: float, kpis: tuple[Kpi, ...]) -> float:
    wide = _WIDTH / len(kpis)
    sheet.box(QRectF(_LEFT, y, _WIDTH, _BOX), border="border.subtle", radius=6)
    for at, kpi in enumerate(kpis):
        x = _LEFT + at * wide + 10
        room = wide - 14
        sheet.text(x, y + 5, kpi.label, px=11, ink="text.secondary", width=room)
        sheet.text(x, y + 21, kpi.value or "", px=15, bold=True, width=room)
        ink = "text.secondary" if kpi.tone == "neutral" else kpi.tone
        sheet.text(x, y + 44, kpi.note, px=11, ink=ink, width=room)
    return y + _BOX + _GAP + 6


def _changes(sheet: Sheet, y: float, found: Review, currency: str) -> float:
    y = sheet.heading(
        Slot(_LEFT, y, _WIDTH), pgettext("review", "Who moved"), _("worth · most valuable first")
    )
    moved = [change for change in found.changes if change.members.count]
    if not moved:
        sheet.text(_LEFT, y, nobody_moved(found), ink="text.secondary", width=_WIDTH)
        return y + _LINE + _GAP
    for change in moved:
        y = _change(sheet, y, change, currency)
    return y + _GAP


def _change(sheet: Sheet, y: float, change: Change, currency: str) -> float:
    ink = "success" if change.key in GOOD else "danger"
    sheet.text(_LEFT, y, change_label(change.key), bold=True, ink=ink, width=_COUNT - 60)
    sheet.text(_LEFT + _COUNT, y, f"{change.members.count:,}", bold=True, right=True)
    worth = format_money(change.value, currency=currency, compact=True)
    sheet.text(_LEFT + _WIDTH, y, worth, right=True)
    y += _LINE
    for each in change.some:
        called = f"{each.who.name} · {each.who.number}"
        sheet.text(_LEFT + 12, y, called, ink="text.secondary", width=_COUNT - 24)
        sheet.text(
            _LEFT + _COUNT + 12, y, each.reason, ink="text.secondary", width=_WIDTH - _COUNT - 12
        )
        y += _LINE - 2
    return y + 3


def _tasks(sheet: Sheet, y: float, found: Review) -> float:
    y = sheet.heading(Slot(_LEFT, y, _WIDTH), _("Tasks"))
    for label, members in (
        (_("Done in these days"), found.done),
        (_("Overdue"), found.late),
        (_("Open, overdue ones included"), found.open),
    ):
        sheet.text(_LEFT, y, label, width=_WIDTH - 80)
        sheet.text(_LEFT + _WIDTH, y, f"{members.count:,}", bold=True, right=True)
        y += _LINE
    return y + _GAP


def _tiers(sheet: Sheet, y: float, found: Review) -> None:
    if not found.tiers:
        return
    y = sheet.heading(Slot(_LEFT, y, _WIDTH), _("Contacts by value tier"))
    heads = (_("Customers"), _("Contacts"), _("Planned"))
    rows = [("", *heads)]
    rows += [
        (tier.label, f"{tier.customers:,}", f"{tier.contacts:,}", planned_words(tier))
        for tier in found.tiers
    ]
    for row in rows:
        if y + _LINE > _FOOT:
            break
        sheet.text(_LEFT, y, row[0], width=_WIDTH * 0.45)
        for at, words in zip(_TIER, row[1:], strict=True):
            sheet.text(_LEFT + _WIDTH * at, y, words, right=True, width=_WIDTH * 0.16)
        y += _LINE
