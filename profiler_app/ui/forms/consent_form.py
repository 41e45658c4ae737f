"""What a customer answered when asked for consent: for what, how, when and until when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from profiler_app.domain.fields import option_label
from profiler_app.domain.purposes import purposes
from profiler_app.domain.text import _
from profiler_app.jobs.consenting import Answer, methods
from profiler_app.jobs.entries import LIST_MARK, Entry, read_day
from profiler_app.jobs.recording import record_consent
from profiler_app.ui.desk import Desk
from profiler_app.ui.forms.editors import ChipEditor, ChoiceEditor, LineEditor
from profiler_app.ui.forms.form import Form
from profiler_app.ui.forms.form_row import FormRow
from profiler_app.ui.widgets.labels import Label

_FIRST = {
    "person": ("profiling", "marketing", "share", "service", "health"),
    "company": ("credit_query", "marketing", "share", "service"),
}
_TYPED = ("purposes", "state", "method", "until", "evidence", "notice")
"""The day alone says nothing."""


class ConsentForm(Form):
    """One answer for one or more purposes; asking on another day is another record."""

    def __init__(self, desk: Desk, customer: int, name: str, kind: str) -> None:
        title = _("Record consent · {name}").format(name=name)
        super().__init__(desk, draft=f"consent:{customer}", title=title)
        self._customer = customer
        ways = [each.id for each in purposes() if each.channel]
        asked = [(each, option_label("purpose", each)) for each in (*_FIRST[kind], *ways)]
        states = [
            ("granted", _("Agrees")),
            ("refused", _("Does not agree")),
            ("withdrawn", _("Withdraws")),
        ]
        self._add("purposes", _("For what"), ChipEditor(asked, several=True), _chosen)
        self._add("state", _("Answer"), ChipEditor(states), _answered)
        self._add("method", _("How"), ChoiceEditor(methods()), _told)
        proof = LineEditor(_("file number, or the guardian and how they are related"))
        self.column.addWidget(self.add_row("evidence", FormRow(_("Proof"), proof, _text)))
        notice = LineEditor(_("version of the notice that was shown"))
        version = FormRow(_("Version of the notice"), notice, _text)
        self.column.addWidget(self.add_row("notice", version))
        days = QHBoxLayout()
        days.setSpacing(12)
        today = desk.today()
        day = FormRow(_("Asked on"), LineEditor(), self._day, shown=_iso, required=True)
        until = FormRow(
            _("Holds until"), LineEditor(_("no end")), partial(_until, today=today), shown=_iso
        )
        for key, row in (("day", day), ("until", until)):
            days.addWidget(self.add_row(key, row), 1)
        self.column.addLayout(days)
        day.put(today.isoformat())
        note = _("Without consent to profiling nothing is inferred; what is known stays.")
        self.column.addWidget(Label(note, "caption", "text.tertiary", wrap=True))
        self.rows["state"].edited.connect(self._suit)

    def _add(self, name: str, label: str, editor: QWidget, check: object) -> None:
        row = FormRow(label, editor, check, required=True)  # type: ignore[arg-type]
        self.column.addWidget(self.add_row(name, row))

    def _day(self, text: str) -> Entry:
        latest = self.desk.today()
        return read_day(text, latest=latest) if text else Entry(problem=_("Give a date."))

    def _suit(self) -> None:
        """Only what is allowed can run out."""
        self.rows["until"].setEnabled(self.rows["state"].entry() in ("", "granted"))

    def put(self, texts: Mapping[str, str]) -> None:
        """Show a draft."""
        super().put(texts)
        self._suit()

    def dirty(self) -> bool:
        """Whether anything was typed."""
        return any(self.rows[key].entry() for key in _TYPED)

    def first_field(self) -> QWidget | None:
        """The first purpose."""
        return next(iter(self.rows["purposes"].editor.widgets()), None)

    def save(self) -> None:
        """Store the answer."""
        values = self.check()
        if values is None:
            return
        answer = Answer(
            purposes=tuple(str(values["purposes"]).split(LIST_MARK)),
            state=values["state"],
            method=values["method"],
            day=values["day"],
            until=values["until"],
            evidence=str(values["evidence"] or ""),
            notice=str(values["notice"] or ""),
        )
        self.store(record_consent, self._customer, answer, done=self._recorded)

    def _recorded(self, operation: int) -> None:
        self.desk.toast(_("The consent is recorded."), operation)
        self.desk.refresh_data()


def _chosen(text: str) -> Entry:
    return Entry(text, "" if text else _("Choose what was asked for."))


def _answered(text: str) -> Entry:
    return Entry(text, "" if text else _("Choose the answer."))


def _told(text: str) -> Entry:
    return Entry(text, "" if text else _("Choose how it was said."))


def _text(text: str) -> Entry:
    return Entry(text.strip())


def _until(text: str, *, today: date) -> Entry:
    return read_day(text, earliest=today)


def _iso(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
