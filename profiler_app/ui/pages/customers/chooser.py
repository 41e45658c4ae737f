"""Choosing columns: which, in which order, and how high the rows are."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from profiler_app.domain.text import _
from profiler_app.jobs.list_columns import known_columns, list_columns
from profiler_app.ui.pages.customers.column_list import ColumnList
from profiler_app.ui.pages.customers.layout import Layout
from profiler_app.ui.pages.customers.table import CustomerTable
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Hairline
from profiler_app.ui.widgets.popover import Popover
from profiler_app.ui.widgets.search_field import SearchField
from profiler_app.ui.widgets.segmented import Segmented
from profiler_app.ui.widgets.table import Density

_WIDTH, _MOST_SHOWN, _OTHERS = 252, 232, 150
_DENSITIES: tuple[Density, ...] = ("compact", "default", "relaxed")


class ColumnChooser(Popover):
    """Every change is seen in the table at once."""

    def __init__(self, table: CustomerTable, parent: QWidget) -> None:
        super().__init__(parent, width=_WIDTH)
        self.set_padding(8)
        self.body.setSpacing(4)
        self._table = table
        self.search = SearchField(_("Find a column"))
        self.shown, self.others = ColumnList(on=True), ColumnList(on=False)
        self._captions = [_caption(_("Shown")), _caption(_("Not shown"))]
        self.body.addWidget(self.search)
        for caption, part in zip(self._captions, (self.shown, self.others), strict=True):
            self.body.addWidget(caption)
            self.body.addWidget(part)
        self.others.setFixedHeight(current().px(_OTHERS))
        self.body.addWidget(Hairline())
        self.body.addLayout(self._make_foot())
        self.reset = Button(_("Restore the usual columns"), kind="link", small=True)
        self.reset.clicked.connect(self._reset)
        self.body.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignLeft)
        self.search.textChanged.connect(lambda _text: self._narrow())
        self.search.returnPressed.connect(self.close)
        for part in (self.shown, self.others):
            part.ticked.connect(self._tick)
        self.shown.moved.connect(self._move)
        self.closed.connect(self.deleteLater)
        self._fill()
        self.search.setFocus()

    def _make_foot(self) -> QHBoxLayout:
        names = (_("Compact"), _("Standard"), _("Relaxed"))
        self.density = Segmented(list(zip(_DENSITIES, names, strict=True)), small=True)
        self.density.choose(self._table.layout_.density)
        self.density.chosen.connect(self._choose_density)
        row = QHBoxLayout()
        row.setContentsMargins(4, 2, 0, 0)
        row.addWidget(Label(_("Row height"), "body", "text.secondary"))
        row.addStretch(1)
        row.addWidget(self.density)
        return row

    def _fill(self) -> None:
        layout = self._table.layout_
        on = known_columns(layout.columns)
        self.shown.set_columns(on, self._table.too_narrow)
        keys = set(layout.columns)
        self.others.set_columns([each for each in list_columns().values() if each.key not in keys])
        self._narrow()

    def _narrow(self) -> None:
        for caption, part in zip(self._captions, (self.shown, self.others), strict=True):
            caption.setVisible(part.narrow(self.search.text()))
        most = current().px(_MOST_SHOWN)
        self.shown.setFixedHeight(min(most, self.shown.height_needed()))

    def _tick(self, key: str) -> None:
        layout = self._table.layout_
        held = key in layout.columns
        self._change(layout.without(key) if held else layout.with_columns([*layout.columns, key]))

    def _move(self, keys: list[str]) -> None:
        self._change(self._table.layout_.with_columns(keys))

    def _choose_density(self, _key: str) -> None:
        density = next(each for each in _DENSITIES if each == self.density.key())
        self._table.change(replace(self._table.layout_, density=density))

    def _reset(self) -> None:
        layout = self._table.layout_
        self.density.choose("default")
        self._change(Layout(sort=layout.sort, descending=layout.descending))

    def _change(self, layout: Layout) -> None:
        self._table.change(layout)
        self._fill()
        self.adjustSize()


def _caption(text: str) -> Label:
    label = Label(text, "caption", "text.tertiary")
    label.setContentsMargins(4, 4, 0, 0)
    return label
