"""Up to twelve segments against each other: matrix, UpSet; a click opens the customers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.saved_segments import OverlapTable, SavedSegment
from profiler_app.domain.text import _
from profiler_app.jobs.segments.sets import MOST_COMPARED, overlap_table
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.segments.mine.overlap_charts import OverlapMatrix, UpSet
from profiler_app.ui.pages.segments.parts import scrolled
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Panel
from profiler_app.ui.widgets.popover import Popover


class OverlapView(QWidget):
    """Shows the first twelve segments until others are chosen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._offered: tuple[str, ...] = ()
        self.chosen: tuple[str, ...] = ()
        self.table: OverlapTable | None = None
        self.matrix, self.upset = OverlapMatrix(), UpSet()
        self.choose = Button(icon="list-filter", small=True)
        self._note = Label("", "body", "text.secondary", wrap=True)
        self._pairs, self._exact = Panel("·"), Panel("·")
        self._pairs.head.add(self.choose)
        self._pairs.body.addWidget(self._note)
        self._pairs.body.addWidget(self.matrix)
        self._exact.body.addWidget(self.upset)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._pairs)
        column.addWidget(self._exact)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inside))
        self.choose.clicked.connect(self.ask_choice)
        self.matrix.opened.connect(self._open_pair)
        self.upset.opened.connect(lambda _row, at: self._open_exact(at))

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._pairs.head.set_title(_("In both of two segments"))
        self._pairs.head.set_note(_("the share is of those in either"))
        self._exact.head.set_title(_("Exact combinations"))
        self.choose.setText(_("Choose segments"))
        self.matrix.setAccessibleName(_("In both of two segments"))
        self.upset.setAccessibleName(_("Exact combinations"))
        self._show()

    def show_segments(self, segments: Sequence[SavedSegment]) -> None:
        """Compare these from now on; what was chosen stays as far as it is still there."""
        self._offered = tuple(each.name for each in segments if not each.problem)
        kept = tuple(name for name in self.chosen if name in self._offered)
        self.compare(kept if len(kept) > 1 else self._offered[:MOST_COMPARED])

    def compare(self, names: Sequence[str]) -> None:
        """Compare these segments."""
        self.chosen = tuple(names)
        if len(self.chosen) < 2:
            self.table = None
            self._show()
            return
        self._desk.reads.ask(
            "segments.overlaps",
            _table,
            self.chosen,
            done=self._receive,
            failed=self._refused,
            owner=self,
        )

    def _receive(self, table: OverlapTable) -> None:
        self.table = table
        self.matrix.show_table(table)
        self.upset.show_table(table)
        self._show()

    def _refused(self, problem: UserProblem) -> None:
        self.table = None
        self._show()
        self._note.setText(str(problem))

    def _show(self) -> None:
        table = self.table
        for part in (self.matrix, self._exact):
            part.setVisible(table is not None)
        self.choose.setVisible(len(self._offered) > 2)
        text = ""
        if table is None:
            text = _("Save a second segment, then the overlap appears here.")
        elif table.untold:
            text = _("{n} customers are in one of them, but of another one it cannot be told; "
                     "they stand in no exact combination.")  # fmt: skip
            text = text.format(n=f"{table.untold:,}")
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def ask_choice(self) -> None:
        """Let the segments be chosen."""
        choice = SegmentChoice(self._offered, self.chosen, self)
        choice.chosen.connect(self.compare)
        choice.show_below(self.choose, align_right=True)

    def _open_pair(self, row: int, column: int) -> None:
        if self.table is not None and self.matrix.figures(row, column)[0]:
            names = self.table.names
            title = names[row] if row == column else f"{names[row]} ∩ {names[column]}"
            self._desk.open_list(self.table.both_rule(row, column), title)

    def _open_exact(self, at: int) -> None:
        if self.table is not None and at < len(self.table.combinations):
            places, _n = self.table.combinations[at]
            names = " + ".join(self.table.names[place] for place in places)
            title = _("only {names}").format(names=names)
            self._desk.open_list(self.table.exact_rule(places), title)


class SegmentChoice(Popover):
    """Two to twelve segments to tick."""

    chosen = Signal(object)

    def __init__(self, offered: Sequence[str], on: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent, width=300)
        self.list = QListWidget()
        self.list.setFixedHeight(current().px(280))
        self.list.setAccessibleName(_("Segments to compare"))
        for name in offered:
            item = QListWidgetItem(name)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsUserCheckable
                | Qt.ItemFlag.ItemIsSelectable
            )
            ticked = Qt.CheckState.Checked if name in on else Qt.CheckState.Unchecked
            item.setCheckState(ticked)
            self.list.addItem(item)
        self.note = Label("", "caption", "text.secondary")
        self.go = Button(_("Show overlap"), kind="primary", small=True)
        self.body.addWidget(Label(_("Segments to compare"), "heading"))
        for part in (self.list, self.note, self.go):
            self.body.addWidget(part)
        self.list.itemChanged.connect(lambda _item: self._count())
        self.go.clicked.connect(self._choose)
        self._count()

    def names(self) -> list[str]:
        """Return what is ticked."""
        items = (self.list.item(at) for at in range(self.list.count()))
        return [item.text() for item in items if item.checkState() == Qt.CheckState.Checked]

    def _count(self) -> None:
        n = len(self.names())
        self.note.setText(_("{n} of at most {most}").format(n=n, most=MOST_COMPARED))
        self.go.setEnabled(2 <= n <= MOST_COMPARED)

    def _choose(self) -> None:
        names = self.names()
        self.close()
        self.chosen.emit(names)


def _table(reader: Reader, names: Sequence[str]) -> OverlapTable:
    return overlap_table(reader.workspace, names)
