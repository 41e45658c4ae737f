"""Keys as they stand on a keyboard: each in a small frame."""

from __future__ import annotations

import sys

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from profiler_app.ui.theme import current
from profiler_app.ui.widgets.painting import fill_round

_HEIGHT, _GAP, _PADDING = 18, 3, 5
_SHORT = {"Return": "↵", "Enter": "↵", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


def caps_of(keys: str) -> list[str]:
    """Return the words on the keys of a portable sequence such as ``Ctrl+K``."""
    if sys.platform == "darwin":
        return [QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)]
    parts = keys.replace("++", "+\0").split("+") if keys != "+" else ["\0"]
    return [_SHORT.get(part, part.replace("\0", "+")) for part in parts]


def caps_width(caps: list[str]) -> int:
    """Return how wide the keys are together."""
    theme = current()
    metrics = QFontMetrics(theme.font("caption"))
    pad, least = 2 * theme.px(_PADDING), theme.px(_HEIGHT)
    widths = [max(least, metrics.horizontalAdvance(cap) + pad) for cap in caps]
    return sum(widths) + theme.px(_GAP) * max(0, len(caps) - 1)


def paint_caps(painter: QPainter, right: float, middle: float, caps: list[str]) -> None:
    """Paint keys that end at ``right``, centred on ``middle``."""
    theme = current()
    painter.setFont(theme.font("caption"))
    metrics, height = painter.fontMetrics(), theme.px(_HEIGHT)
    left = right - caps_width(caps)
    for cap in caps:
        width = max(height, metrics.horizontalAdvance(cap) + 2 * theme.px(_PADDING))
        box = QRectF(round(left), round(middle - height / 2), width, height)
        fill_round(painter, box, 4, theme.color("bg.raised"), theme.color("border.strong"))
        painter.setPen(theme.color("text.secondary"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, cap)
        left += width + theme.px(_GAP)


class KeyCaps(QWidget):
    """The keys of one command."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caps = caps_of(keys)
        self.setAccessibleName(keys)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        current().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """As wide as the keys."""
        return QSize(caps_width(self._caps) + 1, current().px(_HEIGHT) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the keys."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_caps(painter, self.width(), self.height() / 2, self._caps)
