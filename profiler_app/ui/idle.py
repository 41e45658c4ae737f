"""Notices that nobody has touched keys or mouse for a while."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QWidget

from profiler_app.ui.preferences import Preferences

CHOICES = (0, 1, 5, 15, 30, 60)
"""Minutes one can choose from; 0 is never."""

USUAL = 15
_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class IdleWatch(QObject):
    """Says ``idled`` after the minutes chosen in the settings.

    It listens to the windows of the system (few events each), not to every event of every widget.
    """

    idled = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.idled)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._listen)

    def watch(self, preferences: Preferences | None) -> None:
        """Start the clock with the time that was chosen, or stop it."""
        minutes = minutes_of(preferences) if preferences is not None else 0
        if minutes:
            self._timer.start(minutes * 60_000)
        else:
            self._timer.stop()

    def _listen(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # installed before: moved, not doubled

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Start the clock again with every touch."""
        if event.type() in _INPUT and self._timer.isActive():
            self._timer.start()
        return False


def minutes_of(preferences: Preferences) -> int:
    """Return after how many minutes the workspace is locked; 0 is never."""
    kept = preferences.get("lock_after", USUAL)
    return int(kept) if kept in CHOICES else USUAL
