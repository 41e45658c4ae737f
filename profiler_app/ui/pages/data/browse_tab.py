"""Facets beside the table of customers: tick values, and all counts follow at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QHeaderView, QScrollArea, QVBoxLayout, QWidget

from profiler_app.domain.listing import CustomerRow
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs import lists
from profiler_app.jobs.list_columns import known_columns
from profiler_app.jobs.quality import browsing
from profiler_app.jobs.quality.browsing import MOST, USUAL, Browsed
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.customers.check_list import CheckList, Choice
from profiler_app.ui.pages.customers.list_model import CustomerListModel
from profiler_app.ui.pages.data.facet_box import FacetBox
from profiler_app.ui.pages.data.wording import field_name
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Panel
from profiler_app.ui.widgets.popover import Popover
from profiler_app.ui.widgets.search_field import SearchField
from profiler_app.ui.widgets.surface import Surface
from profiler_app.ui.widgets.table import StyledTable

_SIDE = 264
_PREFERRED = "browse_facets"
_NAME, _LEAST_CELL, _SCROLL_BAR = 152, 64, 14
_COLUMN_OF = {"lifecycle": "stage", "last_order_on": "last_order"}
"""Fields that a column of the list shows under another key."""


class BrowseTab(QWidget):
    """``shown`` follows every answer."""

    shown = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._read_once = False
        self.choices: dict[str, frozenset[str]] = {}
        self.found: Browsed | None = None
        self.names = _preferred(desk)
        self.boxes: dict[str, FacetBox] = {}
        self.count = Label("", "strong")
        self.seconds = Label("", "caption", "text.tertiary")
        self.clear, self.open = Button(kind="ghost", small=True), Button(small=True)
        self.choose = Button(small=True, icon="columns-3")
        self.model = CustomerListModel(
            self._fetch, today=desk.today(), currency=desk.settings.currency, parent=self
        )
        self.table = StyledTable()
        self._facets = Surface()
        self._panel = Panel()
        self._build()
        self._connect()

    def _build(self) -> None:
        side = QScrollArea()
        side.setWidgetResizable(True)
        side.setFrameShape(QFrame.Shape.NoFrame)
        side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._column = QVBoxLayout(self._facets)
        self._column.setContentsMargins(0, 0, 12, 0)
        self._column.setSpacing(12)
        self._column.addStretch(1)
        side.setWidget(self._facets)
        self._side = Panel()
        self._side.body.addWidget(side, 1)
        head = QHBoxLayout()
        head.setSpacing(8)
        for widget in (self.count, self.seconds):
            head.addWidget(widget)
        head.addStretch(1)
        for button in (self.clear, self.choose, self.open):
            head.addWidget(button)
        self.table.setModel(self.model)
        self.table.setColumnHidden(0, True)
        self._panel.body.addLayout(head)
        self._panel.body.addWidget(self.table, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 16, 20, 20)
        row.setSpacing(12)
        row.addWidget(self._side)
        row.addWidget(self._panel, 1)
        self._fit()

    def _connect(self) -> None:
        self.clear.clicked.connect(lambda _on=False: self.set_choices({}))
        self.choose.clicked.connect(lambda _on=False: self._ask_fields())
        self.open.clicked.connect(lambda _on=False: self.open_list())
        self.table.opened.connect(lambda index: self._open_card(index.row()))
        current().changed.connect(self._fit)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.clear.setText(_("Clear choices"))
        self.choose.setText(_("Choose fields"))
        self.open.setText(_("Open as list"))
        self.table.setAccessibleName(_("Customers"))
        self.model.retranslate()
        if self._read_once:
            self.reload()

    def _fit(self) -> None:
        self._side.setFixedWidth(current().px(_SIDE))
        theme, header = current(), self.table.horizontalHeader()
        others = max(1, self.model.columnCount() - 2)
        room = self.table.width() - theme.px(_NAME + _SCROLL_BAR)
        width = max(theme.px(_LEAST_CELL), room // others)
        for section in range(1, self.model.columnCount()):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.Interactive)
            self.table.setColumnWidth(section, theme.px(_NAME) if section == 1 else width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width among the columns."""
        super().resizeEvent(event)
        self._fit()

    # -- reading

    def activate(self) -> None:
        """Count when the tab is first shown."""
        if not self._read_once:
            self.reload()

    def data_changed(self) -> None:
        """Count again when the tab is in sight, else the next time."""
        self._read_once = False
        if self.isVisible():
            self.reload()

    def reload(self) -> None:
        """Filter and count; the newest question wins."""
        self._read_once = True
        self._desk.reads.ask(
            "quality.browse",
            partial(_browse, names=self.names, choices=dict(self.choices)),
            done=self._receive,
            failed=self._desk.show_problem,
            owner=self,
        )

    def _receive(self, found: Browsed) -> None:
        self.found = found
        n = len(found.ids)
        text = ngettext("{n} customer", "{n} customers", n).format(n=f"{n:,}")
        if n < found.total:
            text = _("{count} of {total}").format(count=text, total=f"{found.total:,}")
        self.count.setText(text)
        self.seconds.setText(_("{n} ms").format(n=max(1, round(found.seconds * 1000))))
        self.clear.setVisible(any(self.choices.values()))
        self._show_facets(found)
        keys = (_COLUMN_OF.get(facet.field, facet.field) for facet in found.facets)
        columns = known_columns(keys)
        if columns != self.model.columns:
            self.model.set_columns(columns)
            self.table.setColumnHidden(0, True)
            self._fit()
        self.model.set_ids(found.ids)
        self.model.forget()
        self.shown.emit(found)

    def _show_facets(self, found: Browsed) -> None:
        names = [facet.field for facet in found.facets]
        if list(self.boxes) != names:
            for box in self.boxes.values():
                self._column.removeWidget(box)
                box.hide()
                box.deleteLater()
            self.boxes = {name: FacetBox(name) for name in names}
            for at, box in enumerate(self.boxes.values()):
                self._column.insertWidget(at, box)
                box.ticked.connect(self._tick)
        for facet in found.facets:
            kept = self.choices.get(facet.field, frozenset())
            self.boxes[facet.field].show_counts(facet, kept)

    def _fetch(self, first: int, last: int) -> None:
        self._desk.reads.ask(
            "quality.rows",
            partial(_rows, ids=self.model.ids[first : last + 1].tolist(),
                    names=sorted(self.model.fields)),
            done=self.model.receive,
            failed=lambda _problem: self.model.give_up(),
            owner=self,
        )  # fmt: skip

    # -- choosing

    def _tick(self, name: str, keys: frozenset[str]) -> None:
        self.set_choices({**self.choices, name: keys})

    def set_choices(self, choices: Mapping[str, frozenset[str]]) -> None:
        """Choose values (rules) by field."""
        self.choices = {name: keys for name, keys in choices.items() if keys}
        self.reload()

    def set_fields(self, names: Sequence[str]) -> None:
        """Choose which fields are facets and columns; choices of others fall away."""
        self.names = tuple(names)[:MOST]
        self.choices = {name: keys for name, keys in self.choices.items() if name in self.names}
        self._desk.preferences.put(_PREFERRED, ",".join(self.names))
        self.reload()

    def _ask_fields(self) -> None:
        popover = Popover(self, width=300)
        search = SearchField(_("Find a field"))
        note = Label(_("Up to {n} fields").format(n=MOST), "caption", "text.tertiary")
        offered = CheckList()
        names = browsing.facet_fields()
        ordered = [*self.names, *(name for name in names if name not in self.names)]
        offered.set_choices([Choice(name, field_name(name)) for name in ordered], self.names)
        offered.setFixedHeight(current().px(360))
        search.textChanged.connect(offered.narrow)

        def ticked() -> None:
            chosen = offered.values()
            if len(chosen) > MOST:
                kept = set(self.names)
                chosen = tuple(name for name in chosen if name in kept)
                offered.set_choices([Choice(name, field_name(name)) for name in ordered], chosen)
                note.set_color("danger")
            self.set_fields(chosen or self.names)

        offered.ticked.connect(ticked)
        for widget in (search, note, offered):
            popover.body.addWidget(widget)
        popover.show_below(self.choose, align_right=True)
        search.setFocus()

    # -- going on

    def open_list(self) -> None:
        """Open the same customers in the list, where more can be done with them."""
        self._desk.open_list(browsing.rule_of(self.choices), _("Chosen in the data"))

    def _open_card(self, row: int) -> None:
        ids: Any = self.model.ids
        self._desk.open_customer(int(ids[row]), ids)


def _preferred(desk: Desk) -> tuple[str, ...]:
    known = set(browsing.facet_fields())
    kept = str(desk.preferences.get(_PREFERRED, "") or "").split(",")
    return tuple(name for name in kept if name in known)[:MOST] or USUAL


def _browse(
    reader: Reader, *, names: tuple[str, ...], choices: Mapping[str, frozenset[str]]
) -> Browsed:
    return browsing.browse(reader.source, names, choices)


def _rows(reader: Reader, *, ids: list[int], names: list[str]) -> list[CustomerRow]:
    return lists.rows(reader.workspace, reader.source, ids, names)
