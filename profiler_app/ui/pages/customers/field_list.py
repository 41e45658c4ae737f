"""The fields one can filter by, under the names of their dimensions."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from profiler_app.domain.text import _
from profiler_app.ui import icons
from profiler_app.ui.pages.customers.matching import matched
from profiler_app.ui.pages.customers.plain_list import PlainList
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.painting import fill_round
from profiler_app.ui.widgets.search_field import SearchField
from profiler_app.ui.widgets.table import paint_text

AnyIndex = QModelIndex | QPersistentModelIndex
_FIELD = Qt.ItemDataRole.UserRole
_ON = Qt.ItemDataRole.UserRole + 1


def field_of(item: QListWidgetItem) -> str:
    """Return the field of a row; empty for the name of a group."""
    return str(item.data(_FIELD) or "")


class FieldList(PlainList):
    """The fields under the names of their dimensions; ``entered_`` asks for the editor."""

    entered_ = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(_FieldDelegate(self))

    def add_group(self, name: str) -> None:
        """Add the name of a group."""
        item = QListWidgetItem(name, self)
        item.setFlags(Qt.ItemFlag.NoItemFlags)

    def add_field(self, name: str, label: str) -> None:
        """Add a field to the last group."""
        item = QListWidgetItem(label, self)
        item.setData(_FIELD, name)

    def mark(self, used: Collection[str]) -> None:
        """Show in bold the fields that are filtered by."""
        for at in range(self.count()):
            self.item(at).setData(_ON, field_of(self.item(at)) in used)

    def go_to(self, field: str) -> None:
        """Make a field the current one."""
        for at in range(self.count()):
            if field_of(self.item(at)) == field:
                self.setCurrentRow(at)
                return

    def narrow(self, text: str) -> None:
        """Show only the fields whose name (or its sound) contains a text, and groups with one."""
        wanted = text.strip().casefold()
        shown = False
        for at in reversed(range(self.count())):
            item = self.item(at)
            if field_of(item):
                fits = not wanted or bool(matched(item.text(), wanted))
                item.setHidden(not fits)
                shown = shown or fits
            else:
                item.setHidden(not shown)
                shown = False
        if wanted:
            self.step(0)

    def step(self, by: int) -> None:
        """Go to the next field in sight, up or down; with 0 to the first one."""
        rows = [at for at in range(self.count()) if field_of(self.item(at))]
        rows = [at for at in rows if not self.item(at).isHidden()]
        if not rows:
            return
        here = self.currentRow()
        at = rows.index(here) + by if by and here in rows else 0
        self.setCurrentRow(rows[max(0, min(len(rows) - 1, at))])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter the editor with Right."""
        if event.key() == Qt.Key.Key_Right:
            self.entered_.emit()
        else:
            super().keyPressEvent(event)


class FieldSearch(SearchField):
    """Finds a field while typing; arrows go through the list, Right enters the editor."""

    entered_ = Signal()

    def __init__(self, found: FieldList) -> None:
        super().__init__(_("Find a field"))
        self._fields = found
        self.textChanged.connect(found.narrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list or enter the editor; Enter is for the popover."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        at_end = self.cursorPosition() == len(self.text())
        if self.is_composing():
            super().keyPressEvent(event)
        elif step is not None:
            self._fields.step(step)
        elif event.key() == Qt.Key.Key_Right and at_end:
            self.entered_.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)


class _FieldDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(0, current().px(30 if index.data(_FIELD) else 28))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        theme = current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = option.rect.adjusted(theme.px(8), 0, -theme.px(8), 0)
        if not index.data(_FIELD):
            painter.setFont(theme.font("caption"))
            paint_text(painter, room, str(index.data()), color="text.tertiary")
            painter.restore()
            return
        chosen = option.state & QStyle.StateFlag.State_Selected
        hovered = option.state & QStyle.StateFlag.State_MouseOver
        if chosen or hovered:
            token = "bg.selected" if chosen else "bg.hover"
            fill_round(painter, option.rect.toRectF(), theme.px(6), theme.color(token))
        painter.setFont(theme.font("strong" if index.data(_ON) else "body"))
        paint_text(painter, room.adjusted(0, 0, -18, 0), str(index.data()))
        top = room.center().y() + 1 - 7
        icons.paint(painter, room.right() - 13, top, "chevron-right", "text.tertiary", size=14)
        painter.restore()
