"""A problem close up: who has it, what would be written, and the one button that does it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from profiler_app.domain.quality import RULES, Problem, rule_of
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.quality import fixing
from profiler_app.jobs.quality.changes import Preview
from profiler_app.jobs.quality.fixing import problem_title
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.data.preview_sheet import PreviewSheet
from profiler_app.ui.pages.segments.figures_table import Figure

_REMIND_DAYS = 7


class ProblemSheet(PreviewSheet):
    """Does what the problem's button promised, as one operation."""

    def __init__(self, desk: Desk, problem: Problem, area: QWidget) -> None:
        self._problem = problem
        super().__init__(
            desk,
            area,
            problem_title(problem.key),
            _(RULES[rule_of(problem.key)[0]][2]),
            partial(_preview, key=problem.key, today=desk.today()),
        )

    def columns(self) -> list[Figure]:
        """What needs a person has no new value."""
        columns = super().columns()
        return columns if self._problem.remedy in ("clean", "unify") else columns[:2]

    def promise(self, count: int) -> str:
        """Say what the button will do."""
        remedy = self._problem.remedy
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
        """Make reminders, set values right, or open the card."""
        remedy, key, today = self._problem.remedy, self._problem.key, self._desk.today()
        if remedy == "list":
            self.open_card()
        elif remedy == "remind":
            due = today + timedelta(days=_REMIND_DAYS)
            self.start(fixing.remind, key, today=today, due=due, done=self.finished)
        else:
            self.start(fixing.fix, key, today=today, done=self.finished)


def _preview(reader: Reader, *, key: str, today: Any) -> Preview:
    return fixing.preview_problem(reader.workspace, reader.source, key, today=today)
