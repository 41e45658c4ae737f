"""One saved segment: its rule, whom it shares with others, who came and went."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from profiler_app.domain.segmentation import Migration, Overlap, SavedSegment
from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.jobs.segments import saved as jobs
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.pages.segments.matrix import MigrationMatrix
from profiler_app.ui.pages.segments.wording import percent
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.panel import Panel

_OVERLAPS = 5


class SegmentDetail(Panel):
    """Buttons to look at the customers, to change and to delete; the tab connects them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._segment: SavedSegment | None = None
        self.overlaps = FiguresTable(self._overlap_columns())
        self.overlaps.set_density("compact")
        self.matrix = MigrationMatrix((jobs.INSIDE, jobs.OUTSIDE, jobs.UNKNOWN), state_label)
        self.open, self.edit = Button(icon="users"), Button(icon="pencil")
        self.delete = Button(icon="trash-2")
        self.compare = Button(icon="history", small=True)
        self._name = ElidedLabel("", "heading")
        self._rule = Label("", "body", "text.secondary", wrap=True)
        self._text = Label("", "caption", "text.tertiary", wrap=True)
        self._size = Label("", "strong", wrap=True)
        self._no_others = Label("", "body", "text.secondary", wrap=True)
        self._since = Label("", "body", "text.secondary", wrap=True)
        self._overlap_head, self._moves_head = Label("", "heading"), Label("", "heading")
        self._build()

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.open, self.edit, self.delete):
            buttons.addWidget(button)
        buttons.addStretch(1)
        parts: list[QWidget] = [self._name, self._rule, self._text, self._size]
        for part in parts:
            self.body.addWidget(part)
        self.body.addLayout(buttons)
        self.body.addSpacing(8)
        parts = [self._overlap_head, self._no_others, self.overlaps]
        for part in parts:
            self.body.addWidget(part)
        self.body.addSpacing(8)
        parts = [self._moves_head, self._since, self.compare, self.matrix]
        for part in parts:
            self.body.addWidget(part)
        self.body.addStretch(1)

    def _overlap_columns(self) -> list[Figure]:
        return [
            Figure(lambda: _("Other segment"), lambda row: row.name, 0, right=False),
            Figure(lambda: _("In both"), lambda row: f"{row.both:,}", 84,
                   sort=lambda row: row.both, raw=lambda row: row.both),
            Figure(lambda: _("of this one"), self._overlap_share, 140, bar=self._overlap_bar),
        ]  # fmt: skip

    def _part(self, row: Overlap) -> float:
        segment = self._segment
        return row.both / segment.customers if segment is not None and segment.customers else 0.0

    def _overlap_share(self, row: Overlap) -> str:
        return percent(self._part(row))

    def _overlap_bar(self, row: Overlap) -> tuple[float, Any]:
        return self._part(row), current().chart_color(0)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.open.setText(_("View customers"))
        self.edit.setText(pgettext("button", "Change"))
        self.delete.setText(_("Delete"))
        self.compare.setText(_("Compare with a month ago"))
        self._overlap_head.setText(_("Overlap with other segments"))
        self._moves_head.setText(_("Who came and went"))
        self.overlaps.setAccessibleName(_("Overlap with other segments"))
        self.overlaps.retranslate()

    def show_segment(self, segment: SavedSegment | None, migration: Migration | None) -> None:
        """Show another segment, with who came and went where it is known."""
        self._segment = segment
        self.setVisible(segment is not None)
        if segment is None:
            return
        self._name.setText(segment.name)
        self._rule.setText(segment.problem or segment.sentence)
        self._text.setText(segment.rule)
        self._rule.set_color("danger" if segment.problem else "text.secondary")
        said = [
            ngettext("{n} customer", "{n} customers", segment.customers).format(
                n=f"{segment.customers:,}"
            ),
            _("{share} of sales").format(share=percent(segment.sales_share)),
        ]
        if segment.unknown:
            n = segment.unknown
            doubt = ngettext("{n} cannot be told", "{n} cannot be told", n)
            said.append(doubt.format(n=f"{n:,}"))
        self._size.setText(" · ".join(said))
        self.open.setEnabled(not segment.problem)
        self._show_moves(migration)
        self._desk.reads.ask(
            "segments.overlap", _overlaps, segment.number, done=self._show_overlaps, owner=self
        )

    def _show_overlaps(self, found: tuple[Overlap, ...]) -> None:
        shown = found[:_OVERLAPS]
        self.overlaps.setVisible(bool(shown))
        self._no_others.setVisible(not shown)
        self._no_others.setText(_("There is no other segment to compare with."))
        self.overlaps.show_rows(shown)
        self.overlaps.setFixedHeight(self.overlaps.height_of(max(len(shown), 1)))

    def _show_moves(self, migration: Migration | None) -> None:
        self.matrix.setVisible(migration is not None)
        self.compare.setVisible(migration is None)
        if migration is None:
            self._since.setText(_("Computed by the same code as of a month ago."))
            return
        self.matrix.show_migration(migration)
        text = _("{before} (rows) → {after} (columns), {n} customers in all")
        days = migration.before_day, migration.after_day
        self._since.setText(
            text.format(before=days[0], after=days[1], n=f"{migration.customers:,}")
        )


def state_label(state: str) -> str:
    """Return the word for being in a segment or not."""
    return {
        jobs.INSIDE: pgettext("segment", "In it"),
        jobs.OUTSIDE: pgettext("segment", "Not in it"),
        jobs.UNKNOWN: pgettext("segment", "Cannot be told"),
    }[state]


def _overlaps(reader: Reader, number: int) -> tuple[Overlap, ...]:
    return jobs.overlaps(reader.workspace, reader.source, number)
