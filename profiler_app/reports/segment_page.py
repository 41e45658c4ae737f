"""The sheet of a segment as one A4 page of selectable text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPageLayout, QPainter

from profiler_app.domain.money import format_money
from profiler_app.domain.segment_sheets import SegmentSheet
from profiler_app.domain.strategies import PARTS, part_label
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.reports.pdf import pdf_pages
from profiler_app.reports.sheet import Sheet, Slot
from profiler_app.reports.visit_page import wrapped

_LEFT, _TOP, _WIDTH = 48, 34, 698
_HALF = 337
_RIGHT = _LEFT + _WIDTH - _HALF
_FOOT = 1123 - 56
_LINE, _GAP = 20, 14
_RANGES = 6


def write_segment(sheet: SegmentSheet, path: Path, *, printed_by: str, today: date) -> None:
    """Write the sheet as a PDF of one page.

    Raises PlaceNotWritable or NoSpaceForFile; the old file stays then.
    """
    title = _("{name}: segment sheet").format(name=sheet.segment.name)
    portrait = QPageLayout.Orientation.Portrait
    with pdf_pages(path, portrait, title=title, author=printed_by) as (painter, _new_page):
        paint_segment(painter, sheet, printed_by=printed_by, today=today)


def paint_segment(painter: QPainter, sheet: SegmentSheet, *, printed_by: str, today: date) -> None:
    """Draw the page; the painter's unit must be 1/96 inch (scale it first)."""
    pen = Sheet(painter)
    y = _draw_head(pen, sheet)
    y = _draw_figures(pen, sheet, y)
    y = _draw_strategy(pen, sheet, Slot(_LEFT, y, _WIDTH))
    left = _draw_differences(pen, sheet, Slot(_LEFT, y, _WIDTH))
    right = _draw_groups(pen, sheet, Slot(_RIGHT, left, _HALF))
    _draw_persona(pen, sheet, Slot(_LEFT, left, _HALF if right > left else _WIDTH))
    _draw_foot(pen, printed_by, today)


def _draw_head(pen: Sheet, sheet: SegmentSheet) -> float:
    segment = sheet.segment
    kind = _("Live segment")
    if segment.frozen_on is not None:
        kind = _("Snapshot of {day}").format(day=segment.frozen_on)
    day = _("As of {day}").format(day=sheet.as_of)
    pen.text(_LEFT + _WIDTH, _TOP + 6, f"{kind} · {day}", ink="text.secondary", right=True)
    pen.text(_LEFT, _TOP, segment.name, px=20, bold=True, width=_WIDTH - 220)
    y = float(_TOP + 34)
    for line in wrapped(segment.sentence, _WIDTH, lines=3):
        pen.text(_LEFT, y, line, ink="text.secondary")
        y += _LINE
    return y + 8


def _draw_figures(pen: Sheet, sheet: SegmentSheet, y: float) -> float:
    segment = sheet.segment
    money = format_money(segment.sales_minor, currency=sheet.currency, compact=True)
    figures = [
        (pgettext("figures", "Customers"), f"{segment.customers:,}"),
        (_("Share of all"), f"{segment.customers / max(sheet.total, 1):.1%}"),
        (_("12-month sales"), money),
        (_("Share of sales"), f"{segment.sales_share:.1%}"),
    ]
    pen.box(QRectF(_LEFT, y, _WIDTH, 62), border="border.subtle", radius=8)
    step = _WIDTH / len(figures)
    for at, (label, value) in enumerate(figures):
        pen.text(_LEFT + at * step + 16, y + 8, label, ink="text.secondary")
        pen.text(_LEFT + at * step + 16, y + 26, value, px=20, bold=True)
    return y + 62 + _GAP


def _draw_strategy(pen: Sheet, sheet: SegmentSheet, slot: Slot) -> float:
    found = sheet.strategy
    note = ""
    if found.target is not None:
        text = _("{share} of its members: {tag}")
        tag = known_tags()[found.target].label
        note = text.format(share=f"{found.share:.0%}", tag=tag)
    y = pen.heading(slot, _("Strategy"), note)
    if found.strategy is None:
        words = _("No strategy yet: write one on the page of segments.")
        pen.text(slot.x, y, words, ink="text.secondary")
        return _draw_channels(pen, sheet, slot, y + _LINE) + _GAP
    for part in PARTS:
        pen.text(slot.x, y, part_label(part), ink="text.secondary")
        for line in wrapped(getattr(found.strategy, part), slot.width - 110, lines=2) or [""]:
            pen.text(slot.x + 110, y, line, bold=part == "goal")
            y += _LINE
    return _draw_channels(pen, sheet, slot, y) + _GAP


def _draw_channels(pen: Sheet, sheet: SegmentSheet, slot: Slot, y: float) -> float:
    """Draw which ways of contact suit the members, on one line or two."""
    mix = sheet.channels
    told = [(each.label, each.customers) for each in mix.shares]
    told += [(_("not to be contacted"), mix.not_to), (_("no advice"), mix.unknown)]
    words = " · ".join(f"{label} {n:,} ({mix.share(n):.0%})" for label, n in told if n)
    pen.text(slot.x, y, _("Contact by"), ink="text.secondary")
    for line in wrapped(words, slot.width - 110, lines=2) or [""]:
        pen.text(slot.x + 110, y, line)
        y += _LINE
    return y


def _draw_differences(pen: Sheet, sheet: SegmentSheet, slot: Slot) -> float:
    y = pen.heading(slot, _("How they differ from the rest"), _("median, or most frequent value"))
    if not sheet.differences:
        pen.text(slot.x, y, _("Too few customers to compare."), ink="text.secondary")
        return y + _LINE + _GAP
    columns = (slot.x + 300, slot.x + 460, slot.x + 500)
    for x, words in zip(columns, (_("These"), _("The rest"), _("Difference")), strict=True):
        right = x != columns[2]
        pen.text(x + (0 if right else 40), y, words, ink="text.secondary", right=right)
    y += _LINE
    for row in sheet.differences:
        pen.text(slot.x, y, row.label, width=190)
        pen.text(columns[0], y, row.inside, bold=True, right=True, width=150)
        pen.text(columns[1], y, row.outside, right=True, width=150)
        bar = (slot.width - 540) * min(row.distance, 1.0)
        pen.box(QRectF(columns[2] + 40, y + 6, max(bar, 2), 8), fill="accent", radius=2)
        y += _LINE
    return y + _GAP


def _draw_groups(pen: Sheet, sheet: SegmentSheet, slot: Slot) -> float:
    if not sheet.groups:
        return slot.y
    y = pen.heading(slot, _("Who they are"))
    for row in sheet.groups:
        pen.text(slot.x, y, row.label, width=150)
        pen.box(QRectF(slot.x + 158, y + 6, max(90 * row.share, 2), 8), fill="accent", radius=2)
        words = f"{row.customers:,} · {row.share:.0%}"
        pen.text(slot.x + slot.width, y, words, right=True)
        y += _LINE
    return y + _GAP


def _draw_persona(pen: Sheet, sheet: SegmentSheet, slot: Slot) -> float:
    card = sheet.persona
    y = pen.heading(slot, _("Typical figures"), "" if card is None else _("the middle half"))
    if card is None:
        n = sheet.segment.customers
        text = ngettext("{n} customer is too few to describe a type.",
                        "{n} customers are too few to describe a type.", n)  # fmt: skip
        pen.text(slot.x, y, text.format(n=f"{n:,}"), ink="text.secondary")
        return y + _LINE
    for each in card.ranges[:_RANGES]:
        pen.text(slot.x, y, each.label, width=slot.width - 190)
        words = f"{each.low} – {each.high}"
        pen.text(slot.x + slot.width, y, words, right=True, width=185)
        y += _LINE
    return y


def _draw_foot(pen: Sheet, printed_by: str, today: date) -> None:
    pen.rule(_LEFT, _FOOT, _WIDTH, ink="border.strong")
    right = _("printed {day}").format(day=today) + "    1 / 1"
    pen.text(_LEFT + _WIDTH, _FOOT + 8, right, ink="text.secondary", right=True)
    named = printed_by or _("the person named by the owner")
    words = _("For {name}; figures of a group, nobody is named.").format(name=named)
    pen.text(_LEFT, _FOOT + 8, words, ink="text.secondary", width=_WIDTH - 160)
