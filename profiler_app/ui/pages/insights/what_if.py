"""Trying what a model would say of a customer if a field were different."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.reports import Report
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.foresight import what_if as jobs
from profiler_app.jobs.foresight.what_if import Answer, Asked
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.drawer import Drawer
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.panel import Panel

_SAME = "same"


class WhatIfSheet(QObject):
    """Learns a model again, then lets one ask it over the window; ``ended`` when it is over."""

    ended = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.drawer: Drawer | None = None
        self.form: WhatIfForm | None = None

    def learn(self, area: QWidget, **wanted: Any) -> None:
        """Learn what is wanted (see ``learn_to_ask``); cancelled, nothing opens."""
        self._desk.jobs.start(
            jobs.learn_to_ask,
            title=_("Making the model ready"),
            owner=self,
            done=partial(self._open, area),
            failed=self._fail,
            cancelled=self.ended.emit,
            today=self._desk.today(),
            **wanted,
        )

    def _fail(self, problem: Any) -> None:
        self.ended.emit()
        self._desk.show_problem(problem)

    def _open(self, area: QWidget, asked: Asked) -> None:
        self.drawer = Drawer(area.window(), _("What if: {model}").format(model=asked.title))
        self.form = WhatIfForm(self._desk, asked)
        self.drawer.save.hide()
        self.drawer.cancel.setText(_("Close"))
        self.drawer.left.connect(self._close)
        self.drawer.show_form(self.form)
        self.form.first.setFocus()

    def _close(self) -> None:
        if self.drawer is not None:
            self.drawer.leave()
        self.drawer = self.form = None
        self.ended.emit()


class TryOut(WhatIfSheet):
    """The button beside "Run again", and the sheet it opens."""

    def __init__(self, desk: Desk, tab: QWidget) -> None:
        super().__init__(desk, tab)
        self._tab = tab
        self.button = Button(icon="flask-conical")
        self.ended.connect(lambda: self.button.setEnabled(True))

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.button.setText(_("What if …"))
        self.button.setToolTip(_("Try what the model would say if a field were different"))

    def offer(self, kind: str, report: Report | None) -> None:
        """Be there for a model that can be asked, once it was made."""
        self.button.setVisible(kind in jobs.KINDS)
        self.button.setEnabled(report is not None and bool(report.figures))

    def start(self, report: Report, target: str, yes: str | None) -> None:
        """Learn the model of a report again and open the sheet."""
        self.button.setEnabled(False)
        exact = report.tone == "success"
        self.learn(self._tab, kind=report.kind, target=target, yes=yes, exact=exact)


class WhatIfForm(QWidget):
    """A customer, fields with the values they may take, and what the model says."""

    def __init__(self, desk: Desk, asked: Asked) -> None:
        super().__init__()
        self._desk, self._asked = desk, asked
        self.answer: Answer | None = None
        self.customer = DropDown()
        self.customer.set_options([(str(each), name) for each, name in asked.customers])
        self.customer.setAccessibleName(_("Customer"))
        self.customer.setEnabled(len(asked.customers) > 1)
        self.fields = {choice.field: DropDown() for choice in asked.choices}
        self._now = {choice.field: ElidedLabel("", "body", "text.secondary")
                     for choice in asked.choices}  # fmt: skip
        self.before, self.after = Label("", "heading"), Label("", "heading")
        self.reset = Button(_("As it is"), kind="ghost", icon="rotate-ccw", small=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.customer)
        column.addWidget(self._result())
        column.addLayout(self._grid())
        column.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignLeft)
        for line in self._cautions():
            column.addWidget(Label(line, "caption", "text.secondary", wrap=True))
        for choice in asked.choices:
            box = self.fields[choice.field]
            options = [(str(at), words) for at, (_value, words) in enumerate(choice.values)]
            box.set_options([(_SAME, _("as it is")), *options])
            box.setAccessibleName(choice.label)
            box.currentIndexChanged.connect(lambda _at: self._ask())
        self.customer.currentIndexChanged.connect(lambda _at: self._turn())
        self.reset.clicked.connect(self._put_back)
        self._turn()

    @property
    def first(self) -> DropDown:
        """What is chosen first: the customer, or where there is one only the first field."""
        alone = not self.customer.isEnabled() and self.fields
        return next(iter(self.fields.values())) if alone else self.customer

    def _result(self) -> Panel:
        box = Panel()
        row = QHBoxLayout()
        for title, figure in ((_("Now"), self.before), (pgettext("what if", "Then"), self.after)):
            part = QVBoxLayout()
            part.setSpacing(2)
            part.addWidget(Label(title, "caption", "text.secondary"))
            part.addWidget(figure)
            row.addLayout(part, 1)
        box.body.addLayout(row)
        return box

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for at, text in enumerate((_("Field"), _("Now"), pgettext("what if", "Then"))):
            grid.addWidget(Label(text, "caption", "text.tertiary"), 0, at)
        for line, choice in enumerate(self._asked.choices, start=1):
            grid.addWidget(ElidedLabel(choice.label), line, 0)
            grid.addWidget(self._now[choice.field], line, 1)
            grid.addWidget(self.fields[choice.field], line, 2)
        for at, share in enumerate((4, 3, 5)):
            grid.setColumnStretch(at, share)
        grid.setColumnMinimumWidth(2, current().px(180))
        return grid

    def _cautions(self) -> list[str]:
        lines = [_("Only the fields changed here change; all others stay as they are. It is what "
                   "the model computes, not a cause and not a promise.")]  # fmt: skip
        if self._asked.locked:
            locked = _("Locked, no model may learn from them: {fields}")
            lines.append(locked.format(fields=listed(self._asked.locked)))
        else:
            lines.append(_("Sensitive fields are locked: this model never looks at them."))
        if not self._asked.exact:
            lines.append(_("The model is rejected: take the levels as a rough guide only."))
        return lines

    def changes(self) -> dict[str, Any]:
        """Return the fields that take another value."""
        found = {}
        for choice in self._asked.choices:
            key = self.fields[choice.field].key()
            if key not in ("", _SAME):
                found[choice.field] = choice.values[int(key)][0]
        return found

    def _turn(self) -> None:
        customer = int(self.customer.key())
        for field, label in self._now.items():
            label.setText(self._asked.now(customer, field))
        self._ask()

    def _put_back(self) -> None:
        for box in self.fields.values():
            box.choose(_SAME)

    def _ask(self) -> None:
        self._desk.reads.ask(
            "insights.what_if", _answer, self._asked, int(self.customer.key()), self.changes(),
            done=self._show, owner=self, failed=self._desk.show_problem,
        )  # fmt: skip

    def _show(self, answer: Answer) -> None:
        self.answer = answer
        for label, level, figure in (
            (self.before, answer.level_before, answer.shown_before),
            (self.after, answer.level_after, answer.shown_after),
        ):
            label.setText(" · ".join(part for part in (level, figure) if part))
        self.reset.setEnabled(bool(self.changes()))


def _answer(_reader: Reader, asked: Asked, customer: int, changes: Mapping[str, Any]) -> Answer:
    return jobs.ask(asked, customer, changes)
