"""The strip of figures at the head of a card."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from profiler_app.domain.profile import Kpi
from profiler_app.ui.theme import FontRole, current
from profiler_app.ui.widgets.labels import as_tooltip
from profiler_app.ui.widgets.painting import fill_round
from profiler_app.ui.widgets.rings import paint_sparkline
from profiler_app.ui.widgets.table import UNKNOWN

_SPARK = (56, 26)
_LINE_FLAGS = int(
    Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextDontClip
)


class KpiStrip(QWidget):
    """Figures side by side in one frame; an unknown one says why instead of showing a zero."""

    def __init__(self, *, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._compact = compact
        self._kpis: tuple[Kpi, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        current().changed.connect(self.updateGeometry)

    def set_kpis(self, kpis: tuple[Kpi, ...]) -> None:
        """Show other figures."""
        self._kpis = kpis
        said = (f"{kpi.label} {kpi.value or kpi.reason} {kpi.note}".strip() for kpi in kpis)
        self.setAccessibleName("; ".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        """Return a fixed height; the width is shared by the figures."""
        theme = current()
        return QSize(theme.px(120) * max(1, len(self._kpis)), theme.px(72 if self._compact else 86))

    def minimumSizeHint(self) -> QSize:
        """Return the least width at which the figures can be read."""
        return QSize(current().px(72) * max(1, len(self._kpis)), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint frame, dividers and figures."""
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = theme.color("border.subtle")
        fill_round(painter, QRectF(self.rect()), theme.px(8), theme.color("bg.surface"), line)
        for at, kpi in enumerate(self._kpis):
            cell = self._cell(at)
            if at:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
                painter.fillRect(QRect(cell.left(), 1, 1, self.height() - 2), line)
            self._paint_kpi(painter, cell, kpi)

    def event(self, event: QEvent) -> bool:
        """Show the texts of a figure that were cut as its tool tip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), as_tooltip(self._cut_text(event.pos().x())), self)
            return True
        return super().event(event)

    def _cell(self, at: int) -> QRect:
        count = len(self._kpis)
        left, right = self.width() * at // count, self.width() * (at + 1) // count
        return QRect(left, 0, right - left, self.height())

    def _room(self, cell: QRect) -> QRect:
        side = current().px(12)
        top = current().px(7 if self._compact else 12)
        return cell.adjusted(side, top, -side + 2, -top + 2)

    def _paint_kpi(self, painter: QPainter, cell: QRect, kpi: Kpi) -> None:
        theme = current()
        room = self._room(cell)
        line = theme.px(17 if self._compact else 18)
        label = QRect(room.left(), room.top(), room.width(), line)
        note = QRect(room.left(), room.bottom() - line, room.width(), line)
        value = QRect(room.left(), label.bottom(), room.width(), note.top() - label.bottom())
        secondary = theme.color("text.secondary")
        _line(painter, label, kpi.label, "caption", secondary)
        _line(painter, note, kpi.note if kpi.value else kpi.reason, "caption", secondary)
        if kpi.value is None:
            _line(painter, value, UNKNOWN, "metric", theme.color("text.tertiary"))
            return
        ink = theme.tone_ink(kpi.tone)
        used = _line(painter, value, kpi.value, "metric", ink)
        if kpi.trend and value.width() - used > _SPARK[0] + 8:
            self._paint_trend(painter, value, kpi)

    def _paint_trend(self, painter: QPainter, value: QRect, kpi: Kpi) -> None:
        ink = current().color("accent" if kpi.tone == "neutral" else kpi.tone)
        width, height = _SPARK
        box = QRectF(value.right() - width, value.center().y() - height / 2, width, height)
        paint_sparkline(painter, box, kpi.trend or (), ink)

    def _cut_text(self, x: int) -> str:
        for at, kpi in enumerate(self._kpis):
            cell = self._cell(at)
            if cell.left() <= x <= cell.right():
                metrics = self.fontMetrics()
                texts = (kpi.label, kpi.note if kpi.value else kpi.reason)
                width = self._room(cell).width()
                cut = [text for text in texts if metrics.horizontalAdvance(text) > width]
                return "\n".join(cut)
        return ""


def _line(painter: QPainter, room: QRect, text: str, role: FontRole, ink: QColor) -> int:
    """Paint one line, cut where it must be; return the width it takes."""
    painter.setFont(current().font(role))
    painter.setPen(ink)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, _LINE_FLAGS, shown)
    return painter.fontMetrics().horizontalAdvance(shown)
