"""A day that begins while the window is open: everything is computed for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal

_LOOKS_EVERY_MS = 60_000


class DayWatch(QObject):
    """Says ``began`` once for every new day, at the latest a minute after it began.

    It looks at the date instead of sleeping until midnight, as a computer may sleep over it.
    """

    began = Signal()

    def __init__(self, today: Callable[[], date], parent: QObject) -> None:
        super().__init__(parent)
        self._today = today
        self._day = today()
        self._timer = QTimer(self, interval=_LOOKS_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Look whether it is another day than last time."""
        day = self._today()
        if day != self._day:
            self._day = day
            self.began.emit()
