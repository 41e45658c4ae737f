"""The same changes by field: how many of each kind, one tick and one policy for all of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QActionGroup, QMouseEvent, QPainter
from PySide6.QtWidgets import QMenu, QStyleOptionViewItem

from profiler_app.domain.policies import POLICIES, POLICY_NAMES
from profiler_app.domain.text import N_, _
from profiler_app.jobs.importing import label_of
from profiler_app.ui import icons
from profiler_app.ui.pages.importing.selection import Selection
from profiler_app.ui.pages.importing.tick_table import CHECK_STATES, TICK, TickTable, paint_tick
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.table import RowDelegate, paint_text

_HEADS = ("", N_("Field"), N_("Filled in"), N_("Replaced"), N_("Stays"), N_("Which value stands"))
_WIDTHS = (36, 0, 90, 90, 90, 210)
_FIELD, _FILLED, _REPLACED, _KEPT, _POLICY = range(1, len(_HEADS))
_RIGHT = Qt.AlignmentFlag.AlignRight

AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class _Row:
    field: str
    filled: int
    replaced: int
    kept: int
    policy: str


class _Fields(QAbstractTableModel):
    def __init__(self, parent: Any) -> None:
        super().__init__(parent)
        self.selection: Selection | None = None
        self.rows: list[_Row] = []

    def show(self, selection: Selection, policies: dict[str, str]) -> None:
        self.beginResetModel()
        self.selection = selection
        self.rows = [
            _counted(selection, field, policies[field])
            for field in sorted(selection.fields, key=lambda name: -len(selection.fields[name]))
        ]
        self.endResetModel()

    def count_again(self) -> None:
        assert self.selection is not None
        self.rows = [_counted(self.selection, row.field, row.policy) for row in self.rows]

    def state(self, row: int) -> Any:
        assert self.selection is not None
        return self.selection.state(self.selection.fields[self.rows[row].field])

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return len(_HEADS)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            texts = (
                "",
                label_of(row.field),
                *map(_number, (row.filled, row.replaced, row.kept)),
            )
            return (*texts, _(POLICY_NAMES[row.policy]))[index.column()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == TICK:
            return CHECK_STATES[self.state(index.row())]
        if role == Qt.ItemDataRole.TextAlignmentRole and _is_number(index.column()):
            return _RIGHT
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and _HEADS[section]:
            return _(_HEADS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole and _is_number(section):
            return _RIGHT
        return None


def _counted(selection: Selection, field: str, policy: str) -> _Row:
    counts = Counter(
        "kept" if not selection.ticked(place) else _kind(selection, place)
        for place in selection.fields[field]
    )
    return _Row(field, counts["filled"], counts["replaced"], counts["kept"], policy)


def _kind(selection: Selection, place: int) -> str:
    return "filled" if selection.changes[place].before is None else "replaced"


def _number(count: int) -> str:
    return f"{count:,}" if count else ""


def _is_number(column: int) -> bool:
    return column in (_FILLED, _REPLACED, _KEPT)


class _Delegate(RowDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().paint(painter, option, index)
        model = index.model()
        assert isinstance(model, _Fields)
        if index.column() == TICK:
            paint_tick(painter, option.rect, model.state(index.row()))

    def paint_cell(self, painter: QPainter, room: QRect, index: AnyIndex) -> None:
        painter.setFont(current().font("body"))
        if index.column() == _POLICY:
            side = current().px(14)
            text = str(index.data())
            wide = painter.fontMetrics().horizontalAdvance(text)
            left = min(room.left() + wide + 6, room.right() - side)
            top = room.center().y() - side // 2 + 1
            paint_text(painter, room.adjusted(0, 0, -side - 6, 0), text, color="text.link")
            icons.paint(painter, left, top, "chevron-down", "text.link", size=side)
        elif index.column() != TICK:
            super().paint_cell(painter, room, index)


class FieldsTable(TickTable):
    """``policy_chosen`` carries a field and which value of it shall stand."""

    policy_chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(_WIDTHS)
        self.fields = _Fields(self)
        self.setModel(self.fields)
        self.setItemDelegate(_Delegate(self))
        self.size_columns()
        self.opened.connect(lambda index: self.offer_policies(index.row()))

    def show_fields(self, selection: Selection, policies: dict[str, str]) -> None:
        """Show the fields that change, with the policy of each."""
        self.fields.show(selection, policies)

    def refresh(self) -> None:
        """Count and paint anew."""
        selection = self.fields.selection
        if selection is not None:
            self.fields.count_again()
            self.head.set_check_state(CHECK_STATES[selection.state(range(len(selection.changes)))])
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Offer the policies where one is clicked."""
        index = self.indexAt(event.position().toPoint())
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and index.column() == _POLICY:
            self.offer_policies(index.row())

    def offer_policies(self, row: int) -> None:
        """Open the menu of policies of a field."""
        found = self.fields.rows[row]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for policy in POLICIES:
            action = menu.addAction(_(POLICY_NAMES[policy]))
            action.setCheckable(True)
            action.setChecked(policy == found.policy)
            group.addAction(action)
            action.triggered.connect(
                lambda _on=False, policy=policy: self.policy_chosen.emit(found.field, policy)
            )
        cell = self.visualRect(self.fields.index(row, _POLICY))
        menu.popup(self.viewport().mapToGlobal(QPoint(cell.left(), cell.bottom())))
