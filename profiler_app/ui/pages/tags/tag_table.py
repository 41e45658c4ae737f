"""The catalogue: tags under the heads of their groups, which fold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyle, QStyleOptionViewItem

from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.jobs.tag_governance import TagRow
from profiler_app.ui import icons
from profiler_app.ui.pages.tags.wording import kind_label, state_of
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.painting import dot, fill_round
from profiler_app.ui.widgets.pills import paint_tag_pill
from profiler_app.ui.widgets.table import UNKNOWN, RowDelegate, StyledTable, paint_text

AnyIndex = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_RIGHT, _LEFT = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft
_TAG, _KIND, _COUNT, _COVERAGE, _STATE = range(5)
_WIDTHS = {_KIND: 84, _COUNT: 84, _COVERAGE: 132}
_BAR = 6
_HEAD = 32


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The head of a group of tags."""

    id: str
    label: str
    tags: int
    folded: bool


class _Rows(QAbstractTableModel):
    def __init__(self, parent: Any) -> None:
        super().__init__(parent)
        self.rows: list[GroupRow | TagRow] = []
        self.names: dict[str, str] = {}

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 5

    def data(self, index: AnyIndex, role: int = _ROLE.DisplayRole) -> Any:
        if role in (_ROLE.DisplayRole, _ROLE.AccessibleTextRole, _ROLE.ToolTipRole):
            row = self.rows[index.row()]
            if role == _ROLE.ToolTipRole and index.column() not in (_TAG, _STATE):
                return None
            return self._text(row, index.column())
        if role == _ROLE.TextAlignmentRole:
            return _RIGHT if index.column() in (_COUNT, _COVERAGE) else _LEFT
        return None

    def _text(self, row: GroupRow | TagRow, column: int) -> str:
        if isinstance(row, GroupRow):
            if column != _TAG:
                return ""
            said = ngettext("{group}, {n} tag", "{group}, {n} tags", row.tags)
            return said.format(group=row.label, n=row.tags)
        if column == _COUNT:
            return UNKNOWN if row.customers is None else f"{row.customers:,}"
        if column == _COVERAGE:
            return UNKNOWN if row.coverage is None else f"{row.coverage:.1%}"
        if column == _STATE:
            return state_of(row, self.names)[0]
        return row.label if column == _TAG else kind_label(row)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        if role == _ROLE.DisplayRole:
            return (
                pgettext("tags", "Tag"),
                pgettext("tags", "Source"),
                pgettext("tags", "Customers"),
                pgettext("tags", "Coverage"),
                pgettext("tags", "State"),
            )[section]
        if role == _ROLE.TextAlignmentRole:
            return _RIGHT if section in (_COUNT, _COVERAGE) else _LEFT
        return None


class TagTable(StyledTable):
    """``chosen`` carries the tag of the current row; Left and Right fold the group."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._model = _Rows(self)
        self._given: list[TagRow] = []
        self._groups: Sequence[tuple[str, str]] = ()
        self._folded: set[str] = set()
        self._quiet = False
        self.setModel(self._model)
        self.setItemDelegate(_TagDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setSectionsClickable(False)
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.clicked.connect(self._clicked)
        self.opened.connect(self._fold_opened)
        self.retranslate()
        current().changed.connect(self._size)

    def show_tags(
        self, rows: Sequence[TagRow], groups: Sequence[tuple[str, str]], names: dict[str, str]
    ) -> None:
        """Show tags under the heads of their groups; the current one stays if it can."""
        self._given, self._groups, self._model.names = list(rows), groups, names
        self._arrange()

    def tag(self) -> TagRow | None:
        """Return the tag of the current row."""
        at = self.currentIndex().row()
        row = self._model.rows[at] if 0 <= at < len(self._model.rows) else None
        return row if isinstance(row, TagRow) else None

    def choose(self, tag: str) -> bool:
        """Go to a tag; False where it is not in the list."""
        found = next((row for row in self._given if row.tag == tag), None)
        if found is None:
            return False
        if found.group in self._folded:
            self._folded.discard(found.group)
            self._arrange()
        at = next(i for i, row in enumerate(self._model.rows) if row == found)
        self.setCurrentIndex(self._model.index(at, 0))
        self.scrollTo(self._model.index(at, 0))
        return True

    def choose_first(self) -> None:
        """Go to the first tag in sight."""
        for at, row in enumerate(self._model.rows):
            if isinstance(row, TagRow):
                self.setCurrentIndex(self._model.index(at, 0))
                return

    def rows(self) -> list[GroupRow | TagRow]:
        """Return heads and tags as they are shown."""
        return list(self._model.rows)

    def fold(self, group: str, *, folded: bool) -> None:
        """Fold a group, or show its tags."""
        (self._folded.add if folded else self._folded.discard)(group)
        at = self.currentIndex().row()
        self._arrange()
        heads = {row.id: i for i, row in enumerate(self._model.rows) if isinstance(row, GroupRow)}
        head = heads.get(group, at)
        if self.tag() is None:
            self.setCurrentIndex(self._model.index(head, 0))

    def retranslate(self) -> None:
        """Show headers and rows in the current language."""
        self.setAccessibleName(_("Tags"))
        self._model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 4)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Fold with Left, unfold with Right; leave Esc to the page."""
        at = self.currentIndex().row()
        row = self._model.rows[at] if 0 <= at < len(self._model.rows) else None
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and row is not None:
            group = row.id if isinstance(row, GroupRow) else row.group
            self.fold(group, folded=event.key() == Qt.Key.Key_Left)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width among the columns."""
        super().resizeEvent(event)
        self._size()

    def _arrange(self) -> None:
        kept = self.tag()
        shown: list[GroupRow | TagRow] = []
        for group, label in self._groups:
            tags = [row for row in self._given if row.group == group]
            if tags:
                shown.append(GroupRow(group, label, len(tags), group in self._folded))
                shown += [] if group in self._folded else tags
        self._quiet = True
        self.clearSpans()
        self._model.beginResetModel()
        self._model.rows = shown
        self._model.endResetModel()
        for at, row in enumerate(shown):
            if isinstance(row, GroupRow):
                self.setSpan(at, 0, 1, 5)
                self.setRowHeight(at, current().px(_HEAD))
        names = {row.tag: i for i, row in enumerate(shown) if isinstance(row, TagRow)}
        if kept is not None and kept.tag in names:
            self.setCurrentIndex(self._model.index(names[kept.tag], 0))
        self._quiet = False
        if self.tag() != kept:
            self.chosen.emit(self.tag())

    def _moved(self) -> None:
        if not self._quiet:
            self.chosen.emit(self.tag())

    def _clicked(self, index: QModelIndex) -> None:
        row = self._model.rows[index.row()]
        if isinstance(row, GroupRow):
            self.fold(row.id, folded=not row.folded)

    def _fold_opened(self, index: QModelIndex) -> None:
        row = self._model.rows[index.row()]
        if isinstance(row, GroupRow) and not self.underMouse():
            self.fold(row.id, folded=not row.folded)

    def _size(self) -> None:
        theme, header = current(), self.horizontalHeader()
        room = self.viewport().width() - sum(theme.px(each) for each in _WIDTHS.values())
        for column in range(5):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, theme.px(_WIDTHS.get(column, 0)))
        self.setColumnWidth(_TAG, max(theme.px(120), room * 11 // 20))
        self.setColumnWidth(_STATE, max(theme.px(80), room - room * 11 // 20))


class _TagDelegate(RowDelegate):
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().paint_row(painter, option, index)
        model, chosen = index.model(), option.state & QStyle.StateFlag.State_Selected
        if (
            isinstance(model, _Rows)
            and isinstance(model.rows[index.row()], GroupRow)
            and not chosen
        ):
            room = option.rect.adjusted(0, 0, 0, -1)
            painter.fillRect(room, current().color("bg.sunken"))

    def paint_cell(self, painter: QPainter, room: QRect, index: AnyIndex) -> None:
        model = index.model()
        assert isinstance(model, _Rows)
        row = model.rows[index.row()]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, GroupRow):
            self._head(painter, room, row)
        elif index.column() == _TAG:
            pill = room.adjusted(current().px(22), 0, 0, 0)
            paint_tag_pill(painter, pill, row.label, row.colour)
        elif index.column() == _STATE:
            self._state(painter, room.adjusted(current().px(8), 0, 0, 0), row, model.names)
        else:
            if index.column() == _COVERAGE and row.coverage is not None:
                self._bar(painter, room, row.coverage)
            super().paint_cell(painter, room, index)

    def _head(self, painter: QPainter, room: QRect, row: GroupRow) -> None:
        theme = current()
        side = theme.px(14)
        name = "chevron-right" if row.folded else "chevron-down"
        icons.paint(
            painter, room.left(), room.center().y() - side // 2, name, "text.secondary", size=side
        )
        painter.setFont(theme.font("strong"))
        left = room.adjusted(theme.px(22), 0, 0, 0)
        paint_text(painter, left, row.label)
        used = painter.fontMetrics().horizontalAdvance(row.label) + theme.px(8)
        painter.setFont(theme.font("caption"))
        paint_text(painter, left.adjusted(used, 0, 0, 0), str(row.tags), color="text.tertiary")

    def _bar(self, painter: QPainter, room: QRect, part: float) -> None:
        theme = current()
        width = max(0, room.width() - theme.px(56))
        box = QRectF(room.left(), room.center().y() - _BAR / 2 + 1, width, _BAR)
        fill_round(painter, box, 3, theme.color("neutral.soft"))
        if part > 0:
            box.setWidth(max(width * min(part, 1.0), 2.0))
            fill_round(painter, box, 3, theme.chart_color(0))

    def _state(self, painter: QPainter, room: QRect, row: TagRow, names: dict[str, str]) -> None:
        theme = current()
        text, tone, icon = state_of(row, names)
        side = theme.px(14)
        if icon:
            top = room.center().y() - side // 2
            icons.paint(painter, room.left(), top, icon, tone, size=side)
        else:
            dot(painter, room.left() + 3, room.center().y() + 1, 7, theme.color(tone))
        ink = tone if icon and tone != "text.tertiary" else "text.secondary"
        paint_text(painter, room.adjusted(side + 6, 0, 0, 0), text, color=ink)
