"""A questionnaire of one's own, written as text; what it says is shown below while one writes."""

from __future__ import annotations

from dataclasses import replace

from profiler_app.domain.questionnaire_editing import with_old_codes, write_questions
from profiler_app.domain.questionnaire_text import read_questions
from profiler_app.domain.questionnaires import (
    QUESTION_TYPES,
    Item,
    Questionnaire,
    QuestionnaireProblem,
    checked,
)
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.entries import Entry
from profiler_app.jobs.form_start import QuestionnaireStart
from profiler_app.jobs.surveys.designing import save_questionnaire
from profiler_app.ui.desk import Desk
from profiler_app.ui.forms.editors import LineEditor, TextEditor
from profiler_app.ui.forms.form import Form
from profiler_app.ui.forms.form_row import FormRow
from profiler_app.ui.widgets.band import Band
from profiler_app.ui.widgets.labels import Label

_LINES = 14


class QuestionnaireForm(Form):
    """A title and the questions; of one that is there, its answers stay with their questions."""

    def __init__(self, desk: Desk, start: QuestionnaireStart | None = None) -> None:
        self._before = start.questionnaire if start is not None else None
        code = "new" if self._before is None else self._before.code
        title = _("New questionnaire") if self._before is None else _("Change the questionnaire")
        super().__init__(desk, draft=f"questionnaire:{code}", title=title)
        example = _("How often do you come? *\n- every week\n- every month\nHow was it? [1-5]")
        rows = {
            "title": FormRow(_("Title"), LineEditor(), _named, required=True),
            "questions": FormRow(
                _("Questions"), TextEditor(example, lines=_LINES), self._read, required=True
            ),
        }
        for name, row in rows.items():
            self.column.addWidget(self.add_row(name, row))
        help_text = _(
            "One question a line; answers to choose from below it, each after a “-”. At the end "
            "of a question: * must be answered, [several], [1-5], [0-10], [number], [date], "
            "[reversed], -> field it fills, if 1 <= 3 (asked after such an answer to question 1)."
        )
        self.column.addWidget(Label(help_text, "caption", "text.secondary", wrap=True))
        self.preview = Label("", "body", "text.secondary", wrap=True)
        self.column.addWidget(self.preview)
        rows["questions"].edited.connect(self._show)
        if start is not None and self._before is not None:
            self._begin(start, self._before)

    def _begin(self, start: QuestionnaireStart, before: Questionnaire) -> None:
        """Begin with the questions that are there, and say which of them are bound."""
        self.rows["title"].put(before.title)
        self.rows["questions"].put(write_questions(before.items))
        if start.answered:
            n = len(start.answered)
            said = ngettext(
                "{n} question has answers: it stays, and so does its type. Version {version} "
                "becomes {next}.",
                "{n} questions have answers: they stay, and so do their types. Version {version} "
                "becomes {next}.",
                n,
            )
            text = said.format(n=n, version=before.version, next=before.version + 1)
            self.column.insertWidget(0, Band("neutral", text))
        self._show()

    def _items(self, text: str) -> tuple[Item, ...]:
        items = read_questions(text)
        return items if self._before is None else with_old_codes(items, self._before.items)

    def _read(self, text: str) -> Entry:
        try:
            items = self._items(text)
            checked(Questionnaire("", {"zh": "-", "en": "-"}, items))
        except QuestionnaireProblem as problem:
            return Entry(problem=str(problem.facts["reason"]))
        return Entry(items)

    def _show(self) -> None:
        try:
            items = self._items(self.rows["questions"].entry())
        except QuestionnaireProblem:
            self.preview.setText("")
            return
        lines = []
        for number, item in enumerate(items, 1):
            field = item.fills()
            goes = f" → {field.label}" if field else ""
            lines.append(f"{number}. {item.text} · {_(QUESTION_TYPES[item.kind])}{goes}")
        self.preview.setText("\n".join(lines))

    def save(self) -> None:
        """Store the questionnaire."""
        values = self.check()
        if values is None:
            return
        title = values["title"]
        before = self._before
        if before is None:
            made = Questionnaire("", {"zh": title, "en": title}, values["questions"])
        else:
            titles = before.titles if title == before.title else {"zh": title, "en": title}
            made = replace(before, titles=titles, items=values["questions"])
        self.store(save_questionnaire, made, done=self._saved)

    def _saved(self, operation: int) -> None:
        new = self._before is None
        told = _("The questionnaire is there.") if new else _("The questionnaire is changed.")
        self.desk.toast(told, operation)
        self.desk.data_changed.emit()


def _named(text: str) -> Entry:
    return Entry(text.strip(), "" if text.strip() else _("Give it a title."))
