"""What an import would change at customers that are known, one line for each value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from profiler_app.domain.imports import CellChange
from profiler_app.domain.policies import RULE_NAMES
from profiler_app.domain.profile import Tone
from profiler_app.domain.text import N_, _
from profiler_app.jobs.importing import label_of, shown
from profiler_app.ui import icons
from profiler_app.ui.pages.importing.selection import Selection, State
from profiler_app.ui.pages.importing.tick_table import CHECK_STATES, TICK, TickTable, paint_tick
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.avatar import paint_avatar
from profiler_app.ui.widgets.pills import paint_status_pill
from profiler_app.ui.widgets.table import PADDING, RowDelegate, paint_text

_HEADS = ("", N_("Row"), N_("Customer"), N_("Field"), N_("Here"), "", N_("After the import"), "")
_WIDTHS = (36, 48, 124, 108, 0, 34, 0, 100)
_LINE, _CUSTOMER, _FIELD, _BEFORE, _ARROW, _AFTER, _RULE = range(1, len(_HEADS))
_RIGHT = Qt.AlignmentFlag.AlignRight
_TONES: dict[str, Tone] = {"filled": "success", "overwritten": "neutral", "stricter": "danger"}
_SIDE = 20

AnyIndex = QModelIndex | QPersistentModelIndex


class _Changes(QAbstractTableModel):
    """One row for each value; line and name stand on the first of a customer."""

    def __init__(self, parent: Any) -> None:
        super().__init__(parent)
        self.selection: Selection | None = None
        self.places: Sequence[int] = ()
        self._currency = "CNY"

    def show(self, selection: Selection, places: Sequence[int], currency: str) -> None:
        self.beginResetModel()
        self.selection, self.places, self._currency = selection, places, currency
        self.endResetModel()

    def change(self, row: int) -> CellChange:
        assert self.selection is not None
        return self.selection.changes[self.places[row]]

    def is_ticked(self, row: int) -> bool:
        assert self.selection is not None
        return self.selection.ticked(self.places[row])

    def is_first(self, row: int) -> bool:
        return row == 0 or self.change(row - 1).customer != self.change(row).customer

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.places)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return len(_HEADS)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index.row(), index.column())
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == TICK:
            return CHECK_STATES["all" if self.is_ticked(index.row()) else "none"]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == _LINE:
            return _RIGHT
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and section == _RULE:
            return _("Rule")
        if role == Qt.ItemDataRole.DisplayRole and _HEADS[section]:
            return _(_HEADS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole and section == _LINE:
            return _RIGHT
        return None

    def _text(self, row: int, column: int) -> str:
        change = self.change(row)
        if column in (_LINE, _CUSTOMER):
            return (f"{change.line:,}" if column == _LINE else change.name) * self.is_first(row)
        if column == _FIELD:
            return label_of(change.field)
        if column in (_BEFORE, _AFTER):
            value = change.before if column == _BEFORE else change.after
            return shown(change.field, value, self._currency)
        return _(RULE_NAMES[change.rule]) if column == _RULE else ""


def rule_tone(rule: str) -> Tone:
    """Return the colour of a rule: what keeps the value that is here warns."""
    return _TONES.get(rule, "warning")


class _Delegate(RowDelegate):
    """The value that will stand in ink, the other one quiet; a value not taken is struck out."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().paint(painter, option, index)
        model = index.model()
        assert isinstance(model, _Changes)
        if index.column() == TICK:
            change = model.change(index.row())
            ticked: State = "all" if model.is_ticked(index.row()) else "none"
            paint_tick(painter, option.rect, ticked, fixed=change.fixed)

    def paint_cell(self, painter: QPainter, room: QRect, index: AnyIndex) -> None:
        model = index.model()
        assert isinstance(model, _Changes)
        painter.setFont(current().font("body"))
        row, column, text = index.row(), index.column(), str(index.data() or "")
        ticked = model.is_ticked(row)
        if column == _ARROW:
            side = current().px(16)
            top = room.center().y() - side // 2 + 1
            icons.paint(painter, room.left() - 4, top, "arrow-right", "text.tertiary", size=side)
        elif column == _RULE:
            paint_status_pill(painter, room, text, rule_tone(model.change(row).rule))
        elif column == _CUSTOMER and text:
            _paint_customer(painter, room, model.change(row))
        elif column == _LINE:
            paint_text(painter, room, text, color="text.secondary", align=_RIGHT)
        elif column in (_BEFORE, _AFTER):
            _paint_value(
                painter, room, text, stands=ticked == (column == _AFTER), new=column == _AFTER
            )
        elif column != TICK:
            paint_text(painter, room, text, color="text.secondary")


def _paint_customer(painter: QPainter, room: QRect, change: CellChange) -> None:
    side = current().px(_SIDE)
    box = QRect(room.left(), room.center().y() - side // 2 + 1, side, side)
    paint_avatar(painter, box, change.name[:1], str(change.customer), "person")
    painter.setFont(current().font("body"))
    paint_text(painter, room.adjusted(side + 8, 0, PADDING // 2, 0), change.name)


def _paint_value(painter: QPainter, room: QRect, text: str, *, stands: bool, new: bool) -> None:
    if not stands and new:
        struck = QFont(painter.font())
        struck.setStrikeOut(True)
        painter.setFont(struck)
    paint_text(painter, room, text, color="text.primary" if stands else "text.secondary")


class ChangesTable(TickTable):
    """The changes in the order of the file."""

    def __init__(self) -> None:
        super().__init__(_WIDTHS)
        self.changes = _Changes(self)
        self.setModel(self.changes)
        self.setItemDelegate(_Delegate(self))
        self.size_columns()

    def show_changes(self, selection: Selection, places: Sequence[int], currency: str) -> None:
        """Show some changes; the line the keyboard was on is kept where it can be."""
        row = self.currentIndex().row()
        self.changes.show(selection, places, currency)
        if places:
            self.setCurrentIndex(self.changes.index(min(max(row, 0), len(places) - 1), 1))

    def current_place(self) -> int | None:
        """Return the change the keyboard is on."""
        row = self.currentIndex().row()
        return self.changes.places[row] if 0 <= row < len(self.changes.places) else None

    def refresh(self) -> None:
        """Paint the ticks anew."""
        selection = self.changes.selection
        if selection is not None:
            self.head.set_check_state(CHECK_STATES[selection.state(self.changes.places)])
        self.viewport().update()
