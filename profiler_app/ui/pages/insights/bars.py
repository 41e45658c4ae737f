"""The bars of the page: title and actions, the filter and the period, the foot."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from profiler_app.domain.insights import PERIODS
from profiler_app.domain.text import _, ngettext
from profiler_app.ui import icons
from profiler_app.ui.pages.customers.bars import ChipRow
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.segmented import Segmented
from profiler_app.ui.widgets.surface import Bar

_YEAR = 365
_HINT_FROM = 1000


class TitleBar(Bar):
    """Title, how many are looked at, the tabs, and what can be done."""

    def __init__(self) -> None:
        super().__init__(52)
        self._title = Label("", "title")
        self.count = Label("", "body", "text.tertiary")
        self.tabs = Segmented()
        self.save = Button(icon="bookmark")
        self.export = Button(kind="primary", icon="download")
        for widget in (self._title, self.count):
            self.row.addWidget(widget)
        self.row.addSpacing(12)
        self.row.addWidget(self.tabs)
        self.row.addStretch(1)
        for button in (self.save, self.export):
            self.row.addWidget(button)

    def retranslate(self, tabs: list[tuple[str, str]]) -> None:
        """Show every text in the current language."""
        self._title.setText(_("Insights"))
        self.tabs.set_options(tabs)
        self.tabs.setVisible(len(tabs) > 1)
        self.tabs.setAccessibleName(_("What the page shows"))
        self.save.setText(_("Save as view"))
        self.export.setText(_("Export report"))


class FilterBar(Bar):
    """The conditions as chips; at the right a hint and the period."""

    def __init__(self) -> None:
        super().__init__(48)
        self.chips = ChipRow()
        self._hinted = True
        self._sign = QLabel()
        self._hint = Label("", "caption", "text.secondary")
        self.period = Segmented(small=True)
        self.row.addWidget(self.chips, 1)
        for widget in (self._sign, self._hint):
            self.row.addWidget(widget)
        self.row.addSpacing(6)
        self.row.addWidget(self.period)
        self.row.setAlignment(self.period, Qt.AlignmentFlag.AlignVCenter)
        current().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        side = current().px(14)
        ratio = self.devicePixelRatioF()
        self._sign.setPixmap(icons.pixmap("sparkles", "text.tertiary", side, ratio))

    def fit(self, width: int) -> None:
        """Leave the hint out where there is too little room."""
        for widget in (self._sign, self._hint):
            widget.setVisible(self._hinted and width >= current().px(_HINT_FROM))

    def show_hint(self, *, shown: bool) -> None:
        """Say, or do not say, that the parts of the charts filter the page."""
        self._hinted = shown
        self.fit(self.width())

    def _fit(self) -> None:
        height = current().px(48)
        self.setMinimumHeight(height)
        self.setMaximumHeight(3 * height)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._hint.setText(_("Click any part of a chart to filter the page"))
        words = [
            (str(days), _("12 months") if days == _YEAR else
             ngettext("{n} day", "{n} days", days).format(n=days))
            for days in PERIODS
        ]  # fmt: skip
        before = self.period.key() or str(_YEAR)
        self.period.set_options(words)
        self.period.choose(before)
        self.period.setAccessibleName(_("The time looked at"))
