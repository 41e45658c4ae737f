"""Opening the window: first the window, then the workspace, then the heavy libraries."""

from __future__ import annotations

import logging
import sys
import threading
from datetime import date
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtWidgets import QApplication

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import Language, _, language, set_language
from profiler_app.jobs.logs import keep_log
from profiler_app.jobs.places import data_folder
from profiler_app.ui.first_paint import after_first_paint
from profiler_app.ui.look import apply_look
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.qt_texts import speak_qt
from profiler_app.ui.window import MainWindow

_LOG = logging.getLogger("profiler_app")


def open_window(
    *, language: Language | None = None, demo_customers: int = 5_000, demo_seed: int = 7
) -> int:
    """Show the window on the demonstration workspace (made on the first start)."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Zhike")
    folder = data_folder()
    keep_log(folder / "zhike.log")
    preferences = Preferences(folder / "window.ini")
    set_language(language or ("en" if preferences.get("language", "zh") == "en" else "zh"))
    apply_look(preferences)
    speak_qt()
    window = MainWindow(preferences)
    _catch_mistakes(window)
    start = Start(window, preferences, folder, customers=demo_customers, seed=demo_seed)
    window.show()
    after_first_paint(window, lambda: _go_on(start))
    return application.exec()


def _go_on(start: Start) -> None:
    from profiler_app.jobs.warming import favour_window

    favour_window()
    start.begin()


class Start:
    """From the bare window to the open workspace."""

    def __init__(
        self,
        window: MainWindow,
        preferences: Preferences,
        folder: Path,
        *,
        customers: int,
        seed: int,
        today: Any = date.today,
    ) -> None:
        self._window = window
        self._preferences = preferences
        self._path = folder / f"demo-{language()}-{customers}-{seed}.zhike"
        self._customers, self._seed = customers, seed
        self._today = today

    def begin(self) -> None:
        """Open the workspace, or make it first, with its progress in the window.

        Called when the window is there to be seen; only here the libraries of the work are loaded.
        """
        from profiler_app.ui.tasks import Jobs

        self._jobs = Jobs(_NoWorkspace)
        self._window.closing.connect(self._jobs.shut_down)
        if self._path.exists():
            self._open()
        else:
            self._make()

    def _make(self) -> None:
        from profiler_app.jobs.demo import create_demo
        from profiler_app.ui.preparation import Preparation

        self._view = Preparation()
        self._view.cancelled.connect(self._window.close)
        self._window.show_preparation(self._view)
        self._jobs.progressed.connect(self._view.show_job)
        self._jobs.crashed.connect(self._view.show_failure)
        self._jobs.start(
            lambda progress, _nothing: create_demo(
                progress,
                self._path,
                language=language(),
                customers=self._customers,
                seed=self._seed,
                today=self._today(),
            ),
            title=_("Preparing sample data"),
            owner=self._view,
            done=lambda _result: self._open(),
            failed=self._view.show_failure,
        )

    def _open(self) -> None:
        self._jobs.start(
            lambda _progress, _nothing: _opened(self._path),
            title=_("Opening the workspace"),
            owner=self._window,
            done=self._show,
            failed=self._refuse,
        )

    def _show(self, opened: tuple[Any, Any]) -> None:
        from profiler_app.jobs.warming import warm_up
        from profiler_app.ui.desk import Desk

        self._window.closing.disconnect(self._jobs.shut_down)
        self._jobs.shut_down()
        key, settings = opened
        desk = Desk(
            self._path,
            key,
            settings=settings,
            preferences=self._preferences,
            today=self._today,
            parent=self._window,
        )
        self._window.open_desk(desk)
        desk.bring_up_to_date()
        threading.Thread(target=warm_up, name="warm-up", daemon=True).start()

    def _refuse(self, problem: UserProblem) -> None:
        from profiler_app.ui.preparation import Preparation

        view = Preparation()
        view.cancelled.connect(self._window.close)
        view.refuse(_("The workspace could not be opened"), problem)
        self._window.show_preparation(view)


def _opened(path: Path) -> tuple[Any, Any]:
    """Derive the key of a workspace, read its settings, and load what its first page needs.

    Runs in the thread of the jobs, so that the window answers meanwhile.
    """
    from profiler_app.jobs.demo import DEMO_PASSPHRASE
    from profiler_app.jobs.warming import load_catalogs
    from profiler_app.jobs.workspaces import file_key, read_settings

    key = file_key(path, DEMO_PASSPHRASE)
    settings = read_settings(path, key)
    load_catalogs()
    import_module("profiler_app.ui.pages.customers")
    return key, settings


class _NoWorkspace:
    """What the writer holds while there is no workspace yet."""

    def interrupt(self) -> None:
        """Nothing runs that could be interrupted; jobs stop at their next step."""

    def close(self) -> None:
        """Nothing is open."""


def _catch_mistakes(window: MainWindow) -> None:
    """Log what nobody caught, and say so once."""
    told: list[str] = []

    def catch(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        _LOG.error("uncaught", exc_info=(kind, error, trace))
        if not told:
            told.append(kind.__name__)
            from profiler_app.ui.problem_dialog import show_crash

            show_crash(window, kind.__name__)

    sys.excepthook = catch
    threading.excepthook = lambda args: _LOG.error(
        "uncaught in a thread",
        exc_info=(args.exc_type, args.exc_value, args.exc_traceback),  # type: ignore[arg-type]
    )
