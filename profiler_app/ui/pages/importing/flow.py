"""The way of files through the steps, without a widget: what is known, and what runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.imports import ImportReport
from profiler_app.domain.text import _
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.importing.answers import Answers
from profiler_app.ui.pages.importing.batch import Batch
from profiler_app.ui.pages.importing.draft import Draft, Step
from profiler_app.ui.pages.importing.import_run import ImportRun
from profiler_app.ui.pages.importing.selection import Effect, Selection


class Flow(QObject):
    """Moves the files of a ``batch`` from step to step, all of them as one operation.

    ``changed`` follows every change of what is public here. ``waiting`` are files that came
    during a check or an import, ``problem`` says why the last wish was not possible, ``run`` is
    the check or the writing.
    """

    changed = Signal()

    def __init__(self, desk: Desk, page: QObject) -> None:
        super().__init__(page)
        self._desk = desk
        self.batch = Batch(desk, page)
        self.answers = Answers(desk, self.batch)
        self.step = Step.FILE
        self.waiting: list[Path] = []
        self.problem: UserProblem | None = None
        self.run = ImportRun(desk, page)
        self.batch.opened.connect(self._opened)
        self.batch.changed.connect(self._batch_changed)
        self.batch.refused.connect(self._refused)
        self.run.checked.connect(self._checked)
        self.run.written.connect(self._written)
        self.run.failed.connect(self._failed)
        self.run.stopped.connect(self._stopped)
        desk.jobs.crashed.connect(self._crashed)
        desk.reads.crashed.connect(self._crashed)

    @property
    def draft(self) -> Draft | None:
        """The file that is shown."""
        return self.batch.draft

    # -- files

    def open_files(self, paths: Sequence[Path]) -> None:
        """Take files together; those that come during a check or an import wait."""
        if self.run.job is not None or self.step is Step.CHECK:
            self.waiting.extend(paths)
            self.changed.emit()
        else:
            self._make_room()
            self.batch.open_files(paths)

    def open_text(self, text: str) -> None:
        """Take a table from the clipboard."""
        if self.run.job is None and text.strip():
            self._make_room()
            self.batch.open_text(text)

    def _make_room(self) -> None:
        """Files that come in the mapping step join the others; elsewhere they begin anew."""
        if self.step is not Step.MAPPING and self.batch.reading is None:
            self._forget()

    def next_file(self) -> None:
        """Forget the drafts and open the files that wait, if there are any."""
        self._forget()
        paths, self.waiting = self.waiting, []
        self.batch.open_files(paths)
        self.changed.emit()

    def cancel(self) -> None:
        """Give up the files and those that wait; nothing of them was written."""
        self.run.stop()
        self.waiting.clear()
        self._forget()
        self.changed.emit()

    def _forget(self) -> None:
        self.problem = None
        self.run.forget()
        self.batch.clear()
        self.step = Step.FILE

    def _opened(self) -> None:
        """All files that were asked for are read: go where there is something to do."""
        known = all(draft.known for draft in self.batch.drafts)
        if known and self.problem is None and self.step is Step.FILE:
            self.check()
        else:
            self.go_to(Step.MAPPING)

    def _batch_changed(self) -> None:
        if self.step is Step.CHECK and self.run.job is None and self.batch.unchecked():
            self.step = Step.MAPPING
        if not self.batch.drafts and self.step is Step.MAPPING:
            self.step = Step.FILE
        self.changed.emit()

    def _refused(self, problem: UserProblem) -> None:
        self.problem = problem
        self.changed.emit()

    # -- check and writing

    def check(self) -> None:
        """Find out what the import would do."""
        self.problem = None
        self.run.check(self.batch.drafts)
        self.go_to(Step.CHECK)

    def check_again(self, changes: Mapping[str, Any]) -> None:
        """Check the same files with other answers for the one that is shown."""
        if self.draft is not None and self.run.job is None:
            self.batch.put(replace(self.draft, request=self.draft.asked(**changes)))
            self.check()

    def choose(self, choices: Mapping[tuple[int, str], bool], effect: Effect) -> None:
        """Take over what the user decided about single changes."""
        if self.draft is not None:
            asked = self.draft.asked(choices=choices)
            self.batch.put(replace(self.draft, request=asked, effect=effect))
            self.changed.emit()

    def write(self) -> None:
        """Do it."""
        self.problem = None
        self.run.write(self.batch.drafts)
        self.go_to(Step.CHECK)

    def _checked(self, reports: Sequence[ImportReport]) -> None:
        for at, report in enumerate(reports):
            draft = self.batch.drafts[at]
            effect = Selection(report, draft.request.choices).effect
            self.batch.drafts[at] = replace(draft, checked=report, effect=effect)
        self.changed.emit()

    def _written(self, reports: Sequence[ImportReport]) -> None:
        for at, report in enumerate(reports):
            self.batch.drafts[at] = replace(self.batch.drafts[at], written=report)
        self.go_to(Step.RESULT)
        self._desk.refresh_data()

    def _failed(self, problem: UserProblem) -> None:
        self.problem = problem
        self.go_to(Step.MAPPING)

    def _crashed(self, _error: object) -> None:
        """Let go of what an error of ours ended; the window tells about it."""
        if not self.run.crashed and not self.batch.busy:
            return
        self.run.forget()
        self.batch.let_go()
        self.go_to(Step.FILE if self.draft is None else Step.MAPPING)

    def _stopped(self) -> None:
        if self.run.writing:
            self._desk.toast(_("Taken back; nothing was written."))
        self.go_to(Step.CHECK if self.run.writing else Step.MAPPING)

    # -- from step to step

    def go_to(self, step: Step) -> None:
        """Show another step."""
        self.step = step
        self.changed.emit()

    def go_back(self) -> bool:
        """Go one step back; False where there is none to go back to."""
        if self.step not in (Step.MAPPING, Step.CHECK):
            return False
        self.go_to(Step(self.step - 1))
        return True

    def go_on(self) -> None:
        """Do what the primary button says, once the drafts are what was asked for."""
        if self.batch.busy:
            return
        if self.draft is None or self.step is Step.RESULT:
            self.next_file()
        elif self.step is Step.FILE:
            self.go_to(Step.MAPPING)
        elif self.step is Step.MAPPING:
            self.check()
        else:
            self.write()
