"""Waiting for the first paint: what takes long begins when there is something to see."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

_AT_THE_LATEST = 500
"""Milliseconds after which one waits no longer for a window that nobody sees."""


def after_first_paint(window: QWidget, act: Callable[[], None]) -> None:
    """Call ``act`` once, as soon as a window that is shown now has been painted."""
    _FirstPaint(window, act)


class _FirstPaint(QObject):
    """Waits in the window for the system to expose it; it is painted right after that."""

    def __init__(self, window: QWidget, act: Callable[[], None]) -> None:
        super().__init__(window)
        self._act: Callable[[], None] | None = act
        window.windowHandle().installEventFilter(self)
        QTimer.singleShot(_AT_THE_LATEST, self, self._go)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go on when the event that paints the window is done."""
        if event.type() == QEvent.Type.Expose:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._go)
        return False

    def _go(self) -> None:
        act, self._act = self._act, None
        if act is not None:
            act()
