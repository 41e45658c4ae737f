"""What is said about a group: each decision is one operation, and one at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from profiler_app.domain.progress import Progress
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.merging import reviewing
from profiler_app.jobs.merging.doing import merge, never_merge
from profiler_app.jobs.merging.reviewing import Group
from profiler_app.jobs.merging.separating import LaterChange, merged_record, unmerge
from profiler_app.jobs.workspaces import Workspace
from profiler_app.ui.desk import Desk


class Decisions(QObject):
    """Carries out what was decided, unless the last decision is still being saved.

    ``decided``: a group is the same or is not; ``moved``: it was put off or taken up again.
    """

    decided = Signal(object)
    moved = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._busy = False

    def merge(
        self, group: Group, take: Mapping[str, int], values: Mapping[str, Any], *, blind: bool
    ) -> None:
        """Make the records of a group one customer."""
        self._start(
            merge,
            list(group.customers),
            today=self._desk.today(),
            take=dict(take),
            values=dict(values),
            answer=_answer(group, blind),
            title=_("Merging"),
            done=partial(self._decided, group, _merged_text(group)),
        )

    def say_different(self, group: Group, *, blind: bool) -> None:
        """Remember that the records are different customers."""
        self._start(
            never_merge,
            list(group.customers),
            today=self._desk.today(),
            answer=_answer(group, blind),
            title=_("Saving"),
            done=partial(self._decided, group, _("Remembered: not the same.")),
        )

    def put_off(self, group: Group) -> None:
        """Look at the group another time, or take it up again."""
        self._start(
            reviewing.put_off,
            group.numbers,
            later_on=not group.later,
            title=_("Saving"),
            done=lambda _none: self._moved(group),
        )

    def separate(self, operation: int, give: Sequence[LaterChange], to: str) -> None:
        """End a merge; later edits stay with the survivor unless they are given away."""
        self._start(_separate, operation, give, to, title=_("Separating"), done=self._separated)

    def _start(self, job: Any, *arguments: Any, title: str, done: Any, **named: Any) -> None:
        if self._busy:
            return
        self._busy = True
        self._desk.jobs.start(
            job, *arguments, title=title, owner=self, done=done, failed=self._fail, **named
        )

    def _fail(self, problem: Any) -> None:
        self._busy = False
        self._desk.show_problem(problem)

    def _decided(self, group: Group, text: str, operation: int) -> None:
        self._busy = False
        self.decided.emit(group)
        self._desk.toast(text, operation)
        self._desk.refresh_data()

    def _moved(self, group: Group) -> None:
        self._busy = False
        self.moved.emit(group)

    def _separated(self, report: Any) -> None:
        self._busy = False
        self._desk.toast(_("Separated."), report.operation)
        self._desk.refresh_data()


def _answer(group: Group, blind: bool) -> dict[str, Any]:
    return {"probability": round(group.probability, 6), "blind": blind}


def _merged_text(group: Group) -> str:
    n = len(group.customers)
    text = ngettext("Merged {n} record into “{name}”.", "Merged {n} records into “{name}”.", n)
    return text.format(n=n, name=group.names[0])


def _separate(
    progress: Progress, workspace: Workspace, operation: int, give: Sequence[LaterChange], to: str
) -> Any:
    receiver = merged_record(workspace, operation, to) if give else None
    return unmerge(progress, workspace, operation, give=[each.edit for each in give], to=receiver)
