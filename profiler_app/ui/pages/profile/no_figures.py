"""What a card shows while there is nothing to draw: where figures come from."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from profiler_app.domain.profile import Card
from profiler_app.domain.text import _
from profiler_app.ui import icons
from profiler_app.ui.desk import Desk
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel, Label

_MIDDLE = Qt.AlignmentFlag.AlignHCenter


class NoFigures(QWidget):
    """A dashed frame in the place of the chart, with the way to fill it."""

    def __init__(self, desk: Desk, card: Card) -> None:
        super().__init__()
        trade = card.line == "trade"
        title = _("No orders yet") if trade else _("No balances yet")
        text = _("Once they are imported, every month is shown here.")
        self._icon = "shopping-bag" if trade else "landmark"
        self._sign = QLabel()
        more = Button(_("Import…"), icon="upload", small=True)
        more.clicked.connect(lambda: desk.open_import())
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 20, 16, 20)
        column.setSpacing(6)
        column.addStretch(1)
        column.addWidget(self._sign, 0, _MIDDLE)
        column.addWidget(Label(title), 0, _MIDDLE)
        column.addWidget(ElidedLabel(text, "caption", "text.secondary"), 0, _MIDDLE)
        column.addSpacing(4)
        column.addWidget(more, 0, _MIDDLE)
        column.addStretch(1)
        self._dress()
        current().changed.connect(self._dress)

    def _dress(self) -> None:
        size, ratio = current().px(24), self.devicePixelRatioF()
        self._sign.setPixmap(icons.pixmap(self._icon, "text.tertiary", size, ratio))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame."""
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("border.strong"), 1, Qt.PenStyle.DashLine))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, theme.px(8), theme.px(8))
