"""A report on A4 pages: verdict, figures, and sections that flow from page to page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPageLayout, QPainter

from profiler_app.domain.insights import Chart
from profiler_app.domain.reports import Report, Section, Table
from profiler_app.domain.text import _
from profiler_app.reports.insight_charts.look import LEFT, RIGHT, Role, block, write
from profiler_app.reports.insight_charts.paper import PAPER, Caption, paint_page
from profiler_app.reports.pdf import pdf_pages
from profiler_app.reports.sheet import Sheet, Slot, fitting, page_font, text_width

WIDTH, HEIGHT = 794.0, 1123.0
"""A4 upright in units of 1/96 inch."""
_EDGE, _TOP, _FOOT = 52.0, 48.0, 44.0
_ROOM = WIDTH - 2 * _EDGE
_LINE, _ROW, _CHART, _FIGURE = 19.0, 20.0, 218.0, 76.0
_AROUND, _LEAST_ROW = 92.0, 24.0
_MOST_COLUMN = 250.0
_FIGURES_A_ROW = 4


class _Flow:
    """Writes downwards and turns the page where there is no room left."""

    def __init__(
        self, painter: QPainter, turn: Callable[[], bool], report: Report, about: str
    ) -> None:
        self.painter, self._turn, self._report, self._about = painter, turn, report, about
        self.sheet = Sheet(painter)
        self.y, self._page = _TOP, 1
        self._foot()

    def need(self, height: float) -> None:
        """Go to the next page unless there is so much room on this one."""
        if self.y + height > HEIGHT - _FOOT:
            self._turn()
            self._page += 1
            self.y = _TOP
            self._foot()

    def _foot(self) -> None:
        line = QRectF(_EDGE, HEIGHT - 36, _ROOM, 18)
        write(self.painter, line, self._about, PAPER, role="caption", ink="text.tertiary")
        said = f"{self._report.title} · {self._page}"
        write(self.painter, line, said, PAPER, role="caption", ink="text.tertiary", align=RIGHT)

    def paragraph(self, text: str, *, indent: float = 0.0) -> None:
        """Write a text over as many lines as it takes."""
        font = page_font(13, False)
        flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft)
        room = QRectF(_EDGE + indent, 0, _ROOM - indent, 10_000)
        box = QFontMetricsF(font).boundingRect(room, flags, text)
        self.need(box.height())
        self.painter.setFont(font)
        self.painter.setPen(PAPER.color("text.primary"))
        place = QRectF(_EDGE + indent, self.y, _ROOM - indent, box.height() + 2)
        self.painter.drawText(place, flags, text)
        if indent:
            block(self.painter, QRectF(_EDGE + 4, self.y + 8, 4, 4), PAPER.color("text.tertiary"))
        self.y += box.height() + 6


def write_report(report: Report, path: Path, *, workspace: str, printed_by: str) -> None:
    """Write a report as PDF. Raises PlaceNotWritable or NoSpaceForFile."""
    upright = QPageLayout.Orientation.Portrait
    with pdf_pages(path, upright, title=report.title, author=printed_by) as (painter, turn):
        about = f"{workspace} · {_('Computed on this machine')}"
        flow = _Flow(painter, turn, report, about)
        _head(flow, report, workspace)
        for section in report.sections:
            _section(flow, section)


def _head(flow: _Flow, report: Report, workspace: str) -> None:
    painter = flow.painter
    head = QRectF(_EDGE, flow.y, _ROOM, 30)
    painter.setFont(page_font(20, True))
    painter.setPen(PAPER.color("text.primary"))
    painter.drawText(head, int(LEFT), fitting(report.title, _ROOM - 170, px=20, bold=True))
    day = _("As of {day}").format(day=report.as_of)
    write(painter, head, day, PAPER, ink="text.secondary", align=RIGHT)
    flow.y += 36
    if report.verdict:
        flow.paragraph(report.verdict)
        flow.y += 4
    for at in range(0, len(report.figures), _FIGURES_A_ROW):
        _figures(flow, report.figures[at : at + _FIGURES_A_ROW])


def _figures(flow: _Flow, figures: tuple[tuple[str, str, str], ...]) -> None:
    flow.need(_FIGURE + 8)
    wide = _ROOM / len(figures)
    painter = flow.painter
    painter.fillRect(QRectF(_EDGE, flow.y, _ROOM, 1), PAPER.color("text.primary"))
    for at, (label, shown, note) in enumerate(figures):
        left = _EDGE + at * wide
        spot = QRectF(left, flow.y + 6, wide - 10, 18)
        write(painter, spot, label, PAPER, role="caption", ink="text.secondary")
        painter.setFont(page_font(15, True))
        painter.setPen(PAPER.color("text.primary"))
        text = fitting(shown, wide - 10, px=15, bold=True)
        painter.drawText(QRectF(left, flow.y + 24, wide - 10, 24), int(LEFT), text)
        spot = QRectF(left, flow.y + 48, wide - 10, 18)
        write(painter, spot, note, PAPER, role="caption", ink="text.secondary")
    flow.y += _FIGURE


def _section(flow: _Flow, section: Section) -> None:
    flow.need(44 + (_tall(section.charts[:2]) if section.charts else 2 * _LINE))
    flow.y += 8
    flow.y = flow.sheet.heading(Slot(_EDGE, flow.y, _ROOM), section.title)
    for line in section.lines:
        flow.paragraph(line, indent=16 if len(section.lines) > 1 else 0)
    charts = section.charts
    for at in range(0, len(charts), 2):
        pair = charts[at : at + 2]
        tall = _tall(pair)
        flow.need(tall + 12)
        wide = (_ROOM - 20 * (len(pair) - 1)) / len(pair)
        for nth, chart in enumerate(pair):
            box = QRectF(_EDGE + nth * (wide + 20), flow.y, wide, tall)
            paint_page(flow.painter, box, chart, Caption("", "", ""))
        flow.y += tall + 12
    if section.table is not None and section.table.headers:
        _table(flow, section.table)


def _tall(charts: Sequence[Chart]) -> float:
    """Return the height in which all bars and rows of some charts have room."""
    rows = (len(each.marks) if each.form == "bars" else len(each.rows) for each in charts)
    return max(_CHART, _AROUND + _LEAST_ROW * max(rows))


def _widths(table: Table) -> list[float]:
    """Return widths by the widest texts, made to fill the page."""
    wanted = []
    for at, header in enumerate(table.headers):
        cells = [text_width(str(row[at])) for row in table.rows[:80]]
        wanted.append(min(max([text_width(header, bold=True), *cells]) + 12, _MOST_COLUMN))
    scale = _ROOM / sum(wanted)
    return [width * scale for width in wanted]


def _table(flow: _Flow, table: Table) -> None:
    widths = _widths(table)
    flow.need(3 * _ROW)
    _row(flow, table.headers, widths, head=True)
    for row in table.rows:
        before = flow.y
        flow.need(_ROW)
        if flow.y < before:
            _row(flow, table.headers, widths, head=True)
        _row(flow, row, widths)
    flow.y += 8


def _row(
    flow: _Flow, cells: tuple[str | int | float, ...], widths: list[float], *, head: bool = False
) -> None:
    left = _EDGE
    for cell, width in zip(cells, widths, strict=True):
        number = isinstance(cell, int | float)
        text = f"{cell:,}" if number else str(cell)
        spot = QRectF(left, flow.y, width - 8, _ROW)
        role: Role = "caption.strong" if head else "caption"
        write(flow.painter, spot, fitting(text, width - 8, bold=head), PAPER, role=role,
              align=RIGHT if number else LEFT)  # fmt: skip
        left += width
    flow.y += _ROW
    ink = PAPER.color("text.primary" if head else "border.subtle")
    flow.painter.fillRect(QRectF(_EDGE, flow.y - 1, _ROOM, 1), ink)
