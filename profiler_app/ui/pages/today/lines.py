"""Lines one can walk through with the arrow keys; each does something on Enter."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from profiler_app.ui.theme import current
from profiler_app.ui.widgets.painting import fill_round, focus_ring


class Line(QWidget):
    """A row with the focus; ``keys`` are what it does by key, a click or Enter does ``opens``."""

    def __init__(
        self, opens: Callable[[], object], keys: Mapping[Qt.Key, Callable[[], object]], name: str
    ) -> None:
        super().__init__()
        self._opens, self._keys = opens, keys
        self._hovered = False
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(8, 5, 4, 5)
        self.row.setSpacing(10)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key stands for; the arrows go to the line above or below."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._opens()
        elif key in self._keys:
            self._keys[key]()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._go(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _go(self, step: int) -> None:
        parent = self.parentWidget()
        lines = [line for line in parent.findChildren(Line) if line.isVisible()] if parent else []
        at = lines.index(self) + step if self in lines else -1
        if 0 <= at < len(lines):
            lines[at].setFocus(Qt.FocusReason.TabFocusReason)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open on a click."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self._opens()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that the mouse is over it."""
        self._hovered = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Show that the mouse is gone."""
        self._hovered = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground under the mouse and the ring of the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._hovered:
            fill_round(painter, QRectF(self.rect()), 6, current().color("bg.hover"))
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()), 6)
