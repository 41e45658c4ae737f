"""Columns to tick, and to bring into another order with the mouse or Alt and an arrow."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from profiler_app.domain.text import _
from profiler_app.jobs.list_columns import CUSTOMER, ListColumn
from profiler_app.ui import icons
from profiler_app.ui.pages.customers.check_list import paint_item_ground
from profiler_app.ui.pages.customers.plain_list import PlainList
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.painting import paint_check
from profiler_app.ui.widgets.table import paint_text

AnyIndex = QModelIndex | QPersistentModelIndex
_KEY = Qt.ItemDataRole.UserRole
_MARK = Qt.ItemDataRole.UserRole + 1
_ON = Qt.ItemDataRole.UserRole + 2
_HEIGHT = 29
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ColumnList(PlainList):
    """The columns that are shown (``on``), or those that are not.

    ``ticked`` carries the key of a column to show or hide, ``moved`` the keys in their new order.
    """

    ticked = Signal(str)
    moved = Signal(object)

    def __init__(self, *, on: bool) -> None:
        super().__init__()
        self._on = on
        self.setItemDelegate(_ColumnDelegate(self))
        if on:
            self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
            self.setDefaultDropAction(Qt.DropAction.MoveAction)
            self.model().rowsMoved.connect(lambda *_how: self.moved.emit(self.keys()))

    def set_columns(self, columns: Sequence[ListColumn], hidden: Collection[str] = ()) -> None:
        """Show these columns; those in ``hidden`` with the mark that there is no room for them."""
        row, at = self.currentRow(), self.verticalScrollBar().value()
        self.clear()
        for column in columns:
            item = QListWidgetItem(column.title, self)
            item.setData(_KEY, column.key)
            item.setData(_ON, self._on)
            item.setData(_MARK, _("no room now") if column.key in hidden else "")
            locked = column.key == CUSTOMER
            item.setData(Qt.ItemDataRole.AccessibleTextRole, _spoken(column, self._on, locked))
            if locked:
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        self.setCurrentRow(min(row, self.count() - 1))
        self.verticalScrollBar().setValue(at)

    def keys(self) -> list[str]:
        """Return the keys in the order they stand in."""
        return [str(self.item(at).data(_KEY)) for at in range(self.count())]

    def narrow(self, text: str) -> bool:
        """Show only columns whose title contains a text; return whether there are any."""
        wanted, found = text.strip().casefold(), False
        for at in range(self.count()):
            fits = wanted in self.item(at).text().casefold()
            self.item(at).setHidden(not fits)
            found = found or fits
        return found

    def height_needed(self) -> int:
        """Return how high all rows are together."""
        rows = sum(not self.item(at).isHidden() for at in range(self.count()))
        return rows * current().px(_HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick with Space, move with Alt and an arrow."""
        item, step = self.currentItem(), _STEPS.get(Qt.Key(event.key()))
        if item is not None and event.key() == Qt.Key.Key_Space:
            self._tick(item)
        elif item is not None and step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._move(self.currentRow(), step)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick what was clicked, unless it was dragged."""
        dragged = self.state() == QAbstractItemView.State.DraggingState
        super().mouseReleaseEvent(event)
        item = self.itemAt(event.position().toPoint())
        if item is not None and not dragged and event.button() == Qt.MouseButton.LeftButton:
            self._tick(item)

    def _tick(self, item: QListWidgetItem) -> None:
        if item.data(_KEY) != CUSTOMER:
            self.ticked.emit(str(item.data(_KEY)))

    def _move(self, row: int, by: int) -> None:
        to = row + by
        if not self._on or row < 1 or not 1 <= to < self.count():
            return
        keys = self.keys()
        keys.insert(to, keys.pop(row))
        self.moved.emit(keys)
        self.setCurrentRow(to)


def _spoken(column: ListColumn, on: bool, locked: bool) -> str:
    state = _("always shown") if locked else _("shown") if on else _("not shown")
    return f"{column.title}, {state}"


class _ColumnDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(0, current().px(_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        theme, on = current(), bool(index.data(_ON))
        locked = index.data(_KEY) == CUSTOMER
        painter.save()
        paint_item_ground(painter, option)
        room = option.rect.adjusted(theme.px(4), 0, -theme.px(8), 0)
        middle = room.center().y() + 1
        if on and not locked:
            icons.paint(painter, room.left(), middle - 7, "grip-vertical", "text.tertiary", size=14)
        box = QRectF(room.left() + 20, middle - 8, 16, 16)
        if locked:
            painter.setOpacity(0.5)
        paint_check(painter, box, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        painter.setOpacity(1)
        words = room.adjusted(44, 0, 0, 0)
        mark = str(index.data(_MARK) or "")
        if locked:
            icons.paint(painter, room.right() - 13, middle - 7, "lock", "text.tertiary", size=14)
            words.adjust(0, 0, -20, 0)
        if mark:
            painter.setFont(theme.font("caption"))
            align = Qt.AlignmentFlag.AlignRight
            paint_text(painter, words, mark, color="text.tertiary", align=align)
            words.adjust(0, 0, -painter.fontMetrics().horizontalAdvance(mark) - 6, 0)
        painter.setFont(theme.font("body"))
        ink = "text.primary" if on and not mark else "text.secondary"
        paint_text(painter, words, str(index.data()), color=ink)
        painter.restore()
