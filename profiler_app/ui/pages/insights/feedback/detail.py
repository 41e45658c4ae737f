"""One piece of feedback in full, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from profiler_app.domain.feedback import SaidText
from profiler_app.domain.text import _
from profiler_app.jobs.complaints import close_complaint
from profiler_app.jobs.feedback.judging import answer_idea, label_feedback
from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.insights.feedback.wording import facts, mood_words
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.asking_popover import ask_text
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.flow import FlowLayout
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Panel
from profiler_app.ui.widgets.popover import Popover

_WIDTH = 320
MOODS = ("positive", "neutral", "negative")


class Detail(Panel):
    """The text that is chosen; its acts work on it by button and by key."""

    def __init__(self, desk: Desk, *, labelling: bool = False) -> None:
        super().__init__("·")
        self._desk = desk
        self._labelling = labelling
        self.said: SaidText | None = None
        self.popover: Popover | None = None
        self._text = Label("", "body", wrap=True)
        self._facts = Label("", "caption", "text.secondary", wrap=True)
        self._mood = Label("", "body", "text.secondary", wrap=True)
        self.card, self.task = Button(kind="primary", icon="id-card"), Button(icon="clipboard-list")
        self.settle = Button(icon="check")
        self.moods = {mood: Button(small=True) for mood in MOODS if labelling}
        self._fit()
        current().changed.connect(self._fit)
        for widget in (self._text, self._facts, self._mood):
            self.body.addWidget(widget)
        if labelling:
            self._ask = Label("", "caption", "text.tertiary", wrap=True)
            self.body.addWidget(self._ask)
            self._row(self.moods.values())
        self.body.addSpacing(4)
        self._row((self.card, self.task, self.settle))
        self.body.addStretch(1)
        self.card.clicked.connect(lambda _on=False: self.open_card())
        self.task.clicked.connect(lambda _on=False: self.add_task())
        self.settle.clicked.connect(lambda _on=False: self.ask_settled())
        for mood, button in self.moods.items():
            button.setCheckable(True)
            button.clicked.connect(lambda _on=False, mood=mood: self.label(mood))
        self.show_text(None)

    def _fit(self) -> None:
        self.setFixedWidth(current().px(_WIDTH))

    def _row(self, buttons: Any) -> None:
        holder = QWidget()
        flow = FlowLayout(holder)
        for button in buttons:
            flow.addWidget(button)
        column = QVBoxLayout()
        column.addWidget(holder)
        self.body.addLayout(column)

    def acts(self) -> dict[str, Callable[[], object]]:
        """Return what keys do, by the name of the command."""
        found: dict[str, Callable[[], object]] = {
            "feedback_task": self.add_task,
            "feedback_settle": self.ask_settled,
        }
        if self._labelling:
            found |= {f"sounds_{mood}": partial(self.label, mood) for mood in MOODS}
        return found

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.card.setText(_("Open the card"))
        self.task.setText(_("Add a task"))
        self.task.setToolTip(COMMANDS["feedback_task"].hint)
        self.settle.setToolTip(COMMANDS["feedback_settle"].hint)
        if self._labelling:
            self._ask.setText(_("Is that right? What you say teaches your own model."))
        for mood, button in self.moods.items():
            button.setText(mood_words(mood))
            button.setToolTip(COMMANDS[f"sounds_{mood}"].hint)
        self.show_text(self.said)

    def show_text(self, said: SaidText | None, evidence: Sequence[str] = ()) -> None:
        """Show another text, with the words that decided how it sounds."""
        self.said = said
        for widget in (self._facts, self._mood, self.card, self.task, *self.moods.values()):
            widget.setVisible(said is not None)
        if self._labelling:
            self._ask.setVisible(said is not None)
        if said is None:
            self.head.set_title(_("Nothing chosen"))
            self._text.setText(_("Choose a line to read it in full."))
            self.settle.hide()
            return
        self.head.set_title(said.name)
        self._text.setText(said.text or _("No text, only a rating."))
        self._facts.setText(facts(said))
        self._mood.setText(self._how_it_sounds(said, evidence))
        for mood, button in self.moods.items():
            button.setChecked(said.told == mood)
        idea = said.kind == "suggestion"
        self.settle.setVisible(said.status == "open" and said.kind in ("complaint", "suggestion"))
        self.settle.setText(_("Answer it…") if idea else _("Close it…"))

    def _how_it_sounds(self, said: SaidText, evidence: Sequence[str]) -> str:
        text = _("Judged: {mood}").format(mood=mood_words(said.judged))
        if evidence:
            text += _(" (because of {words})").format(words=_(", ").join(evidence))
        if said.told:
            text += "\n" + _("Labelled: {mood}").format(mood=mood_words(said.told))
        return text

    # -- acts

    def open_card(self) -> None:
        """Open the customer's card."""
        if self.said is not None:
            self._desk.open_customer(self.said.customer)

    def add_task(self) -> None:
        """Open the form for something to do for the customer."""
        if self.said is not None:
            self._desk.forms.add_task(self.said.customer)

    def ask_settled(self) -> None:
        """Ask what was agreed on, or what the answer was."""
        if self.said is None or self.settle.isHidden():
            return
        idea = self.said.kind == "suggestion"
        question = _("What was answered?") if idea else _("What was agreed on?")
        act = _("Save the answer") if idea else _("Close the complaint")
        self.popover = ask_text(self, self.settle, question, act, partial(self.close_it, self.said))

    def close_it(self, said: SaidText, told: str) -> None:
        """Close a complaint with what was agreed on, or a suggestion with its answer."""
        idea = said.kind == "suggestion"
        done = _("The suggestion is answered.") if idea else _("The complaint is closed.")
        job = answer_idea if idea else close_complaint
        self._start(job, said.row, told, done=done, today=self._desk.today())

    def label(self, mood: str) -> None:
        """Say how the text really sounds; the same again takes it back."""
        said = self.said
        if said is None:
            return
        told = "" if said.told == mood else mood
        done = _("Noted: {mood}.").format(mood=mood_words(told)) if told else _("Taken back.")
        self._start(label_feedback, said.row, told, done=done)

    def _start(self, job: Callable[..., int], *what: Any, done: str, **named: Any) -> None:
        self._desk.jobs.start(
            job,
            *what,
            title=_("Saving"),
            owner=self._desk,
            done=lambda operation: self._stored(done, operation),
            failed=self._desk.show_problem,
            **named,
        )

    def _stored(self, text: str, operation: int) -> None:
        self._desk.toast(text, operation)
        self._desk.refresh_data()
