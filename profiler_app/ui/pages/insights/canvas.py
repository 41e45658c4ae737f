"""A painted chart one can point at: by mouse or with the arrows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from profiler_app.domain.insights import Chart
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.insights.drawing import (
    Hit,
    Lit,
    bars_height,
    heat_height,
    paint_chart,
)
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.labels import as_tooltip

_HEIGHT = 200
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


class ChartCanvas(QWidget):
    """``chosen`` carries a mark and whether it is added to others, ``opened`` a mark."""

    chosen = Signal(int, bool)
    opened = Signal(int)
    asked = Signal(int, QPoint)

    def __init__(self) -> None:
        super().__init__()
        self.chart: Chart | None = None
        self._hits: list[Hit] = []
        self._lit: frozenset[int] = frozenset()
        self._hovered: int | None = None
        self._focused: int | None = None
        self._doubled = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        current().changed.connect(self.updateGeometry)

    def show_chart(self, chart: Chart, lit: frozenset[int]) -> None:
        """Show another chart; ``lit`` are the marks the page is filtered by."""
        self.chart, self._lit = chart, lit
        if self._focused is not None and self._focused >= len(chart.marks):
            self._focused = None
        self._hovered = None
        self.setAccessibleName(chart.finding or chart.title)
        self.updateGeometry()
        self.update()

    def hits(self) -> list[Hit]:
        """Return where the marks were painted last."""
        return list(self._hits)

    def sizeHint(self) -> QSize:
        """Return what suits the number of marks."""
        theme = current()
        height = theme.px(_HEIGHT)
        if self.chart is not None and self.chart.form == "bars":
            height = bars_height(len(self.chart.marks), theme)
        elif self.chart is not None and self.chart.form == "heat":
            height = heat_height(len(self.chart.rows), theme)
        return QSize(theme.px(280), max(height, theme.px(_HEIGHT)))

    def minimumSizeHint(self) -> QSize:
        """Return the least size at which the chart can be read."""
        return QSize(current().px(220), current().px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the chart."""
        if self.chart is None:
            return
        focused = self._focused if self.hasFocus() else None
        lit = Lit(self._lit, self._hovered, focused)
        box = QRectF(self.rect()).adjusted(6, 0, -6, 0)
        self._hits = paint_chart(QPainter(self), box, self.chart, current(), lit)

    # -- mouse

    def _at(self, place: QPoint) -> int | None:
        found = [hit for hit in self._hits if hit.box.contains(place)]
        smallest = min(found, key=lambda hit: hit.box.width() * hit.box.height(), default=None)
        return None if smallest is None else smallest.mark

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the mark under the mouse."""
        at = self._at(event.position().toPoint())
        if at != self._hovered:
            self._hovered = at
            self.update()
        usable = at is not None and self.chart is not None and bool(self.chart.marks[at].rule)
        self.setCursor(Qt.CursorShape.PointingHandCursor if usable else Qt.CursorShape.ArrowCursor)

    def leaveEvent(self, event: QEvent) -> None:
        """Let the mark go."""
        self._hovered = None
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Filter by a mark; with Ctrl add it to those chosen."""
        at = self._at(event.position().toPoint())
        again, self._doubled = self._doubled, False
        if at is None or again or event.button() != Qt.MouseButton.LeftButton:
            return
        self._focused = at
        self.chosen.emit(at, bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the filter of the first click back and open the customers instead."""
        at = self._at(event.position().toPoint())
        if at is not None and event.button() == Qt.MouseButton.LeftButton:
            self._doubled = True
            added = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.chosen.emit(at, added)
            self.opened.emit(at)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a mark."""
        at = self._at(event.pos())
        if at is not None:
            self.asked.emit(at, event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Say what the mark under the mouse means."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self._at(event.pos())
            text = "" if at is None or self.chart is None else self.told(at)
            QToolTip.showText(event.globalPos(), as_tooltip(text), self)
            return True
        return super().event(event)

    def told(self, at: int) -> str:
        """Return what a mark says, with the number of its customers."""
        assert self.chart is not None
        mark = self.chart.marks[at]
        n = ngettext("{n} customer", "{n} customers", mark.customers)
        return f"{mark.sentence}\n{n.format(n=f'{mark.customers:,}')}"

    # -- keyboard

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring at the first mark."""
        super().focusInEvent(event)
        if self._focused is None and self.chart is not None and self.chart.marks:
            self._focused = 0
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, filter with Space, open with Enter."""
        key = Qt.Key(event.key())
        if self.chart is None or not self.chart.marks:
            super().keyPressEvent(event)
        elif key in _STEPS:
            at = (self._focused or 0) + _STEPS[key]
            self._focused = max(0, min(len(self.chart.marks) - 1, at))
            self.setAccessibleDescription(self.told(self._focused))
            self.update()
        elif self._focused is not None and key == Qt.Key.Key_Space:
            added = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.chosen.emit(self._focused, added)
        elif self._focused is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self._focused)
        else:
            super().keyPressEvent(event)


def empty_words(chart: Chart) -> str:
    """Return what to say where a chart has nothing to show."""
    return chart.empty or _("There is nothing to show yet.")
