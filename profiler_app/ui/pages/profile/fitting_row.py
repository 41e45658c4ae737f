"""A row that shows as many of its parts as fit, the most important first."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from profiler_app.ui.theme import current


class FittingRow(QWidget):
    """Parts keep their whole width; those that do not fit are hidden, the first is squeezed."""

    def __init__(self, parts: list[QWidget], *, gap: int = 16) -> None:
        super().__init__()
        self._parts = parts
        self._gap = gap
        for part in parts:
            part.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        current().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return room for all parts."""
        hints = [part.sizeHint() for part in self._parts]
        gaps = current().px(self._gap) * max(0, len(hints) - 1)
        height = max((hint.height() for hint in hints), default=0)
        return QSize(sum(hint.width() for hint in hints) + gaps, height)

    def minimumSizeHint(self) -> QSize:
        """Return the height only: any width will do."""
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place what fits."""
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """Place anew what fits when a part wants another width."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def _place(self) -> None:
        left = 0
        full = False
        for at, part in enumerate(self._parts):
            width = part.sizeHint().width()
            full = full or (at > 0 and left + width > self.width())
            part.setVisible(not full)
            part.setGeometry(left, 0, min(width, self.width()), self.height())
            left += width + current().px(self._gap)

    def shown(self) -> list[QWidget]:
        """Return the parts that fit."""
        return [part for part in self._parts if part.isVisibleTo(self)]
