"""A questionnaire of one's own, written as text; what it says is shown below while one writes."""

from __future__ import annotations

from profiler_app.domain.questionnaire_text import read_questions
from profiler_app.domain.questionnaires import (
    QUESTION_TYPES,
    Questionnaire,
    QuestionnaireProblem,
    checked,
)
from profiler_app.domain.text import _
from profiler_app.jobs.entries import Entry
from profiler_app.jobs.surveys.designing import save_questionnaire
from profiler_app.ui.desk import Desk
from profiler_app.ui.forms.editors import LineEditor, TextEditor
from profiler_app.ui.forms.form import Form
from profiler_app.ui.forms.form_row import FormRow
from profiler_app.ui.widgets.labels import Label

_LINES = 14


class QuestionnaireForm(Form):
    """A title and the questions."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, draft="questionnaire:new", title=_("New questionnaire"))
        example = _("How often do you come? *\n- every week\n- every month\nHow was it? [1-5]")
        rows = {
            "title": FormRow(_("Title"), LineEditor(), _named, required=True),
            "questions": FormRow(
                _("Questions"), TextEditor(example, lines=_LINES), _read, required=True
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

    def _show(self) -> None:
        try:
            items = read_questions(self.rows["questions"].entry())
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
        made = Questionnaire("", {"zh": title, "en": title}, values["questions"])
        self.store(save_questionnaire, made, done=self._saved)

    def _saved(self, operation: int) -> None:
        self.desk.toast(_("The questionnaire is there."), operation)
        self.desk.data_changed.emit()


def _named(text: str) -> Entry:
    return Entry(text.strip(), "" if text.strip() else _("Give it a title."))


def _read(text: str) -> Entry:
    try:
        items = read_questions(text)
        checked(Questionnaire("", {"zh": "-", "en": "-"}, items))
    except QuestionnaireProblem as problem:
        return Entry(problem=str(problem.facts["reason"]))
    return Entry(items)
