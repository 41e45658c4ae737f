"""Opening the window: first the bare window, then its front page, then the heavy libraries."""

from __future__ import annotations

import logging
import sys
import threading
from importlib import import_module
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from profiler_app.domain.resources import resource_path
from profiler_app.domain.text import Language, set_language
from profiler_app.jobs.logs import keep_log
from profiler_app.jobs.places import data_folder
from profiler_app.ui.appearance import apply_look
from profiler_app.ui.first_paint import after_first_paint
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.qt_texts import speak_qt
from profiler_app.ui.theme import ARGUMENTS
from profiler_app.ui.window import MainWindow

_LOG = logging.getLogger("profiler_app")
_NEEDED = ("profiler_app.ui.desk", "profiler_app.ui.pages.customers")
_PATIENCE = 10.0
"""Seconds the end of the program waits for what is still being loaded."""
_PAINTED_MS = 100
"""Milliseconds after which the front page has been painted too."""


def open_window(
    *,
    language: Language | None = None,
    demo_customers: int | None = None,
    demo_seed: int = 7,
    file: Path | None = None,
) -> int:
    """Show the window: on the sample data or on a file when asked for, else on the last one."""
    application = QApplication([*sys.argv[:1], *ARGUMENTS])
    application.setProperty("has_style", True)
    application.setApplicationName("Zhike")
    application.setDesktopFileName("zhike")
    application.setWindowIcon(QIcon(str(resource_path("desktop", "zhike.png"))))
    folder = data_folder()
    keep_log(folder / "zhike.log")
    preferences = Preferences(folder / "window.ini")
    set_language(language or ("en" if preferences.get("language", "zh") == "en" else "zh"))
    apply_look(preferences)
    speak_qt()
    window = MainWindow(preferences)
    _catch_mistakes(window)
    window.show()
    loading = threading.Thread(target=_load_ahead, name="load-ahead", daemon=True)
    after_first_paint(
        window, lambda: _enter(window, preferences, demo_customers, demo_seed, file, loading)
    )
    status = application.exec()
    if loading.is_alive():  # an import that is cut off by the end of the program may crash it
        loading.join(_PATIENCE)
    return status


def _enter(
    window: MainWindow,
    preferences: Preferences,
    demo_customers: int | None,
    demo_seed: int,
    file: Path | None,
    loading: threading.Thread,
) -> None:
    from profiler_app.jobs.core_dumps import forbid_core_dumps
    from profiler_app.jobs.warming import favour_window
    from profiler_app.ui.entrance.entrance import Entrance
    from profiler_app.ui.entrance.sample_data import Sample
    from profiler_app.ui.garbage import GarbageRounds

    forbid_core_dumps()
    favour_window()
    GarbageRounds(window)
    sample = Sample() if demo_customers is None else Sample(demo_customers, demo_seed)
    entrance = Entrance(window, preferences, data_folder(), sample=sample)
    if demo_customers is not None:
        entrance.sample.open()
    elif file is not None and file.exists():
        entrance.show_unlock(file)
    else:
        entrance.begin()
        if file is not None:
            entrance.show_unlock(file)  # says that it is not there
    # A function of its own, as Qt would not keep the thread of a bound method alive.
    QTimer.singleShot(_PAINTED_MS, window, lambda: loading.start())


def _load_ahead() -> None:
    """Load what a workspace will need, while its passphrase is typed."""
    from profiler_app.jobs.warming import load_catalogs

    load_catalogs()
    for module in _NEEDED:
        import_module(module)


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
