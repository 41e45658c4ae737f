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
        self._name, self._rule, self._customers = "", "", 0
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
        return row.both / self._customers if self._customers else 0.0

    def _bar(self, row: Overlap) -> tuple[float, Any]:
        return self._part(row), current().chart_color(0)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.table.setAccessibleName(_("Overlap with other segments"))
        self._none.setText(_("There is no other segment to compare with."))
        self.table.retranslate()

    def show_segment(self, segment: SavedSegment) -> None:
        """Compare another segment."""
        self._name, self._rule = segment.name, f"in_segment({quoted(segment.name)})"
        self._customers = segment.customers
        self._desk.reads.ask(
            "segments.overlap", _overlaps, segment.number, done=self._show, owner=self
        )

    def show_rule(self, text: str, name: str, customers: int, *, without: int) -> None:
        """Compare a rule that holds so many; the segment ``without`` is left out."""
        self._name, self._rule, self._customers = name, f"({text})", customers
        self._desk.reads.ask(
            "segments.overlap",
            _overlaps_of_rule,
            text,
            without,
            done=self._show,
            failed=lambda _problem: self._show(()),
            owner=self,
        )

    def _show(self, found: tuple[Overlap, ...]) -> None:
        shown = found[:_MOST]
        self.table.setVisible(bool(shown))
        self._none.setVisible(not shown)
        self.table.show_rows(shown)
        self.table.setFixedHeight(self.table.height_of(max(len(shown), 1)))

    def _open(self) -> None:
        row = self.table.row()
        if row is not None and self._rule:
            rule = f"{self._rule} and in_segment({quoted(row.name)})"
            self._desk.open_list(rule, f"{self._name} ∩ {row.name}")


def _overlaps(reader: Reader, number: int) -> tuple[Overlap, ...]:
    return jobs.overlaps(reader.workspace, reader.source, number)


def _overlaps_of_rule(reader: Reader, text: str, without: int) -> tuple[Overlap, ...]:
    return jobs.overlaps_of_rule(reader.workspace, reader.source, text, without=without)
