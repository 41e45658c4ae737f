"""A table whose rows can be ticked: by their box, with Space, with Shift from one to another."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent

from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.pages.customers.list_model import TICK, CustomerListModel
from profiler_app.ui.pages.customers.ticks import Ticks
from profiler_app.ui.widgets.table import StyledTable, TableHeader


class TickingTable(StyledTable):
    """Keeps ``ticks``; the tick box of its header stands for everybody in the list.

    ``copied`` asks for the ticked rows, or the current one, on the clipboard.
    """

    copied = Signal()

    def __init__(self, model: CustomerListModel, ticks: Ticks) -> None:
        super().__init__()
        self.ticks = ticks
        self.inside = 0  # how many of the list are ticked
        self._toggling = -1
        self._anchor = -1
        self.setHorizontalHeader(TableHeader(self))
        self.setModel(model)
        self._header().set_check_state(Qt.CheckState.Unchecked)
        self._header().all_toggled.connect(self._toggle_all)
        ticks.changed.connect(self._ticks_changed)

    @property
    def customers(self) -> CustomerListModel:
        """The model."""
        model = self.model()
        assert isinstance(model, CustomerListModel)
        return model

    def _header(self) -> TableHeader:
        header = self.horizontalHeader()
        assert isinstance(header, TableHeader)
        return header

    def _ticks_changed(self) -> None:
        row, self._toggling = self._toggling, -1
        n = len(self.ticks)
        if row < 0:
            self.inside = self.ticks.count_among(self.customers.ids)
            self.viewport().update()
        else:  # counting and painting a list of a million anew takes milliseconds
            on = int(self.customers.ids[row]) in self.ticks
            self.inside += 1 if on else -1
            alone = n == (1 if on else 0)  # then all boxes come, or go
            top = 0 if alone else self.rowViewportPosition(row)
            room = self.viewport().height() if alone else self.rowHeight(row)
            self.viewport().update(0, top, self.viewport().width(), room)
        whole = self.inside and self.inside == len(self.customers.ids)
        states = Qt.CheckState
        some = states.PartiallyChecked if n else states.Unchecked
        self._header().set_check_state(states.Checked if whole else some)

    def _toggle_all(self) -> None:
        if len(self.ticks):
            self.ticks.clear()
        else:
            self.tick_all()

    def tick_all(self) -> None:
        """Tick everybody in the list, in sight or not."""
        self.ticks.set(self.customers.ids)

    def toggle(self, row: int) -> None:
        """Tick or untick a row; Shift goes on from here."""
        self._anchor = row
        self._toggling = row
        self.ticks.toggle(int(self.customers.ids[row]))

    def _tick_to(self, row: int) -> None:
        """Tick every row from where ticking began."""
        start = self._anchor if 0 <= self._anchor < len(self.customers.ids) else row
        first, last = sorted((start, row))
        self.ticks.set(self.customers.ids[first : last + 1])

    def _extend(self, by: int) -> None:
        row = self.currentIndex().row()
        to = max(0, min(self.customers.rowCount() - 1, row + by))
        if int(self.customers.ids[row]) not in self.ticks or self._anchor < 0:
            self._anchor = row
        self.go_to(to)
        self._tick_to(to)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick and copy rows; go to the first and the last row, not along a row."""
        last, at = self.model().rowCount() - 1, self.currentIndex().row()
        shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.tick_all()
        elif QKeySequence(event.keyCombination()) in COMMANDS["tick_none"].sequences:
            self.ticks.clear()
        elif event.key() == Qt.Key.Key_Home and last >= 0:
            self.go_to(0)
        elif event.key() == Qt.Key.Key_End and last >= 0:
            self.go_to(last)
        elif event.key() == Qt.Key.Key_Space and at >= 0:
            self.toggle(at)
        elif shift and step is not None and at >= 0:
            self._extend(step)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick by the box, with Ctrl or, up to here, with Shift."""
        index = self.indexAt(event.position().toPoint())
        held = event.modifiers()
        boxed = index.column() == TICK
        ctrl, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
        ticking = index.isValid() and (boxed or held & (ctrl | shift))
        if event.button() != Qt.MouseButton.LeftButton or not ticking:
            super().mousePressEvent(event)
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if held & shift:
            if self._anchor < 0:
                self._anchor = self.currentIndex().row()
            self._tick_to(index.row())
        else:
            self.toggle(index.row())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a row; on its box a second click is another click."""
        if self.indexAt(event.position().toPoint()).column() == TICK:
            self.mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)

    def go_to(self, row: int) -> None:
        """Make a row the current one and show it."""
        self.setCurrentIndex(self.model().index(row, 1))
        self.scrollTo(self.model().index(row, 1))
