"""The table of customers: a layout of columns, and columns that give way to the names."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHeaderView

from profiler_app.jobs.list_columns import CUSTOMER, known_columns
from profiler_app.ui.pages.customers.columns import NAMES_NEED, giving_way, usual_width
from profiler_app.ui.pages.customers.delegate import CustomerDelegate
from profiler_app.ui.pages.customers.header_menu import HeaderMenu
from profiler_app.ui.pages.customers.layout import Layout
from profiler_app.ui.pages.customers.list_model import TICK, CustomerListModel
from profiler_app.ui.pages.customers.ticking import TickingTable
from profiler_app.ui.pages.customers.ticks import Ticks
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.table import PADDING

TICK_WIDTH = 38
_MOST_MEASURED = 200


class CustomerTable(TickingTable):
    """Shows a CustomerListModel in a ``layout_``; ``arranged`` follows every change by hand."""

    arranged = Signal()
    moved = Signal()

    def __init__(self, model: CustomerListModel, ticks: Ticks) -> None:
        super().__init__(model, ticks)
        self.layout_ = Layout()
        self.too_narrow: tuple[str, ...] = ()
        self._placing = False
        self.with_tags = False
        self.setItemDelegate(CustomerDelegate(ticks, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentRowChanged.connect(lambda _now, _before: self.moved.emit())
        self._keep = QTimer(self, singleShot=True, interval=300)
        self._keep.timeout.connect(self.arranged)
        self._connect_header()
        self.arrange()
        current().changed.connect(self.arrange)

    def _connect_header(self) -> None:
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.sectionClicked.connect(self._sort_clicked)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_menu)
        header.sectionResized.connect(self._resized)

    # -- the layout

    def set_layout(self, layout: Layout) -> None:
        """Lay the list out; the current customer stays where he is."""
        before, self.layout_ = self.layout_, layout
        if layout.columns != before.columns or not self.customers.columns:
            self._keep_place(lambda: self.customers.set_columns(known_columns(layout.columns)))
        if layout.density != before.density:
            self.set_density(layout.density)
        self._show_sort()
        self.arrange()

    def change(self, layout: Layout) -> None:
        """Lay the list out as somebody wants it, and say so."""
        self.set_layout(layout)
        self.arranged.emit()

    def sort_by(self, key: str) -> None:
        """Sort by a column, then the other way round, then not at all."""
        column = known_columns([key])[-1]
        layout = self.layout_
        if layout.sort != column.sort:
            self.change(layout.sorted_by(column.sort, column.biggest_first))
        elif layout.descending == column.biggest_first:
            self.change(layout.sorted_by(column.sort, not layout.descending))
        else:
            self.change(layout.sorted_by("", False))

    def fit_column(self, key: str) -> None:
        """Make a column as wide as what it shows now needs."""
        at, theme = self.customers.section_of(key), current()
        metrics = QFontMetrics(theme.font("body"))
        first = max(0, self.rowAt(0))
        last = min(self.customers.rowCount(), first + _MOST_MEASURED)
        texts = (str(self.customers.index(row, at).data() or "") for row in range(first, last))
        widest = max((metrics.horizontalAdvance(text) for text in texts), default=0)
        title = QFontMetrics(theme.font("caption")).horizontalAdvance(
            self.customers.columns[at - 1].title
        )
        needed = max(widest + theme.px(14), title + theme.px(16)) + 2 * PADDING
        self.change(self.layout_.with_width(key, round(needed / theme.scale)))

    def show_tags(self, *, shown: bool) -> None:
        """Show the column of tags, where there is room for it."""
        self.with_tags = shown
        self.arrange()

    def arrange(self) -> None:
        """Give the columns their widths; the least important go when names need the room."""
        keys = [column.key for column in self.customers.columns]
        hidden = [] if self.with_tags else [key for key in keys if key == "tags"]
        candidates = [key for key in giving_way(keys) if key not in hidden]
        while candidates and self._names_get(hidden) < current().px(NAMES_NEED):
            hidden.append(candidates.pop(0))
        self.too_narrow = tuple(hidden)
        header = self.horizontalHeader()
        self._placing = True
        self.setColumnWidth(TICK, current().px(TICK_WIDTH))
        header.setSectionResizeMode(TICK, QHeaderView.ResizeMode.Fixed)
        for at, key in enumerate(keys, start=1):
            stretch = key == CUSTOMER
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(at, mode.Stretch if stretch else mode.Interactive)
            self.setColumnHidden(at, key in hidden)
            if not stretch:
                self.setColumnWidth(at, self._width(key))
        self._placing = False

    def shown_columns(self) -> list[str]:
        """Return the keys of the columns that are in sight, in their order."""
        return [key for key in self.layout_.columns if key not in self.too_narrow]

    def _show_sort(self) -> None:
        layout = self.layout_
        names = [column.sort for column in self.customers.columns]
        at = names.index(layout.sort) + 1 if layout.sort in names else -1
        header = self.horizontalHeader()
        header.setSortIndicatorShown(at >= 0)
        down = Qt.SortOrder.DescendingOrder if layout.descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(at, down)

    def _sort_clicked(self, section: int) -> None:
        column = self.customers.column(section)
        if column is not None:
            self.sort_by(column.key)

    def _show_menu(self, place: QPoint) -> None:
        header = self.horizontalHeader()
        column = self.customers.column(header.logicalIndexAt(place))
        HeaderMenu(self, "" if column is None else column.key).popup(header.mapToGlobal(place))

    def _width(self, key: str) -> int:
        held = self.layout_.widths.get(key)
        return current().px(usual_width(known_columns([key])[-1]) if held is None else held)

    def _names_get(self, hidden: list[str]) -> int:
        others = (c.key for c in self.customers.columns if c.key != CUSTOMER)
        taken = sum(self._width(key) for key in others if key not in hidden)
        return self.viewport().width() - current().px(TICK_WIDTH) - taken

    def _resized(self, section: int, _before: int, width: int) -> None:
        column = self.customers.column(section)
        if column is not None and column.key != CUSTOMER and width and not self._placing:
            self.layout_ = self.layout_.with_width(column.key, round(width / current().scale))
            self._keep.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide or show columns for the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.arrange()

    def mark(self, searched: str) -> None:
        """Mark in the names what was searched for."""
        delegate = self.itemDelegate()
        assert isinstance(delegate, CustomerDelegate)
        delegate.searched = searched

    # -- the list

    def show_ids(self, ids: Any, *, keep: bool) -> None:
        """Show other customers; with ``keep`` the current one stays where it is on the screen."""
        self._anchor = -1
        self._keep_place(lambda: self.customers.set_ids(ids), keep=keep)
        self._ticks_changed()

    def _keep_place(self, change: Any, *, keep: bool = True) -> None:
        before = self.currentIndex().row() if keep else -1
        customer = int(self.customers.ids[before]) if before >= 0 else None
        down = self.rowViewportPosition(before) if before >= 0 else 0
        change()
        place = None if customer is None else self.customers.row_of(customer)
        if place is not None:
            bar = self.verticalScrollBar()
            self.updateGeometries()
            height = self.verticalHeader().defaultSectionSize()
            bar.setValue(place * height - down)
        elif len(self.customers.ids):
            place = 0
            self.scrollToTop()
        if place is not None:
            index = self.customers.index(place, 1)
            chosen = QItemSelectionModel.SelectionFlag.ClearAndSelect
            rows = QItemSelectionModel.SelectionFlag.Rows
            self.setAutoScroll(False)
            self.selectionModel().setCurrentIndex(index, chosen | rows)
            self.setAutoScroll(True)
