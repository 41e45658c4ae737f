"""How each group differs from the average: fields down, groups across, in standard deviations."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from profiler_app.domain.fields import fields
from profiler_app.domain.segmentation import ClusterView
from profiler_app.ui.pages.segments.cluster_card import paint_shape
from profiler_app.ui.pages.segments.wording import MINUS
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.painting import fill_round

_LABEL, _ROW, _HEAD = 112, 34, 26
_ENDS = (-1.5, -0.75, -0.25, 0.25, 0.75, 1.5)


class HeatTable(QWidget):
    """Each cell holds its number: colour is never the only carrier."""

    def __init__(self) -> None:
        super().__init__()
        self._view: ClusterView | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        current().changed.connect(self.updateGeometry)

    def show_view(self, view: ClusterView, names: tuple[str, ...]) -> None:
        """Show other groups."""
        self._view = view
        said = []
        for name, group in zip(names, view.groups, strict=True):
            figures = zip(view.fields, group.centre, strict=False)
            said.append(
                f"{name}: " + ", ".join(f"{fields()[f].label} {_text(z)}" for f, z in figures)
            )
        self.setAccessibleDescription("; ".join(said))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for every field."""
        theme = current()
        rows = len(self._view.fields) if self._view is not None else 6
        return QSize(theme.px(330), theme.px(_HEAD) + rows * theme.px(_ROW))

    def minimumSizeHint(self) -> QSize:
        """Return room in which the numbers can be read."""
        theme = current()
        rows = len(self._view.fields) if self._view is not None else 6
        return QSize(theme.px(240), theme.px(_HEAD) + rows * theme.px(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint signs, names and numbers."""
        view = self._view
        if view is None:
            return
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("caption"))
        left, head = theme.px(_LABEL), theme.px(_HEAD)
        wide = (self.width() - left) / len(view.groups)
        tall = min(theme.px(44), (self.height() - head) / len(view.fields))
        for at, group in enumerate(view.groups):
            side = theme.px(11)
            middle = left + (at + 0.5) * wide
            paint_shape(painter, QRectF(middle - side / 2, (head - side) / 2, side, side), at)
            for row, z in enumerate(group.centre[: len(view.fields)]):
                box = QRectF(left + at * wide + 1, head + row * tall + 1, wide - 3, tall - 3)
                self._paint_cell(painter, box, z)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.primary"))
        metrics = painter.fontMetrics()
        for row, name in enumerate(view.fields):
            text = metrics.elidedText(fields()[name].label, Qt.TextElideMode.ElideRight, left - 8)
            room = QRectF(0, head + row * tall, left - 6, tall)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_cell(self, painter: QPainter, box: QRectF, z: float) -> None:
        theme = current()
        fill = theme.chart_scale("diverging")[sum(z >= end for end in _ENDS)]
        fill_round(painter, box, 3, fill)
        painter.setFont(theme.font("caption.strong"))
        painter.setPen(theme.ink_on(fill))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _text(z))


def _text(z: float) -> str:
    return f"{z:+.1f}".replace("-", MINUS) if abs(z) >= 0.05 else "0.0"
