"""Filling in a questionnaire for a customer; what goes into the profile is confirmed below."""

from __future__ import annotations

import getpass
from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from profiler_app.domain.questionnaires import Item, Questionnaire
from profiler_app.domain.text import _, language
from profiler_app.jobs.entries import Entry, read_day
from profiler_app.jobs.form_start import FormStart
from profiler_app.jobs.surveys import effects, fill_in, read_answer
from profiler_app.jobs.surveys.effects import Person
from profiler_app.ui.desk import Desk
from profiler_app.ui.forms.editors import (
    ChipEditor,
    ChoiceEditor,
    LineEditor,
    TextEditor,
    choices_of,
)
from profiler_app.ui.forms.effects_box import EffectsBox
from profiler_app.ui.forms.form import Form
from profiler_app.ui.forms.form_row import FormRow
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import Label

_QUESTION = "q."
_WHICH, _DAY, _CHANNEL = "questionnaire", "day", "channel"


class SurveyForm(Form):
    """The first questionnaire the customer can be asked is shown; another can be chosen."""

    def __init__(self, desk: Desk, customer: int, start: FormStart) -> None:
        name = str(start.values.get("name") or start.values.get("number") or "")
        title = _("Questionnaire · {name}").format(name=name)
        super().__init__(desk, draft=f"survey:{customer}", title=title)
        self._customer, self._known = customer, start.questionnaires
        kind = str(start.values.get("kind") or "person")
        self._person = Person(kind, start.line, start.values)
        self.choice = DropDown([(each.code, each.title) for each in self._known])
        self.choice.setAccessibleName(_("Questionnaire"))
        self._questions = QWidget()
        self._effects = EffectsBox()
        self._effects.setObjectName("effects")
        self.column.addWidget(Label(_("Questionnaire"), "caption", "text.secondary"))
        self.column.addWidget(self.choice)
        self.column.addWidget(self._questions)
        self.column.addWidget(self._effects)
        held = FormRow(_("Answered on"), LineEditor(), self._held, shown=_iso, required=True)
        held.put(desk.today().isoformat())
        self.column.addWidget(self.add_row(_DAY, held))
        channel = FormRow(_("Channel"), ChoiceEditor(choices_of("contact_channel")), Entry)
        self.column.addWidget(self.add_row(_CHANNEL, channel))
        self.edited.connect(self._follow)
        self.choice.currentIndexChanged.connect(lambda _at: self._show_questions())
        self._show_questions()

    @property
    def questionnaire(self) -> Questionnaire:
        """The one that is filled in."""
        return next(each for each in self._known if each.code == self.choice.key())

    # -- the questions

    def _show_questions(self) -> None:
        for name in [name for name in self.rows if name.startswith(_QUESTION)]:
            del self.rows[name]
        old, self._questions = self._questions, QWidget()
        inside = QVBoxLayout(self._questions)
        inside.setContentsMargins(0, 4, 0, 4)
        inside.setSpacing(16)
        for item in self.questionnaire.items:
            row = FormRow(
                item.text, _editor(item), partial(self._read, item), shown=_iso,
                required=item.required, wrap=True,
            )  # fmt: skip
            inside.addWidget(self.add_row(f"{_QUESTION}{item.code}", row))
        self.column.replaceWidget(old, self._questions)
        old.hide()
        old.deleteLater()
        self._effects.forget()
        self._follow()

    def _read(self, item: Item, text: str) -> Entry:
        person = self._person
        return read_answer(item, text, self.answers(), kind=person.kind, today=self.desk.today())

    def answers(self) -> dict[str, str]:
        """Return what was answered, by code of the question."""
        return {
            name.removeprefix(_QUESTION): text
            for name, text in self.texts().items()
            if name.startswith(_QUESTION)
        }

    def _follow(self) -> None:
        """Show the questions that are asked now, and what the answers would do."""
        answers = self.answers()
        for item in self.questionnaire.items:
            self.rows[f"{_QUESTION}{item.code}"].setVisible(item.asked(answers))
        today = self.desk.today()
        self._effects.show_effects(effects(self.questionnaire, answers, self._person, today=today))

    def _held(self, text: str) -> Entry:
        latest = self.desk.today()
        return read_day(text, latest=latest) if text else Entry(problem=_("Give a date."))

    # -- what every form has

    def texts(self) -> dict[str, str]:
        """Return what was typed, with the questionnaire it belongs to."""
        return {**super().texts(), _WHICH: self.choice.key()}

    def put(self, texts: Mapping[str, str]) -> None:
        """Show a draft."""
        if texts.get(_WHICH) in {each.code for each in self._known}:
            self.choice.choose(texts[_WHICH])
        super().put(texts)
        self._follow()

    def dirty(self) -> bool:
        """Whether a question is answered."""
        return bool(self.answers())

    def first_field(self) -> QWidget | None:
        """The choice of the questionnaire."""
        return self.choice

    def save(self) -> None:
        """Store the answers and what was confirmed."""
        values = self.check()
        if values is None:
            return
        self.store(
            fill_in,
            self._customer,
            self.questionnaire,
            self.answers(),
            today=self.desk.today(),
            by=getpass.getuser(),
            day=values[_DAY],
            channel=values[_CHANNEL] or "",
            refused=self._effects.refused(),
            done=self._stored,
        )

    def _stored(self, operation: int) -> None:
        self.desk.toast(_("The answers are saved."), operation)
        self.desk.refresh_data()


def _editor(item: Item) -> Any:
    if item.kind in ("single", "multi"):
        offered = [(each.id, each.label) for each in item.offered()]
        return ChipEditor(offered, several=item.kind == "multi")
    if item.steps:
        return ChipEditor([(str(step), _step(item, step)) for step in item.steps])
    if item.kind == "text" and (not item.field or item.field == "feedback_text"):
        return TextEditor(lines=2)
    return LineEditor(_("e.g. 2026-11-30") if item.kind == "date" else "")


def _step(item: Item, step: int) -> str:
    """Return a step of a scale; the ends have their names."""
    ends = (item.ends or {}).get(language(), ())
    if len(ends) == 2 and step in (item.steps[0], item.steps[-1]):
        return f"{step} {ends[0] if step == item.steps[0] else ends[1]}"
    return str(step)


def _iso(value: object) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
