"""The report of a campaign as a page of paper and as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPageLayout, QPainter

from profiler_app.domain.campaign_pages import CampaignView
from profiler_app.domain.text import _
from profiler_app.reports.campaign_charts import (
    SplitRow,
    forest_height,
    paint_course,
    paint_forest,
    paint_split,
    split_height,
)
from profiler_app.reports.insight_charts.look import LEFT, RIGHT, Role, write
from profiler_app.reports.insight_charts.paper import PAPER
from profiler_app.reports.pdf import pdf_pages
from profiler_app.reports.sheet import fitting, page_font, text_width
from profiler_app.reports.workbooks import Cell, SheetTable, plain_sign, write_book

WIDTH, HEIGHT = 794.0, 1123.0
"""A4 upright in units of 1/96 inch."""
_EDGE, _TOP = 52.0, 48.0
_ROOM = WIDTH - 2 * _EDGE
_GAP, _LINE, _ROW = 20.0, 20.0, 20.0
_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft)
_COURSE = 150.0
_FOOT = 40.0


@dataclass(frozen=True, slots=True)
class CampaignSheet:
    """What stands in the report: sentences, figures, the split, and the tables of the workbook.

    ``groups`` has a header and a row for each group as paper tells them, ``group_numbers`` and
    ``course`` (day by day) as a workbook holds them; ``notes`` say how it was reckoned.
    """

    title: str
    about: tuple[str, ...]
    verdict: str
    sentences: tuple[str, ...]
    figures: tuple[tuple[str, str, str], ...]
    split: tuple[SplitRow, ...]
    groups: tuple[tuple[str, ...], ...]
    group_numbers: tuple[tuple[Cell, ...], ...]
    course: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...]


def write_pdf(
    path: Path, view: CampaignView, sheet: CampaignSheet, *, workspace: str, printed_by: str
) -> None:
    """Write the report as PDF. Raises PlaceNotWritable or NoSpaceForFile."""
    upright = QPageLayout.Orientation.Portrait
    with pdf_pages(path, upright, title=sheet.title, author=printed_by) as (painter, turn):
        y = _head(painter, sheet)
        y = _figures(painter, y, sheet)
        y = _charts(painter, y, view, sheet)
        y = _table(painter, y, sheet.groups)
        for note in sheet.notes:
            if y + _tall(note, 12) > HEIGHT - _FOOT:
                _foot(painter, workspace)
                turn()
                y = _TOP
            y = _paragraph(painter, y, note, ink="text.secondary", px=12)
        _foot(painter, workspace)


def _foot(painter: QPainter, workspace: str) -> None:
    said = f"{workspace} · {_('Computed on this machine')}"
    foot = QRectF(_EDGE, HEIGHT - 36, _ROOM, 18)
    write(painter, foot, said, PAPER, role="caption", ink="text.tertiary")


def write_workbook(path: Path, sheet: CampaignSheet) -> None:
    """Write the report as a workbook. Raises PlaceNotWritable or NoSpaceForFile."""
    lines = [sheet.verdict, *sheet.sentences, *sheet.about, *sheet.notes]
    about: list[list[Cell]] = [list(map(plain_sign, figure)) for figure in sheet.figures]
    about += [[line, "", ""] for line in lines]
    split: list[list[Cell]] = [[row.label, row.count] for row in sheet.split]
    tables = [
        SheetTable(_("About"), [sheet.title, _("Value now"), ""], about),
        SheetTable(_("List and groups"), [_("List and groups"), _("Customers")], split),
    ]
    for title, table in ((_("By group"), sheet.group_numbers), (_("Day by day"), sheet.course)):
        if len(table) > 1:
            tables.append(SheetTable(title, list(map(str, table[0])), table[1:]))
    write_book(path, tables)


def _head(painter: QPainter, sheet: CampaignSheet) -> float:
    painter.setFont(page_font(20, True))
    painter.setPen(PAPER.color("text.primary"))
    head = QRectF(_EDGE, _TOP, _ROOM, 30)
    painter.drawText(head, int(LEFT), fitting(sheet.title, _ROOM, px=20, bold=True))
    y = _TOP + 34
    for line in sheet.about:
        y = _paragraph(painter, y, line, ink="text.secondary", px=12)
    y = _paragraph(painter, y + 8, sheet.verdict, px=15, bold=True)
    for line in sheet.sentences:
        y = _paragraph(painter, y, line)
    return y + 8


def _paragraph(
    painter: QPainter,
    y: float,
    text: str,
    *,
    ink: str = "text.primary",
    px: int = 13,
    bold: bool = False,
) -> float:
    """Write a text over as many lines as it takes and return where the next one begins."""
    tall = _tall(text, px, bold=bold)
    painter.setFont(page_font(px, bold))
    painter.setPen(PAPER.color(ink))
    painter.drawText(QRectF(_EDGE, y, _ROOM, tall + 2), _WRAPPED, text)
    return y + tall + 4


def _tall(text: str, px: int, *, bold: bool = False) -> float:
    """Return the height of a text over as many lines as it takes."""
    room = QRectF(_EDGE, 0, _ROOM, 10_000)
    return QFontMetricsF(page_font(px, bold)).boundingRect(room, _WRAPPED, text).height()


def _figures(painter: QPainter, y: float, sheet: CampaignSheet) -> float:
    if not sheet.figures:
        return y
    painter.fillRect(QRectF(_EDGE, y, _ROOM, 1), PAPER.color("text.primary"))
    wide = _ROOM / len(sheet.figures)
    for at, (label, shown, note) in enumerate(sheet.figures):
        left = _EDGE + at * wide
        spot = QRectF(left, y + 6, wide - 10, 18)
        write(painter, spot, label, PAPER, role="caption", ink="text.secondary")
        painter.setFont(page_font(20, True))
        painter.setPen(PAPER.color("text.primary"))
        painter.drawText(QRectF(left, y + 24, wide - 10, 28), int(LEFT), shown)
        spot = QRectF(left, y + 54, wide - 10, 18)
        write(painter, spot, note, PAPER, role="caption", ink="text.secondary")
    return y + 86


def _charts(painter: QPainter, y: float, view: CampaignView, sheet: CampaignSheet) -> float:
    half = (_ROOM - _GAP) / 2
    groups = bool(view.groups) and view.result is not None
    tall = split_height(sheet.split, PAPER)
    if groups:
        tall = max(tall, forest_height(len(view.groups), PAPER))
    _title(painter, QRectF(_EDGE, y, half, _LINE), _("List and groups"))
    left = QRectF(_EDGE, y + 28, half if groups else _ROOM, tall)
    paint_split(painter, left, sheet.split, PAPER)
    if groups and view.result is not None:
        right = QRectF(_EDGE + half + _GAP, y, half, _LINE)
        _title(painter, right, _("By stage of life at the start"))
        box = QRectF(right.left(), y + 28, half, tall)
        paint_forest(painter, box, view.result.conversion, view.groups, PAPER)
    y += 28 + tall + _GAP
    if view.curves[0]:
        _title(painter, QRectF(_EDGE, y, _ROOM, _LINE), _("Share that bought"))
        box = QRectF(_EDGE, y + 28, _ROOM, _COURSE)
        paint_course(painter, box, view.curves, view.line.window_days, PAPER)
        y += 28 + _COURSE + _GAP
    return y


def _title(painter: QPainter, box: QRectF, text: str) -> None:
    write(painter, box, text, PAPER, role="strong")


def _table(painter: QPainter, y: float, rows: Sequence[tuple[str, ...]]) -> float:
    if len(rows) < 2:
        return y
    wanted = [max(text_width(row[at], bold=not nth) for nth, row in enumerate(rows)) + 14
              for at in range(len(rows[0]))]  # fmt: skip
    scale = _ROOM / sum(wanted)
    for nth, row in enumerate(rows):
        left = _EDGE
        role: Role = "caption" if nth else "caption.strong"
        for at, cell in enumerate(row):
            wide = wanted[at] * scale
            last = at == len(row) - 1
            spot = QRectF(left + (12 if last else 0), y, wide - 8, _ROW)
            align = LEFT if last or not at else RIGHT
            write(painter, spot, cell, PAPER, role=role, align=align)
            left += wide
        y += _ROW
        ink = PAPER.color("border.subtle" if nth else "text.primary")
        painter.fillRect(QRectF(_EDGE, y - 1, _ROOM, 1), ink)
    return y + 10
