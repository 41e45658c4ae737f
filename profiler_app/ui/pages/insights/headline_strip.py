"""The figures at the head of the page, each with how it went; a click opens the customers."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from profiler_app.domain.insights import Headline
from profiler_app.ui.theme import FontRole, current
from profiler_app.ui.widgets.labels import as_tooltip
from profiler_app.ui.widgets.painting import fill_round, focus_ring
from profiler_app.ui.widgets.rings import paint_sparkline

_HEIGHT = 94
_SPARK = (84, 30)
_LEAST_FOR_SPARK = 250
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class HeadlineStrip(QWidget):
    """Cells side by side in one frame; ``opened`` carries a headline."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[HeadlineCell] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(1, 1, 1, 1)
        self._row.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        current().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(current().px(_HEIGHT))

    def show_headlines(self, headlines: tuple[Headline, ...]) -> None:
        """Show other figures."""
        while len(self.cells) < len(headlines):
            cell = HeadlineCell()
            cell.clicked.connect(lambda _on=False, cell=cell: self.opened.emit(cell.headline))
            self._row.addWidget(cell)
            self.cells.append(cell)
        for cell, headline in zip(self.cells, headlines, strict=True):
            cell.show_headline(headline)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame and the lines between."""
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = theme.color("border.subtle")
        fill_round(painter, QRectF(self.rect()), theme.px(8), theme.color("bg.surface"), line)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for cell in self.cells[1:]:
            painter.fillRect(cell.geometry().left() - 1, 1, 1, self.height() - 2, line)


class HeadlineCell(QAbstractButton):
    """Caption, figure, comparison and trend."""

    def __init__(self) -> None:
        super().__init__()
        self.headline: Headline | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_headline(self, headline: Headline) -> None:
        """Show another figure."""
        self.headline = headline
        self.setAccessibleName(f"{headline.label} {headline.shown} {headline.note}")
        self.setToolTip(as_tooltip(f"{headline.shown}\n{headline.note}".strip()))
        usable = bool(headline.rule)
        self.setCursor(Qt.CursorShape.PointingHandCursor if usable else Qt.CursorShape.ArrowCursor)
        self.update()

    def sizeHint(self) -> QSize:
        """All cells share the width."""
        return QSize(current().px(220), current().px(_HEIGHT) - 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the figure."""
        if self.headline is None:
            return
        theme, headline = current(), self.headline
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.underMouse() or self.isDown():
            fill_round(painter, box, theme.px(7), theme.color("bg.hover"))
        if self.hasFocus():
            focus_ring(painter, box, theme.px(7))
        room = box.adjusted(theme.px(16), theme.px(9), -theme.px(14), -theme.px(8))
        spark = room.width() >= theme.px(_LEAST_FOR_SPARK) and len(headline.trend) > 1
        text = room.adjusted(0, 0, -theme.px(_SPARK[0]) - 8 if spark else 0, 0)
        line = theme.px(18)
        self._write(painter, QRectF(room.left(), room.top(), room.width(), line), headline.label,
                    "caption", theme.color("text.secondary"))  # fmt: skip
        note = QRectF(text.left(), room.bottom() - line, room.width(), line)
        self._write(painter, note, headline.note, "caption", theme.color(headline.tone))
        middle = QRectF(text.left(), room.top() + line, text.width(), room.height() - 2 * line)
        role = self._fitting_role(headline.shown, middle.width())
        self._write(painter, middle, headline.shown, role, theme.color("text.primary"))
        if spark:
            width, height = theme.px(_SPARK[0]), theme.px(_SPARK[1])
            place = QRectF(room.right() - width, middle.center().y() - height / 2, width, height)
            paint_sparkline(painter, place, headline.trend, self._ink(headline.trend_ink))

    def _fitting_role(self, text: str, width: float) -> FontRole:
        """Return the largest font a figure fits in; names of models are longer than figures."""
        roles: tuple[FontRole, ...] = ("display", "title", "heading")
        for role in roles:
            if QFontMetricsF(current().font(role)).horizontalAdvance(text) <= width:
                return role
        return "strong"

    def _ink(self, name: str) -> QColor:
        theme = current()
        return theme.chart_color(int(name)) if name.isdecimal() else theme.color(name)

    def _write(
        self, painter: QPainter, box: QRectF, text: str, role: FontRole, ink: QColor
    ) -> None:
        painter.setFont(current().font(role))
        painter.setPen(ink)
        shown = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(box.width())
        )
        painter.drawText(box, int(_MIDDLE | Qt.TextFlag.TextDontClip), shown)
