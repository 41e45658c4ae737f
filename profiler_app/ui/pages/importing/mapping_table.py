"""The columns of the file and the fields they go to."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView

from profiler_app.domain.column_views import ColumnView
from profiler_app.domain.customer_rows import key_parts
from profiler_app.domain.identifiers import mask
from profiler_app.domain.text import N_, _
from profiler_app.ui import icons
from profiler_app.ui.pages.importing.draft import Draft, is_personal
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.painting import fill_round
from profiler_app.ui.widgets.pills import paint_status_pill, status_pill_width
from profiler_app.ui.widgets.table import UNKNOWN, RowDelegate, StyledTable, paint_text

_HEADS = (
    "",
    N_("Column of the file"),
    N_("Sample 1"),
    N_("Sample 2"),
    "",
    N_("Goes to"),
    N_("How it is converted"),
)
_WIDTHS = (42, 108, 0, 0, 30, 152, 184)
STATE, COLUMN, FIRST, SECOND, ARROW, FIELD, HOW = range(len(_HEADS))
_SIGNS = {
    "sure": ("circle-check", "success", N_("recognised")),
    "confirm": ("circle-question-mark", "text.link", N_("please confirm")),
    "damaged": ("triangle-alert", "warning", N_("damaged")),
    "unmapped": ("minus", "text.tertiary", N_("not imported")),
}
_ICON = 18
_GAPS = re.compile(r"[ \-]")
_MOBILE = re.compile(r"(?:\+?86)?1[3-9]\d{9}")
_RESIDENT = re.compile(r"\d{17}[\dXx]")

AnyIndex = QModelIndex | QPersistentModelIndex


def words_of(view: ColumnView) -> tuple[str, str]:
    """Return what there is to say about a column, and the token of its colour."""
    if view.state == "damaged" and view.damage:
        return view.damage[0].sentence, "warning"
    if view.question:
        return view.question, "text.link"
    if view.field is None:
        return view.reason, "text.tertiary"
    return view.conversion or view.reason, "text.secondary"


class _Columns(QAbstractTableModel):
    """One row for each column of the file that is shown."""

    def __init__(self, parent: Any) -> None:
        super().__init__(parent)
        self._draft: Draft | None = None
        self._places: list[int] = []

    def set_draft(self, draft: Draft, *, only_open: bool) -> None:
        places = [
            view.index
            for view in draft.views
            if not only_open or view.state in ("confirm", "damaged")
        ]
        same = self._draft is not None and self._places == places
        self._draft = draft
        if same and places:
            self.dataChanged.emit(self.index(0, 0), self.index(len(places) - 1, HOW))
            return
        self.beginResetModel()
        self._places = places
        self.endResetModel()

    def view(self, row: int) -> ColumnView:
        assert self._draft is not None
        return self._draft.views[self._places[row]]

    def row_of(self, place: int) -> int:
        """Return the row of a column of the file; -1 if it is not shown."""
        return self._places.index(place) if place in self._places else -1

    def recognises(self, row: int) -> bool:
        """Return whether customers are recognised by this column."""
        draft = self._draft
        field = self.view(row).field
        return draft is not None and any(field in key_parts(key) for key in draft.keys)

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._places)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return len(_HEADS)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        view, at = self.view(index.row()), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(view, at)
        spoken = role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
        if spoken and at == STATE:
            return _(_SIGNS[view.state][2])
        if role == Qt.ItemDataRole.ToolTipRole and at == HOW:
            return f"{words_of(view)[0]}\n{view.reason}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and _HEADS[section]:
            return _(_HEADS[section])
        return None

    def _text(self, view: ColumnView, at: int) -> str:
        if at == COLUMN:
            return view.column
        if at == HOW:
            return words_of(view)[0]
        if at == FIELD:
            return view.label or _("Not imported")
        if at in (FIRST, SECOND) and self._draft is not None:
            rows = self._draft.inspection.table.sample
            row = rows[at - FIRST] if at - FIRST < len(rows) else ()
            cell = row[view.index].strip() if view.index < len(row) else ""
            return masked(cell, view) if cell else UNKNOWN
        return ""


def masked(cell: str, view: ColumnView) -> str:
    """Hide the middle of what identifies a person, also in a column that is not imported.

    A value that is itself the problem stays visible.
    """
    if any(cell == hurt.before for damage in view.damage for hurt in damage.cells):
        return cell
    if is_personal(view.field):
        return mask(str(view.field), cell)
    digits = _GAPS.sub("", cell)
    if _MOBILE.fullmatch(digits):
        return mask("mobile", digits)
    return mask("cn_id", digits) if _RESIDENT.fullmatch(digits) else cell


class _Delegate(RowDelegate):
    """Paints the state as an icon, the field as a box that opens, what is asked as a link."""

    def paint_cell(self, painter: QPainter, room: QRect, index: AnyIndex) -> None:
        model = index.model()
        assert isinstance(model, _Columns)
        view = model.view(index.row())
        icon, color, _meaning = _SIGNS[view.state]
        if index.column() == STATE:
            _paint_icon(painter, room, icon, color)
        elif index.column() == ARROW:
            _paint_icon(painter, room, "arrow-right", "text.tertiary")
        elif index.column() == FIELD:
            _paint_field(painter, room.adjusted(-6, 0, 6, 0), view)
        elif index.column() == HOW:
            _paint_how(painter, room, view, recognises=model.recognises(index.row()))
        else:
            painter.setFont(current().font("body"))
            quiet = index.column() != COLUMN or view.state == "unmapped"
            text = str(index.data() or "")
            paint_text(painter, room, text, color="text.secondary" if quiet else "text.primary")


def _paint_field(painter: QPainter, room: QRect, view: ColumnView) -> None:
    theme = current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    height = theme.size("control.sm") + 4
    box = QRectF(room.left(), room.center().y() - height / 2 + 1, room.width(), height)
    fill_round(painter, box, theme.px(6), theme.color("bg.surface"), theme.color("border.strong"))
    painter.setFont(theme.font("body"))
    label = view.label or _("Not imported")
    inner = box.toRect().adjusted(theme.px(9), 0, -theme.px(24), 0)
    paint_text(painter, inner, label, color="text.primary" if view.field else "text.tertiary")
    side = theme.px(14)
    left, top = box.right() - side - theme.px(7), box.center().y() - side / 2
    icons.paint(painter, left, top, "chevron-down", "text.secondary", size=side)


def _paint_how(painter: QPainter, room: QRect, view: ColumnView, *, recognises: bool) -> None:
    if recognises:
        hurt = view.state == "damaged"
        text = _("No key") if hurt else _("Match key")
        width = status_pill_width(text)
        box = QRect(room.right() - width, room.top(), width, room.height())
        paint_status_pill(painter, box, text, "warning" if hurt else "accent")
        room = room.adjusted(0, 0, -width - 8, 0)
    words, ink = words_of(view)
    painter.setFont(current().font("caption"))
    paint_text(painter, room, words, color=ink)


def _paint_icon(painter: QPainter, room: QRect, name: str, color: str) -> None:
    side = current().px(_ICON if name != "arrow-right" else 16)
    left = room.center().x() - side // 2 + 1
    icons.paint(painter, left, room.center().y() - side // 2 + 1, name, color, size=side)


class MappingTable(StyledTable):
    """``picked`` carries the column of the file that is chosen, ``asked`` one to be sent on."""

    picked = Signal(int)
    asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._columns = _Columns(self)
        self.setModel(self._columns)
        self.setItemDelegate(_Delegate(self))
        self.set_density("relaxed")
        self.opened.connect(lambda index: self.asked.emit(self._columns.view(index.row()).index))
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self._tell(now))
        self._size_columns()
        current().changed.connect(self._size_columns)

    def show_draft(self, draft: Draft, *, only_open: bool = False) -> None:
        """Show where the columns of a file go; the chosen one stays chosen."""
        self.setAccessibleName(_("Columns of the file"))
        chosen = self.chosen()
        self._columns.set_draft(draft, only_open=only_open)
        if self.chosen() is None and self._columns.rowCount():
            asked = (each.index for each in draft.views if each.state in ("confirm", "damaged"))
            self.choose(next(asked, 0) if chosen is None else chosen)

    def chosen(self) -> int | None:
        """Return the column of the file the keyboard is at."""
        row = self.currentIndex().row()
        return self._columns.view(row).index if 0 <= row < self._columns.rowCount() else None

    def choose(self, place: int) -> None:
        """Go to a column of the file; to the first row if it is not shown."""
        self.selectRow(max(0, self._columns.row_of(place)))

    def field_box(self, place: int) -> QRect:
        """Return where on the screen the field of a column stands."""
        box = self.visualRect(self._columns.index(self._columns.row_of(place), FIELD))
        return QRect(self.viewport().mapToGlobal(box.topLeft()), box.size())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the choice where the box was clicked."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == FIELD:
            self.asked.emit(self._columns.view(index.row()).index)

    def _tell(self, now: QModelIndex) -> None:
        if now.isValid():
            self.picked.emit(self._columns.view(now.row()).index)

    def _size_columns(self) -> None:
        for column, width in enumerate(_WIDTHS):
            if width:
                self.setColumnWidth(column, current().px(width))
            else:
                header = self.horizontalHeader()
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
