"""What an import would change at customers that are known."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView

from profiler_app.domain.fields import Field, find_field
from profiler_app.domain.identifiers import mask
from profiler_app.domain.imports import CellChange
from profiler_app.domain.text import N_, _
from profiler_app.jobs.lists import shown_value
from profiler_app.ui import icons
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.pills import paint_status_pill
from profiler_app.ui.widgets.table import RowDelegate, StyledTable, paint_text

_HEADS = (N_("Line"), N_("Customer"), N_("Field"), N_("Here"), "", N_("After the import"), "")
_WIDTHS = (60, 116, 130, 0, 32, 0, 90)
_LINE, _CUSTOMER, _FIELD, _BEFORE, _ARROW, _AFTER, _RULE = range(len(_HEADS))
_WRITTEN = frozenset(("int", "num", "ratio", "money", "bool", "list"))
_RIGHT = Qt.AlignmentFlag.AlignRight

AnyIndex = QModelIndex | QPersistentModelIndex


class _Changes(QAbstractTableModel):
    """One row for each value that changes; line and name stand on the first of a customer."""

    def __init__(self, parent: Any) -> None:
        super().__init__(parent)
        self._changes: Sequence[CellChange] = ()
        self._currency = "CNY"

    def set_changes(self, changes: Sequence[CellChange], currency: str) -> None:
        self.beginResetModel()
        self._changes, self._currency = changes, currency
        self.endResetModel()

    def change(self, row: int) -> CellChange:
        return self._changes[row]

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._changes)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return len(_HEADS)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == _LINE:
            return _RIGHT
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and _HEADS[section]:
            return _(_HEADS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole and section == _LINE:
            return _RIGHT
        return None

    def _text(self, row: int, column: int) -> str:
        change = self._changes[row]
        first = row == 0 or self._changes[row - 1].line != change.line
        if column in (_LINE, _CUSTOMER):
            return (str(change.line), change.name)[column] if first else ""
        if column == _FIELD:
            field = find_field(change.field)
            return field.label if field else change.field
        if column in (_BEFORE, _AFTER):
            value = change.before if column == _BEFORE else change.after
            return shown(change.field, value, self._currency)
        if column == _ARROW:
            return ""
        return _("Filled in") if change.before is None else _("Replaced")


def shown(name: str, value: Any, currency: str) -> str:
    """Return a stored value for reading; personal identifiers are masked."""
    field = find_field(name)
    if value is None:
        return _("empty")
    if field is None or field.kind == "date":  # stored as 2026-01-31
        return str(value)
    if field.sensitivity in ("S2", "S3"):
        return mask(field.id, str(value))
    return shown_value(_read(value, field), field, currency)


def _read(value: Any, field: Field) -> Any:
    """Return a stored value as a field of its kind has it; attributes are stored as texts."""
    if isinstance(value, str) and field.kind in _WRITTEN:
        try:
            value = json.loads(value)
        except ValueError:
            return value
    return bool(value) if field.kind == "bool" else value


class _Delegate(RowDelegate):
    """Old values quiet, an arrow, and in a word what happens to the value."""

    def paint_cell(self, painter: QPainter, room: QRect, index: AnyIndex) -> None:
        model = index.model()
        assert isinstance(model, _Changes)
        painter.setFont(current().font("body"))
        change, text = model.change(index.row()), str(index.data() or "")
        if index.column() == _ARROW:
            side = current().px(16)
            top = room.center().y() - side // 2 + 1
            icons.paint(painter, room.left() - 4, top, "arrow-right", "text.tertiary", size=side)
        elif index.column() == _RULE:
            paint_status_pill(
                painter, room, text, "success" if change.before is None else "neutral"
            )
        elif index.column() == _LINE:
            paint_text(painter, room, text, color="text.tertiary", align=_RIGHT)
        else:
            quiet = index.column() in (_FIELD, _BEFORE)
            paint_text(painter, room, text, color="text.secondary" if quiet else "text.primary")


class ChangesTable(StyledTable):
    """The changes, one line each."""

    def __init__(self) -> None:
        super().__init__()
        self._changes = _Changes(self)
        self.setModel(self._changes)
        self.setItemDelegate(_Delegate(self))
        self._size_columns()
        current().changed.connect(self._size_columns)

    def show_changes(self, changes: Sequence[CellChange], currency: str) -> None:
        """Show changes in the order of the file."""
        self._changes.set_changes(changes, currency)

    def _size_columns(self) -> None:
        header = self.horizontalHeader()
        for column, width in enumerate(_WIDTHS):
            if width:
                self.setColumnWidth(column, current().px(width))
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
