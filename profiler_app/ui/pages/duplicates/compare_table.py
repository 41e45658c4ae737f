"""Records side by side, field by field, with what becomes of them at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyleOptionViewItem

from profiler_app.domain.merging import MergePlan
from profiler_app.domain.text import _
from profiler_app.jobs.merging.reviewing import CompareRow, Comparison
from profiler_app.ui import icons
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.table import RowDelegate, StyledTable, paint_text

AnyIndex = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_LETTERS = "ABCDEFGHIJ"
_FIELD, _FIELD_MOST, _RESULT, _LEAST = 112, 168, 264, 168
_MARK = 14
_RIGHT = Qt.AlignmentFlag.AlignRight


class _Rows(QAbstractTableModel):
    typed = Signal(str, str)

    def __init__(self, parent: Any) -> None:
        super().__init__(parent)
        self.rows: Sequence[CompareRow] = ()
        self.plan: MergePlan | None = None

    @property
    def records(self) -> int:
        return len(self.plan.records) if self.plan else 0

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return self.records + 2

    def text(self, index: AnyIndex) -> str:
        row, at = self.rows[index.row()], index.column() - 1
        if at < 0:
            return row.label
        if at == self.records:
            return row.result
        return row.cells[at] or "—"

    def data(self, index: AnyIndex, role: int = _ROLE.DisplayRole) -> Any:
        row, at = self.rows[index.row()], index.column() - 1
        if role in (_ROLE.DisplayRole, _ROLE.EditRole):
            return self.text(index)
        if role == _ROLE.AccessibleTextRole:
            mark = _("chosen") if at >= 0 and at == row.chosen else ""
            return " ".join(part for part in (row.label, self.text(index), mark) if part)
        if role == _ROLE.ToolTipRole:
            source = row.sources[at] if 0 <= at < len(row.sources) else row.note
            return "\n".join(part for part in (self.text(index), source) if part)
        return None

    def setData(self, index: AnyIndex, value: Any, role: int = _ROLE.EditRole) -> bool:
        if str(value) != self.text(index):
            self.typed.emit(self.rows[index.row()].key, str(value))
        return True

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.column() == self.records + 1 and self.rows[index.row()].typed:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        if role != _ROLE.DisplayRole or self.plan is None:
            return None
        if section == 0:
            return _("Field")
        if section == self.records + 1:
            return _("After merging: {number}").format(number=self.plan.records[0].number)
        record = self.plan.records[section - 1]
        return f"{_LETTERS[section - 1]}  {record.number}"


class CompareTable(StyledTable):
    """``taken`` carries a field and the place of the record; ``typed_over`` a field and a text."""

    taken = Signal(str, int)
    typed_over = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._model = _Rows(self)
        self.setModel(self._model)
        self.setItemDelegate(_CompareDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self._model.typed.connect(self.typed_over)
        self.clicked.connect(self._take)
        current().changed.connect(self._size)

    def show_comparison(self, found: Comparison | None) -> None:
        """Show records side by side; the place of the keyboard stays."""
        at = self.currentIndex()
        row, column = max(at.row(), 0), max(at.column(), 1)
        same = found is not None and self._model.plan is not None
        self._model.beginResetModel()
        self._model.plan = found.plan if found else None
        self._model.rows = found.rows if found else ()
        self._model.endResetModel()
        self._size()
        if found is not None and same:
            column = min(column, self._model.records + 1)
            row = min(row, len(found.rows) - 1)
            self.setCurrentIndex(self._model.index(row, column))

    def rows(self) -> Sequence[CompareRow]:
        """Return the lines that are shown."""
        return self._model.rows

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space takes the cell; Esc is for the page."""
        if event.key() == Qt.Key.Key_Space:
            self._take(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _take(self, index: AnyIndex) -> None:
        at = index.column() - 1
        if not index.isValid() or not 0 <= at < self._model.records:
            return
        row = self._model.rows[index.row()]
        if row.kind == "choice" and row.cells[at] is not None and row.chosen != at:
            self.taken.emit(row.key, at)

    def resizeEvent(self, event: Any) -> None:
        """Share the new width among the records."""
        super().resizeEvent(event)
        self._size()

    def _size(self) -> None:
        theme, count = current(), self._model.records
        if not count:
            return
        header, room = self.horizontalHeader(), self.viewport().width()
        result, least, field = theme.px(_RESULT), theme.px(_LEAST), self._field_width()
        if room - field - result < count * theme.px(140):
            result = theme.px(200)
        each = max(least, (room - field - result) // count)
        for at in range(count + 2):
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(at, field if at == 0 else each)
        left = max(result, room - field - each * count)
        self.setColumnWidth(count + 1, left)

    def _field_width(self) -> int:
        """Return how wide the names of the fields are, within bounds."""
        theme = current()
        words = (self.fontMetrics().horizontalAdvance(row.label) for row in self._model.rows)
        wanted = max(words, default=0) + theme.px(24)
        return max(theme.px(_FIELD), min(wanted, theme.px(_FIELD_MOST)))


class _CompareDelegate(RowDelegate):
    def paint_cell(self, painter: QPainter, room: QRect, index: AnyIndex) -> None:
        model = index.model()
        assert isinstance(model, _Rows)
        row, at = model.rows[index.row()], index.column() - 1
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if at < 0:
            paint_text(painter, room, row.label, color="text.secondary")
        elif at == model.records:
            self._result(painter, room, row)
        else:
            self._record(painter, room, row, at)

    def _result(self, painter: QPainter, room: QRect, row: CompareRow) -> None:
        note = painter.fontMetrics().horizontalAdvance(row.note) + 4 if row.note else 0
        note = min(note, round(room.width() * 0.6))
        text = room.adjusted(0, 0, -note - (8 if note else 0), 0)
        paint_text(painter, text, row.result)
        if note:
            color = "warning" if row.doubtful else "text.tertiary"
            paint_text(painter, room.adjusted(room.width() - note, 0, 0, 0), row.note,
                       color=color, align=_RIGHT)  # fmt: skip

    def _record(self, painter: QPainter, room: QRect, row: CompareRow, at: int) -> None:
        text, theme = row.cells[at], current()
        shift = theme.px(_MARK + 8)
        inner = room.adjusted(shift, 0, 0, 0)
        if text is None:
            paint_text(painter, inner, "—", color="text.tertiary")
            return
        if row.kind == "choice":
            self._radio(painter, room, on=row.chosen == at)
        elif row.kind in ("same", "joined"):
            name = "equal" if row.kind == "same" else "plus"
            side = theme.px(12)
            top = room.center().y() - side // 2
            icons.paint(painter, room.left(), top, name, "text.tertiary", size=side)
        chosen = row.kind != "choice" or row.chosen == at
        paint_text(painter, inner, text, color="text.primary" if chosen else "text.secondary")

    def _radio(self, painter: QPainter, room: QRect, *, on: bool) -> None:
        theme = current()
        side = theme.px(_MARK)
        middle = QPointF(room.left() + side / 2, room.center().y() + 0.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("accent" if on else "border.strong"), 1.5))
        painter.drawEllipse(middle, side / 2 - 1, side / 2 - 1)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(middle, side / 4, side / 4)

    def _background(self, option: QStyleOptionViewItem, index: AnyIndex) -> QColor:
        model = index.model()
        assert isinstance(model, _Rows)
        row, at = model.rows[index.row()], index.column() - 1
        if option.state.value & QStyle.StateFlag.State_Selected.value:
            return current().color("bg.selected")
        if at == model.records:
            return current().color("bg.sunken")
        if row.kind == "choice" and 0 <= at == row.chosen:
            return current().color("accent.soft")
        return current().color("bg.surface")
