"""What runs before there is a workspace: making one, deriving a key, preparing sample data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from profiler_app.ui.window import MainWindow

if TYPE_CHECKING:
    from profiler_app.ui.tasks import Jobs


class EarlyJobs(QObject):
    """A writer thread without a workspace, begun when it is first needed."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._jobs: Jobs | None = None

    def worker(self) -> Jobs:
        """Return the thread; an error of ours in it is told by the window."""
        from profiler_app.ui.tasks import Jobs

        if self._jobs is None:
            self._jobs = Jobs(_NoWorkspace, self)
            self._jobs.crashed.connect(self._window.met)
        return self._jobs

    def start(self, function: Any, *arguments: Any, title: str = "", **keywords: Any) -> None:
        """Run a job (see ``Jobs.start``)."""
        self.worker().start(function, *arguments, title=title, **keywords)

    def shut_down(self) -> None:
        """End the thread, if it was begun."""
        if self._jobs is not None:
            self._jobs.shut_down()


class _NoWorkspace:
    """What the worker holds while there is no workspace yet."""

    def interrupt(self) -> None:
        """Nothing runs that could be interrupted; jobs stop at their next step."""

    def close(self) -> None:
        """Nothing is open."""
