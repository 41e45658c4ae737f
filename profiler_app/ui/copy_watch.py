"""Copies of the workspace, and their rehearsal, made by themselves while the window is open."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import _

if TYPE_CHECKING:
    from profiler_app.ui.desk import Desk, Reader

BY_ITSELF = "backup_by_itself"
"""The preference that says whether copies are made by themselves."""
_LOOKS_EVERY_MS = 60_000


class CopyWatch(QObject):
    """Looks every minute whether a copy or a rehearsal is due, and lets the worker make it.

    What goes wrong is told once, until it goes well again or the program is started anew.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._told = ""
        self._timer = QTimer(self, interval=_LOOKS_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Ask what is due, unless something else is going on."""
        desk = self._desk
        if desk.lock.locked or desk.jobs.running or copies_folder(desk) is None:
            return
        desk.reads.ask("copies", self._due, done=self._make, owner=self)

    def _due(self, reader: Reader) -> str:
        from profiler_app.jobs.automatic_copies import due

        return due(reader.workspace, today=self._desk.today())

    def _make(self, what: str) -> None:
        from profiler_app.jobs.automatic_copies import timed_copy
        from profiler_app.jobs.restoring import rehearse

        folder = copies_folder(self._desk)
        if not what or folder is None or self._desk.lock.locked:
            return
        job: Callable[..., Any]
        job, title = partial(timed_copy, folder=folder), _("Backing up")
        if what == "rehearsal":
            job, title = partial(rehearse, today=self._desk.today()), _("Rehearsing the restore")
        self._desk.jobs.start(
            job,
            title=title,
            derived=True,
            owner=self,
            done=self._went_well,
            failed=self._failed,
        )

    def _went_well(self, _made: object) -> None:
        self._told = ""

    def _failed(self, problem: UserProblem) -> None:
        if self._told != str(problem):
            self._told = str(problem)
            self._desk.show_problem(problem)


def copies_folder(desk: Desk) -> Path | None:
    """Return where copies made by themselves go; None: none are wanted.

    That is the folder of backups, else one beside the workspace.
    """
    if desk.is_sample or not desk.preferences.get(BY_ITSELF, True):
        return None
    chosen = Path(str(desk.preferences.get("backup_folder", "")) or "?")
    return chosen if chosen.is_dir() else desk.path.with_suffix(".backups")
