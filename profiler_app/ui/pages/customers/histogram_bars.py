"""A histogram of small bars over a range: what lies inside the range is lit."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from profiler_app.domain.text import ngettext
from profiler_app.jobs.histograms import Histogram
from profiler_app.ui.theme import current

_HEIGHT, _GAP = 64, 2
_LEAST = 2  # a bar of few customers is still to be seen


class HistogramBars(QWidget):
    """``chosen`` carries the edges (low, high) of the bars that were clicked or dragged over."""

    chosen = Signal(float, float)

    def __init__(self) -> None:
        super().__init__()
        self._shown = Histogram("", (), ())
        self._low, self._high = float("-inf"), float("inf")
        self._from = self._to = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def show_histogram(self, found: Histogram) -> None:
        """Show other bars."""
        self._shown = found
        self.setVisible(bool(found.counts))
        n = sum(found.counts)
        said = ngettext("Histogram of {n} value", "Histogram of {n} values", n)
        self.setAccessibleName(said.format(n=f"{n:,}"))
        self.update()

    def light(self, low: float, high: float) -> None:
        """Light the bars between two values."""
        self._low, self._high = low, high
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the bars."""
        return QSize(200, current().px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bars and the line they stand on."""
        theme, painter = current(), QPainter(self)
        counts, edges = self._shown.counts, self._shown.edges
        highest, bottom = max(counts, default=1) or 1, self.height() - 1
        painter.fillRect(0, bottom, self.width(), 1, theme.color("border.subtle"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for at, count in enumerate(counts):
            inside = edges[at + 1] > self._low and edges[at] <= self._high
            if self._from >= 0:
                inside = min(self._from, self._to) <= at <= max(self._from, self._to)
            painter.setBrush(theme.chart_color(0) if inside else theme.chart("muted"))
            height = max(_LEAST, (bottom - 2) * count / highest) if count else 0
            left = self._left(at)
            width = self._left(at + 1) - left - _GAP
            painter.drawRoundedRect(QRectF(left, bottom - height, width, height), 1.5, 1.5)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin at a bar."""
        self._from = self._to = self._bar(event.position())
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on to another bar."""
        if self._from >= 0:
            self._to = self._bar(event.position())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the range of the bars."""
        if self._from >= 0 and self._shown.counts:
            first, last = sorted((self._from, self._to))
            self.chosen.emit(self._shown.edges[first], self._shown.edges[last + 1])
        self._from = -1

    def event(self, event: QEvent) -> bool:
        """Say how many customers a bar stands for."""
        if isinstance(event, QHelpEvent) and self._shown.counts:
            count = self._shown.counts[self._bar(QPointF(event.pos()))]
            said = ngettext("{n} customer", "{n} customers", count).format(n=f"{count:,}")
            QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)

    def _left(self, at: int) -> float:
        return at * (self.width() + _GAP) / max(1, len(self._shown.counts))

    def _bar(self, place: QPointF) -> int:
        at = int(place.x() * len(self._shown.counts) / max(1, self.width()))
        return max(0, min(len(self._shown.counts) - 1, at))
