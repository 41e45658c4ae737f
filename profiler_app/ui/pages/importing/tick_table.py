"""A table whose rows have a tick box in the first column, and one for all of them in its head."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView

from profiler_app.ui.pages.importing.selection import State
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.painting import paint_check
from profiler_app.ui.widgets.table import StyledTable, TableHeader, check_box

TICK = 0
CHECK_STATES: dict[State, Qt.CheckState] = {
    "all": Qt.CheckState.Checked,
    "some": Qt.CheckState.PartiallyChecked,
    "none": Qt.CheckState.Unchecked,
}


class TickTable(StyledTable):
    """``toggled`` names the row whose box was clicked (Space: the current one)."""

    toggled = Signal(int)
    all_toggled = Signal()

    def __init__(self, widths: tuple[int, ...]) -> None:
        super().__init__()
        self._widths = widths
        self.head.all_toggled.connect(self.all_toggled)
        current().changed.connect(self.size_columns)

    @property
    def head(self) -> TableHeader:
        """The header with the box of all rows."""
        header = self.horizontalHeader()
        assert isinstance(header, TableHeader)
        return header

    def size_columns(self) -> None:
        """Give the columns their widths; those without one share what is left."""
        header = self.horizontalHeader()
        for column, width in enumerate(self._widths):
            if width:
                self.setColumnWidth(column, current().px(width))
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick the current row with Space, all of them with the key of selecting all."""
        row = self.currentIndex().row()
        if event.key() == Qt.Key.Key_Space and row >= 0:
            self.toggled.emit(row)
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.all_toggled.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick a row by its box."""
        index = self.indexAt(event.position().toPoint())
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and index.column() == TICK:
            self.toggled.emit(index.row())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a row; on its box a second click is another click."""
        if self.indexAt(event.position().toPoint()).column() == TICK:
            self.mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)


def paint_tick(painter: QPainter, cell: QRect, state: State, *, fixed: bool = False) -> None:
    """Paint the box of a row; one that cannot be changed is pale."""
    painter.setOpacity(0.45 if fixed else 1.0)
    paint_check(painter, check_box(cell), CHECK_STATES[state])
    painter.setOpacity(1.0)
