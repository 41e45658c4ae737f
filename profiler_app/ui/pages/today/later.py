"""When something put off shall come back: tomorrow, next week, on a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QWidget

from profiler_app.domain.text import _
from profiler_app.domain.today import next_monday
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.inputs import DateBox
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.popover import Popover

_WIDTH = 210


class Later(Popover):
    """Asks for the day; ``chosen`` is called with it."""

    def __init__(self, today: date, chosen: Callable[[date], object], parent: QWidget) -> None:
        super().__init__(parent, width=_WIDTH)
        self._chosen = chosen
        self.body.addWidget(Label(_("Put off until"), "strong"))
        offers = (
            (_("Tomorrow"), today + timedelta(days=1)),
            (_("Next Monday"), next_monday(today)),
            (_("In 30 days"), today + timedelta(days=30)),
        )
        for text, day in offers:
            button = Button(f"{text} · {day:%m-%d}", kind="ghost")
            button.clicked.connect(lambda _on=False, day=day: self._take(day))
            self.body.addWidget(button)
        self._day = DateBox()
        self._day.setAccessibleName(_("Put off until"))
        self._day.setMinimumDate(QDate(today.year, today.month, today.day).addDays(1))
        self._day.setDate(QDate(today.year, today.month, today.day).addDays(3))
        self.body.addWidget(self._day)
        take = Button(_("Put off"), kind="primary")
        take.clicked.connect(self._take_day)
        self.body.addWidget(take)

    def _take_day(self) -> None:
        day = self._day.date()
        self._take(date(day.year(), day.month(), day.day()))

    def _take(self, day: date) -> None:
        self.close()
        self._chosen(day)
