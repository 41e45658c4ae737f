"""A report in the window: verdict, figures, then sections of sentences, charts and tables."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from profiler_app.domain.insights import Chart, Headline, Mark, opening
from profiler_app.domain.reports import Report, Section, Table
from profiler_app.domain.text import _
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.insights.canvas import ChartCanvas
from profiler_app.ui.pages.insights.headline_strip import HeadlineStrip
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.labels import Label, SectionHead
from profiler_app.ui.widgets.panel import Panel

_INKS = {
    "success": "success",
    "warning": "warning",
    "danger": "danger",
    "neutral": "text.primary",
}
_ROW, _MOST_ROWS_SEEN, _WIDEST = 30, 10, 190


class ReportView(QScrollArea):
    """Rows about customers open them; marks with a rule open their list."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.report: Report | None = None
        self.tables: list[FiguresTable] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_report(self, report: Report) -> None:
        """Show another report."""
        self.report, self.tables = report, []
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 14, 20, 14)
        column.setSpacing(12)
        column.addWidget(self._verdict(report))
        if report.figures:
            strip = HeadlineStrip()
            strip.show_headlines(
                tuple(Headline(label, label, shown, note) for label, shown, note in report.figures)
            )
            column.addWidget(strip)
        for section in report.sections:
            if section.lines or section.charts or section.table:
                column.addWidget(self._section(section))
        column.addStretch(1)
        self.setWidget(whole)

    def _verdict(self, report: Report) -> QWidget:
        box = Panel()
        head = SectionHead(report.title, _("As of {day}").format(day=report.as_of))
        box.body.addWidget(head)
        if report.verdict:
            box.body.addWidget(Label(report.verdict, "body", _INKS[report.tone], wrap=True))
        return box

    def _section(self, section: Section) -> QWidget:
        box = Panel(section.title)
        for line in section.lines:
            said = f"· {line}" if len(section.lines) > 1 else line
            box.body.addWidget(Label(said, "body", "text.secondary", wrap=True))
        if section.charts:
            row = QHBoxLayout()
            row.setSpacing(24)
            for chart in section.charts:
                row.addLayout(self._chart(chart), 1)
            box.body.addLayout(row)
        if section.table is not None and section.table.headers:
            box.body.addWidget(self._table(section.title, section.table))
        return box

    def _chart(self, chart: Chart) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(SectionHead(chart.title, chart.note, role="strong"))
        canvas = ChartCanvas()
        canvas.show_chart(chart, frozenset())
        canvas.opened.connect(lambda at: self._open_mark(chart.marks[at]))
        column.addWidget(canvas)
        return column

    def _open_mark(self, mark: Mark) -> None:
        if mark.rule and mark.customers:
            self._desk.open_list(opening("", mark.rule), mark.label)

    def _table(self, title: str, table: Table) -> FiguresTable:
        made = FiguresTable(_columns(table), name=title)
        made.show_rows(list(range(len(table.rows))))
        height = _ROW * (min(len(table.rows), _MOST_ROWS_SEEN) + 1) + 16
        made.setFixedHeight(current().px(height))
        if table.customers:
            made.opened.connect(lambda _index: self._open(made, table))
        elif table.lists:
            made.opened.connect(lambda index: self._offer(made, table, index))
        self.tables.append(made)
        return made

    def _open(self, made: FiguresTable, table: Table) -> None:
        row = made.row()
        if row is not None:
            self._desk.open_customer(table.customers[row], list(table.customers))

    def _offer(self, made: FiguresTable, table: Table, index: QModelIndex) -> None:
        """Let one choose among the lists of customers behind a row."""
        row = made.row()
        if row is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, rule in table.lists[row]:
            menu.addAction(name, partial(self._desk.open_list, opening("", rule), name))
        menu.setActiveAction(menu.actions()[0])
        menu.popup(made.viewport().mapToGlobal(made.visualRect(index).bottomLeft()))


def _columns(table: Table) -> list[Figure]:
    longest = max(range(len(table.headers)), key=lambda at: _length(table, at))
    return [_column(table, at, wide=at == longest) for at in range(len(table.headers))]


def _length(table: Table, at: int) -> int:
    return max((len(str(row[at])) for row in table.rows[:50]), default=0)


def _column(table: Table, at: int, *, wide: bool) -> Figure:
    def text(row: int) -> str:
        cell = table.rows[row][at]
        return f"{cell:,}" if isinstance(cell, int | float) else cell

    def order(row: int) -> Any:
        return table.rows[row][at]

    numbers = all(isinstance(row[at], int | float) for row in table.rows)
    header = table.headers[at]
    letters = max(_length(table, at), len(header)) * 9 + 24
    width = 0 if wide else max(72, min(letters, _WIDEST))
    # A customer is known by the name where there is no room for the number.
    drop = 1 if table.customers and not at else 0
    return Figure(lambda: header, text, width, right=numbers, sort=order if numbers else None,
                  drop=drop)  # fmt: skip
