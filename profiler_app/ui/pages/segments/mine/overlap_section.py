"""Whom a segment shares with each of the others."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from profiler_app.domain.rules.wording import quoted
from profiler_app.domain.saved_segments import Overlap, SavedSegment
from profiler_app.domain.text import _
from profiler_app.jobs.segments import saved as jobs
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.pages.segments.wording import percent
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.labels import Label

_MOST = 12


class OverlapSection(QWidget):
    """A row opens who is in both."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._segment: SavedSegment | None = None
        self.table = FiguresTable(self._columns())
        self.table.set_density("compact")
        self._none = Label("", "body", "text.secondary", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._none)
        column.addWidget(self.table)
        column.addStretch(1)
        self.table.opened.connect(lambda _index: self._open())

    def _columns(self) -> list[Figure]:
        return [
            Figure(lambda: _("Other segment"), lambda row: row.name, 0, right=False),
            Figure(lambda: _("In both"), lambda row: f"{row.both:,}", 84,
                   sort=lambda row: row.both, raw=lambda row: row.both),
            Figure(lambda: _("of this one"), lambda row: percent(self._part(row)), 140,
                   bar=self._bar),
        ]  # fmt: skip

    def _part(self, row: Overlap) -> float:
        segment = self._segment
        return row.both / segment.customers if segment is not None and segment.customers else 0.0

    def _bar(self, row: Overlap) -> tuple[float, Any]:
        return self._part(row), current().chart_color(0)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.table.setAccessibleName(_("Overlap with other segments"))
        self._none.setText(_("There is no other segment to compare with."))
        self.table.retranslate()

    def show_segment(self, segment: SavedSegment) -> None:
        """Compare another segment."""
        self._segment = segment
        self._desk.reads.ask(
            "segments.overlap", _overlaps, segment.number, done=self._show, owner=self
        )

    def _show(self, found: tuple[Overlap, ...]) -> None:
        shown = found[:_MOST]
        self.table.setVisible(bool(shown))
        self._none.setVisible(not shown)
        self.table.show_rows(shown)
        self.table.setFixedHeight(self.table.height_of(max(len(shown), 1)))

    def _open(self) -> None:
        row, segment = self.table.row(), self._segment
        if row is not None and segment is not None:
            rule = f"in_segment({quoted(segment.name)}) and in_segment({quoted(row.name)})"
            self._desk.open_list(rule, f"{segment.name} ∩ {row.name}")


def _overlaps(reader: Reader, number: int) -> tuple[Overlap, ...]:
    return jobs.overlaps(reader.workspace, reader.source, number)
