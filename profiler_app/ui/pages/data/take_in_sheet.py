"""A filled table on its way back: what it would bring, what is wrong, then one button."""

from __future__ import annotations

import getpass
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.fields import fields
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.surveys.effects import FEEDBACK, RISK, VISIT
from profiler_app.jobs.surveys.taking import Taken, take_in
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.widgets.drawer import Drawer
from profiler_app.ui.widgets.labels import Label

_ROWS = 8


class TakeInSheet(Drawer):
    """A trial first: nothing is written before the button is pressed."""

    def __init__(self, desk: Desk, area: QWidget, path: Path) -> None:
        super().__init__(area, _("Take in answers"))
        self._desk, self._path = desk, path
        self.found: Taken | None = None
        self.boxes: dict[str, QCheckBox] = {}
        self.about = Label(path.name, "body", "text.secondary", wrap=True)
        self.count = Label("", "strong", wrap=True)
        self._fills = QWidget()
        self._wrong = Label("", "strong", "danger")
        self.troubles = FiguresTable([
            Figure(lambda: _("Row"), lambda each: str(each.line), 56),
            Figure(lambda: _("Customer number"), lambda each: each.number, 140, right=False),
            Figure(lambda: _("Reason"), lambda each: each.reason, 0, right=False),
        ], name=_("Rows left out"))  # fmt: skip
        self.troubles.setFixedHeight(self.troubles.height_of(_ROWS))
        form = QWidget()
        self._column = QVBoxLayout(form)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        for widget in (self.about, self.count, self._fills, self._wrong, self.troubles):
            self._column.addWidget(widget)
        for widget in (self._wrong, self.troubles):
            widget.hide()
        self.save.setText(_("Take in"))
        self.save.setEnabled(False)
        self.left.connect(self.leave)
        self.save_asked.connect(self.go_on)
        self.show_form(form)
        self._run(trial=True)

    def _run(self, *, trial: bool) -> None:
        self.save.setEnabled(False)
        self._desk.jobs.start(
            take_in,
            self._path,
            today=self._desk.today(),
            by=getpass.getuser(),
            trial=trial,
            refused=[key for key, box in self.boxes.items() if not box.isChecked()],
            title=_("Taking in answers"),
            owner=self,
            done=self._tried if trial else self._taken,
            failed=self._failed,
            cancelled=self.leave,
        )

    def _tried(self, found: Taken) -> None:
        self.found = found
        parts = [found.title, _counted(found)]
        self.count.setText(" · ".join(parts))
        column = QVBoxLayout(self._fills)
        column.setContentsMargins(0, 0, 0, 0)
        if found.fills:
            column.addWidget(Label(_("Goes into the profile"), "caption", "text.secondary"))
        for key, number in (found.fills or {}).items():
            text = ngettext("{field}: {n} customer", "{field}: {n} customers", number)
            box = QCheckBox(text.format(field=_label(key), n=f"{number:,}"))
            box.setChecked(True)
            self.boxes[key] = box
            column.addWidget(box)
        self._wrong.setText(_("Left out: {n}").format(n=f"{len(found.troubles):,}"))
        self.troubles.show_rows(found.troubles)
        for widget in (self._wrong, self.troubles):
            widget.setVisible(bool(found.troubles))
        self.save.setEnabled(bool(found.created + found.replaced))

    def go_on(self) -> None:
        """Take in what was tried."""
        if self.save.isEnabled():
            self._run(trial=False)

    def _taken(self, found: Taken) -> None:
        self._desk.toast(_("Taken in: {counts}.").format(counts=_counted(found)), found.operation)
        self._desk.refresh_data()
        self.leave()

    def _failed(self, problem: UserProblem) -> None:
        self.leave()
        self._desk.show_problem(problem)


def _counted(found: Taken) -> str:
    parts = [
        (found.created, _("{n} new")),
        (found.replaced, _("{n} replaced")),
        (found.unchanged, _("{n} unchanged")),
        (found.empty, _("{n} not filled in")),
        (len(found.troubles), _("{n} rows left out")),
    ]
    told = [text.format(n=f"{number:,}") for number, text in parts if number]
    return _(", ").join(told) or _("no answers")


def _label(key: str) -> str:
    named = {
        FEEDBACK: _("Feedback"),
        RISK: _("Risk tolerance"),
        VISIT: _("Contacts"),
    }
    return named.get(key) or fields()[key].label
