"""Language, theme and size of texts, changed while one looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from profiler_app.domain.text import _, language
from profiler_app.ui.look import apply_look
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.popover import Popover
from profiler_app.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from profiler_app.ui.desk import Desk


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
