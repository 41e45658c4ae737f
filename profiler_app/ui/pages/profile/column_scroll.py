"""A column that scrolls up and down; its bar lies over it and takes no room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScrollBar, QWidget

from profiler_app.ui.theme import current

_BAR = 12
_MARGIN = 1
_AROUND = 48


class ColumnScroll(QScrollArea):
    """Contents are as wide as the column whether there is something to scroll or not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)
        hidden = self.verticalScrollBar()
        hidden.rangeChanged.connect(self._follow_range)
        hidden.valueChanged.connect(self._bar.setValue)
        self._bar.valueChanged.connect(hidden.setValue)
        self._bar.hide()
        self._kept: int | None = None

    def show_contents(self, contents: QWidget) -> None:
        """Show other contents at the same place, as soon as they are tall enough for it."""
        self._kept = self.verticalScrollBar().value()
        self.setWidget(contents)
        self._restore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Whoever scrolls chooses another place."""
        self._kept = None
        super().wheelEvent(event)

    def bring_into_sight(self, widget: QWidget) -> None:
        """Scroll so that a widget of the contents is seen, with some room around it."""
        self._kept = None
        self.ensureWidgetVisible(widget, 0, current().px(_AROUND))

    def _restore(self) -> None:
        hidden = self.verticalScrollBar()
        if self._kept is not None and hidden.maximum() >= self._kept:
            hidden.setValue(self._kept)
            self._kept = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the bar at the right edge."""
        super().resizeEvent(event)
        self._bar.setGeometry(self.width() - _BAR - _MARGIN, 0, _BAR, self.height())

    def _follow_range(self, low: int, high: int) -> None:
        hidden = self.verticalScrollBar()
        self._bar.setRange(low, high)
        self._bar.setPageStep(self.viewport().height())
        self._bar.setSingleStep(hidden.singleStep())
        self._bar.setVisible(high > low)
        self._bar.raise_()
        self._restore()
