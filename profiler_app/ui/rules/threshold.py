"""The values a condition is compared with as lines over a histogram, to be dragged."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from profiler_app.domain.fields import Field
from profiler_app.domain.text import _
from profiler_app.jobs.histograms import Histogram
from profiler_app.ui.pages.customers.histogram_bars import HistogramBars
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.popover import Popover

_STEPS = 100
"""About so many values a line can stand on."""
_LINE, _GRIP, _HELD = 2, 8, 12
_DOWN = ("<", "<=")


class ThresholdBars(HistogramBars):
    """One line for each value; ``moved`` carries which one, and where it stands (raw units).

    The left and right keys move the line that was touched last by a step.
    """

    moved = Signal(int, float)

    def __init__(self, *, whole: bool, unit: float) -> None:
        super().__init__()
        self._whole, self._unit = whole, unit
        self.lines: list[float] = []
        self._held = 0
        self._dragging = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SizeHorCursor)

    def show_lines(self, lines: list[float], operator: str) -> None:
        """Show the values of a condition, and light what it takes in."""
        self.lines = lines
        self._held = min(self._held, max(len(lines) - 1, 0))
        low, high = float("-inf"), float("inf")
        if len(lines) == 2:
            low, high = sorted(lines)
        elif lines:
            low, high = (low, lines[0]) if operator in _DOWN else (lines[0], high)
        self.light(low, high)

    def step(self) -> float:
        """Return how far a line moves at once: 1, 2 or 5 times a power of ten of units."""
        edges = self._shown.edges
        rough = (edges[-1] - edges[0]) / _STEPS / self._unit if edges else 1.0
        power = 10.0 ** math.floor(math.log10(rough)) if rough > 0 else 1.0
        step = next((power * n for n in (1, 2, 5) if power * n >= rough), power * 10)
        return max(step, 1.0) if self._whole else step

    def _value_at(self, x: float) -> float:
        """Return the value below a place, on a step."""
        edges = self._shown.edges
        part = min(max(x / max(self.width(), 1), 0.0), 1.0)
        return self._rounded(edges[0] + part * (edges[-1] - edges[0]))

    def _rounded(self, value: float) -> float:
        step = self.step()
        return round(round(value / self._unit / step) * step, 6) * self._unit

    def place_of(self, value: float) -> float:
        """Return where a value stands, in pixels."""
        edges = self._shown.edges
        span = edges[-1] - edges[0] if edges else 0.0
        part = (value - edges[0]) / span if span else 0.0
        return min(max(part, 0.0), 1.0) * (self.width() - _LINE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bars and the lines over them."""
        super().paintEvent(event)
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for at, value in enumerate(self.lines):
            held = self.hasFocus() and at == self._held
            painter.setBrush(theme.color("text.primary"))
            grip = _HELD if held else _GRIP
            x = self.place_of(value)
            painter.drawRect(QRectF(x, 0, _LINE, self.height()))
            left = min(max(x + (_LINE - grip) / 2, 0.0), float(self.width() - grip))
            painter.drawRoundedRect(QRectF(left, 0, grip, grip), 3, 3)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the line next to the pointer along."""
        if self.lines and self._shown.counts:
            x = event.position().x()
            distances = [abs(self.place_of(value) - x) for value in self.lines]
            self._held = distances.index(min(distances))
            self._dragging = True
            self._put(self._value_at(x))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the line."""
        if self._dragging:
            self._put(self._value_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the line go."""
        self._dragging = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the line by a step."""
        ways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        way = ways.get(Qt.Key(event.key()))
        if way is None or not self.lines or not self._shown.counts:
            super().keyPressEvent(event)
            return
        edges = self._shown.edges
        to = self._rounded(self.lines[self._held] + way * self.step() * self._unit)
        self._put(min(to, edges[-1]) if way < 0 else max(to, edges[0]))

    def _put(self, value: float) -> None:
        if value != self.lines[self._held]:
            self.lines[self._held] = value
            self.update()
            self.moved.emit(self._held, value)


class ThresholdPopover(Popover):
    """How the values of a field are spread among everybody, and the lines of a condition."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(parent, width=360)
        self.bars = ThresholdBars(
            whole=field.kind == "int", unit=100.0 if field.kind == "money" else 1.0
        )
        self._note = Label(_("Reading how the values are spread"), "caption", "text.secondary",
                           wrap=True)  # fmt: skip
        self.body.addWidget(Label(field.label, "strong"))
        self.body.addWidget(self.bars)
        self.body.addWidget(self._note)
        self.closed.connect(self.deleteLater)

    def show_histogram(self, found: Histogram) -> None:
        """Show the bars; without any there is nothing to drag."""
        self.bars.show_histogram(found)
        self._note.setText(
            _("Drag a line, or move it with the left and right keys.")
            if found.counts
            else _("Nobody has a value yet.")
        )
        self.bars.setFocus()
        self.adjustSize()
