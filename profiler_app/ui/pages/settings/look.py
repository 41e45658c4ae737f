"""Language, theme and size of the texts: each takes effect at once."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from profiler_app.domain.text import _, language
from profiler_app.ui import theme
from profiler_app.ui.appearance import apply_look
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.settings.rows import SettingRow, SettingsPanel
from profiler_app.ui.widgets.segmented import Segmented


class LookSection(QWidget):
    """Three choices of this machine, for all workspaces."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._panel = SettingsPanel()
        self.language = Segmented((("zh", "中文"), ("en", "English")))
        self.theme, self.text_size = Segmented(), Segmented()
        self._rows = [SettingRow(each) for each in (self.language, self.theme, self.text_size)]
        for row in self._rows:
            self._panel.add(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._panel)
        column.addStretch(1)
        self.language.chosen.connect(lambda key: desk.use_language("en" if key == "en" else "zh"))
        self.theme.chosen.connect(lambda key: self._keep("theme", key))
        self.text_size.chosen.connect(lambda key: self._keep("text_size", key))
        theme.current().changed.connect(self._show)
        self.retranslate()

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._panel.title.setText(_("Language and appearance"))
        self._rows[0].say(_("Language"), _("Takes effect at once, also in open pages"))
        self._rows[1].say(_("Theme"), _("“Like the system” follows its change of day and night"))
        self._rows[2].say(_("Text size"), _("Rows and panels grow with it"))
        self.theme.set_options(
            (("light", _("Light")), ("dark", _("Dark")), ("system", _("Like the system")))
        )
        self.text_size.set_options(
            (
                ("compact", _("Compact")),
                ("normal", _("Normal")),
                ("large", _("Large")),
                ("larger", _("Larger")),
            )
        )
        self._show()

    def activated(self) -> None:
        """Show what is chosen; keys may have changed it."""
        self._show()

    def _show(self) -> None:
        kept = self._desk.preferences
        self.language.choose(language())
        self.theme.choose(str(kept.get("theme", "system")))
        self.text_size.choose(str(kept.get("text_size", "normal")))

    def _keep(self, name: str, key: str) -> None:
        self._desk.preferences.put(name, key)
        apply_look(self._desk.preferences)
