"""Where the window stood, and where it comes back."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from profiler_app.ui.preferences import Preferences


def keep_geometry(window: QWidget, preferences: Preferences) -> None:
    """Remember where the window stands, for its way back from full size too."""
    at = window.normalGeometry() if window.isMaximized() else window.geometry()
    place = (at.x(), at.y(), at.width(), at.height())
    preferences.put("geometry", ",".join(map(str, place)))
    preferences.put("maximized", window.isMaximized())


def restore_geometry(window: QWidget, preferences: Preferences, usual: tuple[int, int]) -> None:
    """Stand where one stood before; wholly on a screen that is there."""
    window.resize(*usual)
    try:
        x, y, width, height = map(int, str(preferences.get("geometry", "")).split(","))
    except ValueError:
        return
    kept = QRect(x, y, width, height)
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    if not any(screen.contains(kept) for screen in screens):
        area = QGuiApplication.primaryScreen().availableGeometry()
        kept = QRect(area.topLeft(), kept.size().boundedTo(area.size()))
    window.setGeometry(kept)
    if preferences.get("maximized", False):
        window.setWindowState(Qt.WindowState.WindowMaximized)
