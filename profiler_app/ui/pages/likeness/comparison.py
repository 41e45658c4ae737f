"""Two to four customers side by side, or a customer beside a segment."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.likeness import ComparedRow, Comparison, Likened
from profiler_app.domain.text import _, ngettext
from profiler_app.ui.desk import Desk
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.flow import FlowBox
from profiler_app.ui.widgets.labels import ElidedLabel, Label, as_tooltip
from profiler_app.ui.widgets.painting import fill_round
from profiler_app.ui.widgets.panel import Hairline
from profiler_app.ui.widgets.pills import StatusPill
from profiler_app.ui.widgets.segmented import Segmented
from profiler_app.ui.widgets.surface import Surface

_LABEL, _ROW, _BAR = 150, 28, 90


class ComparisonView(Surface):
    """A table of fields; what differs is in strong type and marked."""

    def __init__(self, desk: Desk, asked: Likened, found: Comparison) -> None:
        super().__init__()
        self._desk, self._asked, self._found = desk, asked, found
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 14, 20, 24)
        self._column.setSpacing(12)
        self._choice = Segmented(
            [("all", _("All that is known")), ("different", _("Only differences"))], small=True
        )
        self._choice.setAccessibleName(_("Which fields are shown"))
        self._choice.chosen.connect(self._fill)
        head = QHBoxLayout()
        if found.customers:
            n = found.customers
            said = ngettext("{rule}: {n} customer", "{rule}: {n} customers", n)
            words = said.format(rule=found.sentence, n=f"{n:,}")
            head.addWidget(ElidedLabel(words, "body", "text.secondary"), 1)
        else:
            head.addStretch(1)
        head.addWidget(self._choice)
        self._column.addLayout(head)
        self._tags()
        self.table = QWidget()
        self._column.addWidget(self.table)
        self._column.addStretch(1)
        self._fill("all")

    def _tags(self) -> None:
        found = self._found
        if found.common_tags:
            self._column.addLayout(_pills(_("Tags all have"), found.common_tags))
        for name, tags in zip(found.names, found.own_tags, strict=True):
            if tags:
                title = _("Only {name}") if not found.customers else _("Tags of {name}")
                self._column.addLayout(_pills(title.format(name=name), tags))

    def _fill(self, which: str) -> None:
        rows = [row for row in self._found.rows if which == "all" or row.differs]
        order = [*dict.fromkeys(row.section for row in self._found.rows)]
        rows.sort(key=lambda row: order.index(row.section))
        self._span = len(self._found.names) + 1 + any(row.place is not None for row in rows)
        fresh = QWidget()
        self._column.replaceWidget(self.table, fresh)
        self.table.deleteLater()
        self.table = fresh
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        grid.setColumnMinimumWidth(0, current().px(_LABEL))
        columns = len(self._found.names)
        for at in range(columns):
            grid.setColumnStretch(at + 1, 1)
            grid.addWidget(self._name(at), 0, at + 1, Qt.AlignmentFlag.AlignLeft)
        self._line = 1
        for section, members in groupby(rows, lambda row: row.section):
            self._add_section(grid, section, list(members), columns)
        if not rows:
            nothing = _("They are alike in everything that is known.")
            grid.addWidget(Label(nothing, "body", "text.secondary"), 1, 0, 1, columns + 1)

    def _name(self, at: int) -> QWidget:
        name = self._found.names[at]
        if at >= len(self._asked.customers):
            return Label(name, "strong")
        button = Button(name, kind="link")
        button.setMaximumWidth(current().px(260))
        customer = self._asked.customers[at]
        button.clicked.connect(lambda _on=False: self._desk.open_customer(customer))
        return button

    def _add_section(
        self, grid: QGridLayout, section: str, rows: list[ComparedRow], columns: int
    ) -> None:
        title = Label(section, "strong")
        title.setContentsMargins(0, current().px(10), 0, 4)
        grid.addWidget(title, self._line, 0, 1, self._span)
        grid.addWidget(Hairline(), self._line + 1, 0, 1, self._span)
        self._line += 2
        for row in rows:
            grid.setRowMinimumHeight(self._line, current().px(_ROW))
            label = ElidedLabel(row.label, "body", "text.secondary")
            label.setMaximumWidth(current().px(_LABEL))
            grid.addWidget(label, self._line, 0)
            for at, widget in enumerate(_values(row)):
                grid.addWidget(widget, self._line, at + 1)
            if row.place is not None:
                grid.addWidget(PlaceBar(row.place), self._line, columns + 1)
            self._line += 1


def _values(row: ComparedRow) -> Iterator[QWidget]:
    for value in row.values:
        if value is None:
            yield Label("—", "body", "text.tertiary")
        else:
            ink = "text.primary" if row.differs else "text.secondary"
            yield ElidedLabel(value, "strong" if row.differs else "body", ink)


class PlaceBar(QWidget):
    """Where a number stands among those of a segment."""

    def __init__(self, place: float) -> None:
        super().__init__()
        self._place = place
        said = _("above {share:.0%} of them").format(share=place)
        self.setToolTip(as_tooltip(said))
        self.setAccessibleName(said)

    def sizeHint(self) -> QSize:
        """Return the size of the bar."""
        return QSize(current().px(_BAR), current().px(12))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the range and the mark in it."""
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high = theme.px(6)
        top = (self.height() - high) / 2
        fill_round(painter, QRectF(0, top, self.width(), high), 3, theme.color("neutral.soft"))
        side = theme.px(8)
        at = self._place * (self.width() - side)
        mark = QRectF(at, (self.height() - side) / 2, side, side)
        fill_round(painter, mark, side / 2, theme.chart_color(0))


def _pills(title: str, words: tuple[str, ...]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    name = ElidedLabel(title, "caption", "text.tertiary")
    name.setFixedWidth(current().px(_LABEL))
    name.setFixedHeight(current().size("tag"))
    row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
    box = FlowBox(gap=4, line_gap=4)
    box.set_widgets([StatusPill(word) for word in words])
    row.addWidget(box, 1)
    return row
