"""Which workspace the window shows: made, unlocked, locked, changed for another.

This is the first thing loaded after the window is painted, so everything that opens or makes a
workspace is imported where it is done.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from profiler_app.domain.errors import WorkspaceMissing
from profiler_app.domain.text import Language, _, language, ngettext, set_language
from profiler_app.ui.entrance.early_jobs import EarlyJobs
from profiler_app.ui.entrance.occupant import Occupant
from profiler_app.ui.entrance.recent import forget, recent_workspaces
from profiler_app.ui.entrance.sample_data import Sample, SampleData
from profiler_app.ui.entrance.unlock_page import Tries, UnlockPage
from profiler_app.ui.idle import minutes_of
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.qt_texts import speak_qt
from profiler_app.ui.window import MainWindow

if TYPE_CHECKING:
    from profiler_app.jobs.workspaces import Opened
    from profiler_app.ui.entrance.create_page import CreatePage
    from profiler_app.ui.entrance.recovering import Recovering


class Entrance(QObject):
    """Stands between the window and the workspaces of this machine."""

    def __init__(
        self,
        window: MainWindow,
        preferences: Preferences,
        folder: Path,
        *,
        sample: Sample = Sample(),  # noqa: B008
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(window)
        self._window, self._preferences, self._today = window, preferences, today
        self._tries: dict[Path, Tries] = {}
        self._jobs = EarlyJobs(window)
        self._occupant = Occupant(window, preferences, folder, today)
        self.sample = SampleData(window, self._occupant, self._jobs, folder, sample, today)
        self.sample.unlocked.connect(self._unlocked)
        self.sample.cleared.connect(self.begin)
        window.closing.connect(self._close)
        window.lock_asked.connect(lambda: self.lock())
        window.left_alone.connect(lambda: self.lock(self._left_alone))
        window.workspace_asked.connect(self.show_unlock)
        window.file_asked.connect(self.choose_file)
        window.new_workspace_asked.connect(lambda: self.show_create())
        window.sample_asked.connect(self.sample.open)
        window.sample_cleared.connect(lambda: self.sample.clear(preferences))

    def begin(self) -> None:
        """Ask for the passphrase of the last workspace, or for a new one."""
        recent = [each for each in recent_workspaces(self._preferences) if each.path.exists()]
        if recent:
            self.show_unlock(recent[0].path)
        else:
            self.show_create()

    # -- unlocking

    def show_unlock(self, path: Path) -> None:
        """Ask for the passphrase of a workspace; the one that is open is closed."""
        if not path.exists():
            forget(self._preferences, path)
            self._window.tell(WorkspaceMissing(file=str(path), command="profiler new"))
            return
        desk = self._occupant.desk
        if desk is not None and desk.path == path:
            if desk.lock.locked:
                self._leave_for(path)
        else:
            self._window.ask_before_leaving(lambda: self._leave_for(path))

    def _leave_for(self, path: Path) -> None:
        if not self._occupant.come_in(path):
            return
        if self.sample.is_at(path):
            self.sample.unlock(path)
            return
        self._ask_passphrase(path, lambda: _("Customer data is kept encrypted on this computer."))

    def _ask_passphrase(self, path: Path, reason: Callable[[], str]) -> UnlockPage:
        tries = self._tries.setdefault(path, Tries())
        page = UnlockPage(tries, reason=reason, today=self._today())
        hint = self.sample.hint(path)
        page.show_workspaces(recent_workspaces(self._preferences), path, hint=hint)
        page.unlock_asked.connect(lambda file, typed: self._unlock(page, file, typed))
        page.chosen.connect(self.show_unlock)
        page.recover_asked.connect(
            lambda file: self._recovering().ask(file, back=lambda: self._leave_for(file))
        )
        page.recover.setVisible(not hint)
        page.create_asked.connect(lambda: self.show_create())
        page.file_asked.connect(self.choose_file)
        page.language_chosen.connect(self._speak)
        self._window.show_front(page)
        return page

    def _unlock(self, page: UnlockPage, path: Path, passphrase: str) -> None:
        from profiler_app.jobs.workspaces import unlock_workspace

        page.show_busy(busy=True)
        self._jobs.start(
            unlock_workspace,
            path,
            passphrase,
            owner=page,
            done=self._unlocked,
            failed=page.show_problem,
        )

    def _unlocked(self, opened: Opened) -> None:
        self._tries.pop(opened.path, None)
        desk = self._occupant.desk
        if desk is not None and desk.path == opened.path:
            desk.lock.open(opened.key)
            self._window.show_desk()
        else:
            self._open(opened)

    def _open(self, opened: Opened) -> None:
        self._occupant.move_in(opened, is_sample=self.sample.is_at(opened.path))

    def lock(self, reason: Callable[[], str] | None = None) -> None:
        """Hide the workspace until its passphrase is typed; everything stays where it is."""
        desk = self._occupant.desk
        if desk is None or desk.lock.locked or not desk.lock.close():
            return
        self._window.hide_desk()
        self._ask_passphrase(desk.path, reason or (lambda: _("Locked. Work goes on after this.")))

    def _left_alone(self) -> str:
        n = minutes_of(self._preferences)
        return ngettext(
            "Locked: nobody touched keys or mouse for {n} minute",
            "Locked: nobody touched keys or mouse for {n} minutes",
            n,
        ).format(n=n)

    def choose_file(self) -> None:
        """Let a workspace be chosen among the files."""
        chosen, _filter = QFileDialog.getOpenFileName(
            self._window, _("Open a workspace"), "", _("Workspaces (*.zhike)")
        )
        if chosen:
            self.show_unlock(Path(chosen))

    # -- making one

    def show_create(self, folder: Path | None = None) -> None:
        """Ask what a new workspace shall be called and be locked with."""
        from profiler_app.ui.entrance.create_page import CreatePage

        before = self._occupant.desk.path if self._occupant.desk else None
        recent = [each.path for each in recent_workspaces(self._preferences)]
        back = before or next((path for path in recent if path.exists()), None)
        page = CreatePage(can_go_back=back is not None, folder=folder)
        page.create_asked.connect(
            lambda *typed: self._window.ask_before_leaving(lambda: self._create(page, *typed))
        )
        page.file_asked.connect(self.choose_file)
        page.sample_asked.connect(self.sample.open)
        page.language_chosen.connect(self._speak)
        if back is not None:
            page.went_back.connect(lambda: self._go_back_to(back))
        self._window.show_front(page)

    def _go_back_to(self, path: Path) -> None:
        desk = self._occupant.desk
        if desk is not None and not desk.lock.locked:
            self._window.show_desk()
        elif desk is not None:
            self._ask_passphrase(path, lambda: _("Locked. Work goes on after this."))
        else:
            self.show_unlock(path)

    def _create(self, page: CreatePage, path: Path, name: str, passphrase: str) -> None:
        from profiler_app.jobs.workspaces import make_workspace

        page.show_busy(busy=True)
        self._jobs.start(
            make_workspace,
            path,
            passphrase,
            name=name,
            language=language(),
            today=self._today(),
            owner=page,
            done=lambda opened: self._recovering().show(opened, self._open),
            failed=page.show_problem,
        )

    # -- the rest

    def _speak(self, chosen: str) -> None:
        spoken: Language = "en" if chosen == "en" else "zh"
        if self._occupant.desk is not None:
            self._occupant.desk.use_language(spoken)
            return
        set_language(spoken)
        self._preferences.put("language", spoken)
        speak_qt()
        self._window.retranslate()

    def _recovering(self) -> Recovering:
        from profiler_app.ui.entrance.recovering import Recovering

        return Recovering(self._window, self._jobs.start, self._speak, self._today, self._unlocked)

    def _close(self) -> None:
        self._jobs.shut_down()
        self._occupant.release()
