"""The table of customers: widths that are remembered, columns that give way, rows for copying."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu

from profiler_app.domain.text import _
from profiler_app.ui.pages.customers.columns import COLUMNS, HIDING_ORDER
from profiler_app.ui.pages.customers.delegate import MARGIN, CustomerDelegate
from profiler_app.ui.pages.customers.list_model import CustomerListModel
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.table import PADDING, StyledTable, TableHeader

_NAMES_NEED = 160
_WIDTHS = "customers.widths"


class ListHeader(TableHeader):
    """A header whose first name stands above the avatars."""

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        """Paint a section; the first one further right."""
        super().paintSection(painter, rect, logicalIndex)
        if logicalIndex == 0:
            painter.fillRect(rect.adjusted(0, 0, 0, -1), current().color("bg.header"))
            inner = rect.adjusted(MARGIN - PADDING, 0, 0, 0)
            super().paintSection(painter, inner, logicalIndex)


class CustomerTable(StyledTable):
    """Shows a CustomerListModel; ``copied`` asks for the selected rows, ``sorted`` for an order."""

    copied = Signal()
    sort_asked = Signal(str)
    moved = Signal()

    def __init__(self, model: CustomerListModel, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self._widths = _read_widths(str(preferences.get(_WIDTHS, "")))
        self._placing = False
        self.with_tags = False
        self.setHorizontalHeader(ListHeader(self))
        self.setItemDelegate(CustomerDelegate(self))
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentRowChanged.connect(lambda _now, _before: self.moved.emit())
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.sectionClicked.connect(lambda at: self._ask_sort(COLUMNS[at].sort))
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_menu)
        self._keep = QTimer(self, singleShot=True, interval=300)
        self._keep.timeout.connect(self._keep_widths)
        header.sectionResized.connect(self._resized)
        self.arrange()
        current().changed.connect(self.arrange)

    @property
    def customers(self) -> CustomerListModel:
        """The model."""
        model = self.model()
        assert isinstance(model, CustomerListModel)
        return model

    def show_sort(self, field: str, descending: bool) -> None:
        """Mark the column of a field as sorted; none for an empty field."""
        at = next((i for i, column in enumerate(COLUMNS) if field and column.sort == field), -1)
        header = self.horizontalHeader()
        header.setSortIndicatorShown(at >= 0)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(at, order)

    def show_tags(self, *, shown: bool) -> None:
        """Show the column of tags, where there is room for it."""
        self.with_tags = shown
        self.arrange()

    def reset_widths(self) -> None:
        """Give every column its usual width again."""
        self._widths.clear()
        self._keep_widths()
        self.arrange()

    def arrange(self) -> None:
        """Give the columns their widths; the least important go when names need the room."""
        hidden = [] if self.with_tags else ["tags"]
        candidates = [key for key in HIDING_ORDER if key not in hidden]
        while candidates and self._names_get(hidden) < current().px(_NAMES_NEED):
            hidden.append(candidates.pop(0))
        self._placing = True
        for at, column in enumerate(COLUMNS):
            self.setColumnHidden(at, column.key in hidden)
            if at:
                self.setColumnWidth(at, self._width(at))
        self._placing = False

    def shown_columns(self) -> list[int]:
        """Return the places of the columns that are shown, in their order."""
        return [at for at in range(len(COLUMNS)) if not self.isColumnHidden(at)]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide or show columns for the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy rows; go to the first and the last row, not along a row."""
        last = self.model().rowCount() - 1
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        elif event.key() == Qt.Key.Key_Home and last >= 0:
            self.go_to(0)
        elif event.key() == Qt.Key.Key_End and last >= 0:
            self.go_to(last)
        else:
            super().keyPressEvent(event)

    def go_to(self, row: int) -> None:
        """Make a row the current one and show it."""
        self.setCurrentIndex(self.model().index(row, 0))
        self.scrollTo(self.model().index(row, 0))

    def mark(self, searched: str) -> None:
        """Mark in the names what was searched for."""
        delegate = self.itemDelegate()
        assert isinstance(delegate, CustomerDelegate)
        delegate.searched = searched

    def show_ids(self, ids: Any, *, keep: bool) -> None:
        """Show other customers; with ``keep`` the current one stays where it is on the screen."""
        before = self.currentIndex().row() if keep else -1
        customer = int(self.customers.ids[before]) if before >= 0 else None
        down = self.rowViewportPosition(before) if before >= 0 else 0
        self.customers.set_ids(ids)
        place = None if customer is None else self.customers.row_of(customer)
        if place is not None:
            bar = self.verticalScrollBar()
            self.updateGeometries()
            height = self.verticalHeader().defaultSectionSize()
            bar.setValue(place * height - down)
        elif len(ids):
            place = 0
            self.scrollToTop()
        if place is not None:
            index = self.customers.index(place, 0)
            chosen = QItemSelectionModel.SelectionFlag.ClearAndSelect
            rows = QItemSelectionModel.SelectionFlag.Rows
            self.setAutoScroll(False)
            self.selectionModel().setCurrentIndex(index, chosen | rows)
            self.setAutoScroll(True)

    def _ask_sort(self, field: str) -> None:
        if field:
            self.sort_asked.emit(field)

    def _show_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Restore the usual widths"), self.reset_widths)
        menu.popup(self.horizontalHeader().mapToGlobal(place))

    def _width(self, at: int) -> int:
        column = COLUMNS[at]
        return current().px(self._widths.get(column.key, column.usual_width))

    def _names_get(self, hidden: list[str]) -> int:
        others = (at for at in range(1, len(COLUMNS)) if COLUMNS[at].key not in hidden)
        return self.viewport().width() - sum(self._width(at) for at in others)

    def _resized(self, at: int, _before: int, width: int) -> None:
        if at and width and not self._placing:
            self._widths[COLUMNS[at].key] = round(width / current().scale)
            self._keep.start()

    def _keep_widths(self) -> None:
        kept = ";".join(f"{key}:{width}" for key, width in self._widths.items())
        self._preferences.put(_WIDTHS, kept)


def _read_widths(text: str) -> dict[str, int]:
    """Read the widths kept as ``stage:92;tier:118``; parts that are none are left out."""
    pairs = (part.partition(":") for part in text.split(";"))
    known = {column.key for column in COLUMNS}
    return {
        key: max(40, min(int(width), 600))
        for key, _colon, width in pairs
        if key in known and width.isdecimal()
    }
