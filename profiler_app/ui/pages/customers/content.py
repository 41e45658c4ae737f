"""The list with its status line and the side panel beside it, or over it in a narrow window."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from profiler_app.ui.theme import current

_PANEL, _PANEL_NARROW = 372, 340
_NARROW_UNDER, _OVERLAY_UNDER = 1400, 1280


class Content(QWidget):
    """Lays the three parts out for the width of the window."""

    def __init__(self, upper: QWidget, lower: QWidget, panel: QWidget) -> None:
        super().__init__()
        self._upper, self._lower, self._panel = upper, lower, panel
        for part in (upper, lower, panel):
            part.setParent(self)
        current().changed.connect(self._place)

    def show_panel(self, *, shown: bool) -> None:
        """Show or hide the panel."""
        self._panel.setVisible(shown)
        self._place()

    def overlays(self) -> bool:
        """Return whether the panel lies over the list."""
        return self.window().width() < _OVERLAY_UNDER

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        shown = not self._panel.isHidden()
        narrow = self.window().width() < _NARROW_UNDER
        side = current().px(_PANEL_NARROW if narrow else _PANEL) if shown else 0
        left = self.width() - (0 if self.overlays() else side)
        status = self._lower.height()
        self._upper.setGeometry(QRect(0, 0, left, self.height() - status))
        self._lower.setGeometry(QRect(0, self.height() - status, left, status))
        self._panel.setGeometry(QRect(self.width() - side, 0, side, self.height()))
        self._panel.raise_()
