"""A letter in a colour: a circle for a person, a rounded square for a company."""

from __future__ import annotations

from zlib import crc32

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from profiler_app.domain.profile import Kind
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.painting import fill_round, stamp


def paint_avatar(painter: QPainter, rect: QRect, initial: str, number: str, kind: Kind) -> None:
    """Paint an avatar; the colour depends on the customer number alone."""
    fill, ink = current().avatar(crc32(number.encode()))
    key = ("avatar", initial, fill.rgba(), ink.rgba(), kind)
    stamp(painter, rect, key, _paint_letter, initial, fill, ink, kind)


def _paint_letter(
    painter: QPainter, rect: QRect, initial: str, fill: QColor, ink: QColor, kind: Kind
) -> None:
    side = rect.height()
    fill_round(painter, QRectF(rect), side / 2 if kind == "person" else side / 4, fill)
    font = QFont(current().font("strong"))
    font.setPixelSize(max(11, round(side * 0.46)))
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, initial)


class Avatar(QWidget):
    """The avatar of one customer."""

    def __init__(self, size: int = 44, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self._initial, self._number = "", ""
        self._kind: Kind = "person"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        current().changed.connect(self.updateGeometry)

    def set_customer(self, initial: str, number: str, kind: Kind) -> None:
        """Show the avatar of a customer."""
        self._initial, self._number, self._kind = initial, number, kind
        self.update()

    def sizeHint(self) -> QSize:
        """Return a square."""
        side = current().px(self._size)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the avatar; nothing before there is a customer."""
        if self._number:
            paint_avatar(QPainter(self), self.rect(), self._initial, self._number, self._kind)
