"""What the entrance shows around a recovery key: asking for one, showing a new one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from profiler_app.jobs.workspaces import Opened, recover_workspace
from profiler_app.ui.entrance.recover_page import RecoverPage
from profiler_app.ui.entrance.recovery_page import RecoveryPage
from profiler_app.ui.window import MainWindow


class Recovering(NamedTuple):
    """The window, what runs jobs before a workspace is open, and what follows unlocking."""

    window: MainWindow
    work: Callable[..., None]
    speak: Callable[[str], None]
    today: Callable[[], date]
    unlocked: Callable[[Opened], None]

    def ask(self, path: Path, *, back: Callable[[], None]) -> None:
        """Ask for the recovery key of a workspace whose passphrase is lost."""
        page = RecoverPage(path)
        page.recover_asked.connect(lambda *typed: self._recover(page, *typed))
        page.went_back.connect(back)
        page.language_chosen.connect(self.speak)
        self.window.show_front(page)

    def _recover(self, page: RecoverPage, *typed: Any) -> None:
        page.show_busy(busy=True)
        self.work(
            recover_workspace,
            *typed,
            today=self.today(),
            owner=page,
            done=lambda opened: self.show(opened, self.unlocked),
            failed=page.show_problem,
        )

    def show(self, opened: Opened, go_on: Callable[[Opened], None]) -> None:
        """Show a new recovery key before the workspace itself."""
        page = RecoveryPage(opened.recovery, opened.settings.name, self.today)
        page.went_on.connect(lambda: go_on(opened))
        page.language_chosen.connect(self.speak)
        self.window.show_front(page)
