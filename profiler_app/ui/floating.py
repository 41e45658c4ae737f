"""A sheet that floats over the page: a rounded box with a soft shadow, in colours of the theme."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from profiler_app.ui import theme
from profiler_app.ui.widgets.painting import fill_round
from profiler_app.ui.widgets.popover import paint_shadow

SHADOW = 14
"""Room around the box for its shadow."""

_EDGE = 16  # from the edges of the page
_STATUS_BAR = 28


class FloatingSheet(QFrame):
    """Stands at the foot of its parent, above the status bar, and stays there when that grows.

    ``fill`` and ``border`` are colour tokens; ``side`` says where at the foot it stands.
    """

    def __init__(
        self,
        parent: QWidget,
        *,
        fill: str,
        border: str,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignHCenter,
    ) -> None:
        super().__init__(parent)
        self._page = parent
        self._fill, self._border, self._side = fill, border, side
        self.setContentsMargins(SHADOW, SHADOW, SHADOW, SHADOW)
        parent.installEventFilter(self)
        theme.current().changed.connect(self._fit_soon)

    def _fit_soon(self) -> None:
        QTimer.singleShot(0, self, self.fit)  # after what is inside has its new fonts

    def fit(self) -> None:
        """Take the size of what is inside, and the place for it."""
        self.adjustSize()
        self.place()
        self.update()

    def place(self) -> None:
        """Stand at the foot of the page."""
        area = self._page.rect()
        left = (area.width() - self.width()) // 2
        if self._side == Qt.AlignmentFlag.AlignLeft:
            left = _EDGE - SHADOW
        elif self._side == Qt.AlignmentFlag.AlignRight:
            left = area.width() - self.width() + SHADOW - _EDGE
        above = theme.current().px(_STATUS_BAR) + _EDGE - SHADOW
        self.move(left, area.height() - self.height() - above)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the page."""
        if event.type() == QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint shadow and box."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.contentsRect())
        paint_shadow(painter, box, 8)
        fill_round(painter, box, 8, look.color(self._fill), look.color(self._border))
