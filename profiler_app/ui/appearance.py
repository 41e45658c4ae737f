"""Theme and size of texts, changed while one looks."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from profiler_app.ui import theme
from profiler_app.ui.preferences import Preferences

_CHOICES: dict[str, theme.Choice] = {"light": "light", "dark": "dark"}
SIZES = {"compact": 0.92, "normal": 1.0, "large": 1.15, "larger": 1.3}


def apply_look(preferences: Preferences) -> None:
    """Apply the theme and size of texts somebody chose."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    size = SIZES.get(str(preferences.get("text_size", "normal")), 1.0)
    chosen: theme.Choice = _CHOICES.get(str(preferences.get("theme")), "system")
    theme.apply(application, chosen, size)


def step_size(preferences: Preferences, step: int) -> None:
    """Make texts one step larger or smaller; 0 goes back to normal."""
    names = list(SIZES)
    at = names.index(str(preferences.get("text_size", "normal")))
    chosen = names[max(0, min(len(names) - 1, at + step))] if step else "normal"
    preferences.put("text_size", chosen)
    apply_look(preferences)
