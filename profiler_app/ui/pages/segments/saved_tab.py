"""The tab of saved segments: what each holds, what it shares with others, who came and went."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.segmentation import Migration, SavedSegment
from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.segments import saved as jobs
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.pages.segments.parts import scrolled
from profiler_app.ui.pages.segments.saved_detail import SegmentDetail
from profiler_app.ui.pages.segments.segment_form import SegmentForm
from profiler_app.ui.pages.segments.wording import month_before, percent, signed, whole_money
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.empty_state import EmptyState
from profiler_app.ui.widgets.panel import Panel


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
        self._empty = EmptyState("bookmark", "")
        self._start = self._empty.add_button("", lambda: self.ask_new(self._start), kind="primary")
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self._list = Panel("·")
        self._list.body.addWidget(self.table, 1)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(20, 14, 20, 14)
        row.setSpacing(12)
        row.addWidget(self._list, 3)
        row.addWidget(self.detail, 2)
        self._whole = scrolled(both)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._whole, 1)
        column.addWidget(self._empty, 1)

    def _connect(self) -> None:
        self.table.chosen.connect(lambda _row: self._show_detail())
        self.table.opened.connect(lambda _index: self._open_customers())
        self.detail.open.clicked.connect(self._open_customers)
        self.detail.edit.clicked.connect(lambda: self.ask_change(self.detail.edit))
        self.detail.delete.clicked.connect(self.delete)
        self.detail.compare.clicked.connect(self.compare)

    def _columns(self) -> list[Figure]:
        currency = self._desk.settings.currency
        return [
            Figure(lambda: pgettext("figures", "Segment"), lambda row: row.name, 0, right=False,
                   sort=lambda row: row.name),
            Figure(lambda: pgettext("figures", "Customers"), _customers,
                   96, sort=lambda row: row.customers, raw=lambda row: row.customers),
            Figure(lambda: _("12-month sales"), lambda row: whole_money(row.sales_minor, currency),
                   116, sort=lambda row: row.sales_minor, raw=lambda row: row.sales_minor / 100),
            Figure(lambda: _("Share of sales"), lambda row: percent(row.sales_share), 150,
                   sort=lambda row: row.sales_share, raw=lambda row: round(row.sales_share, 4),
                   bar=lambda row: (row.sales_share, current().chart_color(0))),
            Figure(self._change_title, self._change_text, 96,
                   sort=lambda row: self._change(row) or 0, raw=self._change),
        ]  # fmt: skip

    def _change(self, row: SavedSegment) -> int | None:
        found = self.migrations.get(row.number)
        return None if found is None else found.change(jobs.INSIDE)

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
        self.table.show_rows(segments)
        shown = self.table.rows()
        if shown:
            at = next((i for i, r in enumerate(shown) if r.number == current_number), 0)
            self.table.selectRow(at)
        self._show()
        self.loaded.emit(segments)

    def compare(self) -> None:
        """Compute a month ago, for every segment at once."""
        self.detail.compare.setEnabled(False)
        self._desk.jobs.start(
            jobs.segment_migrations,
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
        self.detail.retranslate()
        self.table.setAccessibleName(_("My segments"))
        self.table.retranslate()
        self._show()
        if self.read:
            self.reload()  # the sentences are made in the language of the reading

    def _show(self) -> None:
        self._empty.setVisible(self.read and not self.segments)
        self._whole.setVisible(bool(self.segments))
        self.detail.compare.setEnabled(True)
        self._show_detail()

    def _show_detail(self) -> None:
        segment = self.table.row()
        found = None if segment is None else self.migrations.get(segment.number)
        self.detail.show_segment(segment, found)

    # -- changing

    def ask_new(self, anchor: QWidget) -> None:
        """Ask for a new segment."""
        form = SegmentForm(self._desk, None, self)
        form.show_below(anchor, align_right=True)
        form.name.setFocus()

    def ask_change(self, anchor: QWidget) -> None:
        """Ask for another name or rule."""
        segment = self.table.row()
        if segment is not None:
            form = SegmentForm(self._desk, segment, self)
            form.show_below(anchor)
            form.name.setFocus()

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


def _customers(row: SavedSegment) -> str:
    return "—" if row.problem else f"{row.customers:,}"


def _segments(reader: Reader) -> tuple[SavedSegment, ...]:
    return jobs.saved_segments(reader.workspace, reader.source)
