"""What a person chose about the window; kept on this machine, never in the workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings


class Preferences:
    """Small settings of the window: language, theme, columns, geometry."""

    def __init__(self, file: Path) -> None:
        self._settings = QSettings(str(file), QSettings.Format.IniFormat)

    def get(self, name: str, default: Any = None) -> Any:
        """Return a setting; INI files know texts only, so the default tells the type."""
        value = self._settings.value(name, default)
        if isinstance(default, bool):
            return str(value).lower() == "true"
        if isinstance(default, int | float) and isinstance(value, str):
            try:
                return type(default)(value)
            except ValueError:
                return default
        return value

    def put(self, name: str, value: Any) -> None:
        """Keep a setting."""
        self._settings.setValue(name, value)

    def save(self) -> None:
        """Write everything to the disk."""
        self._settings.sync()
