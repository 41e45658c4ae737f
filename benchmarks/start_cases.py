"""The cases of ``window``, in a process that has imported nothing else that would cost or help."""

from __future__ import annotations

import importlib.util
import os
import sys
import time
from typing import TYPE_CHECKING, Any

from benchmarks.worker import STARTED

if TYPE_CHECKING:
    from collections.abc import Callable

HEAVY = frozenset({"pandas", "sklearn", "scipy", "matplotlib", "sqlite_utils"})


def open_empty() -> dict[str, float]:
    """Show an empty window."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    application = QApplication([])
    window = QMainWindow()
    window.resize(1440, 900)
    window.show()
    found: dict[str, float] = {}
    _watch(application, found, application.quit)
    application.exec()
    return found


def open_zhike() -> dict[str, float]:
    """Start the program as its command does."""
    found: dict[str, float] = {}
    sys.meta_path.insert(0, _WatchedStart(found))
    from profiler_app.main import main

    main([])
    return found


class _WatchedStart:
    """Lets the start of the program use an application that tells when its window is painted."""

    def __init__(self, found: dict[str, float]) -> None:
        self._found = found

    def find_spec(self, name: str, _path: Any = None, _target: Any = None) -> Any:
        """Find the module as ever, and change it once it is loaded."""
        if name != "profiler_app.ui.start":
            return None
        sys.meta_path.remove(self)
        spec: Any = importlib.util.find_spec(name)
        load = spec.loader.exec_module

        def load_and_change(module: Any) -> None:
            load(module)
            self._change(module)

        spec.loader.exec_module = load_and_change
        return spec

    def _change(self, module: Any) -> None:
        found = self._found

        class Watched(module.QApplication):  # type: ignore[misc]
            def exec(self) -> int:
                _watch(self, found, lambda: None)
                return int(super().exec())

        enter = module._enter

        def enter_and_paint(window: Any, *rest: Any) -> None:
            enter(window, *rest)
            window.repaint()
            found["page"] = _since_start()
            module.QApplication.quit()

        module.QApplication = Watched
        module._enter = enter_and_paint


def _since_start() -> float:
    return time.monotonic() - float(os.environ[STARTED])


def _watch(application: Any, found: dict[str, float], then: Callable[[], None]) -> None:
    """Note when the first window was painted."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Painted(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Expose:
                watched.removeEventFilter(self)
                QTimer.singleShot(0, self.tell)  # when the exposed window has been painted
            return False

        def tell(self) -> None:
            found["painted"] = _since_start()
            found["painted_cpu"] = time.process_time()
            found["heavy"] = float(len(HEAVY & sys.modules.keys()))
            found["resident"] = _resident_mb()
            then()

    painted = Painted(application)
    for window in application.topLevelWindows():
        window.installEventFilter(painted)


def _resident_mb() -> float:
    """Return the memory in use now (0 where the system does not tell), in MB of 10^6 bytes."""
    try:
        with open("/proc/self/statm") as status:  # noqa: PTH123 (pathlib would be an import)
            return int(status.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except OSError:
        return 0.0
