"""A talk with a customer: how it went, what comes next, what was found out. One operation.

Four clicks are enough for a call; a visit has a day, who was there, and findings that become
values of the customer's fields.
"""

from __future__ import annotations

import getpass
from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from profiler_app.domain.fields import Field, fields
from profiler_app.domain.text import _
from profiler_app.jobs.entries import (
    LIST_MARK,
    Entry,
    entry_text,
    first_fields,
    further_fields,
    read_day,
    read_entry,
    with_implied,
)
from profiler_app.jobs.form_start import FormStart
from profiler_app.jobs.recording import Talk, log_contact
from profiler_app.ui.desk import Desk
from profiler_app.ui.forms.editors import (
    ChipEditor,
    ChoiceEditor,
    LineEditor,
    TextEditor,
    choices_of,
)
from profiler_app.ui.forms.field_row import field_row
from profiler_app.ui.forms.findings_part import FOUND, FindingsPart
from profiler_app.ui.forms.form import Form
from profiler_app.ui.forms.form_row import FormRow
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.flow import FlowBox


class ContactForm(Form):
    """Only the outcome is needed; with a date for the next step a task is made."""

    def __init__(self, desk: Desk, customer: int, start: FormStart) -> None:
        name = str(start.values.get("name") or start.values.get("number") or "")
        title = _("Log a contact · {name}").format(name=name)
        super().__init__(desk, draft=f"contact:{customer}", title=title)
        self._customer, self._known = customer, start.values
        self._kind = str(start.values.get("kind") or "person")
        self._add("outcome", _("Outcome"), ChipEditor(choices_of("outcome")), _needed, needed=True)
        self._add("channel", _("Channel"), ChoiceEditor(choices_of("contact_channel")))
        self._add("summary", _("What was said"), TextEditor())
        self._add("next_step", _("Next step"), LineEditor(_("e.g. send the offer")))
        self._next_on = LineEditor(_("e.g. 2026-11-30"))
        self._add("next_on", _("When"), self._next_on, partial(_coming, today=desk.today()))
        self.column.addWidget(self._dates())
        needs = ChipEditor(choices_of("needs"), several=True)
        label = _("Found in the talk: {field}").format(field=fields()["needs"].label)
        self._add("needs", label, needs)
        self._findings = FindingsPart(self._fillable(start.line))
        self._findings.chosen.connect(self._open_finding)
        self.column.addWidget(self._findings)
        self._add("day", _("Held on"), LineEditor(), self._held, needed=True)
        if start.people:
            self._add("person", _("With"), ChoiceEditor(start.people))
        self.rows["day"].put(desk.today().isoformat())

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

    def about(self) -> int | None:
        """Return who was talked with."""
        return self._customer

    # -- findings

    def _fillable(self, line: str) -> list[Field]:
        """Return the fields that can be found out; the needs have their own row."""
        further = further_fields(self._kind, line).values()
        every = [*first_fields(self._kind), *(field for part in further for field in part)]
        return [field for field in every if field.id != "needs"]

    def _open_finding(self, name: str) -> None:
        """Show the row of a field, with the value known so far."""
        key = f"{FOUND}{name}"
        if key not in self.rows:
            row = field_row(fields()[name], self._read, text=self._before(name), secret=True)
            self._findings.add(self.add_row(key, row))
        self.rows[key].editor.setFocus()

    def _read(self, name: str, text: str) -> Entry:
        return read_entry(name, text, kind=self._kind, today=self.desk.today())

    def _before(self, name: str) -> str:
        return entry_text(name, self._known.get(name))

    # -- what was typed

    def put(self, texts: Mapping[str, str]) -> None:
        """Show a draft, with the findings it has."""
        for name in texts:
            if name.startswith(FOUND) and name.removeprefix(FOUND) in fields():
                self._open_finding(name.removeprefix(FOUND))
        super().put(texts)

    def dirty(self) -> bool:
        """The day, and values that are known already, say nothing."""
        typed = self.texts()
        typed.pop("day", None)
        return any(text != self._before_row(name) for name, text in typed.items())

    def _before_row(self, name: str) -> str:
        return self._before(name.removeprefix(FOUND)) if name.startswith(FOUND) else ""

    def _held(self, text: str) -> Entry:
        latest = self.desk.today()
        return read_day(text, latest=latest) if text else Entry(problem=_("Give a date."))

    def save(self) -> None:
        """Store the talk, the task and the findings in one operation."""
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
            findings=self._found(values),
            day=values["day"],
            person=int(values["person"]) if values.get("person") else None,
        )
        self.store(
            log_contact,
            self._customer,
            talk,
            by=getpass.getuser(),
            today=self.desk.today(),
            done=self._logged,
        )

    def _found(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the findings that differ from what is known, with what they imply."""
        new = {}
        for row, value in values.items():
            name = row.removeprefix(FOUND)
            if name != row and self.rows[row].entry() != self._before(name):
                new[name] = value
        full = with_implied(new, kind=self._kind, today=self.desk.today())
        return {n: v for n, v in full.items() if n in new or v != self._known.get(n)}

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


def _coming(text: str, *, today: date) -> Entry:
    return read_day(text, earliest=today)


def _iso(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
