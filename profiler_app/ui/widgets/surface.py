"""A plain area in the colour of what lies on the window, with a thin line at some edges."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from profiler_app.ui.theme import current


class Surface(QWidget):
    """Paints a token of the theme and a line along the edges named."""

    def __init__(
        self,
        token: str = "bg.surface",
        *,
        edges: Qt.Edge = Qt.Edge(0),  # noqa: B008
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._token = token
        self._edges = edges

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint area and lines."""
        painter, theme = QPainter(self), current()
        painter.fillRect(self.rect(), theme.color(self._token))
        line = theme.color("border.subtle")
        if self._edges & Qt.Edge.BottomEdge:
            painter.fillRect(0, self.height() - 1, self.width(), 1, line)
        if self._edges & Qt.Edge.TopEdge:
            painter.fillRect(0, 0, self.width(), 1, line)
        if self._edges & Qt.Edge.LeftEdge:
            painter.fillRect(0, 0, 1, self.height(), line)


class Bar(Surface):
    """A surface of one height that holds things in a row."""

    def __init__(
        self,
        height: int,
        *,
        edges: Qt.Edge = Qt.Edge.BottomEdge,
        token: str = "bg.surface",
        margin: int = 20,
        spacing: int = 10,
    ) -> None:
        super().__init__(token, edges=edges)
        self._bar_height = height
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(margin, 0, margin, 0)
        self.row.setSpacing(spacing)
        self._fit()
        current().changed.connect(self._fit)

    def _fit(self) -> None:
        self.setFixedHeight(current().px(self._bar_height))
