"""The rows that will not be written, by reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from profiler_app.domain.imports import Reject
from profiler_app.domain.text import N_, _, ngettext
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.table import PADDING, paint_text

_SHOWN = 5
"""Rows shown of a reason; the whole list is exported."""
_LONGEST = 60
_TITLES = {
    "no_customer": N_("No customer"),
    "unknown_customer": N_("Unknown customer"),
    "no_identity": N_("Neither name nor number"),
    "no_date": N_("No date"),
    "no_amount": N_("No amount"),
    "bad_number": N_("Not a number"),
    "extra_cells": N_("More cells than the header"),
    "open_quote": N_("Quotation mark never closed"),
    "total_row": N_("Totals"),
    "excel_damaged": N_("Number damaged by a spreadsheet"),
    "not_an_option": N_("Not an allowed value"),
}
_ADVICE = {
    "no_customer": N_("To keep these sales, tick “Keep sales without a customer” under Mapping."),
    "unknown_customer": N_("To keep these rows, tick “Create unknown customers” under Mapping."),
}

AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Group:
    """The rejected rows of one reason: how many, and the first of them."""

    code: str
    count: int
    first: tuple[Reject, ...]

    @property
    def title(self) -> str:
        """The reason in a few words."""
        known, column = _TITLES.get(self.code), self.first[0].column
        if known or not column:
            return _(known or N_("Not valid"))
        return _("Not valid: {column}").format(column=column)


def grouped(rejects: Iterable[Reject]) -> tuple[Group, ...]:
    """Return the rejects by reason, the commonest first."""
    by_code: dict[str, list[Reject]] = {}
    for reject in rejects:
        by_code.setdefault(reject.code, []).append(reject)
    groups = [Group(code, len(rows), tuple(islice(rows, _SHOWN))) for code, rows in by_code.items()]
    return tuple(sorted(groups, key=lambda group: -group.count))


def why(reject: Reject) -> str:
    """Return the reason in a sentence; what the window can do about it comes first."""
    advice = _ADVICE.get(reject.code)
    return _(advice) if advice else reject.reason


def place(reject: Reject) -> str:
    """Return where a rejected row stands."""
    line = _("Line {n}").format(n=f"{reject.line:,}")
    return f"{line}   {reject.column}" if reject.column else line


@dataclass(frozen=True, slots=True)
class _Rest:
    count: int


class _Items(QAbstractListModel):
    """Heads of reasons, their first rows, and how many more there are."""

    def __init__(self, parent: Any) -> None:
        super().__init__(parent)
        self._items: list[Group | Reject | _Rest] = []

    def set_groups(self, groups: Sequence[Group]) -> None:
        self.beginResetModel()
        self._items = []
        for group in groups:
            self._items += [group, *group.first]
            if group.count > len(group.first):
                self._items.append(_Rest(group.count - len(group.first)))
        self.endResetModel()

    def item(self, row: int) -> Group | Reject | _Rest:
        return self._items[row]

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._items)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        item = self._items[index.row()]
        if isinstance(item, Reject):
            return f"{place(item)} {item.value} {why(item)}"
        return item.title if isinstance(item, Group) else _rest_text(item)


def _rest_text(rest: _Rest) -> str:
    text = ngettext(
        "and {n} more row, in the exported list",
        "and {n} more rows, in the exported list",
        rest.count,
    )
    return text.format(n=f"{rest.count:,}")


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        model = index.model()
        assert isinstance(model, _Items)
        tall = isinstance(model.item(index.row()), Reject)
        return QSize(100, current().px(48 if tall else 34))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        theme = current()
        model = index.model()
        assert isinstance(model, _Items)
        item = model.item(index.row())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        head = isinstance(item, Group)
        painter.fillRect(option.rect, theme.color("bg.header" if head else "bg.surface"))
        line = QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1)
        painter.fillRect(line, theme.color("border.subtle"))
        room = option.rect.adjusted(PADDING + 4, 0, -PADDING, 0)
        if isinstance(item, Group):
            _paint_group(painter, room, item)
        elif isinstance(item, Reject):
            _paint_reject(painter, room, item)
        else:
            painter.setFont(theme.font("caption"))
            paint_text(painter, room, _rest_text(item), color="text.tertiary")
        painter.restore()


def _paint_group(painter: QPainter, room: QRect, group: Group) -> None:
    theme = current()
    painter.setFont(theme.font("strong"))
    paint_text(painter, room, group.title)
    left = painter.fontMetrics().horizontalAdvance(group.title) + 10
    painter.setFont(theme.font("caption"))
    count = ngettext("{n} row", "{n} rows", group.count).format(n=f"{group.count:,}")
    paint_text(painter, room.adjusted(left, 0, 0, 0), count, color="text.secondary")


def _paint_reject(painter: QPainter, room: QRect, reject: Reject) -> None:
    theme = current()
    half = room.height() // 2
    top = QRect(room.left(), room.top() + 4, room.width(), half - 4)
    below = QRect(room.left(), top.bottom(), room.width(), half - 3)
    painter.setFont(theme.font("body"))
    where = place(reject)
    paint_text(painter, top, where, color="text.secondary")
    left = painter.fontMetrics().horizontalAdvance(where) + 14
    value = " ".join(reject.value[:_LONGEST].split()) or (_("empty") if reject.column else "")
    paint_text(painter, top.adjusted(left, 0, 0, 0), value, color="danger")
    painter.setFont(theme.font("caption"))
    paint_text(painter, below, why(reject), color="text.secondary")


class RejectsList(QListView):
    """The rejected rows, grouped; read only."""

    def __init__(self) -> None:
        super().__init__()
        self._items = _Items(self)
        self.setModel(self._items)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        current().changed.connect(self._dress)

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show rejects by reason."""
        self._items.set_groups(groups)

    def _dress(self) -> None:
        self._items.layoutChanged.emit()
        self.viewport().update()
