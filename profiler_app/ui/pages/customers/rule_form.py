"""A condition of the filter that is a rule: events, sequences, segments, all a rule can ask."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from profiler_app.domain.saved_segments import Preview
from profiler_app.domain.text import _
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.customers.conditions import RULE, Condition
from profiler_app.ui.rules.counted_rule import CountedRule
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.popover import Popover


class RuleForm(Popover):
    """``chosen`` carries the condition."""

    chosen = Signal(object)

    def __init__(self, desk: Desk, text: str, parent: QWidget) -> None:
        super().__init__(parent, width=720)
        self._said = ""
        self.rule = CountedRule(desk, text)
        self.rule.add_figures()
        self.use = Button(_("Filter by these"), kind="primary", icon="list-filter")
        self.body.addWidget(Label(_("More conditions"), "heading"))
        self.body.addWidget(self.rule)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.use)
        self.body.addLayout(foot)
        self.use.setEnabled(False)
        self.use.clicked.connect(self._use)
        self.rule.changed.connect(lambda: self.use.setEnabled(False))
        self.rule.counted.connect(self._counted)
        self.closed.connect(self.deleteLater)
        self.rule.asking.field.setFocus()

    def _counted(self, found: Preview) -> None:
        self._said = found.sentence
        self.use.setEnabled(self.rule.valid)

    def _use(self) -> None:
        condition = Condition(RULE, "rule", (self.rule.text(), self._said))
        self.close()
        self.chosen.emit(condition)
