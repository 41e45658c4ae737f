"""From the start of the process to the first painted window, beside an empty PySide6 window."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks import generating
from benchmarks.measuring import STARTED, Bar, Case, Experiment, Scale, worker

HEAVY = ("pandas", "sklearn", "scipy", "matplotlib", "sqlite_utils")
_HOME = {"QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}


def experiments(scale: Scale) -> Sequence[Experiment]:
    """Return the start on the sample workspace beside an empty window."""
    home = generating.demo_home()
    places = {name: str(home) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    ours = worker("zhike", "benchmarks.window:open_zhike")
    empty = worker("empty", "benchmarks.window:open_empty")
    return [
        Experiment(
            cases=(_at(empty, _HOME), _at(ours, {**_HOME, **places})),
            bars=(
                Bar("First window painted", "zhike.painted", "empty.painted", 1.5),
                Bar("Heavy libraries imported before it", "zhike.heavy", None, 0, "libraries"),
                Bar("Memory when it is painted", "zhike.resident", None, 110, "MB"),
            ),
            remark="First window: the start of the program on the sample workspace (5,000 "
            "customers), which opens without asking; the peer is an empty QMainWindow of the same "
            "size. Both offscreen, from the start of the process to the end of the first paint.",
        )
    ]


def _at(case: Case, environment: dict[str, str]) -> Case:
    return Case(case.name, case.command, environment=environment, prints=True)


def open_empty() -> dict[str, float]:
    """Show an empty window."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    application = QApplication([])
    window = QMainWindow()
    window.resize(1440, 900)
    window.show()
    return _watch(application, window.close, application.exec)


def open_zhike() -> dict[str, float]:
    """Start the program as its command does."""
    from PySide6.QtWidgets import QApplication

    from profiler_app.main import main
    from profiler_app.ui import start

    found: dict[str, float] = {}

    class Watched(QApplication):
        def exec(self) -> int:  # type: ignore[override]
            found.update(_watch(self, self.closeAllWindows, super().exec))
            return 0

    start.QApplication = Watched  # type: ignore[attr-defined]
    main([])
    return found


def _watch(
    application: Any, close: Callable[[], object], run: Callable[[], object]
) -> dict[str, float]:
    """Run the event loop until the first window was painted, and tell when that was."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    found: dict[str, float] = {}

    class Painted(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Expose:
                watched.removeEventFilter(self)
                QTimer.singleShot(0, self.tell)  # when the exposed window has been painted
            return False

        def tell(self) -> None:
            found["painted"] = time.monotonic() - float(os.environ[STARTED])
            found["heavy"] = float(len(set(HEAVY) & set(sys.modules)))
            found["resident"] = _resident_mb()
            close()

    painted = Painted()
    for window in application.topLevelWindows():
        window.installEventFilter(painted)
    run()
    return found


def _resident_mb() -> float:
    status = Path("/proc/self/statm")
    if not status.exists():
        return float("nan")
    return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
