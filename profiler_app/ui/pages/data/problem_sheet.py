"""A problem close up: who has it, what would be written, and the one button that does it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from profiler_app.domain.quality import RULES, Problem, rule_of
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.merging.doing import merge
from profiler_app.jobs.quality import fixing
from profiler_app.jobs.quality.changes import Preview
from profiler_app.jobs.quality.fixing import Twins, problem_title
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.data.preview_sheet import PreviewSheet, who
from profiler_app.ui.pages.segments.figures_table import Figure

_REMIND_DAYS = 7


class ProblemSheet(PreviewSheet):
    """Does what the problem's button promised, as one operation."""

    def __init__(self, desk: Desk, problem: Problem, area: QWidget) -> None:
        self._problem = problem
        read = _twins if problem.remedy == "review" else _preview
        super().__init__(
            desk,
            area,
            problem_title(problem.key),
            _(RULES[rule_of(problem.key)[0]][2]),
            partial(read, key=problem.key, today=desk.today()),
        )

    def columns(self) -> list[Figure]:
        """Pairs have two customers; what needs a person has no new value."""
        if self._problem.remedy == "review":
            return [
                Figure(lambda: _("Customer"), lambda pair: who(pair.one), 164, right=False),
                Figure(lambda: _("May be the same"), lambda pair: who(pair.other), 164,
                       right=False),
                Figure(lambda: _("Because"), lambda pair: pair.because, 0, right=False),
            ]  # fmt: skip
        columns = super().columns()
        return columns if self._problem.remedy in ("clean", "unify") else columns[:2]

    def promise(self, count: int) -> str:
        """Say what the button will do."""
        remedy = self._problem.remedy
        if remedy == "review":
            return _("Merge this pair")
        if remedy == "list":
            return _("Open the card")
        if remedy == "remind":
            text = ngettext("Make {n} reminder", "Make {n} reminders", count)
            return text.format(n=f"{count:,}")
        return super().promise(count)

    def told(self, count: int) -> str:
        """Say what was done."""
        if self._problem.remedy != "remind":
            return super().told(count)
        text = ngettext("Made {n} reminder.", "Made {n} reminders.", count)
        return text.format(n=f"{count:,}")

    def act(self) -> None:
        """Merge a pair, make reminders, set values right, or open the card."""
        remedy, key, today = self._problem.remedy, self._problem.key, self._desk.today()
        if remedy == "list":
            self.open_card()
        elif remedy == "review":
            pair = self.lines.row()
            survivor, loser = sorted((pair.one.customer, pair.other.customer))
            self.start(merge, [survivor, loser], today=today, done=self._merged)
        elif remedy == "remind":
            due = today + timedelta(days=_REMIND_DAYS)
            self.start(fixing.remind, key, today=today, due=due, done=self.finished)
        else:
            self.start(fixing.fix, key, today=today, done=self.finished)

    def _merged(self, operation: int) -> None:
        self.free()
        self._desk.toast(_("Merged."), operation)
        self._desk.refresh_data()
        self.read()

    def customers(self) -> list[int]:
        """Of a pair the first one counts."""
        return [_first(row) for row in self.lines.rows()]

    def current(self) -> int | None:
        """Of a pair the first one counts."""
        row = self.lines.row()
        return None if row is None else _first(row)


def _first(row: Any) -> int:
    return int(row.one.customer if isinstance(row, Twins) else row.customer)


def _preview(reader: Reader, *, key: str, today: Any) -> Preview:
    return fixing.preview_problem(reader.workspace, reader.source, key, today=today)


def _twins(reader: Reader, *, key: str, today: Any) -> tuple[Twins, ...]:
    return fixing.twins(reader.workspace, reader.source, today=today)
