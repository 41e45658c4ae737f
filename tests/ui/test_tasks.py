"""Jobs run one after the other, the newest read wins, and the window never waits."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from profiler_app.domain.errors import DiskFull
from profiler_app.domain.progress import Cancelled
from profiler_app.jobs.demo import DEMO_PASSPHRASE
from profiler_app.jobs.editing import edit_customer, stored_values
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.workspaces import open_workspace
from profiler_app.ui.desk import Desk
from profiler_app.ui.tasks import Jobs, Reads
from tests.ui.conftest import SAMPLE_DAY


class FakeHandle:
    def __init__(self) -> None:
        self.interrupted = threading.Event()
        self.closed = False
        self.thread = threading.get_ident()

    def interrupt(self) -> None:
        self.interrupted.set()

    def go_on(self) -> None:
        self.interrupted.clear()

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def jobs(qapp: Any) -> Iterator[Jobs]:
    made = Jobs(FakeHandle)
    yield made
    made.shut_down()


@pytest.fixture
def reads(qapp: Any) -> Iterator[Reads]:
    made = Reads(FakeHandle)
    yield made
    made.shut_down()


def test_a_job_runs_in_the_writer_thread_and_answers_in_the_gui_thread(
    jobs: Jobs, qtbot: QtBot
) -> None:
    answers: list[tuple[int, int]] = []

    def job(progress: Any, writer: FakeHandle) -> int:
        assert writer.thread == threading.get_ident()
        return threading.get_ident()

    jobs.start(job, title="x", done=lambda where: answers.append((where, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(answers))
    worker, gui = answers[0]
    assert worker != gui == threading.get_ident()


def test_jobs_run_in_their_order(jobs: Jobs, qtbot: QtBot) -> None:
    order: list[int] = []
    for number in range(20):
        jobs.start(lambda p, w, n: n, number, title="x", done=order.append)
    qtbot.waitUntil(lambda: len(order) == 20)
    assert order == list(range(20))


def test_a_cancelled_job_says_so_and_the_next_one_runs(jobs: Jobs, qtbot: QtBot) -> None:
    told: list[str] = []
    running = threading.Event()

    def endless(progress: Any, writer: FakeHandle) -> None:
        running.set()
        while True:
            progress.step(0.5, "…")
            writer.interrupted.wait(0.01)

    job = jobs.start(endless, title="x", cancelled=lambda: told.append("cancelled"))
    jobs.start(lambda p, w: "next", title="y", done=told.append)
    assert running.wait(5)
    jobs.cancel(job)
    qtbot.waitUntil(lambda: told == ["cancelled", "next"])


def test_a_problem_reaches_its_callback_and_a_bug_the_crash_signal(
    jobs: Jobs, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    problems: list[Any] = []
    crashes: list[Any] = []
    jobs.crashed.connect(crashes.append)

    def full(progress: Any, writer: Any) -> None:
        raise DiskFull(file="x")

    def bug(progress: Any, writer: Any) -> None:
        raise KeyError("x")

    jobs.start(full, title="x", failed=problems.append)
    jobs.start(bug, title="x", failed=problems.append)
    qtbot.waitUntil(lambda: bool(crashes))
    assert [type(each) for each in (*problems, *crashes)] == [DiskFull, KeyError]
    caplog.clear()


def test_the_callback_of_a_destroyed_owner_is_dropped(jobs: Jobs, qtbot: QtBot) -> None:
    owner = QObject()
    told: list[str] = []
    jobs.start(lambda p, w: "lost", title="x", owner=owner, done=told.append)
    import shiboken6

    shiboken6.delete(owner)
    jobs.start(lambda p, w: "kept", title="x", done=told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["kept"]


def test_progress_is_reported_at_most_twenty_times_a_second(jobs: Jobs, qtbot: QtBot) -> None:
    reports: list[float] = []
    done: list[None] = []
    jobs.progressed.connect(lambda job: reports.append(time.monotonic()))

    def busy(progress: Any, writer: Any) -> None:
        end = time.monotonic() + 0.3
        while time.monotonic() < end:
            progress.step(0.1, "…")

    jobs.start(busy, title="x", done=done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert 1 <= len(reports) <= 8


def test_only_the_newest_read_of_a_channel_is_answered(reads: Reads, qtbot: QtBot) -> None:
    answers: list[int] = []
    began = threading.Event()

    def slow(reader: FakeHandle, number: int) -> int:
        began.set()
        if number == 0:
            assert reader.interrupted.wait(5)
            raise Cancelled
        return number

    reads.ask("list", slow, 0, done=answers.append)
    assert began.wait(5)
    for number in range(1, 6):
        reads.ask("list", slow, number, done=answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    qtbot.wait(30)
    assert answers == [5]


def test_what_was_given_up_is_stopped_and_not_answered(reads: Reads, qtbot: QtBot) -> None:
    answers: list[str] = []
    begun, ended = threading.Event(), threading.Event()

    def slow(reader: FakeHandle) -> str:
        begun.set()
        assert reader.interrupted.wait(5)
        ended.set()
        raise Cancelled

    reads.ask("other", lambda _reader: "opened", done=answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    reads.ask("file", slow, done=answers.append)
    assert begun.wait(5)
    reads.drop("file")
    assert ended.wait(5)
    reads.ask("other", lambda reader: str(reader.interrupted.is_set()), done=answers.append)
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert answers == ["opened", "False"]  # what is asked for next is not stopped
    assert reads.idle


def test_channels_do_not_replace_each_other(reads: Reads, qtbot: QtBot) -> None:
    answers: list[str] = []
    for channel in ("list", "panel", "facets"):
        reads.ask(channel, lambda reader, name: name, channel, done=answers.append)
    qtbot.waitUntil(lambda: len(answers) == 3)
    assert sorted(answers) == ["facets", "list", "panel"]


def test_both_threads_end_and_close_their_handles(qapp: Any, qtbot: QtBot) -> None:
    handles: list[FakeHandle] = []

    def make() -> FakeHandle:
        handles.append(FakeHandle())
        return handles[-1]

    answered: list[Any] = []
    jobs, reads = Jobs(make), Reads(make)
    jobs.start(lambda p, w: 1, title="x", done=answered.append)
    reads.ask("x", lambda r: 1, done=answered.append)
    qtbot.waitUntil(lambda: len(answered) == 2)
    jobs.shut_down()
    reads.shut_down()
    assert [handle.closed for handle in handles] == [True, True]


def test_what_is_saved_while_a_long_run_works_is_not_lost_aut_01(
    sixty_desk: Desk, qtbot: QtBot
) -> None:
    """AUT-01: the run tells how far it is, and what was typed meanwhile is computed next."""
    told: list[Any] = []
    ended: list[Any] = []
    later = SAMPLE_DAY + timedelta(days=1)
    jobs = sixty_desk.jobs
    jobs.progressed.connect(told.append)
    jobs.start(refresh, title="x", done=ended.append, as_of=later)
    values = {"occupation": "教师"}
    jobs.start(edit_customer, 1, values, title="x", done=ended.append, today=later)
    jobs.start(refresh, title="x", done=ended.append, as_of=later)
    qtbot.waitUntil(lambda: len(ended) == 3)
    assert told and ended[0].saved
    assert (ended[2].computed, ended[2].saved) == (1, True)
    with open_workspace(sixty_desk.path, DEMO_PASSPHRASE, readonly=True) as workspace:
        assert stored_values(workspace, 1)["occupation"] == "教师"
