"""A condition that is a rule of its own: what it says, and how to drop it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from profiler_app.domain.text import _
from profiler_app.ui.pages.customers.conditions import Condition
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.popover import Popover

_WIDTH = 340


class RulePopover(Popover):
    """Shows the name and the text of the rule; it can be changed or dropped."""

    dropped = Signal()
    change_asked = Signal()

    def __init__(self, condition: Condition, parent: QWidget) -> None:
        super().__init__(parent, width=_WIDTH)
        text, name = condition.values
        self.drop = Button(_("Drop the rule"), small=True)
        self.body.addWidget(Label(name, "strong", wrap=True))
        self.body.addWidget(Label(text, "caption", "text.secondary", wrap=True))
        row = QHBoxLayout()
        self.change = Button(_("Change the rule"), small=True)
        row.addStretch(1)
        row.addWidget(self.drop)
        row.addWidget(self.change)
        self.body.addLayout(row)
        self.change.clicked.connect(self._change)
        self.drop.clicked.connect(self._drop)
        self.closed.connect(self.deleteLater)

    def _change(self) -> None:
        self.close()
        self.change_asked.emit()

    def _drop(self) -> None:
        self.close()
        self.dropped.emit()
