"""Something to do for a customer."""

from __future__ import annotations

import getpass
from datetime import date
from functools import partial

from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.entries import Entry, read_day
from profiler_app.jobs.recording import add_task
from profiler_app.ui.desk import Desk
from profiler_app.ui.forms.editors import ChipEditor, LineEditor
from profiler_app.ui.forms.form import Form
from profiler_app.ui.forms.form_row import FormRow

_USUAL = "2"


class TaskForm(Form):
    """Title, day, how urgent."""

    def __init__(self, desk: Desk, customer: int, name: str) -> None:
        title = _("Add a task · {name}").format(name=name)
        super().__init__(desk, draft=f"task:{customer}", title=title)
        self._customer = customer
        what = FormRow(_("What is to be done"), LineEditor(), _needed, required=True)
        check = partial(_day, today=desk.today())
        due = FormRow(_("Due on"), LineEditor(_("e.g. 2026-11-30")), check, shown=_iso)
        levels = ChipEditor(
            [("1", _("Urgent")), (_USUAL, pgettext("priority", "Normal")), ("3", _("Can wait"))]
        )
        urgency = FormRow(_("Priority"), levels, Entry)
        urgency.put(_USUAL)
        for key, row in (("title", what), ("due", due), ("priority", urgency)):
            self.column.addWidget(self.add_row(key, row))

    def dirty(self) -> bool:
        """The priority alone says nothing."""
        return bool(self.rows["title"].entry() or self.rows["due"].entry())

    def save(self) -> None:
        """Store the task."""
        values = self.check()
        if values is None:
            return
        self.store(
            add_task,
            self._customer,
            values["title"],
            values["due"],
            int(values["priority"] or _USUAL),
            by=getpass.getuser(),
            done=self._added,
        )

    def _added(self, operation: int) -> None:
        self.desk.toast(_("The task is added."), operation)
        self.desk.refresh_data()


def _needed(text: str) -> Entry:
    return Entry(text, "" if text else _("Say what is to be done."))


def _day(text: str, *, today: date) -> Entry:
    return read_day(text, earliest=today)


def _iso(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
