"""Small sheets of a proposal: why it is made, until when it waits, why it does not fit."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from profiler_app.domain.care import REFUSALS
from profiler_app.domain.profile import Why
from profiler_app.domain.text import _
from profiler_app.jobs.entries import read_day
from profiler_app.ui.forms.editors import LineEditor
from profiler_app.ui.forms.form_row import FormRow
from profiler_app.ui.pages.profile.why_popover import WIDTH, why_rows
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Hairline
from profiler_app.ui.widgets.popover import Popover


class ActionWhy(Popover):
    """The rule of a proposal with the customer's own values."""

    def __init__(self, why: Why, today: date, parent: QWidget) -> None:
        super().__init__(parent, width=WIDTH)
        self.setAccessibleName(_("Why this proposal?"))
        self.body.setSpacing(10)
        self.body.addWidget(Label(_("Why this proposal?"), "strong"))
        self.body.addWidget(Hairline())
        self.body.addLayout(why_rows(why, today))


class PutOffPopover(Popover):
    """``chosen`` carries the day a proposal comes again."""

    chosen = Signal(object)

    def __init__(self, today: date, parent: QWidget) -> None:
        super().__init__(parent, width=220)
        self.setAccessibleName(_("Later"))
        self._today = today
        self.body.addWidget(Label(_("Propose it again"), "strong"))
        for text, days in ((_("in 3 days"), 3), (_("in a week"), 7), (_("in a month"), 30)):
            button = Button(text, small=True)
            day = today + timedelta(days=days)
            button.clicked.connect(lambda _on=False, day=day: self._choose(day))
            self.body.addWidget(button)
        self.day = FormRow(
            _("On a day"),
            LineEditor(_("e.g. 2026-11-30")),
            lambda text: read_day(text, earliest=today + timedelta(days=1)),
        )
        self.day.editor.returnPressed.connect(self._typed)
        self.body.addWidget(self.day)

    def _typed(self) -> None:
        found = self.day.check()
        if found.value is not None and not found.problem:
            self._choose(found.value)
        else:
            self.adjustSize()

    def _choose(self, day: date) -> None:
        self.close()
        self.chosen.emit(day)


class RefusePopover(Popover):
    """``chosen`` carries the reason (worded) and the day until which it counts."""

    chosen = Signal(str, object)

    def __init__(self, today: date, parent: QWidget) -> None:
        super().__init__(parent, width=260)
        self.setAccessibleName(_("Not fitting"))
        self.body.addWidget(Label(_("Why does it not fit?"), "strong"))
        for reason, days in REFUSALS.values():
            until = today + timedelta(days=days)
            button = Button(_(reason), small=True)
            button.setToolTip(_("not again before {day}").format(day=until.isoformat()))
            button.clicked.connect(
                lambda _on=False, reason=reason, until=until: self._choose(reason, until)
            )
            self.body.addWidget(button)

    def _choose(self, reason: str, until: date) -> None:
        self.close()
        self.chosen.emit(_(reason), until)
