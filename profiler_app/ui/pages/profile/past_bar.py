"""The line that says a card is that of an earlier day, with the way back."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal

from profiler_app.domain.text import _
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.surface import Bar


class PastBar(Bar):
    """Hidden today; ``left`` when one wants back to it."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__(32, token="accent.soft")
        self._text = Label("", "body", "accent.onSoft")
        self._to_today = Button(kind="ghost", small=True)
        self._to_today.clicked.connect(self.left)
        self.row.addWidget(self._text)
        self.row.addWidget(self._to_today)
        self.row.addStretch(1)
        self.hide()

    def show_day(self, day: date | None, *, known_then: bool) -> None:
        """Name the day, and whether the card is what was known then; None is today."""
        self.setVisible(day is not None)
        if day is None:
            return
        text = (
            _("This is the card as it was known on {day}")
            if known_then
            else _("This is the card as of {day}, by what is known today")
        )
        self._text.setText(text.format(day=day.isoformat()))
        self._to_today.setText(_("Back to today"))
