"""A list of values one can tick, each with how many customers have it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from profiler_app.ui.pages.customers.plain_list import PlainList
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.painting import fill_round, focus_ring, paint_check
from profiler_app.ui.widgets.table import paint_text

AnyIndex = QModelIndex | QPersistentModelIndex
_VALUE = Qt.ItemDataRole.UserRole
_COUNT = Qt.ItemDataRole.UserRole + 1
_RIGHT = Qt.AlignmentFlag.AlignRight
_HEIGHT = 30
_COUNT_WIDTH = 64


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to tick; ``count`` None is not shown."""

    value: str
    label: str
    count: int | None = None


class CheckList(PlainList):
    """Values to tick with Space or a click; ``ticked`` follows every change."""

    ticked = Signal()
    left_ = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(_CheckDelegate(self))
        self.itemClicked.connect(self._toggle)

    def set_choices(self, choices: Sequence[Choice], ticked: Collection[str]) -> None:
        """Offer these values, some of them ticked; the scroll stays."""
        at, row = self.verticalScrollBar().value(), self.currentRow()
        self.clear()
        for choice in choices:
            item = QListWidgetItem(choice.label, self)
            item.setData(_VALUE, choice.value)
            item.setData(_COUNT, choice.count)
            on = choice.value in ticked
            item.setData(
                Qt.ItemDataRole.CheckStateRole,
                Qt.CheckState.Checked if on else Qt.CheckState.Unchecked,
            )
        self.setCurrentRow(row)
        self.verticalScrollBar().setValue(at)

    def values(self) -> tuple[str, ...]:
        """Return the ticked values, in the order they are offered."""
        items = (self.item(at) for at in range(self.count()))
        return tuple(str(item.data(_VALUE)) for item in items if _is_ticked(item))

    def listed(self) -> tuple[tuple[str, str], ...]:
        """Return all values that are offered, with their labels."""
        items = (self.item(at) for at in range(self.count()))
        return tuple((str(item.data(_VALUE)), item.text()) for item in items)

    def narrow(self, text: str) -> None:
        """Show only the values whose label contains a text."""
        wanted = text.strip().casefold()
        for at in range(self.count()):
            item = self.item(at)
            item.setHidden(wanted not in item.text().casefold())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick with Space; Left goes back to the fields."""
        if event.key() == Qt.Key.Key_Left:
            self.left_.emit()
        elif event.key() == Qt.Key.Key_Space and self.currentItem() is not None:
            self._toggle(self.currentItem())
        else:
            super().keyPressEvent(event)

    def _toggle(self, item: QListWidgetItem) -> None:
        state = Qt.CheckState.Unchecked if _is_ticked(item) else Qt.CheckState.Checked
        item.setData(Qt.ItemDataRole.CheckStateRole, state)
        self.ticked.emit()


def _is_ticked(item: QListWidgetItem) -> bool:
    return bool(Qt.CheckState(item.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked)


class _CheckDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(0, current().px(_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        theme, count = current(), index.data(_COUNT)
        painter.save()
        paint_item_ground(painter, option)
        room: QRect = option.rect.adjusted(theme.px(8), 0, -theme.px(8), 0)
        box = QRectF(room.left(), room.center().y() + 1 - 8, 16, 16)
        paint_check(painter, box, Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)))
        painter.setFont(theme.font("body"))
        quiet = count == 0
        ink = "text.tertiary" if quiet else "text.primary"
        right = theme.px(_COUNT_WIDTH) if count is not None else 0
        paint_text(painter, room.adjusted(26, 0, -right, 0), str(index.data()), color=ink)
        if count is not None:
            painter.setFont(theme.font("caption"))
            ink = "text.tertiary" if quiet else "text.secondary"
            paint_text(painter, room, f"{count:,}", color=ink, align=_RIGHT)
        painter.restore()


def paint_item_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """Paint what lies behind an item of a list: the one chosen, the one under the mouse."""
    theme, state = current(), option.state
    focused = state & QStyle.StateFlag.State_HasFocus
    chosen = state & QStyle.StateFlag.State_Selected
    token = "bg.selected" if chosen and focused else ""
    if not token and state & QStyle.StateFlag.State_MouseOver:
        token = "bg.hover"
    if token:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill_round(painter, QRectF(option.rect), theme.px(6), theme.color(token))
    if focused and not chosen:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focus_ring(painter, QRectF(option.rect), theme.px(6))
