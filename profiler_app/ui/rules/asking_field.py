"""Customers described in plain words; what was understood is shown before it is used."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.rules import Rule, parse, to_text
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.rules.tree_lines import tree_lines
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import _, language, ngettext
from profiler_app.jobs.ruling import Reply, answer
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.surface import Surface

_INDENT = 18


class AskingField(QWidget):
    """``taken`` carries the text of a rule that was confirmed; with True it is added."""

    taken = Signal(str, bool)
    answered = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._has_rule = False
        self.reply: Reply | None = None
        self.field = QLineEdit()
        self.ask = Button(_("Read"), icon="sparkles")
        self.box = Surface()
        self._answer = QVBoxLayout(self.box)
        self.choices: list[Button] = []
        self.use = self.add = self.drop = Button()
        self._build()

    def _build(self) -> None:
        self.field.setPlaceholderText(
            _("Describe them in words: women in Shanghai who spent over 5000")
        )
        self.field.setAccessibleName(_("Customers described in words"))
        self.field.setMaxLength(300)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self.field, 1)
        line.addWidget(self.ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(line)
        column.addWidget(self.box)
        self._answer.setContentsMargins(12, 8, 12, 8)
        self._answer.setSpacing(4)
        self.box.hide()
        self.field.returnPressed.connect(self.read)
        self.ask.clicked.connect(self.read)

    def know(self, *, has_rule: bool) -> None:
        """Say whether there is a rule already, to which what was asked can be added."""
        self._has_rule = has_rule
        self.add.setVisible(has_rule and self.reply is not None)

    def read(self) -> None:
        """Read what was typed by the fixed grammar."""
        text = self.field.text().strip()
        if not text:
            self._clear()
            return
        self._desk.reads.ask(
            "rules.asked", _read, text, done=self._receive, failed=self._fail, owner=self
        )

    # -- showing

    def _receive(self, reply: Reply) -> None:
        self._clear()
        self.reply = reply
        if reply.reading is not None:
            n = reply.reading.customers
            said = ngettext("{n} customer", "{n} customers", n).format(n=f"{n:,}")
            self._show_tree(reply.reading.rule, _("Understood as · {count}").format(count=said))
        elif reply.candidates:
            self._show_choices(reply)
        else:
            self._show_unknown(reply)
        self.box.show()
        self.answered.emit(reply)

    def _show_tree(self, rule: Rule, title: str) -> None:
        self._answer.addWidget(Label(title, "caption", "text.secondary"))
        for line in tree_lines(rule, currency=self._desk.settings.currency):
            row = QHBoxLayout()
            row.setContentsMargins(current().px(_INDENT) * line.depth, 0, 0, 0)
            ink = "text.secondary" if line.is_group else "text.primary"
            row.addWidget(Label(line.text, "body", ink, wrap=True))
            self._answer.addLayout(row)
        text = to_text(rule)
        self.use = Button(_("Use these conditions"), kind="primary", small=True, icon="check")
        self.add = Button(_("Add to the rule"), small=True, icon="plus", parent=self.box)
        self.drop = Button(_("Not this"), kind="ghost", small=True)
        self.use.clicked.connect(partial(self._take, text, False))
        self.add.clicked.connect(partial(self._take, text, True))
        self.drop.clicked.connect(self._not_this)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        for button in (self.use, self.add, self.drop):
            foot.addWidget(button)
        foot.addStretch(1)
        self._answer.addLayout(foot)
        self.add.setVisible(self._has_rule)
        self.use.setFocus()

    def _show_choices(self, reply: Reply) -> None:
        words = listed([_("“{text}”").format(text=each.words) for each in reply.doubts])
        title = _("{words} can mean several things. Which is meant?").format(words=words)
        if not reply.doubts:
            title = _("This can be read in several ways. Which is meant?")
        self._answer.addWidget(Label(title, "body", "warning", wrap=True))
        for text, said in reply.candidates:
            choice = Button(said[language()], kind="link", small=True, icon="arrow-right")
            choice.clicked.connect(partial(self._choose, text))
            self._answer.addWidget(choice)
            self.choices.append(choice)
        self.choices[0].setFocus()

    def _show_unknown(self, reply: Reply) -> None:
        words = listed([_("“{text}”").format(text=each.words) for each in reply.unknown])
        said = _("{words} is not understood, so nothing was read. Say it with the name of a field, "
                 "or choose the conditions below.").format(words=words)  # fmt: skip
        self._answer.addWidget(Label(said, "body", "danger", wrap=True))
        if reply.unknown:
            first = reply.unknown[0]
            self.field.setSelection(first.position, len(first.words))

    def _choose(self, text: str) -> None:
        rule = parse(text, tags=known_tags())
        self._clear(keep=True)
        self._show_tree(rule, _("Understood as"))

    def _not_this(self) -> None:
        self._clear()
        self.field.setFocus()
        self.field.selectAll()

    def _take(self, text: str, add: bool) -> None:
        self._clear()
        self.field.clear()
        self.taken.emit(text, add)

    def _fail(self, problem: UserProblem) -> None:
        self._clear()
        self._answer.addWidget(Label(problem.sentence(), "body", "danger", wrap=True))
        self.box.show()

    def _clear(self, *, keep: bool = False) -> None:
        self.reply = self.reply if keep else None
        self.choices = []
        _empty(self._answer)
        self.box.setVisible(keep)


def _empty(layout: QVBoxLayout | QHBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        inner, widget = item.layout(), item.widget()
        if isinstance(inner, QHBoxLayout):
            _empty(inner)
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _read(reader: Reader, text: str) -> Reply:
    return answer(reader.workspace, text, reader.source)
