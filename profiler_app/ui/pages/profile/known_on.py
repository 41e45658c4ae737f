"""The day control: the card as it was known on an earlier day."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QHeaderView, QWidget

from profiler_app.domain.text import _, language, pgettext
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.popover import Popover

_DAY_WIDTH = 20


def usual_days(today: date) -> tuple[tuple[str, date | None], ...]:
    """Return the days people ask for: today (None), ends of month and quarter, a year ago."""
    month_end = today.replace(day=1) - timedelta(days=1)
    quarter_start = today.replace(month=3 * ((today.month - 1) // 3) + 1, day=1)
    year_ago = today - timedelta(days=365)
    return (
        (pgettext("day", "Today"), None),
        (_("End of last month"), month_end),
        (_("End of last quarter"), quarter_start - timedelta(days=1)),
        (_("A year ago"), year_ago),
    )


class KnownOnPopover(Popover):
    """Usual days and a calendar; ``chosen`` carries a date, or None for today."""

    chosen = Signal(object)

    def __init__(self, today: date, at: date | None, parent: QWidget) -> None:
        super().__init__(parent, width=300)
        self.body.addWidget(Label(_("The card as it was known on"), "strong"))
        for title, day in usual_days(today):
            text = title if day is None else f"{title} · {day.isoformat()}"
            button = Button(text, kind="ghost", small=True)
            button.clicked.connect(lambda _on=False, day=day: self._choose(day))
            self.body.addWidget(button)
        calendar = _calendar(at or today, today)
        calendar.activated.connect(self._pick)
        calendar.clicked.connect(self._pick)
        self._today = today
        self.body.addWidget(calendar)

    def _pick(self, day: QDate) -> None:
        picked = date(day.year(), day.month(), day.day())
        self._choose(None if picked == self._today else picked)

    def _choose(self, day: date | None) -> None:
        self.close()
        self.chosen.emit(day)


def _calendar(shown: date, last: date) -> QCalendarWidget:
    """Return a calendar in the language and the colours of the window, up to a last day."""
    calendar = QCalendarWidget()
    calendar.setLocale(QLocale("zh_CN" if language() == "zh" else "en_GB"))
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    single = QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames
    calendar.setHorizontalHeaderFormat(single)
    calendar.setMaximumDate(QDate(last.year, last.month, last.day))
    calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
    plain, heads = QTextCharFormat(), QTextCharFormat()
    plain.setForeground(current().color("text.primary"))
    heads.setForeground(current().color("text.tertiary"))
    heads.setBackground(current().color("bg.raised"))
    calendar.setHeaderTextFormat(heads)
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(day, plain)
    calendar.setFont(current().font("caption"))
    for header in calendar.findChildren(QHeaderView):
        header.setMinimumSectionSize(_DAY_WIDTH)  # or a day of the week is pushed out of sight
    return calendar
