"""A framed part of a page, and the thin line between parts."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from profiler_app.ui.theme import current
from profiler_app.ui.widgets.labels import SectionHead
from profiler_app.ui.widgets.painting import fill_round


class Panel(QFrame):
    """A frame with a head, if it has a title; fill it through ``body``."""

    def __init__(self, title: str = "", note: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = SectionHead(title, note)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 14)
        column.setSpacing(8)
        column.addWidget(self.head)
        self.head.setVisible(bool(title))  # with a parent: else it is a window of its own
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        column.addLayout(self.body, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame."""
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, line = theme.color("bg.surface"), theme.color("border.subtle")
        fill_round(painter, QRectF(self.rect()), theme.px(8), fill, line)


class Hairline(QWidget):
    """A line one pixel thick, across or, with ``vertical``, down."""

    def __init__(self, *, vertical: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        fixed, grows = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        if vertical:
            self.setFixedWidth(1)
            self.setSizePolicy(fixed, grows)
        else:
            self.setFixedHeight(1)
            self.setSizePolicy(grows, fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line."""
        QPainter(self).fillRect(self.rect(), current().color("border.subtle"))
