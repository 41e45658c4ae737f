"""The sign of the product."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from profiler_app.ui import theme


def paint_sign(painter: QPainter, box: QRect, role: theme.FontRole) -> None:
    """Paint the sign into a square."""
    look = theme.current()
    painter.setBrush(look.color("accent"))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRoundedRect(box, box.width() / 4, box.width() / 4)
    painter.setFont(look.font(role))
    painter.setPen(look.color("text.onAccent"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "知")
