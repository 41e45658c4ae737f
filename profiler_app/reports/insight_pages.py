"""Charts on A4 pages: the figures at the head, then four charts to a page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPageLayout, QPainter

from profiler_app.domain.insights import Chart, Headline
from profiler_app.domain.text import _
from profiler_app.reports.insight_charts.look import LEFT, RIGHT, write
from profiler_app.reports.insight_charts.paper import PAPER, Caption, paint_page
from profiler_app.reports.pdf import pdf_pages
from profiler_app.reports.sheet import page_font

WIDTH, HEIGHT = 1123.0, 794.0
"""A4 across in units of 1/96 inch."""
_EDGE, _GAP = 44.0, 20.0
_HEAD, _FOOT = 52.0, 24.0
_STRIP = 74.0
_A_PAGE = 4


def write_pages(
    path: Path,
    charts: Sequence[Chart],
    headlines: Sequence[Headline],
    caption: Caption,
    workspace: str,
    printed_by: str,
    *,
    title: str = "",
    filters: Sequence[str] = (),
) -> None:
    """Write a PDF; ``filters`` are those of each chart where they have their own.

    Raises PlaceNotWritable or NoSpaceForFile.
    """
    across = QPageLayout.Orientation.Landscape
    title = title or (_("Insights") if len(charts) > 1 else charts[0].title)
    own = filters or [""] * len(charts)
    told = [
        (chart, Caption(each, "", counted_in(chart)))
        for chart, each in zip(charts, own, strict=True)
    ]
    pages = [told[at : at + _A_PAGE] for at in range(0, len(told), _A_PAGE)]
    with pdf_pages(path, across, title=title, author=printed_by) as (painter, turn):
        for number, page in enumerate(pages, start=1):
            if number > 1:
                turn()
            place = _("Page {n} of {last}").format(n=number, last=len(pages))
            _paint_page(painter, page, headlines if number == 1 else (), caption,
                        (workspace or title, title, place))  # fmt: skip


def _paint_page(
    painter: QPainter,
    charts: Sequence[tuple[Chart, Caption]],
    headlines: Sequence[Headline],
    caption: Caption,
    names: tuple[str, str, str],
) -> None:
    workspace, title, place = names
    wide = WIDTH - 2 * _EDGE
    head = QRectF(_EDGE, 30, wide, 26)
    painter.setFont(page_font(20, True))
    painter.setPen(PAPER.color("text.primary"))
    painter.drawText(head, int(LEFT), title)
    write(painter, head, workspace, PAPER, ink="text.secondary", align=RIGHT)
    write(painter, QRectF(_EDGE, 56, wide, 18), caption.line, PAPER, role="caption",
          ink="text.secondary")  # fmt: skip
    top = 30 + _HEAD
    if headlines:
        paint_headlines(painter, QRectF(_EDGE, top, wide, _STRIP), headlines)
        top += _STRIP + _GAP
    body = QRectF(_EDGE, top, wide, HEIGHT - 26 - _FOOT - top)
    for (chart, under), box in zip(charts, boxes(body, len(charts)), strict=True):
        paint_page(painter, box, chart, under)
    foot = QRectF(_EDGE, HEIGHT - 26 - _FOOT + 6, wide, 18)
    write(painter, foot, _("Computed on this machine"), PAPER, role="caption", ink="text.tertiary")
    write(painter, foot, place, PAPER, role="caption", ink="text.tertiary", align=RIGHT)


def counted_in(chart: Chart) -> str:
    """Return how many customers are in a chart."""
    return _("n = {n}").format(n=f"{chart.n:,}") if chart.n else ""


def boxes(body: QRectF, count: int) -> list[QRectF]:
    """Return places for one to four charts, two beside each other."""
    columns = 1 if count == 1 else 2
    lines = -(-count // columns)
    wide = (body.width() - _GAP * (columns - 1)) / columns
    tall = (body.height() - _GAP * (lines - 1)) / lines
    return [
        QRectF(
            body.left() + at % columns * (wide + _GAP),
            body.top() + at // columns * (tall + _GAP),
            wide,
            tall,
        )
        for at in range(count)
    ]


def paint_headlines(painter: QPainter, box: QRectF, headlines: Sequence[Headline]) -> None:
    """Paint figures side by side with their comparison."""
    wide = box.width() / len(headlines)
    painter.fillRect(QRectF(box.left(), box.top(), box.width(), 1), PAPER.color("text.primary"))
    painter.fillRect(QRectF(box.left(), box.bottom(), box.width(), 1), PAPER.color("border.subtle"))
    for at, each in enumerate(headlines):
        left = box.left() + at * wide
        room = QRectF(left, box.top() + 8, wide - 14, 18)
        write(painter, room, each.label, PAPER, role="caption", ink="text.secondary")
        painter.setFont(page_font(20, True))
        painter.setPen(PAPER.color("text.primary"))
        painter.drawText(QRectF(left, box.top() + 25, wide - 14, 28), int(LEFT), each.shown)
        note = QRectF(left, box.top() + 53, wide - 14, 18)
        write(painter, note, each.note, PAPER, role="caption", ink=each.tone)
