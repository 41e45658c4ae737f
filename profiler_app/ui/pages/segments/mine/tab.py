"""The tab of saved segments: what each holds, how they overlap, how far they have drifted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from profiler_app.domain.saved_segments import SavedSegment
from profiler_app.domain.segmentation import Migration
from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.campaign_targets import CampaignRequest
from profiler_app.jobs.segments import moving
from profiler_app.jobs.segments import saved as jobs
from profiler_app.jobs.segments.sets import keep_segment
from profiler_app.jobs.segments.sheet import print_segment
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.segments.building import Building
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.pages.segments.mine.combine_form import CombineForm
from profiler_app.ui.pages.segments.mine.detail import SegmentDetail
from profiler_app.ui.pages.segments.mine.drift_view import DriftView
from profiler_app.ui.pages.segments.mine.overlap_view import OverlapView
from profiler_app.ui.pages.segments.parts import scrolled
from profiler_app.ui.pages.segments.wording import month_before, percent, signed, whole_money
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.empty_state import EmptyState
from profiler_app.ui.widgets.panel import Panel
from profiler_app.ui.widgets.segmented import Segmented


class SavedTab(QWidget):
    """``loaded`` follows every answer; ``segments`` are those shown."""

    loaded = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.segments: tuple[SavedSegment, ...] = ()
        self.migrations: dict[int, Migration] = {}
        self.read = False
        self.table = FiguresTable(self._columns())
        self.detail = SegmentDetail(desk)
        self.overlap, self.drift = OverlapView(desk), DriftView(desk)
        self.views = Segmented(small=True)
        self.combine = Button(icon="layers", small=True)
        self.compare_all = Button(icon="history", small=True)
        self._stack = QStackedWidget()
        self._empty = EmptyState("bookmark", "")
        self._start = self._empty.add_button("", self.ask_new, kind="primary")
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self._list = Panel("·")
        self._list.head.add(self.compare_all)
        self._list.body.addWidget(self.table, 1)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._list, 5)
        row.addWidget(self.detail, 4)
        for view in (both, self.overlap, self.drift):
            self._stack.addWidget(view)
        self._whole = QWidget()
        inner = QVBoxLayout(self._whole)
        inner.setContentsMargins(20, 12, 20, 14)
        inner.setSpacing(12)
        top = QHBoxLayout()
        top.addWidget(self.views)
        top.addStretch(1)
        top.addWidget(self.combine)
        inner.addLayout(top)
        inner.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._area = scrolled(self._whole)
        column.addWidget(self._area, 1)
        column.addWidget(self._empty, 1)

    def _connect(self) -> None:
        self.table.chosen.connect(lambda _row: self._show_detail())
        self.table.opened.connect(lambda _index: self._open_customers())
        self.views.chosen.connect(self.show_view)
        self.combine.clicked.connect(self.ask_combination)
        self.compare_all.clicked.connect(self.compare)
        self.detail.open.clicked.connect(self._open_customers)
        self.detail.edit.clicked.connect(self.ask_change)
        self.detail.freeze.clicked.connect(self.freeze)
        self.detail.persona.clicked.connect(self._open_persona)
        self.detail.campaign.clicked.connect(self._plan_campaign)
        self.detail.print.clicked.connect(self._ask_file)
        self.detail.delete.clicked.connect(self.delete)

    def _columns(self) -> list[Figure]:
        currency = self._desk.settings.currency
        return [
            Figure(lambda: pgettext("figures", "Segment"), lambda row: row.name, 0, right=False,
                   sort=lambda row: row.name, icon=_kind_icon),
            Figure(lambda: pgettext("figures", "Customers"), _customers,
                   96, sort=lambda row: row.customers, raw=lambda row: row.customers),
            Figure(lambda: _("12-month sales"), lambda row: whole_money(row.sales_minor, currency),
                   116, sort=lambda row: row.sales_minor, raw=lambda row: row.sales_minor / 100,
                   drop=1),
            Figure(lambda: _("Share of sales"), lambda row: percent(row.sales_share), 150,
                   sort=lambda row: row.sales_share, raw=lambda row: round(row.sales_share, 4),
                   bar=lambda row: (row.sales_share, current().chart_color(0))),
            Figure(self._change_title, self._change_text, 96,
                   sort=lambda row: self._change(row) or 0, raw=self._change),
        ]  # fmt: skip

    def _change(self, row: SavedSegment) -> int | None:
        found = self.migrations.get(row.number)
        return None if found is None else found.change(moving.INSIDE)

    def _change_text(self, row: SavedSegment) -> str:
        change = self._change(row)
        return "—" if change is None else signed(change)

    def _change_title(self) -> str:
        if not self.migrations:
            return pgettext("figures", "Change")
        return _("since {day}").format(day=next(iter(self.migrations.values())).before_day[5:])

    # -- reading

    def reload(self) -> None:
        """Evaluate all segments again."""
        self._desk.reads.ask(
            "segments.saved",
            _segments,
            done=self._receive,
            failed=self._desk.show_problem,
            owner=self,
        )

    def _receive(self, segments: tuple[SavedSegment, ...]) -> None:
        current_number = self.table.row().number if self.table.row() is not None else None
        self.segments, self.read = segments, True
        kept = {each.number for each in segments}
        self.migrations = {n: m for n, m in self.migrations.items() if n in kept}
        self.drift.forget()
        if self.views.key() == "overlap":
            self.overlap.show_segments(segments)
        self.table.show_rows(segments)
        shown = self.table.rows()
        if shown:
            at = next((i for i, r in enumerate(shown) if r.number == current_number), 0)
            self.table.selectRow(at)
        self._show()
        self.loaded.emit(segments)

    def compare(self) -> None:
        """Compute a month ago, for every segment at once."""
        self.compare_all.setEnabled(False)
        self._desk.jobs.start(
            moving.segment_migrations,
            day=month_before(self._desk.today()),
            title=_("Comparing with a month ago"),
            owner=self,
            done=self._receive_moves,
            failed=self._desk.show_problem,
            cancelled=self._show,
        )

    def _receive_moves(self, migrations: dict[int, Migration]) -> None:
        self.migrations = migrations
        self.table.retranslate()
        self._show()

    # -- showing

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._list.head.set_title(_("My segments"))
        self._empty.set_message(
            _("No segment saved yet"),
            _("A segment is a name and a rule. Whoever fits the rule belongs to it, today and "
              "tomorrow."),
        )  # fmt: skip
        self._start.setText(_("New segment"))
        self.combine.setText(_("Combine segments"))
        self.compare_all.setText(_("Compare with a month ago"))
        self.views.setAccessibleName(_("What is shown of my segments"))
        self.views.set_options(
            [
                ("list", pgettext("segments", "List")),
                ("overlap", _("Overlap")),
                ("drift", _("Drift")),
            ]
        )
        for part in (self.detail, self.overlap, self.drift):
            part.retranslate()
        self.table.setAccessibleName(_("My segments"))
        self.table.retranslate()
        self._show()
        if self.read:
            self.reload()  # the sentences are made in the language of the reading

    def show_view(self, key: str) -> None:
        """Show the list, the overlap or the drift."""
        self.views.choose(key)
        if key == "overlap":
            self.overlap.show_segments(self.segments)
        self._show()

    def _show(self) -> None:
        self._empty.setVisible(self.read and not self.segments)
        self._area.setVisible(bool(self.segments))
        self._stack.setCurrentIndex(["list", "overlap", "drift"].index(self.views.key()))
        self.combine.setVisible(sum(not each.problem for each in self.segments) > 1)
        self.compare_all.setEnabled(True)
        self.compare_all.setVisible(
            not self.migrations and any(each.frozen_on is None for each in self.segments)
        )
        self._show_detail()

    def _show_detail(self) -> None:
        self.detail.show_segment(self.table.row())

    # -- changing

    def ask_new(self) -> None:
        """Put together a new segment."""
        self._desk.open_place("segment", Building())

    def ask_change(self) -> None:
        """Change the name or the rule."""
        segment = self.table.row()
        if segment is not None:
            self._desk.open_place("segment", Building(segment))

    def ask_combination(self) -> CombineForm:
        """Ask for a segment made of two others."""
        segment = self.table.row()
        first = "" if segment is None else segment.name
        form = CombineForm(self._desk, self.segments, first, self)
        form.show_below(self.combine, align_right=True)
        form.other.setFocus()
        return form

    def freeze(self) -> None:
        """Keep who is in the segment today."""
        segment = self.table.row()
        if segment is None:
            return
        name = f"{segment.name} {self._desk.today().isoformat()}"
        done = _("Snapshot “{name}” saved.").format(name=name)

        def tell(operation: int) -> None:
            self._desk.toast(done, operation)
            self._desk.data_changed.emit()

        self._desk.jobs.start(
            keep_segment,
            name,
            segment.rule,
            static=True,
            title=_("Saving"),
            owner=self,
            done=tell,
            failed=self._desk.show_problem,
        )

    def _plan_campaign(self) -> None:
        segment = self.table.row()
        if segment is not None:
            request = CampaignRequest(segment.name, segment=segment.name)
            self._desk.open_place("campaigns", request)

    def _open_persona(self) -> None:
        segment = self.table.row()
        if segment is not None:
            live = segment.frozen_on is None
            self._desk.open_persona(segment.name if live else segment.rule)

    def _ask_file(self) -> None:
        segment = self.table.row()
        if segment is not None:
            name, _filter = QFileDialog.getSaveFileName(
                self, _("Save as PDF"), f"{segment.name}.pdf", "PDF (*.pdf)"
            )
            if name:
                self.print_sheet(segment, Path(name).with_suffix(".pdf"))

    def print_sheet(self, segment: SavedSegment, path: Path) -> None:
        """Write the sheet of a segment as a PDF."""
        done = _("Written to {file}.").format(file=path.name)
        self._desk.jobs.start(
            print_segment,
            segment.number,
            path,
            today=self._desk.today(),
            title=_("Writing the segment sheet"),
            owner=self,
            done=lambda _n: self._desk.toast(done),
            failed=self._desk.show_problem,
        )

    def delete(self) -> None:
        """Delete the segment, with a way back."""
        segment = self.table.row()
        if segment is None:
            return
        done = _("Segment “{name}” deleted.").format(name=segment.name)

        def tell(operation: int) -> None:
            self._desk.toast(done, operation)
            self._desk.data_changed.emit()

        self._desk.jobs.start(
            jobs.delete_segment,
            segment.number,
            segment.name,
            title=_("Deleting"),
            owner=self,
            done=tell,
            failed=self._desk.show_problem,
        )

    def _open_customers(self) -> None:
        segment = self.table.row()
        if segment is not None and not segment.problem:
            self._desk.open_list(segment.rule, segment.name)

    def escape(self) -> bool:
        """There is nothing to let go."""
        return False

    def exported(self) -> tuple[str, list[str], list[list[Any]]]:
        """Return a name, headers and rows, the rule in the last column."""
        headers, rows = self.table.figures()
        rules = [each.rule for each in self.table.rows()]
        whole = [[*row, rule] for row, rule in zip(rows, rules, strict=True)]
        return _("segments"), [*headers, _("Rule")], whole


def _kind_icon(row: SavedSegment) -> tuple[str, str]:
    """A snapshot is pinned; what is live is not."""
    return ("activity", "text.tertiary") if row.frozen_on is None else ("pin", "text.tertiary")


def _customers(row: SavedSegment) -> str:
    return "—" if row.problem else f"{row.customers:,}"


def _segments(reader: Reader) -> tuple[SavedSegment, ...]:
    return jobs.saved_segments(reader.workspace, reader.source)
