"""What the cells of the customer list look like."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QToolTip, QWidget

from profiler_app.domain.fields import option_label
from profiler_app.domain.listing import CustomerRow
from profiler_app.domain.profile import Kind
from profiler_app.jobs.list_columns import stage_of, tag_labels
from profiler_app.ui.pages.customers.columns import STAGE_TONES, initial_of
from profiler_app.ui.pages.customers.list_model import (
    LATE_ROLE,
    ROW_ROLE,
    TICK,
    CustomerListModel,
)
from profiler_app.ui.pages.customers.matching import matched
from profiler_app.ui.pages.customers.ticks import Ticks
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.avatar import paint_avatar
from profiler_app.ui.widgets.labels import as_tooltip
from profiler_app.ui.widgets.painting import fill_round, paint_check
from profiler_app.ui.widgets.pills import paint_status_pill, paint_tag_pill, tag_pill_width
from profiler_app.ui.widgets.table import (
    PADDING,
    UNKNOWN,
    RowDelegate,
    StyledTable,
    check_box,
    paint_text,
)

AnyIndex = QModelIndex | QPersistentModelIndex
_AVATAR = 24
_GAP = 10
_BAR = 10
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class CustomerDelegate(RowDelegate):
    """Paints the cells of the customer list; ``searched`` is what is marked in the names."""

    def __init__(self, ticks: Ticks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.searched = ""
        self._ticks = ticks
        self._paint: dict[str, Callable[[QPainter, QRect, CustomerRow], None]] = {
            "stage": _paint_stage,
            "tags": _paint_tags,
        }

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one cell; grey bars while a row is being read."""
        painter.save()
        self.paint_row(painter, option, index)
        if index.column() == TICK:
            self._paint_box(painter, option, index)
        else:
            self._paint_column(painter, option, index)
        painter.restore()

    def _paint_box(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        if self._is_ticked(index):
            paint_check(painter, check_box(option.rect), Qt.CheckState.Checked)
        elif self._shows_box(option, index):
            paint_check(painter, check_box(option.rect), Qt.CheckState.Unchecked)

    def _paint_column(
        self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex
    ) -> None:
        key = _key(index)
        room = option.rect.adjusted(PADDING, 0, -PADDING, 0)
        row = index.data(ROW_ROLE)
        if row is None:
            if index.data(LATE_ROLE):
                paint_bars(painter, room, key, index.row())
        elif key == "customer":
            plain = self._is_chosen(option, index)
            _paint_customer(painter, room, row, matched(row.name, self.searched), plain=plain)
        elif key in self._paint and index.data() != UNKNOWN:
            self._paint[key](painter, room, row)
        else:
            painter.setFont(current().font("body"))
            self.paint_cell(painter, room, index)

    def _is_ticked(self, index: AnyIndex) -> bool:
        if not len(self._ticks):
            return False
        model = index.model()
        assert isinstance(model, CustomerListModel)
        return int(model.ids[index.row()]) in self._ticks

    def _is_chosen(self, option: QStyleOptionViewItem, index: AnyIndex) -> bool:
        """Whether the row has the ground of a chosen one: ticked or, without ticks, current."""
        if len(self._ticks):
            return self._is_ticked(index)
        table = option.widget
        return isinstance(table, StyledTable) and table.currentIndex().row() == index.row()

    def _background(self, option: QStyleOptionViewItem, index: AnyIndex) -> QColor:
        """Return the ground of a row; focus does not matter, as the panel is about it anyway."""
        if self._is_chosen(option, index):
            return current().color("bg.selected")
        table = option.widget
        hovered = isinstance(table, StyledTable) and table.hovered_row == index.row()
        return current().color("bg.hover" if hovered else "bg.surface")

    def _shows_box(self, option: QStyleOptionViewItem, index: AnyIndex) -> bool:
        table = option.widget
        if len(self._ticks) or not isinstance(table, StyledTable):
            return True
        return index.row() in (table.hovered_row, table.currentIndex().row())

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: AnyIndex,
    ) -> bool:
        """Show the whole text of a cell as its tool tip, only where it is cut."""
        key, text = _key(index), str(index.data() or "")
        taken = {"customer": PADDING + current().px(_AVATAR + _GAP), "stage": 2 * PADDING}
        width = option.rect.width() - taken.get(key, PADDING) - PADDING
        cut = QFontMetrics(current().font("body")).horizontalAdvance(text) > width
        shown = as_tooltip(text) if cut or (key == "tags" and text != UNKNOWN) else ""
        QToolTip.showText(event.globalPos(), shown, view)
        return True

    def paint_cell(self, painter: QPainter, room: QRect, index: AnyIndex) -> None:
        """Paint a plain text; dates are quieter than money."""
        text = str(index.data() or "")
        quiet = "text.tertiary" if text == UNKNOWN else "text.secondary"
        ink = quiet if text == UNKNOWN or _key(index) == "last_order" else "text.primary"
        align = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole))
        paint_text(painter, room, text, color=ink, align=align)


def _key(index: AnyIndex) -> str:
    """Return the key of the column of a cell, empty for the tick boxes."""
    model = index.model()
    assert isinstance(model, CustomerListModel)
    column = model.column(index.column())
    return "" if column is None else column.key


def _paint_customer(
    painter: QPainter, room: QRect, row: CustomerRow, found: frozenset[int], *, plain: bool
) -> None:
    side = current().px(_AVATAR)
    box = QRect(room.left(), room.center().y() + 1 - side // 2, side, side)
    kind: Kind = "company" if row.kind == "company" else "person"
    paint_avatar(painter, box, initial_of(row), row.number, kind)
    name = room.adjusted(side + current().px(_GAP), 0, 0, 0)
    if found:
        _paint_found(painter, name, row.name, found, plain=plain)
    else:
        painter.setFont(current().font("body"))
        paint_text(painter, name, row.name)


def _paint_found(
    painter: QPainter, room: QRect, name: str, found: frozenset[int], *, plain: bool
) -> None:
    """Paint a name with its found characters in a block; in a selected row only underlined."""
    theme = current()
    left = room.left()
    for text, is_found in _runs(name, found):
        font = QFont(theme.font("strong" if is_found else "body"))
        font.setUnderline(is_found and plain)
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.right() + 1 - left)
        width = metrics.horizontalAdvance(shown)
        if is_found and not plain:
            height = metrics.height() - 2
            block = QRectF(left, room.center().y() + 1 - height / 2, width, height)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            fill_round(painter, block, 2, theme.color("accent.soft"))
        painter.setFont(font)
        painter.setPen(theme.color("accent.onSoft" if is_found else "text.primary"))
        painter.drawText(QRect(left, room.top(), width + 2, room.height()), _MIDDLE, shown)
        left += width
        if shown != text:
            return


def _runs(name: str, found: frozenset[int]) -> list[tuple[str, bool]]:
    """Return the parts of a name that are found and those that are not, in order."""
    runs: list[tuple[str, bool]] = []
    for at, character in enumerate(name):
        if runs and runs[-1][1] == (at in found):
            runs[-1] = (runs[-1][0] + character, runs[-1][1])
        else:
            runs.append((character, at in found))
    return runs


def _paint_stage(painter: QPainter, room: QRect, row: CustomerRow) -> None:
    stage = stage_of(row) or ""
    paint_status_pill(
        painter, room, option_label("lifecycle", stage), STAGE_TONES.get(stage, "neutral")
    )


def _paint_tags(painter: QPainter, room: QRect, row: CustomerRow) -> None:
    """Paint as many tags as fit, then how many more there are."""
    gap, labels = current().px(6), tag_labels(row)
    for at, (text, colour) in enumerate(labels):
        rest = len(labels) - at - 1
        spare = tag_pill_width(f"+{rest}", dotted=False) + gap if rest else 0
        if at and tag_pill_width(text) + spare > room.width():
            paint_tag_pill(painter, room, f"+{rest + 1}", None)
            return
        pill = room.adjusted(0, 0, -spare, 0)
        room = room.adjusted(paint_tag_pill(painter, pill, text, colour) + gap, 0, 0, 0)


def paint_bars(painter: QPainter, room: QRect, key: str, row: int) -> None:
    """Paint what stands for a cell that is not read yet: as large as the text will be."""
    theme = current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    fill, middle = theme.color("bg.hover"), room.center().y() + 1
    left, height = room.left(), theme.px(_BAR)
    width = room.width() - PADDING
    if key == "customer":
        side = theme.px(_AVATAR)
        fill_round(painter, QRectF(left, middle - side / 2, side, side), side / 2, fill)
        left += side + theme.px(_GAP)
        width = theme.px(64 + row * 37 % 90)
    elif key == "stage":
        height = theme.size("tag")
        width = theme.px(46)
    box = QRectF(left, middle - height / 2, min(width, room.right() - left), height)
    fill_round(painter, box, min(height / 2, 5), fill)
