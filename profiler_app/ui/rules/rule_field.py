"""A rule, put together from conditions or typed; each way shows what the other made."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.rules import parse
from profiler_app.domain.rules.drafting import Group, draft_of, draft_text
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.rule_subjects import Subject, subjects
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.rules.group_box import GroupBox
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.segmented import Segmented


class RuleField(QWidget):
    """``changed`` follows every edit; ``is_whole`` says whether ``text`` is what is in sight."""

    changed = Signal()

    def __init__(self, desk: Desk, text: str, *, segments: bool, height: int = 220) -> None:
        super().__init__()
        self._offered: Sequence[Subject] = ()
        self.ways = Segmented(
            [("build", pgettext("rule", "Conditions")), ("type", pgettext("rule", "Text"))],
            small=True,
        )
        self.typed = QPlainTextEdit(text)
        self._area = QScrollArea()
        self._stack = QStackedWidget()
        self._show_group(Group())
        self._build(height)
        self._show_draft()
        desk.reads.ask("rules.subjects", _subjects, segments, done=self._receive, owner=self)

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
        self._stack.setFixedHeight(current().px(height))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.ways)
        column.addWidget(self._stack)
        self.ways.chosen.connect(self.show_way)
        self.typed.textChanged.connect(self.changed)

    def text(self) -> str:
        """Return the rule in the rule language; empty while there is none."""
        return self.typed.toPlainText().strip()

    def is_whole(self) -> bool:
        """Whether nothing is left to choose where conditions are put together."""
        group = self.builder.group()
        return self.ways.key() == "type" or not group.parts or group.is_complete

    def put(self, text: str) -> None:
        """Show another rule."""
        self.typed.setPlainText(text)
        self._show_draft()

    def show_way(self, key: str) -> None:
        """Show the conditions or the text; a text that is no rule stays a text."""
        if key == "build" and not self._show_draft():
            return
        self.ways.choose(key)
        self._stack.setCurrentIndex(("build", "type").index(key))

    def _choices(self) -> Sequence[Subject]:
        return self._offered

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
        self.builder = GroupBox(group, self._choices)
        self.builder.changed.connect(self._put_together)
        self._area.setWidget(self.builder)
        for part in (self.builder, self._area.viewport()):  # the ground is that of the form
            part.setAutoFillBackground(False)

    def _put_together(self) -> None:
        group = self.builder.group()
        if group.is_complete or not group.parts:  # else the text stays what was whole last
            text = draft_text(group) if group.parts else ""
            self.typed.blockSignals(True)
            self.typed.setPlainText(text)
            self.typed.blockSignals(False)
        self.changed.emit()


def _subjects(reader: Reader, segments: bool) -> Sequence[Subject]:
    return subjects(reader.workspace, segments=segments)
