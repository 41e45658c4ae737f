"""The workspace that is open in this window, and in no other window of this machine."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import _
from profiler_app.ui.entrance.recent import remember
from profiler_app.ui.entrance.standing import Standing
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.window import MainWindow

if TYPE_CHECKING:
    from profiler_app.jobs.workspaces import Opened
    from profiler_app.ui.desk import Desk


class Occupant(QObject):
    """``desk`` is that of the workspace in the window, None without one."""

    def __init__(
        self,
        window: MainWindow,
        preferences: Preferences,
        folder: Path,
        today: Callable[[], date],
    ) -> None:
        super().__init__(window)
        self._window, self._preferences, self._today = window, preferences, today
        self.desk: Desk | None = None
        self._warm = False
        self._standing = Standing(folder / "windows", self)
        self._standing.called.connect(window.come_forward)
        self._standing.answered.connect(self._step_aside)
        self._standing.unanswered.connect(self._tell)

    def is_of(self, path: Path) -> bool:
        """Return whether a workspace is the one in the window, locked or not."""
        return self.desk is not None and self.desk.path == path

    def come_in(self, path: Path) -> bool:
        """Leave the workspace before; False where another window has this one and comes forward."""
        return self.is_of(path) or self._standing.take(path, leave=self.leave)

    def move_in(self, opened: Opened, *, is_sample: bool) -> None:
        """Show a workspace; ``recent`` remembers it unless it is sample data."""
        from profiler_app.jobs.warming import warm_up
        from profiler_app.ui.desk import Desk

        if not self.come_in(opened.path):
            return
        desk = Desk(
            opened.path,
            opened.key,
            settings=opened.settings,
            preferences=self._preferences,
            today=self._today,
            parent=self._window,
        )
        desk.is_sample = is_sample
        self.desk = desk
        if not is_sample:
            now = datetime.now().isoformat(timespec="minutes")
            remember(self._preferences, opened.path, now)
        self._window.open_desk(desk)
        desk.bring_up_to_date()
        if not self._warm:
            self._warm = True
            threading.Thread(target=warm_up, name="warm-up", daemon=True).start()

    def leave(self) -> None:
        """Close the workspace that is open."""
        if self.desk is not None:
            self._window.close_desk()
            self.desk = None
        self.release()

    def release(self) -> None:
        """Let other windows have the workspace."""
        self._standing.release()

    def _step_aside(self) -> None:
        """The other window has come forward; one without a workspace of its own goes."""
        if self.desk is None:
            self._window.close()

    def _tell(self, problem: UserProblem) -> None:
        if self.desk is None:
            show_refusal(self._window, problem)
        else:
            self._window.tell(problem)


def show_refusal(window: MainWindow, problem: UserProblem) -> None:
    """Say in a window without a workspace why one could not be opened."""
    from profiler_app.ui.preparation import Preparation

    view = Preparation()
    view.cancelled.connect(window.close)
    view.refuse(_("The workspace could not be opened"), problem)
    window.show_front(view)
