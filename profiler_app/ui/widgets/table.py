"""The look and the keys of every table; what is in the cells is painted by delegates."""

from __future__ import annotations

from functools import cache
from typing import Literal

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from profiler_app.ui import icons
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.painting import paint_check

Density = Literal["compact", "default", "relaxed"]
AnyIndex = QModelIndex | QPersistentModelIndex

PADDING = 10
UNKNOWN = "—"
_LEFT = Qt.AlignmentFlag.AlignLeft
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_CHECK = 16
_SMOOTH = QPainter.RenderHint.Antialiasing
_SELECTED = QStyle.StateFlag.State_Selected.value  # plain numbers: asked for each cell painted
_ACTIVE = QStyle.StateFlag.State_Active.value


class RowDelegate(QStyledItemDelegate):
    """Paints background and hairline of the row, then the text; override ``paint_cell``."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one cell."""
        painter.save()
        self.paint_row(painter, option, index)
        self.paint_cell(painter, option.rect.adjusted(PADDING, 0, -PADDING, 0), index)
        painter.restore()

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint what lies behind the cell: selection, mouse, hairline.

        Without antialiasing, else seams show between the cells at 125 %.
        """
        theme, rect = current(), option.rect
        left, top, width, height = rect.x(), rect.y(), rect.width(), rect.height()
        painter.setRenderHint(_SMOOTH, False)
        painter.fillRect(left, top, width, height - 1, self._background(option, index))
        painter.fillRect(left, top + height - 1, width, 1, theme.color("border.subtle"))
        if left <= 0:
            table = option.widget
            if isinstance(table, StyledTable) and table.marks_row(index.row(), index.column()):
                painter.fillRect(left, top, 2, height, theme.color("border.focus"))

    def paint_cell(self, painter: QPainter, room: QRect, index: AnyIndex) -> None:
        """Paint the text of the cell; a value that is not known in a lighter ink."""
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        paint_text(
            painter,
            room,
            text,
            color="text.tertiary" if text == UNKNOWN else "text.primary",
            align=index.data(Qt.ItemDataRole.TextAlignmentRole) or _LEFT,
        )

    def _background(self, option: QStyleOptionViewItem, index: AnyIndex) -> QColor:
        theme = current()
        state = option.state.value
        if state & _SELECTED:
            active = state & _ACTIVE
            return theme.color("bg.selected" if active else "bg.selected.inactive")
        table = option.widget
        if isinstance(table, StyledTable) and table.hovered_row == index.row():
            return theme.color("bg.hover")
        return theme.color("bg.surface")


def paint_text(
    painter: QPainter,
    room: QRect,
    text: str,
    *,
    color: str = "text.primary",
    align: Qt.AlignmentFlag = _LEFT,
) -> None:
    """Paint a line of text in the font of the painter, cut with an ellipsis, centred in height."""
    painter.setPen(current().color(color))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, _centred(align), shown)


@cache
def _centred(align: Qt.AlignmentFlag) -> int:
    return int((align & ~Qt.AlignmentFlag.AlignVertical_Mask) | _MIDDLE)


class StyledTable(QTableView):
    """A table of whole rows.

    ``opened`` follows Enter and a double click alike; ``typed`` carries a letter typed here,
    which belongs into the search of the page.
    """

    opened = Signal(QModelIndex)
    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hovered_row = -1
        self._density: Density = "default"
        self._widths: tuple[int, ...] = ()
        self.setItemDelegate(RowDelegate(self))
        self.setHorizontalHeader(TableHeader(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.entered.connect(lambda index: self._hover(index.row()))
        self.doubleClicked.connect(self.opened)
        self._dress()
        current().changed.connect(self._dress)

    def set_density(self, density: Density) -> None:
        """Choose the height of the rows."""
        self._density = density
        self._dress()

    def set_widths(self, *widths: int) -> None:
        """Set the widths of the columns (pixels at 100 %); the first takes what is left."""
        self._widths = widths
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._dress()

    def marks_row(self, row: int, column: int) -> bool:
        """Return whether a row is where the keyboard is, and a column the first that is shown."""
        here = self.hasFocus() and self.currentIndex().row() == row
        return here and self.horizontalHeader().sectionPosition(column) == 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the row on Enter; send letters to the search."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        ):
            if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex())
        elif _is_letter(event):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: letters go to the search of the page."""

    def viewportEvent(self, event: QEvent) -> bool:
        """Forget the row under the mouse when the mouse leaves."""
        if event.type() == QEvent.Type.Leave:
            self._hover(-1)
        return super().viewportEvent(event)

    def _hover(self, row: int) -> None:
        before, self.hovered_row = self.hovered_row, row
        for changed in {before, row} - {-1}:
            top, height = self.rowViewportPosition(changed), self.rowHeight(changed)
            self.viewport().update(0, top, self.viewport().width(), height)

    def _dress(self) -> None:
        theme = current()
        self.setFont(theme.font("body"))
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(theme.size(f"row.{self._density}"))
        for column, width in enumerate(self._widths, start=1):
            self.setColumnWidth(column, theme.px(width))
        self.viewport().update()


class TableHeader(QHeaderView):
    """A quiet header; with ``set_check_state`` its first section is a tick box for all rows."""

    all_toggled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._check: Qt.CheckState | None = None
        self._pressed_check = False
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setMouseTracking(True)
        self.setMinimumSectionSize(current().px(28))
        self.setDefaultAlignment(_LEFT | _MIDDLE)
        self._dress()
        current().changed.connect(self._dress)

    def set_check_state(self, state: Qt.CheckState | None) -> None:
        """Show the tick box of all rows in a state; None: there is none."""
        self._check = state
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """Return the height of the tokens."""
        return QSize(super().sizeHint().width(), current().size("table.header"))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        """Paint name, direction of sorting and the line below."""
        theme = current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.fillRect(rect, theme.color("bg.header"))
        line = QRect(rect.left(), rect.bottom(), rect.width(), 1)
        painter.fillRect(line, theme.color("border.subtle"))
        if self._check is not None and logicalIndex == 0:
            paint_check(painter, check_box(rect), self._check)
        else:
            self._paint_name(painter, rect.adjusted(PADDING, 0, -PADDING, 0), logicalIndex)
        painter.restore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep a click on the tick box from sorting."""
        self._pressed_check = self._over_check(event.position().toPoint())
        if not self._pressed_check:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick or untick all rows."""
        if self._pressed_check and self._over_check(event.position().toPoint()):
            self.all_toggled.emit()
        elif not self._pressed_check:
            super().mouseReleaseEvent(event)
        self._pressed_check = False

    def _over_check(self, place: QPoint) -> bool:
        return self._check is not None and self.logicalIndexAt(place) == 0

    def _paint_name(self, painter: QPainter, room: QRect, section: int) -> None:
        model = self.model()
        sorted_here = self.isSortIndicatorShown() and self.sortIndicatorSection() == section
        align = Qt.AlignmentFlag(
            model.headerData(section, self.orientation(), Qt.ItemDataRole.TextAlignmentRole)
            or _LEFT
        )
        if sorted_here:
            room = self._paint_direction(painter, room, align, self._name(section))
        color = "text.primary" if sorted_here else "text.secondary"
        painter.setFont(self.font())
        paint_text(painter, room, self._name(section), color=color, align=align)

    def _paint_direction(
        self, painter: QPainter, room: QRect, align: Qt.AlignmentFlag, name: str
    ) -> QRect:
        """Paint the arrow behind the name; return the room left for the name."""
        down = self.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        top = room.center().y() - 5
        width = min(self.fontMetrics().horizontalAdvance(name), room.width() - 16)
        at_right = bool(align & Qt.AlignmentFlag.AlignRight)
        left = room.right() - 11 if at_right else room.left() + width + 4
        icons.paint(
            painter, left, top, "arrow-down" if down else "arrow-up", "text.primary", size=12
        )
        return room.adjusted(0, 0, -16, 0)

    def _name(self, section: int) -> str:
        data = self.model().headerData(section, self.orientation(), Qt.ItemDataRole.DisplayRole)
        return str(data or "")

    def _dress(self) -> None:
        self.setFont(current().font("caption"))
        self.updateGeometry()
        self.viewport().update()


def check_box(cell: QRect) -> QRectF:
    """Return where the tick box of a cell is."""
    box = QRectF(0, 0, _CHECK, _CHECK)
    box.moveCenter(QRectF(cell).center())
    return box


def _is_letter(event: QKeyEvent) -> bool:
    text = event.text()
    held = event.modifiers() & ~(
        Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    )
    return bool(text) and text.isprintable() and not text.isspace() and not held
