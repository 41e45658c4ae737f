"""A problem close up: who has it, what would be written, and the one button that does it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from profiler_app.domain.quality import RULES, Problem, rule_of
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.bulk import Changed
from profiler_app.jobs.editing import merge_customers
from profiler_app.jobs.quality import fixing
from profiler_app.jobs.quality.changes import Line, Preview
from profiler_app.jobs.quality.fixing import Twins, problem_title
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.widgets.drawer import Drawer
from profiler_app.ui.widgets.labels import Label

_ROWS = 14
_REMIND_DAYS = 7


class ProblemSheet(Drawer):
    """Shows the preview; Save does what the problem's button promised, as one operation."""

    def __init__(self, desk: Desk, problem: Problem, area: QWidget) -> None:
        super().__init__(area, problem_title(problem.key))
        self._desk = desk
        self._problem = problem
        self._busy = False
        self.about = Label(
            _(RULES[rule_of(problem.key)[0]][2]), "body", "text.secondary", wrap=True
        )
        self.count = Label("", "strong")
        self.lines = FiguresTable(self._columns(), name=problem_title(problem.key))
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for widget in (self.about, self.count, self.lines):
            column.addWidget(widget)
        self.lines.setFixedHeight(self.lines.height_of(_ROWS))
        self.save.setText(self._promise(0))
        self.save.setEnabled(False)
        self.left.connect(self.leave)
        self.save_asked.connect(self._act)
        self.lines.opened.connect(lambda _index: self._open())
        self.lines.chosen.connect(lambda _row: self._enable())
        self.show_form(form)
        self.lines.setFocus()
        self._read()

    # -- what stands in the table

    def _columns(self) -> list[Figure]:
        if self._problem.remedy == "review":
            return [
                Figure(lambda: _("Customer"), lambda pair: _who(pair.one), 164, right=False),
                Figure(lambda: _("May be the same"), lambda pair: _who(pair.other), 164,
                       right=False),
                Figure(lambda: _("Because"), lambda pair: pair.because, 0, right=False),
            ]  # fmt: skip
        columns = [
            Figure(lambda: _("Customer"), _who, 0, right=False),
            Figure(lambda: _("Now"), lambda line: line.now, 150, right=False),
        ]
        if self._problem.remedy in ("clean", "unify"):
            columns.append(Figure(lambda: _("Then"), lambda line: line.then or "—", 150,
                                  right=False, tone=lambda _line: "success"))  # fmt: skip
        return columns

    def _read(self) -> None:
        self._desk.reads.ask(
            "quality.preview",
            _twins if self._problem.remedy == "review" else _preview,
            self._problem.key,
            self._desk.today(),
            done=self._show,
            failed=self._desk.show_problem,
            owner=self,
        )

    def _show(self, found: Any) -> None:
        if isinstance(found, Preview):
            rows, count = found.lines, found.count
            text = ngettext("{n} customer", "{n} customers", count).format(n=f"{count:,}")
        else:
            rows, count = found, len(found)
            text = ngettext("{n} pair", "{n} pairs", count).format(n=f"{count:,}")
        if len(rows) < count:
            text = _("{count}, the first {shown} below").format(count=text, shown=len(rows))
        self.count.setText(text)
        self.lines.show_rows(rows)
        self.save.setText(self._promise(count))
        if rows:
            self.lines.selectRow(0)
        self._enable()

    def _enable(self) -> None:
        self.save.setEnabled(not self._busy and self.lines.row() is not None)

    def _promise(self, count: int) -> str:
        """Say what the button will do."""
        remedy = self._problem.remedy
        if remedy == "review":
            return _("Merge this pair")
        if remedy == "list":
            return _("Open the card")
        n = f"{count:,}"
        if remedy == "remind":
            return ngettext("Make {n} reminder", "Make {n} reminders", count).format(n=n)
        return ngettext("Set {n} value right", "Set {n} values right", count).format(n=n)

    # -- doing it

    def _act(self) -> None:
        if self._busy or not self.save.isEnabled():
            return
        remedy, key, today = self._problem.remedy, self._problem.key, self._desk.today()
        if remedy == "list":
            self._open()
        elif remedy == "review":
            pair = self.lines.row()
            survivor, loser = sorted((pair.one.customer, pair.other.customer))
            self._start(merge_customers, survivor, loser, done=self._merged)
        elif remedy == "remind":
            due = today + timedelta(days=_REMIND_DAYS)
            self._start(fixing.remind, key, today=today, due=due, done=self._done)
        else:
            self._start(fixing.fix, key, today=today, done=self._done)

    def _start(self, job: Any, *arguments: Any, done: Any, **named: Any) -> None:
        self._busy = True
        self._enable()
        self._desk.jobs.start(
            job,
            *arguments,
            title=problem_title(self._problem.key),
            owner=self,
            done=done,
            failed=self._failed,
            cancelled=self._free,
            **named,
        )

    def _free(self) -> None:
        self._busy = False
        self._enable()

    def _failed(self, problem: Any) -> None:
        self._free()
        self._desk.show_problem(problem)

    def _done(self, done: Changed) -> None:
        if self._problem.remedy == "remind":
            text = ngettext("Made {n} reminder.", "Made {n} reminders.", done.count)
        else:
            text = ngettext("Set {n} value right.", "Set {n} values right.", done.count)
        self._desk.toast(text.format(n=f"{done.count:,}"), done.operation)
        self._desk.refresh_data()
        self.leave()

    def _merged(self, operation: int) -> None:
        self._busy = False
        self._desk.toast(_("Merged."), operation)
        self._desk.refresh_data()
        self._read()

    def _open(self) -> None:
        row = self.lines.row()
        if row is None:
            return
        line = row.one if isinstance(row, Twins) else row
        rows = self.lines.rows()
        ids = [each.one.customer if isinstance(each, Twins) else each.customer for each in rows]
        self.leave()
        self._desk.open_customer(line.customer, ids)


def _who(line: Line) -> str:
    return f"{line.name} {line.number}"


def _preview(reader: Reader, key: str, today: Any) -> Preview:
    return fixing.preview_problem(reader.workspace, reader.source, key, today=today)


def _twins(reader: Reader, key: str, today: Any) -> tuple[Twins, ...]:
    return fixing.twins(reader.workspace, reader.source, today=today)
