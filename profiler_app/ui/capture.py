"""Keeps the windows out of screenshots and shared screens, where the system can do that.

Windows can since version 10; on an older build the window is black in the picture instead of
absent. Tool tips are windows of their own that never have the focus: they are not covered.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from profiler_app.ui.preferences import Preferences

SETTING = "hide_from_capture"
_SHOWN, _BLACK, _ABSENT = 0x00, 0x01, 0x11
"""WDA_NONE, WDA_MONITOR and WDA_EXCLUDEFROMCAPTURE of SetWindowDisplayAffinity, <winuser.h>."""

Call = Callable[[int, int], bool]
"""Window and what becomes of it in pictures -> whether the system does that."""

if sys.platform == "win32":

    def system_call() -> Call | None:
        """Return how to ask the system, None where it cannot leave windows out."""
        import ctypes

        ask = ctypes.windll.user32.SetWindowDisplayAffinity
        return lambda window, what: bool(ask(window, what))
else:

    def system_call() -> Call | None:
        """Return how to ask the system, None where it cannot leave windows out."""
        return None


class CaptureGuard(QObject):
    """Suits the visible windows to the setting: all when it changes, a new one with its focus."""

    def __init__(self, parent: QObject, preferences: Preferences, call: Call | None) -> None:
        super().__init__(parent)
        self._preferences, self._call = preferences, call
        self._hidden: set[int] = set()
        application = QGuiApplication.instance()
        if call is not None and isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(lambda _window: self.suit())

    def suit(self) -> None:
        """Ask the system for every window that is not yet as the setting wants it."""
        if self._call is None:
            return
        wanted = bool(self._preferences.get(SETTING, False))
        windows = {
            int(each.winId()) for each in QGuiApplication.topLevelWindows() if each.isVisible()
        }
        self._hidden &= windows
        for window in windows - self._hidden if wanted else set(self._hidden):
            if not wanted:
                self._call(window, _SHOWN)
                self._hidden.discard(window)
            elif self._call(window, _ABSENT) or self._call(window, _BLACK):
                self._hidden.add(window)
