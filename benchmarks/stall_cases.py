"""The window of the product at work: how late its event loop is while a job runs.

A timer beats every 8 ms in the GUI thread; how much later than that it comes is the lateness. Late
beats are told on the error output with what the threads were doing.
"""

from __future__ import annotations

import gc
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.drawing import AS_OF
from benchmarks.generating import PASSPHRASE, copy

_USED = (
    "profiler_app.jobs.importing",
    "profiler_app.jobs.refreshing",
    "profiler_app.jobs.segments.grouping",
    "profiler_app.jobs.list_export",
)
"""What the pages import when they are made, so long before somebody starts a job."""

BEAT = 0.008
_LATE = 0.03
_TOLD = 12

Finished = Callable[[Any], None]

_IDLE_PROCESS = """
import sys, threading, time
stop = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
late, last = [], time.perf_counter()
while not stop.is_set():
    time.sleep(%(beat)s)
    now = time.perf_counter()
    late.append(now - last - %(beat)s)
    last = now
late.sort()
print(late[int(len(late) * 0.95)], late[-1])
"""


def run(job: str, workspace: str, file: str = "", settled: float = 2.0) -> dict[str, float]:
    """Run a job in the window over a copy of a workspace and return how late the beats were.

    ``job``: idle, import, refresh, clusters or export; ``file`` is what is imported. For
    ``settled`` seconds before and after the job the pages show what there is.
    """
    from PySide6.QtWidgets import QApplication

    from profiler_app.domain.text import set_language
    from profiler_app.jobs.warming import favour_window, load_catalogs, warm_up
    from profiler_app.ui.appearance import apply_look
    from profiler_app.ui.garbage import GarbageRounds
    from profiler_app.ui.preferences import Preferences
    from profiler_app.ui.window import MainWindow

    application = QApplication([])
    set_language("zh")
    with tempfile.TemporaryDirectory(prefix="zhike-stalls-") as folder:
        path = Path(folder) / "work.zhike"
        copy(Path(workspace), path)
        preferences = Preferences(Path(folder) / "window.ini")
        apply_look(preferences)
        window = MainWindow(preferences)
        window.show()
        favour_window()
        GarbageRounds(window)
        load_catalogs()
        warm_up()
        for module in _USED:
            import_module(module)
        desk = _open(window, path, preferences)
        watched = _Watched(application, desk, settled)
        beside = _IdleProcess()
        if job == "idle":
            watched.start(lambda finished: finished(None))
        else:
            watched.start(lambda finished: _JOBS[job](desk, finished, Path(file)))
        application.exec()
        others = beside.figures()
        window.close()
    return {**watched.figures(), **others}


def _open(window: Any, path: Path, preferences: Any) -> Any:
    from profiler_app.jobs.workspaces import file_key, read_settings
    from profiler_app.ui.desk import Desk

    key = file_key(path, PASSPHRASE)
    settings = read_settings(path, key)
    desk = Desk(
        path,
        key,
        settings=settings,
        preferences=preferences,
        today=lambda: AS_OF,
        parent=window,
    )
    window.open_desk(desk)
    return desk


def _import(desk: Any, finished: Finished, file: Path) -> None:
    from profiler_app.domain.imports import ImportRequest
    from profiler_app.jobs.importing import import_file

    request = ImportRequest(paths=(file,))
    desk.jobs.start(import_file, request, today=AS_OF, title="Import", done=finished)


def _refresh(desk: Any, finished: Finished, _file: Path) -> None:
    from profiler_app.jobs.refreshing import refresh

    desk.jobs.start(refresh, as_of=AS_OF, title="Refresh", done=finished)


def _clusters(desk: Any, finished: Finished, _file: Path) -> None:
    from profiler_app.jobs.segments.grouping import find_groups

    desk.jobs.start(find_groups, title="Clusters", done=finished)


def _export(desk: Any, finished: Finished, _file: Path) -> None:
    from profiler_app.domain.export_reasons import ExportReason
    from profiler_app.domain.listing import ListQuery
    from profiler_app.jobs import lists
    from profiler_app.jobs.list_columns import USUAL
    from profiler_app.jobs.list_export import export_list

    target = desk.path.with_name("customers.csv")  # a million rows are more than a sheet is for

    def write(found: Any) -> None:
        reason = ExportReason("analysis", "", AS_OF)
        desk.jobs.start(
            export_list, found.ids, USUAL, target, reason=reason, title="Export", done=finished
        )

    desk.reads.ask(
        "benchmark",
        lambda reader: lists.find(reader.workspace, reader.source, ListQuery()),
        done=write,
    )


_JOBS: dict[str, Callable[[Any, Finished, Path], None]] = {
    "import": _import,
    "refresh": _refresh,
    "clusters": _clusters,
    "export": _export,
}


class _IdleProcess:
    """A process beside that does nothing but beat: how late it is, the machine is to blame for."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _IDLE_PROCESS % {"beat": BEAT}],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def figures(self) -> dict[str, float]:
        """End the process and return how late its beats were, in ms."""
        said, _nothing = self._process.communicate()
        p95, latest = said.split()
        return {"machine_p95": float(p95) * 1e3, "machine_max": float(latest) * 1e3}


class _Watched:
    """The beat, from when the window has come to rest until some time after the job."""

    def __init__(self, application: Any, desk: Any, settled: float) -> None:
        from PySide6.QtCore import Qt, QTimer

        self._application, self._desk = application, desk
        self._settled = round(settled * 1_000)
        self._rows = 0
        self._late: list[float] = []
        self._told: list[tuple[float, str]] = []
        self._last = self._began = self._ended = self._busy = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        desk.jobs.crashed.connect(self._crashed)
        desk.reads.crashed.connect(self._crashed)
        desk.jobs.ended.connect(lambda _job: self._quit_if_failed())
        self._failed = True
        self._collected = [(0.0, 0)]
        self._collecting = 0.0
        gc.callbacks.append(self._note_collection)

    def start(self, work: Callable[[Finished], None]) -> None:
        """Begin when the first list is shown."""
        from PySide6.QtCore import QTimer

        def begin() -> None:
            self._began = self._last = time.perf_counter()
            self._timer.start(round(BEAT * 1_000))
            work(self._finished)

        QTimer.singleShot(self._settled, begin)

    def _beat(self) -> None:
        now, busy = time.perf_counter(), time.thread_time()
        late = max(0.0, now - self._last - BEAT)
        self._late.append(late)
        if late > _LATE:
            own = min(1.0, (busy - self._busy) / late)
            self._told.append((late, f"{own:.0%} in the window itself; {self._doing()}"))
        self._collected = [(0.0, 0)]
        self._last, self._busy = time.perf_counter(), time.thread_time()

    def _note_collection(self, phase: str, about: dict[str, int]) -> None:
        if phase == "start":
            self._collecting = time.perf_counter()
        else:
            took = time.perf_counter() - self._collecting
            self._collected.append((took, about["generation"]))

    def _doing(self) -> str:
        names = {thread.ident: thread.name for thread in threading.enumerate()}
        told = [job.doing for job in self._desk.jobs.running]
        took, generation = max(self._collected)
        if took > _LATE / 3:
            told.append(f"garbage {generation} collected in {took * 1e3:.0f} ms")
        for number, frame in sys._current_frames().items():
            if names.get(number) in ("writer", "reader"):
                stack = traceback.extract_stack(frame)
                ours = [each for each in stack if "profiler_app" in each.filename][-3:]
                places = (f"{Path(each.filename).name}:{each.lineno}" for each in ours)
                told.append(f"{names[number]} {' > '.join(places)}")
        return "; ".join(told)

    def _finished(self, result: Any) -> None:
        from PySide6.QtCore import QTimer

        self._failed = False
        self._rows = getattr(result, "rows", 0)
        self._ended = time.perf_counter()
        self._desk.data_changed.emit()
        QTimer.singleShot(self._settled, self._stop)

    def _stop(self) -> None:
        self._timer.stop()  # closing the window waits for the threads, which is no stall
        self._application.quit()

    def _quit_if_failed(self) -> None:
        from PySide6.QtCore import QTimer

        QTimer.singleShot(0, lambda: self._failed and self._application.quit())

    def _crashed(self, error: Exception) -> None:
        print(f"the work failed: {error!r}", file=sys.stderr)
        self._failed = True
        self._application.quit()

    def figures(self) -> dict[str, float]:
        """Return the lateness in ms, the time of the job in s and the peak memory in MB."""
        if self._failed:
            raise RuntimeError("the job did not end well")
        for seconds, text in sorted(self._told, reverse=True)[:_TOLD]:
            print(f"    {seconds * 1e3:.0f} ms late: {text}", file=sys.stderr)
        late = sorted(self._late)
        return {
            "p95": late[int(len(late) * 0.95)] * 1e3,
            "max": late[-1] * 1e3,
            "over_30": float(len(self._told)),
            "seconds": self._ended - self._began,
            "rows": float(self._rows),
        }
