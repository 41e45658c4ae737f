"""What to ask the customer next: read beside the card, worded with what the answer decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.asking import NextQuestion
from profiler_app.domain.profile import Card
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.asking import questions_for, read_some_answers
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.profile.question_popover import QuestionPopover
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.widgets.labels import ElidedLabel, Label, SectionHead, as_tooltip
from profiler_app.ui.widgets.panel import Hairline

_FIRST = 3
_LINE_WIDTH = 300
_AFTER_MS = 120
"""After the chart of the card is asked for, and not at all when one goes on at once."""


class QuestionReading(QObject):
    """Asks for the questions of a card; ``came`` carries them, ``asked`` the one to be filled in.

    Who shows them calls ``ask`` or ``explain``.
    """

    came = Signal(object)
    asked = Signal(object)

    def __init__(self, desk: Desk, card: Card, parent: QWidget) -> None:
        super().__init__(parent)
        self.questions: tuple[NextQuestion, ...] = ()
        self._desk, self._card = desk, card
        QTimer.singleShot(_AFTER_MS, self, self._read)

    def _read(self) -> None:
        """Read a few columns, or with all of them the questions: others read in between."""
        self._desk.reads.ask(
            "card_questions",
            read_questions,
            f"{self._card.kind}:{self._card.line}",
            self._card.customer,
            as_of=self._card.as_of,
            done=self._arrived,
            failed=lambda _problem: self._arrived(()),
            owner=self,
        )

    def _arrived(self, questions: Sequence[NextQuestion] | None) -> None:
        if questions is None:
            self._read()
            return
        self.questions = tuple(questions)
        self.came.emit(self.questions)

    def explain(self, question: NextQuestion, opener: QWidget) -> None:
        """Show what the answer decides, and what to ask after it."""
        later = [each for each in self.questions if each is not question][: _FIRST - 1]
        popover = QuestionPopover(question, later, opener)
        popover.asked.connect(self.asked)
        popover.show_below(opener, align_right=True)


class QuestionLine(QWidget):
    """The best question in one line, for a head; nothing until it is known."""

    def __init__(self, reading: QuestionReading) -> None:
        super().__init__()
        self._reading = reading
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        reading.came.connect(self._show)

    def _show(self, questions: Sequence[NextQuestion]) -> None:
        if not questions:
            return
        first = questions[0]
        ask = Button(_("Ask first: {question}").format(question=first.question), kind="link")
        ask.setMaximumWidth(current().px(_LINE_WIDTH))
        ask.setFixedHeight(current().size("control.sm"))
        ask.setToolTip(_("Fill in {field}").format(field=first.label))
        ask.clicked.connect(lambda: self._reading.asked.emit(first))
        self._row.addWidget(ask)
        self._row.addWidget(_why(self._reading, first))


class QuestionPanel(QWidget):
    """The first three questions, where a card has no figures to show yet."""

    def __init__(self, reading: QuestionReading) -> None:
        super().__init__()
        self._reading = reading
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._head = SectionHead("", role="strong")
        self._column.addWidget(self._head)
        self._column.addStretch(1)
        reading.came.connect(self._show)

    def _show(self, questions: Sequence[NextQuestion]) -> None:
        chosen = questions[:_FIRST]
        title = ngettext("Learn this first", "Learn these {n} first", len(chosen))
        self._head.set_title(title.format(n=len(chosen)))
        if not chosen:
            nothing = Label(_("Nothing is left to ask."), "body", "text.tertiary")
            self._column.insertWidget(1, nothing)
        for at, question in enumerate(chosen):
            self._column.insertWidget(1 + 2 * at, self._question(at + 1, question))
            self._column.insertWidget(2 + 2 * at, Hairline())

    def _question(self, at: int, question: NextQuestion) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(4, 2, 0, 2)
        row.setSpacing(4)
        row.addWidget(Label(str(at), "strong", "text.tertiary"), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        ask = Button(question.question, kind="link")
        ask.setMaximumWidth(current().px(_LINE_WIDTH))
        ask.setFixedHeight(current().size("control.sm"))
        ask.setToolTip(as_tooltip(question.question))
        ask.clicked.connect(partial(self._reading.asked.emit, question))
        words.addWidget(ask)
        said = ElidedLabel(decided(question), "caption", "text.tertiary")
        said.setContentsMargins(current().px(12), 0, 0, 0)
        words.addWidget(said)
        row.addLayout(words, 1)
        row.addWidget(_why(self._reading, question), 0, Qt.AlignmentFlag.AlignTop)
        return line


def decided(question: NextQuestion) -> str:
    """Say in a line what an answer is good for."""
    if not question.decides:
        return _("fills {field}").format(field=question.label)
    tags = _(", ").join(each.label for each in question.decides)
    return _("tells whether {tags}").format(tags=tags)


def _why(reading: QuestionReading, question: NextQuestion) -> IconButton:
    button = IconButton("circle-question-mark", _("Why this question?"), small=True)
    button.clicked.connect(lambda: reading.explain(question, button))
    return button


def read_questions(
    reader: Reader, group: str, customer: int, *, as_of: date
) -> tuple[NextQuestion, ...] | None:
    """Read the questions on the reader thread; None while there is more to be read first."""
    if read_some_answers(reader.source, group):
        return None
    return questions_for(reader.workspace, reader.source, customer, as_of=as_of)
