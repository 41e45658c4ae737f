"""What painted charts look like, and small shapes they share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

Role = Literal["body", "strong", "caption", "caption.strong"]

LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
CENTRE = Qt.AlignmentFlag.AlignCenter


class Look(Protocol):
    """Colours, fonts and lengths: the theme of the window, or paper."""

    def color(self, token: str) -> QColor:
        """Return a colour of the interface."""

    def chart(self, token: str) -> QColor:
        """Return a colour of the charts: grid, axis, reference, muted."""

    def chart_color(self, index: int) -> QColor:
        """Return the colour of a category."""

    def chart_scale(self, name: str) -> list[QColor]:
        """Return the steps of a scale."""

    def ink_on(self, ground: QColor) -> QColor:
        """Return the ink that stands out on a colour."""

    def font(self, role: Role) -> QFont:
        """Return the font of a role."""

    def px(self, length: float) -> int:
        """Return a length at the present size of the text."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a mark is, and which one."""

    box: QRectF
    mark: int


@dataclass(frozen=True, slots=True)
class Lit:
    """The marks that are chosen (all others fade), under the mouse, and with the focus."""

    chosen: frozenset[int] = field(default_factory=frozenset)
    hovered: int | None = None
    focused: int | None = None


def ink_of(ink: str, look: Look) -> QColor:
    """Return the colour of a mark: a category by its number, else a colour of the charts."""
    if ink.isdecimal():
        return look.chart_color(int(ink))
    return look.color("accent") if ink == "accent" else look.chart(ink)


def text_width(text: str, role: Role, look: Look) -> float:
    """Return how wide a text is."""
    return QFontMetricsF(look.font(role)).horizontalAdvance(text)


def write(
    painter: QPainter,
    box: QRectF,
    text: str,
    look: Look,
    *,
    role: Role = "body",
    ink: str | QColor = "text.primary",
    align: Qt.AlignmentFlag = LEFT,
) -> None:
    """Write a line into a box, cut with an ellipsis where it is too long."""
    painter.setFont(look.font(role))
    painter.setPen(look.color(ink) if isinstance(ink, str) else ink)
    metrics = QFontMetricsF(look.font(role))
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width() + 1)
    painter.drawText(box, int(align | Qt.TextFlag.TextDontClip), shown)


def block(painter: QPainter, box: QRectF, fill: QColor, radius: float = 3) -> None:
    """Paint a filled, rounded box."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRoundedRect(box, radius, radius)


def ring(painter: QPainter, box: QRectF, look: Look) -> None:
    """Paint the ring of the focus around a mark."""
    painter.setPen(QPen(look.color("border.focus"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)


def line(
    painter: QPainter, start: QPointF, end: QPointF, ink: QColor, *, dashed: bool = False
) -> None:
    """Paint a thin line."""
    pen = QPen(ink, 1)
    if dashed:
        pen.setDashPattern([4, 3])
    painter.setPen(pen)
    painter.drawLine(start, end)
