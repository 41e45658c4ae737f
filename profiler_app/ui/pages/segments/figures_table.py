"""A table of figures: each column says its text, and may paint a mark or a bar beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView

from profiler_app.ui import icons
from profiler_app.ui.desk import Desk
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.painting import fill_round
from profiler_app.ui.widgets.table import RowDelegate, StyledTable, paint_text

AnyIndex = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_RIGHT, _LEFT = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft
_BAR_HEIGHT = 8
_MARK = 10
_LEAST_NAME, _LEAST_BAR = 148, 92


@dataclass(frozen=True, slots=True)
class Figure:
    """One column: ``width`` 0 takes what is left; ``sort`` is compared, ``tone`` a colour token.

    ``bar`` is how much of the room a bar takes (0 to 1), ``mark`` the colour of a small square,
    ``icon`` a name and the token of its colour; ``raw`` is what an export writes. Where there is
    too little room, columns with ``drop`` are left out of sight, the highest first.
    """

    title: Callable[[], str]
    text: Callable[[Any], str]
    width: int = 0
    right: bool = True
    sort: Callable[[Any], Any] | None = None
    bar: Callable[[Any], tuple[float, QColor]] | None = None
    mark: Callable[[Any], QColor] | None = None
    icon: Callable[[Any], tuple[str, str]] | None = None
    tone: Callable[[Any], str] | None = None
    raw: Callable[[Any], Any] | None = None
    drop: int = 0
    least: int = _LEAST_NAME


class _Rows(QAbstractTableModel):
    def __init__(self, figures: Sequence[Figure], parent: Any) -> None:
        super().__init__(parent)
        self.figures = tuple(figures)
        self.rows: list[Any] = []
        self.narrow = False

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return len(self.figures)

    def data(self, index: AnyIndex, role: int = _ROLE.DisplayRole) -> Any:
        figure = self.figures[index.column()]
        if role in (_ROLE.DisplayRole, _ROLE.AccessibleTextRole):
            return figure.text(self.rows[index.row()])
        if role == _ROLE.ToolTipRole and self.narrow:
            return self._every_figure(self.rows[index.row()])
        if role == _ROLE.ToolTipRole and not figure.width:
            return figure.text(self.rows[index.row()])  # a long name may be cut
        if role == _ROLE.TextAlignmentRole:
            return _RIGHT if figure.right else _LEFT
        return None

    def _every_figure(self, row: Any) -> str:
        """Return all figures of a row, those out of sight among them."""
        told = (f"{each.title()}: {each.text(row)}" for each in self.figures if each.title())
        return "\n".join(told)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        if role == _ROLE.DisplayRole:
            return self.figures[section].title()
        if role == _ROLE.ToolTipRole and self.narrow:
            return self.figures[section].title()
        if role == _ROLE.TextAlignmentRole:
            return _RIGHT if self.figures[section].right else _LEFT
        return None


class FiguresTable(StyledTable):
    """Rows of figures, sorted by a click on a header; ``chosen`` carries the current row."""

    chosen = Signal(object)

    def __init__(self, figures: Sequence[Figure], *, name: str = "") -> None:
        super().__init__()
        self._model = _Rows(figures, self)
        self._sorted: tuple[int, bool] | None = None
        self._given: list[Any] = []
        self.setModel(self._model)
        self.setItemDelegate(_FigureDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        header = self.horizontalHeader()
        header.sectionClicked.connect(self.sort_by)
        self.selectionModel().currentRowChanged.connect(lambda *_at: self.chosen.emit(self.row()))
        self._size()
        current().changed.connect(self._size)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show rows in this order, or in the order chosen before."""
        self._given = list(rows)
        self._arrange()

    def row(self) -> Any:
        """Return the current row, None without one."""
        at = self.currentIndex().row()
        return self._model.rows[at] if 0 <= at < len(self._model.rows) else None

    def rows(self) -> list[Any]:
        """Return the rows in the order shown."""
        return list(self._model.rows)

    def sort_by(self, column: int) -> None:
        """Sort by a column, the largest first, then the other way round, then as given."""
        if self._model.figures[column].sort is None:
            return
        if self._sorted == (column, True):
            self._sorted = (column, False)
        elif self._sorted == (column, False):
            self._sorted = None
        else:
            self._sorted = (column, True)
        self._arrange()

    def figures(self) -> tuple[list[str], list[list[Any]]]:
        """Return headers and rows for an export."""
        kept = [each for each in self._model.figures if each.title()]
        rows = [[(f.raw or f.text)(row) for f in kept] for row in self._model.rows]
        return [each.title() for each in kept], rows

    def retranslate(self) -> None:
        """Show headers and rows in the current language."""
        self._model.headerDataChanged.emit(
            Qt.Orientation.Horizontal, 0, len(self._model.figures) - 1
        )
        self.viewport().update()

    def height_of(self, rows: int) -> int:
        """Return the height that shows so many rows."""
        theme = current()
        return theme.size("table.header") + rows * self.verticalHeader().defaultSectionSize() + 2

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Esc to the page."""
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        kept = self.row()
        rows = list(self._given)
        header = self.horizontalHeader()
        header.setSortIndicatorShown(self._sorted is not None)
        if self._sorted is not None:
            column, down = self._sorted
            key = self._model.figures[column].sort
            assert key is not None
            rows.sort(key=key, reverse=down)
            order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(column, order)
        self._model.beginResetModel()
        self._model.rows = rows
        self._model.endResetModel()
        if kept in rows:
            self.setCurrentIndex(self._model.index(rows.index(kept), 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width among the columns."""
        super().resizeEvent(event)
        self._size()

    def _size(self) -> None:
        """Give every column its width; bars give way first, so that names stay readable."""
        theme, header = current(), self.horizontalHeader()
        figures = self._model.figures
        shown = self._fitting(figures)
        widths = [theme.px(f.width) if f in shown else 0 for f in figures]
        names = sum(figure.least for figure in figures if not figure.width)
        missing = theme.px(names) - (self.viewport().width() - sum(widths))
        for at, figure in enumerate(figures):
            if missing > 0 and figure.bar is not None and figure.width:
                given = min(missing, max(0, widths[at] - theme.px(_LEAST_BAR)))
                widths[at] -= given
                missing -= given
        self._model.narrow = missing > 0 or len(shown) < len(figures)
        if missing > 0 and any(widths):
            shrunk = max(0.5, 1 - missing / sum(widths))
            widths = [int(width * shrunk) for width in widths]
        for at, width in enumerate(widths):
            self.setColumnHidden(at, figures[at] not in shown)
            stretch = QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.Fixed if width else stretch)
            if width:
                self.setColumnWidth(at, width)

    def _fitting(self, figures: Sequence[Figure]) -> list[Figure]:
        """Return the columns there is room for, bars at their narrowest."""
        theme, shown = current(), list(figures)

        def needed() -> int:
            least = (
                f.least if not f.width else min(f.width, _LEAST_BAR) if f.bar else f.width
                for f in shown
            )
            return theme.px(sum(least))

        for figure in sorted(figures, key=lambda each: -each.drop):
            if figure.drop and needed() > self.viewport().width():
                shown.remove(figure)
        return shown


def open_customer_of(table: FiguresTable, desk: Desk) -> None:
    """Open the card of the customer in the current row; the others of the table are its list."""
    row = table.row()
    if row is not None:
        desk.open_customer(row.customer, [each.customer for each in table.rows()])


class _FigureDelegate(RowDelegate):
    def paint_cell(self, painter: QPainter, room: QRect, index: AnyIndex) -> None:
        model = index.model()
        assert isinstance(model, _Rows)
        figure, row = model.figures[index.column()], model.rows[index.row()]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if figure.icon is not None:
            room = self._icon(painter, room, *figure.icon(row))
        if figure.mark is not None:
            box = QRectF(room.left(), room.center().y() - _MARK / 2 + 1, _MARK, _MARK)
            fill_round(painter, box, 2, figure.mark(row))
            room = room.adjusted(_MARK + 8, 0, 0, 0)
        if figure.bar is not None:
            self._bar(painter, room, *figure.bar(row))
        color = "text.primary" if figure.tone is None else figure.tone(row)
        paint_text(
            painter, room, figure.text(row), color=color, align=_RIGHT if figure.right else _LEFT
        )

    def _icon(self, painter: QPainter, room: QRect, name: str, token: str) -> QRect:
        side = current().px(14)
        icons.paint(painter, room.left(), room.center().y() - side // 2, name, token, size=side)
        return room.adjusted(side + 8, 0, 0, 0)

    def _bar(self, painter: QPainter, room: QRect, part: float, color: QColor) -> None:
        """Paint a bar in the left part of the room; the figure stands at its right."""
        width = max(0.0, room.width() - current().px(52)) * max(0.0, min(part, 1.0))
        if width > 0:
            top = room.center().y() - _BAR_HEIGHT / 2 + 1
            fill_round(painter, QRectF(room.left(), top, max(width, 2.0), _BAR_HEIGHT), 2, color)
