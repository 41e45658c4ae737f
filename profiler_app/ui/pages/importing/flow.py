"""The way of a file through the steps, without a widget: what is known, and what runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.imports import ImportReport, ImportRequest
from profiler_app.domain.operations import HistoryEntry
from profiler_app.domain.text import _
from profiler_app.jobs.importing import import_file
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.importing.draft import Draft, Step, open_draft
from profiler_app.ui.pages.importing.selection import Effect, Selection
from profiler_app.ui.tasks import Job

_LINE: Final = "import.line"
_LISTED: Final = 20_000
"""So many changes can be decided one by one; those beyond follow the rules."""


class Flow(QObject):
    """Moves one draft from step to step; ``changed`` follows every change of what is public here.

    ``waiting`` are the files behind it, ``reading`` the name of the one that is being opened,
    ``problem`` why the last wish was not possible, ``job`` the check or the writing that runs.
    """

    changed = Signal()

    def __init__(self, desk: Desk, page: QObject) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page  # owns the jobs: it shows their progress
        self.step = Step.FILE
        self.draft: Draft | None = None
        self.waiting: list[Path] = []
        self.reading: str | None = None
        self.problem: UserProblem | None = None
        self.job: Job | None = None
        self.writing = False
        self._run: object = None
        self._pending: ImportRequest | None = None
        desk.jobs.crashed.connect(self._crashed)
        desk.reads.crashed.connect(self._crashed)

    @property
    def inspecting(self) -> bool:
        """Whether the draft is not yet what was asked for last."""
        return self._pending is not None

    # -- files

    def open_files(self, paths: Sequence[Path]) -> None:
        """Take files one after the other; those that come during an import wait."""
        if self.reading is None and self.step in (Step.FILE, Step.RESULT):
            self.waiting[:0] = paths
            self.next_file()
        else:
            self.waiting.extend(paths)
            self.changed.emit()

    def next_file(self) -> None:
        """Forget the draft and open the file that waits longest, if there is one."""
        self._forget()
        if self.waiting:
            path = self.waiting.pop(0)
            self.reading = path.name
            line: Any = self._desk.preferences.get(_LINE, "trade")
            self._inspect(ImportRequest(paths=(path,), line=line))
        self.changed.emit()

    def cancel(self) -> None:
        """Give up the file and those that wait; nothing of them was written."""
        self.stop()
        self.waiting.clear()
        self._forget()
        self.changed.emit()

    def _forget(self) -> None:
        self.draft = self.reading = self.problem = self.job = self._run = self._pending = None
        self.step = Step.FILE

    # -- mapping

    def change(self, **changes: Any) -> None:
        """Ask for the same file with other answers."""
        if self.draft is not None:
            if "line" in changes:
                self._desk.preferences.put(_LINE, changes["line"])
            self._inspect(self._latest(self.draft).asked(**changes))

    def aim(self, target: str) -> None:
        """Take the rows for something else."""
        if self.draft is not None:
            self._inspect(self._latest(self.draft).aimed(target))

    def send(self, column: str, field: str) -> None:
        """Send a column to a field, or to none."""
        if self.draft is not None:
            self._inspect(self._latest(self.draft).sent(column, field))

    def _latest(self, draft: Draft) -> Draft:
        """Return the draft with what was asked for last, though it is not inspected yet."""
        return replace(draft, request=self._pending or draft.request)

    def _inspect(self, request: ImportRequest) -> None:
        run = self._run = object()
        self._pending = request
        self._desk.reads.ask(
            "inspect",
            open_draft,
            request,
            done=self._unless_given_up(run, self._inspected),
            failed=self._unless_given_up(run, self._refused),
            owner=self._page,
        )

    def _inspected(self, draft: Draft) -> None:
        first = self.draft is None
        self.draft, self.problem, self.reading = draft, None, None
        self.go_to(Step.MAPPING if first else self.step)

    def _refused(self, problem: UserProblem) -> None:
        self.problem, self.reading = problem, None
        self.changed.emit()

    # -- check and writing

    def check(self) -> None:
        """Find out what the import would do."""
        self._start(_("Checking {file}"), dry_run=True, done=self._checked)

    def check_again(self, changes: Mapping[str, Any]) -> None:
        """Check the same file with other answers."""
        if self.draft is not None and self.job is None:
            self.draft = replace(self.draft, request=self.draft.asked(**changes))
            self.check()

    def choose(self, choices: Mapping[tuple[int, str], bool], effect: Effect) -> None:
        """Take over what the user decided about single changes."""
        if self.draft is not None:
            asked = self.draft.asked(choices=choices)
            self.draft = replace(self.draft, request=asked, effect=effect)
            self.changed.emit()

    def write(self) -> None:
        """Do it."""
        self._start(_("Writing {file}"), dry_run=False, done=self._written)

    def stop(self) -> None:
        """Ask the job to stop; nothing of it will be saved."""
        if self.job is not None:
            self._desk.jobs.cancel(self.job)

    def _start(self, title: str, *, dry_run: bool, done: Callable[..., None]) -> None:
        assert self.draft is not None
        run = self._run = object()
        self.writing, self.problem = not dry_run, None
        self.job = self._desk.jobs.start(
            import_file,
            self.draft.asked(dry_run=dry_run, shown=_LISTED),
            title=title.format(file=self.draft.path.name),
            today=self._desk.today(),
            owner=self._page,
            done=self._unless_given_up(run, done),
            failed=self._unless_given_up(run, self._failed),
            cancelled=self._unless_given_up(run, self._taken_back),
        )
        self.go_to(Step.CHECK)

    def _unless_given_up(self, run: object, react: Callable[..., None]) -> Callable[..., None]:
        """Return a callback that is dropped when something else was asked for meanwhile."""

        def ended(*answer: Any) -> None:
            if run is self._run:
                self.job = self._run = self._pending = None
                react(*answer)

        return ended

    def _checked(self, report: ImportReport) -> None:
        assert self.draft is not None
        effect = Selection(report).effect
        self.draft = replace(self.draft, checked=report, effect=effect)
        self.changed.emit()

    def _written(self, report: ImportReport) -> None:
        assert self.draft is not None
        self.draft = replace(self.draft, written=report)
        self.go_to(Step.RESULT)
        self._desk.refresh_data()

    def _failed(self, problem: UserProblem) -> None:
        self.problem = problem
        self.go_to(Step.MAPPING)

    def _crashed(self, _error: object) -> None:
        """Let go of what an error of ours ended; the window tells about it."""
        job_over = self.job is not None and self.job not in self._desk.jobs.running
        if not job_over and not self.inspecting:
            return
        self.job = self._run = self._pending = self.reading = None
        self.go_to(Step.FILE if self.draft is None else Step.MAPPING)

    def _taken_back(self) -> None:
        if self.writing:
            self._desk.toast(_("Taken back; nothing was written."))
        self.go_to(Step.CHECK if self.writing else Step.MAPPING)

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
        """Do what the primary button says, once the draft is what was asked for."""
        if self.inspecting:
            return
        if self.draft is None or self.step is Step.RESULT:
            self.next_file()
        elif self.step is Step.FILE:
            self.go_to(Step.MAPPING)
        elif self.step is Step.MAPPING:
            self.check()
        else:
            self.write()

    def learn_history(self, entries: Sequence[HistoryEntry]) -> None:
        """Learn whether what was written still stands."""
        report = self.draft.written if self.draft else None
        if self.draft is not None and report is not None:
            undone = any(e.undone_by for e in entries if e.operation == report.operation)
            self.draft = replace(self.draft, undone=undone)
            self.changed.emit()
