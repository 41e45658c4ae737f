"""A rule, put together from conditions or typed; each way shows what the other made."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.rules import parse
from profiler_app.domain.rules.draft_parts import Group, draft_text
from profiler_app.domain.rules.drafting import draft_of
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.histograms import Histogram, histogram
from profiler_app.jobs.rule_subjects import Subject, subjects
from profiler_app.ui.commands import add_commands
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.rules.group_box import GroupBox
from profiler_app.ui.rules.rule_row import Offered, RuleRow
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import IconButton
from profiler_app.ui.widgets.segmented import Segmented

_ONE_EDIT_S = 1.0
"""Edits of one value within so many seconds are taken back together."""


class Earlier:
    """What a rule was before its edits, the newest last."""

    def __init__(self) -> None:
        self._kept: list[Group] = []
        self._noted_at = 0.0

    def __bool__(self) -> bool:
        return bool(self._kept)

    def note(self, group: Group) -> None:
        """Keep a state, unless it is one letter of what is being typed."""
        now = time.monotonic()
        typing = now - self._noted_at < _ONE_EDIT_S
        self._noted_at = now
        if not (self._kept and typing and len(self._kept[-1].parts) == len(group.parts)):
            self._kept.append(group)

    def take(self) -> Group | None:
        """Return the newest state and forget it."""
        self._noted_at = 0.0
        return self._kept.pop() if self._kept else None


class RuleField(QWidget):
    """``changed`` follows every edit; ``is_whole`` says whether ``text`` is what is in sight.

    Without ``height`` it takes the room there is.
    """

    changed = Signal()

    def __init__(self, desk: Desk, text: str, *, height: int = 220) -> None:
        super().__init__()
        self._desk = desk
        self._offered: Sequence[Subject] = ()
        self._before = Earlier()
        self.ways = Segmented(
            [("build", pgettext("rule", "Conditions")), ("type", pgettext("rule", "Text"))],
            small=True,
        )
        self.typed = QPlainTextEdit(text)
        self.take_back = IconButton("undo-2", _("Take back the last edit"), small=True)
        self._area = QScrollArea()
        self._stack = QStackedWidget()
        self._show_group(Group())
        self._build(height)
        self._show_draft()
        desk.reads.ask("rules.subjects", _subjects, done=self._receive, owner=self)

    def _build(self, height: int) -> None:
        self.ways.setAccessibleName(_("How the rule is written"))
        self.typed.setAccessibleName(_("Rule"))
        self.typed.setTabChangesFocus(True)
        self.typed.setPlaceholderText("monetary_12m >= 20000 and recency_days <= 90")
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack.addWidget(self._area)
        self._stack.addWidget(self.typed)
        if height:
            self._stack.setFixedHeight(current().px(height))
        head = QHBoxLayout()
        head.addWidget(self.ways)
        head.addStretch(1)
        head.addWidget(self.take_back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        self.take_back.setEnabled(False)
        self.take_back.clicked.connect(self._go_back)
        self.ways.chosen.connect(self.show_way)
        self.typed.textChanged.connect(self.changed)
        add_commands(
            self,
            {
                "condition_new": self._add,
                "condition_group": lambda: self.builder.add_group.click(),
                "condition_up": lambda: self._shift(-1),
                "condition_down": lambda: self._shift(1),
            },
        )

    def text(self) -> str:
        """Return the rule in the rule language; empty while there is none."""
        return self.typed.toPlainText().strip()

    def is_whole(self) -> bool:
        """Whether nothing is left to choose where conditions are put together."""
        group = self.builder.group()
        return self.ways.key() == "type" or not group.parts or group.is_complete

    def put(self, text: str) -> None:
        """Show another rule."""
        self._note()
        self.typed.setPlainText(text)
        self._show_draft()

    def begin(self, text: str) -> None:
        """Show a rule with which nothing was done yet."""
        self.put(text)
        self._before = Earlier()
        self.take_back.setEnabled(False)

    def add(self, text: str) -> None:
        """Add a rule that has to hold, too."""
        own = self.text()
        self.put(f"({own}) and ({text})" if own else text)

    def show_way(self, key: str) -> None:
        """Show the conditions or the text; a text that is no rule stays a text."""
        if key == "build" and not self._show_draft():
            return
        self.ways.choose(key)
        self._stack.setCurrentIndex(("build", "type").index(key))

    def _choices(self) -> Sequence[Subject]:
        return self._offered

    def _spread(self, name: str, done: Callable[[Histogram], None], owner: QWidget) -> None:
        self._desk.reads.ask("rules.spread", _histogram, name, done=done, owner=owner)

    def _receive(self, offered: Sequence[Subject]) -> None:
        self._offered = offered

    def _show_draft(self) -> bool:
        text = self.text()
        try:
            group = draft_of(parse(text, tags=known_tags())) if text else Group()
        except RuleProblem:
            self.ways.choose("type")
            self._stack.setCurrentIndex(1)
            return False
        self._show_group(group)
        return True

    def _show_group(self, group: Group) -> None:
        self._shown = group
        self.builder = GroupBox(group, Offered(self._choices, self._spread))
        self.builder.changed.connect(self._put_together)
        self._area.setWidget(self.builder)
        for part in (self.builder, self._area.viewport()):  # the ground is that of the form
            part.setAutoFillBackground(False)

    def _note(self) -> None:
        """Keep what was in sight before an edit."""
        self._before.note(self._shown)
        self.take_back.setEnabled(True)

    def _go_back(self) -> None:
        """Show what was in sight before the last edit."""
        group = self._before.take()
        self.take_back.setEnabled(bool(self._before))
        if group is not None:
            self._show_group(group)
            self._write(group)

    def _add(self) -> None:
        self.builder.add.click()

    def _shift(self, by: int) -> None:
        """Move the row (or, from its head, the group) that has the focus."""
        inside: QWidget | None = self.focusWidget()
        while inside is not None and inside is not self.builder:
            around = inside.parentWidget()
            if isinstance(around, GroupBox) and isinstance(inside, RuleRow | GroupBox):
                around.shift(inside, by)
                return
            inside = around

    def _put_together(self) -> None:
        self._note()
        group = self._shown = self.builder.group()
        self._write(group)

    def _write(self, group: Group) -> None:
        if group.is_complete or not group.parts:  # else the text stays what was whole last
            text = draft_text(group) if group.parts else ""
            self.typed.blockSignals(True)
            self.typed.setPlainText(text)
            self.typed.blockSignals(False)
        self.changed.emit()


def _histogram(reader: Reader, name: str) -> Histogram:
    return histogram(reader.source, name)


def _subjects(reader: Reader) -> Sequence[Subject]:
    return subjects(reader.workspace)
