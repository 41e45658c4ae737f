"""Which workspace the window shows: made, unlocked, locked, changed for another.

This is the first thing loaded after the window is painted, so everything that opens or makes a
workspace is imported where it is done.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from profiler_app.domain.errors import UserProblem, WorkspaceMissing
from profiler_app.domain.text import Language, _, language, ngettext, set_language
from profiler_app.ui.entrance.recent import forget, recent_workspaces, remember
from profiler_app.ui.entrance.standing import Standing
from profiler_app.ui.entrance.unlock_page import Tries, UnlockPage
from profiler_app.ui.idle import minutes_of
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.qt_texts import speak_qt
from profiler_app.ui.window import MainWindow

if TYPE_CHECKING:
    from profiler_app.jobs.workspaces import Opened
    from profiler_app.ui.desk import Desk
    from profiler_app.ui.entrance.create_page import CreatePage
    from profiler_app.ui.entrance.recovering import Recovering
    from profiler_app.ui.tasks import Jobs


class Sample(NamedTuple):
    """Which sample data is shown: how many customers, and the seed they are drawn with."""

    customers: int = 5_000
    seed: int = 7


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
        self._window, self._preferences, self._folder = window, preferences, folder
        self._sample, self._today = sample, today
        self._desk: Desk | None = None
        self._jobs: Jobs | None = None
        self._tries: dict[Path, Tries] = {}
        self._warm = False
        self._standing = Standing(folder / "windows", self)
        self._standing.called.connect(window.come_forward)
        self._standing.answered.connect(self._step_aside)
        self._standing.unanswered.connect(self._tell)
        window.closing.connect(self._close)
        window.lock_asked.connect(lambda: self.lock())
        window.left_alone.connect(lambda: self.lock(self._left_alone))
        window.workspace_asked.connect(self.show_unlock)
        window.file_asked.connect(self.choose_file)
        window.new_workspace_asked.connect(lambda: self.show_create())
        window.sample_asked.connect(self.open_sample)
        window.sample_cleared.connect(self.clear_sample)

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
        if self._desk is not None and self._desk.path == path and not self._desk.locked:
            return
        if self._desk is not None and self._desk.path == path:
            self._leave_for(path)
        else:
            self._window.ask_before_leaving(lambda: self._leave_for(path))

    def _leave_for(self, path: Path) -> None:
        if not self._come_in(path):
            return
        if self._is_sample(path):
            self._unlock_sample(path)
            return
        self._ask_passphrase(path, lambda: _("Customer data is kept encrypted on this computer."))

    def _ask_passphrase(self, path: Path, reason: Callable[[], str]) -> UnlockPage:
        tries = self._tries.setdefault(path, Tries())
        page = UnlockPage(tries, reason=reason, today=self._today())
        hint = ""
        if self._is_sample(path):
            from profiler_app.jobs.demo import DEMO_PASSPHRASE

            hint = _("This is sample data; its passphrase is {passphrase}.").format(
                passphrase=DEMO_PASSPHRASE
            )
        page.show_workspaces(
            recent_workspaces(self._preferences),
            path,
            hint=hint,
        )
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
        self._work(
            unlock_workspace,
            path,
            passphrase,
            owner=page,
            done=self._unlocked,
            failed=page.show_problem,
        )

    def _unlocked(self, opened: Opened) -> None:
        self._tries.pop(opened.path, None)
        if self._desk is not None and self._desk.path == opened.path:
            self._desk.unlock(opened.key)
            self._window.show_desk()
            return
        self._open(opened)

    def lock(self, reason: Callable[[], str] | None = None) -> None:
        """Hide the workspace until its passphrase is typed; everything stays where it is."""
        desk = self._desk
        if desk is None or desk.locked or not desk.lock():
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

        before = self._desk.path if self._desk else None
        recent = [each.path for each in recent_workspaces(self._preferences)]
        back = before or next((path for path in recent if path.exists()), None)
        page = CreatePage(can_go_back=back is not None, folder=folder)
        page.create_asked.connect(
            lambda *typed: self._window.ask_before_leaving(lambda: self._create(page, *typed))
        )
        page.file_asked.connect(self.choose_file)
        page.sample_asked.connect(self.open_sample)
        page.language_chosen.connect(self._speak)
        if back is not None:
            page.went_back.connect(lambda: self._go_back_to(back))
        self._window.show_front(page)

    def _go_back_to(self, path: Path) -> None:
        if self._desk is not None and not self._desk.locked:
            self._window.show_desk()
        elif self._desk is not None:
            self._ask_passphrase(path, lambda: _("Locked. Work goes on after this."))
        else:
            self.show_unlock(path)

    def _create(self, page: CreatePage, path: Path, name: str, passphrase: str) -> None:
        from profiler_app.jobs.workspaces import make_workspace

        page.show_busy(busy=True)
        self._work(
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

    # -- sample data

    @property
    def sample_path(self) -> Path:
        """Where the sample data of the current language is kept."""
        return (
            self._folder / f"demo-{language()}-{self._sample.customers}-{self._sample.seed}.zhike"
        )

    def _is_sample(self, path: Path) -> bool:
        return path.parent == self._folder and path.name.startswith("demo-")

    def open_sample(self) -> None:
        """Open the sample data; the first time it is made, with its progress in the window."""
        path = self.sample_path
        self._window.ask_before_leaving(
            lambda: self._leave_for(path) if path.exists() else self._prepare_sample(path)
        )

    def _prepare_sample(self, path: Path) -> None:
        from profiler_app.ui.preparation import Preparation

        if not self._come_in(path):
            return
        view = Preparation()
        view.cancelled.connect(self._window.close)
        self._window.show_front(view)
        self._worker().progressed.connect(view.show_job)
        self._worker().crashed.connect(view.show_failure)
        self._work(
            _make_sample,
            path,
            language=language(),
            sample=self._sample,
            today=self._today(),
            title=_("Preparing sample data"),
            owner=view,
            done=lambda _nothing: self._unlock_sample(path),
            failed=view.show_failure,
        )

    def _unlock_sample(self, path: Path) -> None:
        """Open sample data, whose passphrase everybody knows; deriving the key is no work here."""
        from profiler_app.jobs.demo import DEMO_PASSPHRASE
        from profiler_app.jobs.workspaces import unlock_workspace

        self._work(
            unlock_workspace,
            path,
            DEMO_PASSPHRASE,
            owner=self,
            done=self._unlocked,
            failed=self._refuse,
        )

    def clear_sample(self) -> None:
        """Remove the sample data and go back to the workspace one came from."""
        from profiler_app.jobs.workspaces import remove_workspace

        desk = self._desk
        if desk is None or not desk.is_sample:
            return
        self._leave()
        remove_workspace(desk.path)
        forget(self._preferences, desk.path)
        self.begin()

    # -- opening and leaving

    def _open(self, opened: Opened) -> None:
        from profiler_app.jobs.warming import warm_up
        from profiler_app.ui.desk import Desk

        if not self._come_in(opened.path):
            return
        desk = Desk(
            opened.path,
            opened.key,
            settings=opened.settings,
            preferences=self._preferences,
            today=self._today,
            parent=self._window,
        )
        desk.is_sample = self._is_sample(opened.path)
        self._desk = desk
        now = datetime.now().isoformat(timespec="minutes")
        if not desk.is_sample:
            remember(self._preferences, opened.path, now)
        self._window.open_desk(desk)
        desk.bring_up_to_date()
        if not self._warm:
            self._warm = True
            threading.Thread(target=warm_up, name="warm-up", daemon=True).start()

    def _leave(self) -> None:
        """Close the workspace that is open."""
        if self._desk is not None:
            self._window.close_desk()
            self._desk = None
        self._standing.release()

    def _come_in(self, path: Path) -> bool:
        """Leave the workspace before; False where another window has this one and comes forward."""
        if self._desk is not None and self._desk.path == path:
            return True
        return self._standing.take(path, leave=self._leave)

    def _step_aside(self) -> None:
        """The other window has come forward; one without a workspace of its own goes."""
        if self._desk is None:
            self._window.close()

    def _tell(self, problem: UserProblem) -> None:
        if self._desk is None:
            self._refuse(problem)
        else:
            self._window.tell(problem)

    def _refuse(self, problem: UserProblem) -> None:
        from profiler_app.ui.preparation import Preparation

        view = Preparation()
        view.cancelled.connect(self._window.close)
        view.refuse(_("The workspace could not be opened"), problem)
        self._window.show_front(view)

    # -- the rest

    def _speak(self, chosen: str) -> None:
        spoken: Language = "en" if chosen == "en" else "zh"
        if self._desk is not None:
            self._desk.use_language(spoken)
            return
        set_language(spoken)
        self._preferences.put("language", spoken)
        speak_qt()
        self._window.retranslate()

    def _worker(self) -> Jobs:
        """Deriving a key takes a moment and happens before there is a workspace to do it."""
        from profiler_app.ui.tasks import Jobs

        if self._jobs is None:
            self._jobs = Jobs(_NoWorkspace, self)
            self._jobs.crashed.connect(self._window.met)
        return self._jobs

    def _recovering(self) -> Recovering:
        from profiler_app.ui.entrance.recovering import Recovering

        return Recovering(self._window, self._work, self._speak, self._today, self._unlocked)

    def _work(self, function: Any, *arguments: Any, title: str = "", **keywords: Any) -> None:
        self._worker().start(function, *arguments, title=title, **keywords)

    def _close(self) -> None:
        if self._jobs is not None:
            self._jobs.shut_down()
        self._standing.release()


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


class _NoWorkspace:
    """What the worker holds while there is no workspace yet."""

    def interrupt(self) -> None:
        """Nothing runs that could be interrupted; jobs stop at their next step."""

    def close(self) -> None:
        """Nothing is open."""
