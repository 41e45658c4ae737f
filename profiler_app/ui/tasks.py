"""Work off the GUI thread: one thread writes, one thread reads.

Jobs run in the order they were started, each to its end or to its cancellation. Reads answer
lists, counts and charts; of several requests in one channel only the newest is answered, and a
running older one is interrupted. Results come back through one signal of one object that lives in
the GUI thread; a callback whose owner is gone is dropped.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.progress import Cancelled

_LOG = logging.getLogger(__name__)
_REPORT_EVERY = 0.1
"""Seconds between two reports of progress, so that they never flood the window."""

Callback = Callable[..., None]


class _Courier(QObject):
    """Carries calls into the GUI thread."""

    called = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.called.connect(self._call, Qt.ConnectionType.QueuedConnection)

    def _call(self, call: Callable[[], None]) -> None:
        call()


def _alive(owner: QObject | None) -> bool:
    return owner is None or shiboken6.isValid(owner)


@dataclass(slots=True, eq=False)
class Job:
    """One job, waiting or running; ``fraction`` and ``doing`` are its last report."""

    title: str
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    keywords: dict[str, Any]
    owner: QObject | None
    done: Callback | None
    failed: Callback | None
    cancelled: Callback | None
    derived: bool = False
    fraction: float = 0.0
    doing: str = ""
    stop: threading.Event = field(default_factory=threading.Event)


class _JobProgress:
    """What a running job reports to; also its cancel point."""

    def __init__(self, job: Job, report: Callable[[Job], None]) -> None:
        self._job = job
        self._report = report
        self._last = 0.0

    def step(self, fraction: float, doing: str) -> None:
        """Note where the job is; raises Cancelled when that was asked for."""
        if self._job.stop.is_set():
            raise Cancelled
        self._job.fraction, self._job.doing = fraction, doing
        now = time.monotonic()
        if now - self._last >= _REPORT_EVERY:
            self._last = now
            self._report(self._job)


class _Pause:
    """In the line of jobs: what the writer holds is closed here until it may go on."""


class Jobs(QObject):
    """The one writer thread."""

    started = Signal(object)
    progressed = Signal(object)
    ended = Signal(object)
    crashed = Signal(object)

    def __init__(self, open_writer: Callable[[], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open = open_writer
        self._courier = _Courier()
        self._waiting: queue.SimpleQueue[Job | _Pause | None] = queue.SimpleQueue()
        self._running: list[Job] = []
        self._writer: Any = None
        self._resumed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    @property
    def running(self) -> list[Job]:
        """The jobs that wait or run, in their order."""
        return list(self._running)

    @property
    def would_be_lost(self) -> bool:
        """Whether leaving now would cost work that somebody asked for."""
        return any(not job.derived for job in self._running)

    def start(
        self,
        function: Callable[..., Any],
        *arguments: Any,
        title: str,
        owner: QObject | None = None,
        done: Callback | None = None,
        failed: Callback | None = None,
        cancelled: Callback | None = None,
        derived: bool = False,
        **keywords: Any,
    ) -> Job:
        """Run ``function(progress, workspace, *arguments, **keywords)`` after the jobs before it.

        ``done`` gets the result, ``failed`` the UserProblem. Errors of ours go to ``crashed``.
        A job that is ``derived`` is done again by itself, so nobody is asked before it is lost.
        """
        job = Job(title, function, arguments, keywords, owner, done, failed, cancelled, derived)
        self._running.append(job)
        self._waiting.put(job)
        self.started.emit(job)
        return job

    def cancel(self, job: Job) -> None:
        """Ask a job to stop; nothing of it will be saved."""
        job.stop.set()
        if self._running and self._running[0] is job and self._writer is not None:
            self._writer.interrupt()

    def pause(self) -> None:
        """Close the connection after the jobs started before; later ones wait for ``resume``."""
        self._resumed.clear()
        self._waiting.put(_Pause())

    def resume(self) -> None:
        """Go on with the jobs, over a new connection."""
        self._resumed.set()

    def shut_down(self) -> None:
        """Cancel everything and wait for the thread to end."""
        self._resumed.set()
        for job in self._running:
            self.cancel(job)
        self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (job := self._waiting.get()) is not None:
            if isinstance(job, _Pause):
                self._let_go()
                self._resumed.wait()
                continue
            outcome = self._work(job)
            self._courier.called.emit(lambda job=job, outcome=outcome: self._finish(job, outcome))
        self._let_go()

    def _let_go(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()

    def _work(self, job: Job) -> tuple[str, Any]:
        try:
            if job.stop.is_set():
                return "cancelled", None
            if self._writer is None:
                self._writer = self._open()
            progress = _JobProgress(job, self._report)
            return "done", job.function(progress, self._writer, *job.arguments, **job.keywords)
        except Cancelled:
            return "cancelled", None
        except UserProblem as problem:
            return "failed", problem
        except BaseException as error:
            if job.stop.is_set():
                return "cancelled", None
            _LOG.exception("job %s", job.function.__name__)
            return "crashed", error

    def _report(self, job: Job) -> None:
        self._courier.called.emit(lambda: self.progressed.emit(job))

    def _finish(self, job: Job, outcome: tuple[str, Any]) -> None:
        how, value = outcome
        self._running.remove(job)
        self.ended.emit(job)
        if how == "crashed":
            self.crashed.emit(value)
        callback = {"done": job.done, "failed": job.failed, "cancelled": job.cancelled}.get(how)
        if callback is not None and _alive(job.owner):
            callback(*([] if how == "cancelled" else [value]))
        elif how == "failed":
            self.crashed.emit(value)


@dataclass(slots=True, eq=False)
class _Request:
    channel: str
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    keywords: dict[str, Any]
    owner: QObject | None
    done: Callback
    failed: Callback | None


class Reads(QObject):
    """The one reader thread."""

    crashed = Signal(object)

    def __init__(self, open_reader: Callable[[], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open = open_reader
        self._courier = _Courier()
        self._newest: dict[str, _Request] = {}
        self._waiting: dict[str, _Request] = {}
        self._current: _Request | None = None
        self._reader: Any = None
        self._changed = threading.Condition()
        self._ending = self._paused = False
        self._thread = threading.Thread(target=self._run, name="reader", daemon=True)
        self._thread.start()

    def ask(
        self,
        channel: str,
        function: Callable[..., Any],
        *arguments: Any,
        done: Callback,
        owner: QObject | None = None,
        failed: Callback | None = None,
        **keywords: Any,
    ) -> None:
        """Run ``function(reader, *arguments, **keywords)``; an older request gives way."""
        request = _Request(channel, function, arguments, keywords, owner, done, failed)
        with self._changed:
            self._newest[channel] = request
            self._waiting.pop(channel, None)  # the newest goes to the end of the line
            self._waiting[channel] = request
            self._stop_current(channel)
            self._changed.notify()

    def drop(self, channel: str) -> None:
        """Expect no answer of a channel any more; what runs for it is stopped."""
        with self._changed:
            self._newest.pop(channel, None)
            self._waiting.pop(channel, None)
            self._stop_current(channel)

    def _stop_current(self, channel: str) -> None:
        current = self._current
        if current is not None and current.channel == channel and self._reader is not None:
            self._reader.interrupt()

    @property
    def idle(self) -> bool:
        """Whether every request has been answered; asked in the thread of the window."""
        return not self._newest

    def pause(self) -> None:
        """Close the connection after what is read now; requests wait for ``resume``."""
        with self._changed:
            self._paused = True
            self._changed.notify()

    def resume(self) -> None:
        """Go on reading, over a new connection."""
        with self._changed:
            self._paused = False
            self._changed.notify()

    def shut_down(self) -> None:
        """Drop everything and wait for the thread to end."""
        with self._changed:
            self._ending = True
            self._waiting.clear()
            self._newest.clear()
            if self._current is not None and self._reader is not None:
                self._reader.interrupt()
            self._changed.notify()
        self._thread.join()

    def _run(self) -> None:
        while (request := self._next()) is not None:
            outcome = self._work(request)
            self._courier.called.emit(
                lambda request=request, outcome=outcome: self._finish(request, outcome)
            )
        self._let_go()

    def _let_go(self) -> None:
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.close()

    def _next(self) -> _Request | None:
        with self._changed:
            self._current = None
            while not self._ending and (self._paused or not self._waiting):
                if self._paused:
                    self._let_go()
                self._changed.wait()
            if self._ending:
                return None
            channel = next(iter(self._waiting))
            self._current = self._waiting.pop(channel)
            if self._reader is not None:
                self._reader.go_on()
            return self._current

    def _work(self, request: _Request) -> tuple[str, Any]:
        try:
            if self._reader is None:
                self._reader = self._open()
            return "done", request.function(self._reader, *request.arguments, **request.keywords)
        except Cancelled:
            return "dropped", None
        except UserProblem as problem:
            return "failed", problem
        except BaseException as error:
            if self._newest.get(request.channel) is not request:
                return "dropped", None  # interrupted for a newer one
            _LOG.exception("read %s", request.function.__name__)
            return "crashed", error

    def _finish(self, request: _Request, outcome: tuple[str, Any]) -> None:
        how, value = outcome
        if self._newest.get(request.channel) is not request:
            return
        del self._newest[request.channel]
        if not _alive(request.owner):
            return
        if how == "done":
            request.done(value)
        elif how == "failed" and request.failed is not None:
            request.failed(value)
        elif how in ("failed", "crashed"):
            self.crashed.emit(value)
