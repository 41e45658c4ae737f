"""A sheet that floats over the page: a rounded box in colours of the theme."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from profiler_app.ui import theme
from profiler_app.ui.widgets.painting import fill_round


class FloatingSheet(QFrame):
    """Painted by hand; ``fill`` and ``border`` are colour tokens."""

    def __init__(self, parent: QWidget, *, fill: str, border: str) -> None:
        super().__init__(parent)
        self._fill, self._border = fill, border
        theme.current().changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, border = look.color(self._fill), look.color(self._border)
        fill_round(painter, QRectF(self.rect()), look.px(8), fill, border)
