"""The tab of saved segments: what each holds, what it shares with others, who came and went."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.segmentation import Migration, Overlap, SavedSegment
from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.jobs.segments import saved as jobs
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.pages.segments.matrix import MigrationMatrix
from profiler_app.ui.pages.segments.segment_form import SegmentForm
from profiler_app.ui.pages.segments.wording import month_before, percent, signed, whole_money
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.empty_state import EmptyState
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.panel import Panel

_OVERLAPS = 5


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
        self.overlaps = FiguresTable(self._overlap_columns())
        self.overlaps.set_density("compact")
        self.matrix = MigrationMatrix((jobs.INSIDE, jobs.OUTSIDE, jobs.UNKNOWN), state_label)
        self._empty = EmptyState("bookmark", "")
        self._start = self._empty.add_button("", lambda: self.ask_new(self._start), kind="primary")
        self._open, self._edit = Button(icon="users"), Button(icon="pencil")
        self._delete = Button(icon="trash-2")
        self._compare = Button(icon="history", small=True)
        self._name, self._rule = (
            ElidedLabel("", "heading"),
            Label("", "body", "text.secondary", wrap=True),
        )
        self._text = Label("", "caption", "text.tertiary", wrap=True)
        self._size = Label("", "strong", wrap=True)
        self._no_others = Label("", "body", "text.secondary", wrap=True)
        self._since = Label("", "body", "text.secondary", wrap=True)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self._list = Panel("·")
        self._list.body.addWidget(self.table, 1)
        self._detail = Panel()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._open, self._edit, self._delete):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._overlap_head = Label("", "heading")
        self._moves_head = Label("", "heading")
        body = self._detail.body
        for widget in (self._name, self._rule, self._text, self._size):
            body.addWidget(widget)
        body.addLayout(buttons)
        body.addSpacing(8)
        body.addWidget(self._overlap_head)
        body.addWidget(self._no_others)
        body.addWidget(self.overlaps)
        body.addSpacing(8)
        body.addWidget(self._moves_head)
        body.addWidget(self._since)
        body.addWidget(self._compare)
        body.addWidget(self.matrix)
        body.addStretch(1)
        self._whole = QWidget()
        row = QHBoxLayout(self._whole)
        row.setContentsMargins(20, 14, 20, 14)
        row.setSpacing(12)
        row.addWidget(self._list, 3)
        row.addWidget(self._detail, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._whole, 1)
        column.addWidget(self._empty, 1)

    def _connect(self) -> None:
        self.table.chosen.connect(lambda _row: self._show_detail())
        self.table.opened.connect(lambda _index: self._open_customers())
        self._open.clicked.connect(self._open_customers)
        self._edit.clicked.connect(lambda: self.ask_change(self._edit))
        self._delete.clicked.connect(self.delete)
        self._compare.clicked.connect(self.compare)

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

    def _overlap_columns(self) -> list[Figure]:
        return [
            Figure(lambda: _("Other segment"), lambda row: row.name, 0, right=False),
            Figure(lambda: _("In both"), lambda row: f"{row.both:,}", 84,
                   sort=lambda row: row.both, raw=lambda row: row.both),
            Figure(lambda: _("of this one"), self._overlap_share, 140, bar=self._overlap_bar),
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

    def _part(self, row: Overlap) -> float:
        segment = self.table.row()
        return row.both / segment.customers if segment is not None and segment.customers else 0.0

    def _overlap_share(self, row: Overlap) -> str:
        return percent(self._part(row))

    def _overlap_bar(self, row: Overlap) -> tuple[float, Any]:
        return self._part(row), current().chart_color(0)

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
        self._compare.setEnabled(False)
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
        self._open.setText(_("View customers"))
        self._edit.setText(pgettext("button", "Change"))
        self._delete.setText(_("Delete"))
        self._compare.setText(_("Compare with a month ago"))
        self._overlap_head.setText(_("Overlap with other segments"))
        self._moves_head.setText(_("Who came and went"))
        self.table.setAccessibleName(_("My segments"))
        self.overlaps.setAccessibleName(_("Overlap with other segments"))
        self.table.retranslate()
        self.overlaps.retranslate()
        self._show()
        if self.read:
            self.reload()  # the sentences are made in the language of the reading

    def _show(self) -> None:
        self._empty.setVisible(self.read and not self.segments)
        self._whole.setVisible(bool(self.segments))
        self._compare.setEnabled(True)
        self._show_detail()

    def _show_detail(self) -> None:
        segment = self.table.row()
        self._detail.setVisible(segment is not None)
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
        self._open.setEnabled(not segment.problem)
        self._show_moves(self.migrations.get(segment.number))
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
        self._compare.setVisible(migration is None)
        if migration is None:
            self._since.setText(_("Computed by the same code as of a month ago."))
            return
        self.matrix.show_migration(migration)
        text = _("{before} (rows) → {after} (columns), {n} customers in all")
        days = migration.before_day, migration.after_day
        self._since.setText(
            text.format(before=days[0], after=days[1], n=f"{migration.customers:,}")
        )

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


def state_label(state: str) -> str:
    """Return the word for being in a segment or not."""
    return {
        jobs.INSIDE: pgettext("segment", "In it"),
        jobs.OUTSIDE: pgettext("segment", "Not in it"),
        jobs.UNKNOWN: pgettext("segment", "Cannot be told"),
    }[state]


def _segments(reader: Reader) -> tuple[SavedSegment, ...]:
    return jobs.saved_segments(reader.workspace, reader.source)


def _overlaps(reader: Reader, number: int) -> tuple[Overlap, ...]:
    return jobs.overlaps(reader.workspace, reader.source, number)
