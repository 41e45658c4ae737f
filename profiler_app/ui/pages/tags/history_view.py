"""How many carried a tag on each day it was computed, as a line of bars."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from profiler_app.domain.text import _
from profiler_app.jobs.tag_detail import DayCount
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.painting import fill_round

_MOST = 24
_HEIGHT = 72


class CoverageBars(QWidget):
    """The newest two dozen days; the last bar is today's."""

    def __init__(self) -> None:
        super().__init__()
        self._counts: tuple[DayCount, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        current().changed.connect(self.updateGeometry)

    def show_counts(self, counts: Sequence[DayCount]) -> None:
        """Show other days."""
        self._counts = tuple(counts)[-_MOST:]
        said = "; ".join(f"{each.day} {each.holding:,}" for each in self._counts)
        self.setAccessibleName(_("Customers with this tag by day: {days}").format(days=said))
        self.setToolTip("\n".join(f"{each.day}  {each.holding:,}" for each in self._counts))
        self.update()

    def sizeHint(self) -> QSize:
        """Return a fixed height."""
        return QSize(current().px(200), current().px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a bar a day, the days of both ends below."""
        if not self._counts:
            return
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = theme.px(18)
        room = self.height() - line - 2
        last = self._counts[-1]
        most = max(each.holding for each in self._counts) or 1
        step = min(self.width() / len(self._counts), theme.px(28))
        for at, each in enumerate(self._counts):
            tall = max(2.0, room * each.holding / most)
            color = theme.chart_color(0) if each is last else theme.color("border.strong")
            fill_round(painter, QRectF(at * step, room - tall, step - 3, tall), 2, color)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.tertiary"))
        under = QRectF(0, room + 2, self.width(), line)
        first = self._counts[0]
        text = f"{first.day}  {first.holding:,}"
        if len(self._counts) > 1:
            text += f"  →  {last.day}  {last.holding:,}"
        painter.drawText(under, Qt.AlignmentFlag.AlignVCenter, text)
