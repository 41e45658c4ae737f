"""The sample data: made when they are first asked for, opened without asking, cleared away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from profiler_app.domain.text import Language, _, language
from profiler_app.ui.entrance.early_jobs import EarlyJobs
from profiler_app.ui.entrance.occupant import Occupant, show_refusal
from profiler_app.ui.entrance.recent import forget
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.window import MainWindow


class Sample(NamedTuple):
    """Which sample data is shown: how many customers, and the seed they are drawn with."""

    customers: int = 5_000
    seed: int = 7


class SampleData(QObject):
    """``unlocked`` carries the workspace once it is open, ``cleared`` follows its removal."""

    unlocked = Signal(object)
    cleared = Signal()

    def __init__(
        self,
        window: MainWindow,
        occupant: Occupant,
        jobs: EarlyJobs,
        folder: Path,
        sample: Sample,
        today: Callable[[], date],
    ) -> None:
        super().__init__(window)
        self._window, self._occupant, self._jobs = window, occupant, jobs
        self._folder, self._sample, self._today = folder, sample, today

    @property
    def path(self) -> Path:
        """Where the sample data of the current language is kept."""
        return (
            self._folder / f"demo-{language()}-{self._sample.customers}-{self._sample.seed}.zhike"
        )

    def is_at(self, path: Path) -> bool:
        """Return whether a workspace is sample data, of any language and size."""
        return path.parent == self._folder and path.name.startswith("demo-")

    def open(self) -> None:
        """Open the sample data; the first time it is made, with its progress in the window."""
        path = self.path
        self._window.ask_before_leaving(lambda: self._come_to(path))

    def _come_to(self, path: Path) -> None:
        if self._occupant.come_in(path):
            if path.exists():
                self.unlock(path)
            else:
                self._prepare(path)

    def _prepare(self, path: Path) -> None:
        from profiler_app.ui.preparation import Preparation

        view = Preparation()
        view.cancelled.connect(self._window.close)
        self._window.show_front(view)
        worker = self._jobs.worker()
        worker.progressed.connect(view.show_job)
        worker.crashed.connect(view.show_failure)
        self._jobs.start(
            _make_sample,
            path,
            language=language(),
            sample=self._sample,
            today=self._today(),
            title=_("Preparing sample data"),
            owner=view,
            done=lambda _nothing: self.unlock(path),
            failed=view.show_failure,
        )

    def unlock(self, path: Path) -> None:
        """Open sample data, whose passphrase everybody knows; deriving the key is no work here."""
        from profiler_app.jobs.demo import DEMO_PASSPHRASE
        from profiler_app.jobs.workspaces import unlock_workspace

        self._jobs.start(
            unlock_workspace,
            path,
            DEMO_PASSPHRASE,
            owner=self,
            done=self.unlocked.emit,
            failed=lambda problem: show_refusal(self._window, problem),
        )

    def hint(self, path: Path) -> str:
        """Return the passphrase in a sentence; nothing for a workspace of one's own."""
        if not self.is_at(path):
            return ""
        from profiler_app.jobs.demo import DEMO_PASSPHRASE

        told = _("This is sample data; its passphrase is {passphrase}.")
        return told.format(passphrase=DEMO_PASSPHRASE)

    def clear(self, preferences: Preferences) -> None:
        """Remove the sample data that is open."""
        from profiler_app.jobs.workspaces import remove_workspace

        desk = self._occupant.desk
        if desk is None or not desk.is_sample:
            return
        self._occupant.leave()
        remove_workspace(desk.path)
        forget(preferences, desk.path)
        self.cleared.emit()


def _make_sample(
    progress: Any, _nothing: object, path: Path, *, language: Language, sample: Sample, today: date
) -> None:
    from profiler_app.jobs.demo import create_demo

    create_demo(
        progress,
        path,
        language=language,
        customers=sample.customers,
        seed=sample.seed,
        today=today,
        weeks=1,
    )
