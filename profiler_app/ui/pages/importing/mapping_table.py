"""The columns of the file and the fields they go to."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QWidget

from profiler_app.domain.identifiers import mask
from profiler_app.domain.imports import ColumnMapping
from profiler_app.domain.text import N_, _, language
from profiler_app.jobs.importing import fields_of
from profiler_app.ui import icons
from profiler_app.ui.pages.importing.draft import NOT_IMPORTED, SURE, Draft, is_personal, samples
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.table import UNKNOWN, RowDelegate, StyledTable, paint_text

_HEADS = ("", N_("Column of the file"), N_("Sample 1"), N_("Sample 2"), "", N_("Field"), N_("Why"))
_WIDTHS = (44, 150, 0, 0, 34, 196, 260)
_STATE, _COLUMN, _FIRST, _SECOND, _ARROW, _FIELD, _WHY = range(len(_HEADS))
_SIGNS = {
    "sure": ("circle-check", "success", N_("recognised")),
    "ask": ("circle-question-mark", "text.link", N_("please confirm")),
    "none": ("minus", "text.tertiary", N_("not imported")),
}
_ICON = 18
_GAPS = re.compile(r"[ \-]")
_MOBILE = re.compile(r"(?:\+?86)?1[3-9]\d{9}")
_RESIDENT = re.compile(r"\d{17}[\dXx]")

AnyIndex = QModelIndex | QPersistentModelIndex


def state_of(column: ColumnMapping) -> str:
    """Return ``sure``, ``ask`` (please confirm) or ``none`` (not imported)."""
    if not column.field:
        return "none"
    return "sure" if column.why == "asked" or column.confidence >= SURE else "ask"


def why(column: ColumnMapping) -> str:
    """Return why a column goes where it goes, or what there is to ask."""
    if column.why == "exact" and state_of(column) == "ask":
        return _("A vague header: is it this field?")
    if column.why == "asked" and not column.field:
        return _("You left this column out.")
    return column.reason


class _Columns(QAbstractTableModel):
    """One row for each column of the file."""

    def __init__(self, parent: Any) -> None:
        super().__init__(parent)
        self._draft: Draft | None = None

    def set_draft(self, draft: Draft) -> None:
        self.beginResetModel()
        self._draft = draft
        self.endResetModel()

    def change_draft(self, draft: Draft) -> None:
        self._draft = draft
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, _WHY))

    def column(self, row: int) -> ColumnMapping:
        assert self._draft is not None
        return self._draft.mapped.columns[row]

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        if self._draft is None or (parent is not None and parent.isValid()):
            return 0
        return len(self._draft.mapped.columns)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return len(_HEADS)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column = self.column(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(column, index.column())
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == _STATE:
            return _(_SIGNS[state_of(column)][2])
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == _WHY:
            return why(column)
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == _STATE:
            return _(_SIGNS[state_of(column)][2])
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and _HEADS[section]:
            return _(_HEADS[section])
        return None

    def _text(self, column: ColumnMapping, at: int) -> str:
        if at == _COLUMN:
            return column.column
        if at == _WHY:
            return why(column)
        if at in (_FIRST, _SECOND) and self._draft is not None:
            cells = samples(self._draft.inspection.table.sample, column.index)
            wanted = at - _FIRST
            return _masked(cells[wanted], column) if wanted < len(cells) else UNKNOWN
        return ""


def _masked(cell: str, column: ColumnMapping) -> str:
    """Hide the middle of what identifies a person, also in a column that is not imported."""
    if is_personal(column.field):
        return mask(str(column.field), cell)
    digits = _GAPS.sub("", cell)
    if _MOBILE.fullmatch(digits):
        return mask("mobile", digits)
    return mask("cn_id", digits) if _RESIDENT.fullmatch(digits) else cell


class _Delegate(RowDelegate):
    """Paints the state as an icon; what needs an answer in the colour of a link."""

    def paint_cell(self, painter: QPainter, room: QRect, index: AnyIndex) -> None:
        model = index.model()
        assert isinstance(model, _Columns)
        state = state_of(model.column(index.row()))
        icon, color, _meaning = _SIGNS[state]
        if index.column() == _STATE:
            _paint_icon(painter, room, icon, color)
        elif index.column() == _ARROW:
            _paint_icon(painter, room, "arrow-right", "text.tertiary")
        elif index.column() == _WHY:
            ink = "text.link" if state == "ask" else "text.secondary"
            painter.setFont(current().font("caption"))
            paint_text(painter, room, str(index.data()), color=ink)
        else:
            painter.setFont(current().font("body"))
            text = str(index.data() or "")
            quiet = index.column() != _COLUMN or state == "none"
            paint_text(painter, room, text, color="text.secondary" if quiet else "text.primary")


def _paint_icon(painter: QPainter, room: QRect, name: str, color: str) -> None:
    side = current().px(_ICON if name != "arrow-right" else 16)
    left = room.center().x() - side // 2 + 1
    icons.paint(painter, left, room.center().y() - side // 2 + 1, name, color, size=side)


class MappingTable(StyledTable):
    """``sent`` carries a column and the field the user chose for it."""

    sent = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._shape: object = None
        self._columns = _Columns(self)
        self.setModel(self._columns)
        self.setItemDelegate(_Delegate(self))
        self.set_density("relaxed")
        self._size_columns()
        current().changed.connect(self._size_columns)

    def show_draft(self, draft: Draft) -> None:
        """Show where the columns of a file go."""
        names = tuple(column.column for column in draft.mapped.columns)
        shape = (draft.mapped.target, language(), names)
        if shape == self._shape:  # the choice that was just made keeps the focus
            self._columns.change_draft(draft)
            for row, column in enumerate(draft.mapped.columns):
                self.choice(row).choose(column.field or NOT_IMPORTED)
            return
        self._shape = shape
        self._columns.set_draft(draft)
        fields = _field_model(draft, self._columns)
        for row, column in enumerate(draft.mapped.columns):
            self.setIndexWidget(self._columns.index(row, _FIELD), self._choice(column, fields))

    def choice(self, row: int) -> DropDown:
        """Return the field choice of a row."""
        holder = self.indexWidget(self._columns.index(row, _FIELD))
        found = holder.findChild(DropDown)
        assert isinstance(found, DropDown)
        return found

    def _choice(self, column: ColumnMapping, fields: QStandardItemModel) -> QWidget:
        drop = DropDown()
        drop.setModel(fields)
        drop.choose(column.field or NOT_IMPORTED)
        drop.setMaxVisibleItems(16)
        drop.setAccessibleName(_("Field for {column}").format(column=column.column))
        drop.activated.connect(lambda _at: self.sent.emit(column.column, drop.key()))
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(4, 0, 4, 0)
        row.addWidget(drop)
        return holder

    def _size_columns(self) -> None:
        for column, width in enumerate(_WIDTHS):
            if width:
                self.setColumnWidth(column, current().px(width))
            else:
                header = self.horizontalHeader()
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)


def _field_model(draft: Draft, parent: Any) -> QStandardItemModel:
    """Return one list of fields for all rows: many columns, one list."""
    model = QStandardItemModel(parent)
    for key, label in ((NOT_IMPORTED, _("Not imported")), *fields_of(draft.mapped.target)):
        item = QStandardItem(label)
        item.setData(key, Qt.ItemDataRole.UserRole)
        model.appendRow(item)
    return model
