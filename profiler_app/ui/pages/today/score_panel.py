"""How good the data are, in one number, and the way to the page that mends them."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal

from profiler_app.domain.text import _
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Panel


class ScorePanel(Panel):
    """``opened`` asks for the page of data."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__("·")
        self.open = Button(kind="link", small=True)
        self.open.clicked.connect(lambda _on=False: self.opened.emit())
        self.head.add(self.open)
        self._score = Label("", "metric")
        self._text = Label("", "caption", "text.secondary", wrap=True)
        self.body.addWidget(self._score)
        self.body.addWidget(self._text)
        self.body.addStretch(1)
        self._shown: tuple[float | None, date | None, date | None] = (None, None, None)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.head.set_title(_("Data quality"))
        self.open.setText(_("Mend"))
        self.show_score(*self._shown)

    def show_score(self, score: float | None, on: date | None, today: date | None) -> None:
        """Show a score (0 to 100) and of which day it is."""
        self._shown = (score, on, today)
        self._score.setText("—" if score is None else f"{score:.0f}")
        text = _("The data were not checked yet.")
        if score is not None and on is not None:
            text = _("of 100; the page of data says what to mend first")
            if on != today:
                text = _("of 100, checked on {day}").format(day=on.isoformat())
        self._text.setText(text)
