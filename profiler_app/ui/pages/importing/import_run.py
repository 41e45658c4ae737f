"""The check or the writing that runs for the files of a wizard: one at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.importing.safeguarding import import_safely
from profiler_app.ui.copy_watch import copies_folder
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.importing.draft import Draft
from profiler_app.ui.tasks import Job

_LISTED: Final = 20_000
"""So many changes can be decided one by one; those beyond follow the rules."""


class ImportRun(QObject):
    """Checks or writes drafts, all of them as one operation.

    ``job`` is what runs, ``writing`` says which of the two it is or was. ``checked`` and
    ``written`` bring a report for every draft, ``failed`` the problem; ``stopped`` follows a
    cancellation. A job that was forgotten brings nothing.
    """

    checked = Signal(object)
    written = Signal(object)
    failed = Signal(object)
    stopped = Signal()

    def __init__(self, desk: Desk, page: QObject) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page  # owns the jobs: it shows their progress
        self.job: Job | None = None
        self.writing = False

    def check(self, drafts: Sequence[Draft]) -> None:
        """Find out what the import would do."""
        self._start(_("Checking {file}"), drafts, self.checked.emit, writing=False)

    def write(self, drafts: Sequence[Draft]) -> None:
        """Do it."""
        self._start(_("Writing {file}"), drafts, self.written.emit, writing=True)

    def stop(self) -> None:
        """Ask the job to stop; nothing of it will be saved."""
        if self.job is not None:
            self._desk.jobs.cancel(self.job)

    def forget(self) -> None:
        """Expect nothing of the job any more."""
        self.job = None

    @property
    def crashed(self) -> bool:
        """Whether an error of ours ended the job, so that it brings nothing."""
        return self.job is not None and self.job not in self._desk.jobs.running

    def _start(
        self, title: str, drafts: Sequence[Draft], done: Callable[..., None], *, writing: bool
    ) -> None:
        self.writing = writing
        self.job = job = self._desk.jobs.start(
            import_safely,
            tuple(replace(each.request, dry_run=not writing, shown=_LISTED) for each in drafts),
            title=title.format(file=_names(drafts)),
            today=self._desk.today(),
            backups=copies_folder(self._desk),
            owner=self._page,
            done=lambda reports: self._end(job, done, reports),
            failed=lambda problem: self._end(job, self.failed.emit, problem),
            cancelled=lambda: self._end(job, self.stopped.emit),
        )

    def _end(self, job: Job, react: Callable[..., None], *answer: Any) -> None:
        if job is self.job:
            self.job = None
            react(*answer)


def _names(drafts: Sequence[Draft]) -> str:
    if len(drafts) == 1:
        return drafts[0].path.name
    return ngettext("{n} file", "{n} files", len(drafts)).format(n=len(drafts))
