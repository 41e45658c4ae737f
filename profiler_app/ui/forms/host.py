"""Opens forms in the drawer, keeps their drafts, and closes them when they are saved."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QCheckBox, QWidget

from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.drafts import keep_draft
from profiler_app.jobs.entry_kinds import ENTRY_KINDS
from profiler_app.jobs.form_start import (
    FormStart,
    field_start,
    form_start,
    questionnaire_start,
    survey_start,
)
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.forms.consent_form import ConsentForm
from profiler_app.ui.forms.contact_form import ContactForm
from profiler_app.ui.forms.edit_customer_form import EditCustomerForm
from profiler_app.ui.forms.field_form import FieldForm
from profiler_app.ui.forms.form import Form
from profiler_app.ui.forms.new_customer_form import NewCustomerForm
from profiler_app.ui.forms.order_form import OrderForm
from profiler_app.ui.forms.questionnaire_form import QuestionnaireForm
from profiler_app.ui.forms.record_form import RecordForm
from profiler_app.ui.forms.relation_form import RelationForm
from profiler_app.ui.forms.survey_form import SurveyForm
from profiler_app.ui.forms.task_form import TaskForm
from profiler_app.ui.widgets.band import Band
from profiler_app.ui.widgets.drawer import Drawer

_KEEP_AFTER_MS = 800
_NEW = ("person", "company")
_FIELD = "field"
_QUESTIONNAIRE = "questionnaire"

Subject = int | str | None
"""Whose form it is: a customer's (id), that of a field or questionnaire of one's own, nobody's."""


class FormHost(QObject):
    """One form at a time, over ``area``."""

    def __init__(self, desk: Desk, area: QWidget) -> None:
        super().__init__(area)
        self._desk, self._area = desk, area
        self._name = ""
        self._asked: tuple[str, Subject] | None = None
        self.drawer: Drawer | None = None
        self.form: Form | None = None
        self._more: QCheckBox | None = None
        self._keep = QTimer(self, singleShot=True, interval=_KEEP_AFTER_MS)
        self._keep.timeout.connect(self._keep_draft)
        desk.forms.asked.connect(self.open)
        desk.forms.named.connect(self.open_named)
        desk.language_changed.connect(self._speak)

    def open(self, what: str, subject: Subject) -> None:
        """Open a form: of a new ``person`` or ``company``, or what is asked of a customer.

        ``edit``, ``contact``, ``order``, ``task``, ``consent``, ``relation``, ``survey`` or a
        key of ``ENTRY_KINDS``; ``field`` is the form of a field of one's own.
        """
        if self.form is not None:
            return
        self._asked = (what, subject)
        self._desk.reads.ask(
            "form",
            _start,
            what,
            subject,
            done=partial(self._show, what, subject),
            failed=self._desk.show_problem,
            owner=self,
        )

    def open_named(self, what: str, name: str) -> None:
        """Open the form of a new customer whose name is known; a draft comes first."""
        if self.form is None:
            self._name = name
            self.open(what, None)

    def escape(self) -> bool:
        """Leave the form that is open, as Esc does."""
        if self.form is None:
            return False
        self._leave()
        return True

    def _show(self, what: str, subject: Subject, start: FormStart) -> None:
        if self.form is not None:
            return
        form = _make(self._desk, what, subject, start)
        drawer = Drawer(self._area, form.title)
        self.drawer, self.form = drawer, form
        switch = form.head_widget()
        if switch is not None:
            drawer.head.row.insertWidget(1, switch)
        self._more = None
        if what in _NEW:
            self._more = QCheckBox(_("Then another new customer"))
            drawer.foot.row.insertWidget(0, self._more)
        name, self._name = self._name, ""
        if name and not start.draft:
            form.put({"zh" if what == _FIELD else "name": name})
        if start.draft:
            form.put(start.draft)
            band = Band("neutral", _("This is your draft."))
            band.add_button(_("Start afresh"), partial(self._afresh, what, subject))
            form.column.insertWidget(0, band)
        form.edited.connect(self._edited)
        form.counted.connect(self._tell)
        form.saved.connect(self._saved)
        form.leave_asked.connect(self._leave)
        form.in_sight.connect(drawer.bring_into_sight)
        drawer.left.connect(self._leave)
        drawer.save_asked.connect(form.save)
        drawer.show_form(form)
        first = form.first_field()
        if first is not None:
            first.setFocus()

    def _edited(self) -> None:
        """Keep the draft soon, also of who never pauses (a timer begun anew would wait for it)."""
        if not self._keep.isActive():
            self._keep.start()

    def _tell(self, wrong: int) -> None:
        if self.drawer is not None:
            text = ngettext("{n} to mend", "{n} to mend", wrong).format(n=wrong)
            self.drawer.say(text if wrong else "")

    def _leave(self) -> None:
        """Close; what was typed is kept as a draft."""
        form = self.form
        if form is None or form.busy:
            return
        if form.dirty():
            self._keep_draft()
            self._desk.toast(_("The draft is kept. Open the form again to go on."))
        elif self._keep.isActive():
            self._forget(form.draft)
        self._close()

    def _saved(self) -> None:
        form, more = self.form, self._more is not None and self._more.isChecked()
        if form is not None:
            self._forget(form.draft)
        asked = self._asked
        self._close()
        if more and asked is not None:
            QTimer.singleShot(0, self, lambda: self.open(*asked))

    def _afresh(self, what: str, subject: Subject) -> None:
        if self.form is not None:
            self._forget(self.form.draft)
            self._close()
            self.open(what, subject)

    def _close(self) -> None:
        self._keep.stop()
        drawer, self.drawer, self.form = self.drawer, None, None
        if drawer is not None:
            drawer.leave()

    def _keep_draft(self) -> None:
        if self.form is not None and not self.form.busy:
            texts = self.form.draft_texts() if self.form.dirty() else {}
            self._write(self.form.draft, texts)

    def _forget(self, draft: str) -> None:
        self._write(draft, {})

    def _write(self, draft: str, texts: dict[str, str]) -> None:
        self._desk.jobs.start(
            keep_draft,
            draft,
            texts,
            title=_("Keeping the draft"),
            owner=self,
            failed=self._desk.show_problem,
        )

    def _speak(self) -> None:
        """Show the open form in the current language, as it was filled in."""
        if self.form is None or self._asked is None:
            return
        self._keep_draft()
        self._close()
        self.open(*self._asked)


def _start(reader: Reader, what: str, subject: Subject) -> FormStart:
    if what == _FIELD:
        return field_start(reader.workspace, f"{_FIELD}:{subject or 'new'}", str(subject or ""))
    if what == _QUESTIONNAIRE and isinstance(subject, str) and subject:
        return questionnaire_start(reader.workspace, f"{_QUESTIONNAIRE}:{subject}", subject)
    if what == "survey" and isinstance(subject, int):
        return survey_start(reader.workspace, subject)
    draft = "new" if what in _NEW else f"{what}:{subject or 'new'}"
    return form_start(reader.workspace, draft, subject if isinstance(subject, int) else None)


def _make(desk: Desk, what: str, subject: Subject, start: FormStart) -> Any:
    if what == _FIELD:
        return FieldForm(desk, start.field)
    if what == _QUESTIONNAIRE:
        return QuestionnaireForm(desk, start.own)
    name = str(start.values.get("name") or start.values.get("number") or "")
    kind = str(start.values.get("kind") or "person")
    if what in ENTRY_KINDS:
        whose = subject if isinstance(subject, int) else None
        return RecordForm(desk, ENTRY_KINDS[what], whose, name, start)
    if not isinstance(subject, int):
        return NewCustomerForm(desk, start, kind=what)
    if what == "edit":
        return EditCustomerForm(desk, start, kind=kind, customer=subject)
    if what == "order":
        return OrderForm(desk, subject, name, start.line)
    if what in ("consent", "relation"):
        form = ConsentForm if what == "consent" else RelationForm
        return form(desk, subject, name, kind)
    if what == "survey":
        return SurveyForm(desk, subject, start)
    if what == "contact":
        return ContactForm(desk, subject, start)
    return TaskForm(desk, subject, name)
