"""Language, theme and size of texts, changed while one looks."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget

from profiler_app.domain.text import _, language
from profiler_app.ui import theme
from profiler_app.ui.desk import Desk
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.popover import Popover
from profiler_app.ui.widgets.segmented import Segmented

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


class AppearancePopover(Popover):
    """Three choices; each takes effect at once."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.body.setSpacing(6)
        kept = desk.preferences
        self._add(_("Language"), (("zh", "中文"), ("en", "English")), language(), self._speak)
        self._add(
            _("Theme"),
            (("light", _("Light")), ("dark", _("Dark")), ("system", _("Like the system"))),
            str(kept.get("theme", "system")),
            lambda key: self._keep("theme", key),
        )
        self._add(
            _("Text size"),
            (
                ("compact", _("Compact")),
                ("normal", _("Normal")),
                ("large", _("Large")),
                ("larger", _("Larger")),
            ),
            str(kept.get("text_size", "normal")),
            lambda key: self._keep("text_size", key),
        )

    def _add(self, title: str, choices: tuple[tuple[str, str], ...], at: str, do: object) -> None:
        self.body.addWidget(Label(title, role="caption", color="text.secondary"))
        control = Segmented(list(choices))
        control.choose(at)
        control.setAccessibleName(title)
        control.chosen.connect(do)
        self.body.addWidget(control)
        self.body.addSpacing(6)

    def _speak(self, key: str) -> None:
        self._desk.use_language("en" if key == "en" else "zh")
        self.close()

    def _keep(self, name: str, key: str) -> None:
        self._desk.preferences.put(name, key)
        apply_look(self._desk.preferences)
