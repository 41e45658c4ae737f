"""A talk with a customer: how it went, what comes next and when. Four clicks, one operation."""

from __future__ import annotations

import getpass
from datetime import date, timedelta
from functools import partial

from PySide6.QtWidgets import QWidget

from profiler_app.domain.fields import fields
from profiler_app.domain.text import _
from profiler_app.jobs.entries import LIST_MARK, Entry, read_day
from profiler_app.jobs.recording import Talk, log_contact
from profiler_app.ui.desk import Desk
from profiler_app.ui.forms.editors import (
    ChipEditor,
    ChoiceEditor,
    LineEditor,
    TextEditor,
    choices_of,
)
from profiler_app.ui.forms.form import Form
from profiler_app.ui.forms.form_row import FormRow
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.flow import FlowBox


class ContactForm(Form):
    """Only the outcome is needed; with a date a task is made."""

    def __init__(self, desk: Desk, customer: int, name: str) -> None:
        title = _("Log a contact · {name}").format(name=name)
        super().__init__(desk, draft=f"contact:{customer}", title=title)
        self._customer = customer
        self._add("outcome", _("Outcome"), ChipEditor(choices_of("outcome")), _needed, needed=True)
        self._add("channel", _("Channel"), ChoiceEditor(choices_of("contact_channel")))
        self._add("summary", _("What was said"), TextEditor())
        self._add("next_step", _("Next step"), LineEditor(_("e.g. send the offer")))
        self._next_on = LineEditor(_("e.g. 2026-11-30"))
        check = partial(_day, today=desk.today())
        self._add("next_on", _("When"), self._next_on, check)
        self.column.addWidget(self._dates())
        needs = ChipEditor(choices_of("needs"), several=True)
        label = _("Found in the talk: {field}").format(field=fields()["needs"].label)
        self._add("needs", label, needs)

    def _add(
        self,
        name: str,
        label: str,
        editor: QWidget,
        check: object = None,
        *,
        needed: bool = False,
    ) -> None:
        rule = check if callable(check) else Entry
        row = FormRow(label, editor, rule, shown=_iso, required=needed)  # type: ignore[arg-type]
        self.column.addWidget(self.add_row(name, row))

    def _dates(self) -> FlowBox:
        box = FlowBox(gap=6, line_gap=6)
        box.set_widgets([self._date(text, days) for text, days in _usual_days()])
        return box

    def _date(self, text: str, days: int) -> Button:
        day = self.desk.today() + timedelta(days=days)
        chip = Button(text, small=True)
        chip.setToolTip(day.isoformat())
        chip.clicked.connect(lambda: self._choose(day))
        return chip

    def _choose(self, day: date) -> None:
        self._next_on.put(day.isoformat())
        self.rows["next_on"].check()
        self.count()
        self.edited.emit()

    def first_field(self) -> QWidget | None:
        """The first outcome."""
        return next(iter(self.rows["outcome"].editor.widgets()), None)

    def save(self) -> None:
        """Store the talk, the task and the needs in one operation."""
        values = self.check()
        if values is None:
            return
        needs = tuple(part for part in str(values["needs"] or "").split(LIST_MARK) if part)
        talk = Talk(
            outcome=values["outcome"],
            channel=values["channel"] or "",
            summary=values["summary"] or "",
            next_step=values["next_step"] or "",
            next_on=values["next_on"],
            found={"needs": needs} if needs else {},
        )
        self.store(
            log_contact,
            self._customer,
            talk,
            by=getpass.getuser(),
            today=self.desk.today(),
            done=self._logged,
        )

    def _logged(self, operation: int) -> None:
        self.desk.toast(_("The contact is logged."), operation)
        self.desk.refresh_data()


def _usual_days() -> tuple[tuple[str, int], ...]:
    return (
        (_("Tomorrow"), 1),
        (_("In 3 days"), 3),
        (_("Next week"), 7),
        (_("In a month"), 30),
    )


def _needed(text: str) -> Entry:
    return Entry(text, "" if text else _("Choose how it went."))


def _day(text: str, *, today: date) -> Entry:
    return read_day(text, earliest=today)


def _iso(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
