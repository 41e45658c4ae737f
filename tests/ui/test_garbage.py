"""Widgets that are garbage are destroyed in the thread of the window."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from profiler_app.ui.garbage import GarbageRounds


class Cycle:
    """Garbage as soon as nobody holds it; tells in which thread it was collected."""

    def __init__(self, told: list[threading.Thread]) -> None:
        self.itself = self
        self._told = told

    def __del__(self) -> None:
        self._told.append(threading.current_thread())


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)


def test_what_a_job_makes_garbage_of_is_collected_by_the_window(
    qapp: QApplication, qtbot: QtBot
) -> None:
    gc.set_threshold(50, 5, 100)
    owner = QObject()
    rounds = GarbageRounds(owner)
    assert not gc.isenabled()
    told: list[threading.Thread] = []
    made = threading.Thread(target=lambda: [Cycle(told) for _each in range(500)])
    made.start()
    made.join()
    assert told == []
    qtbot.waitUntil(lambda: len(told) == 500)
    assert set(told) == {threading.main_thread()}
    rounds.stop()


def test_older_generations_have_their_turn(qapp: QApplication) -> None:
    gc.set_threshold(1, 0, 0)
    owner = QObject()
    rounds = GarbageRounds(owner)
    before = gc.get_stats()[2]["collections"]
    for _round in range(5):
        kept = [[] for _each in range(100)]
        rounds.look()
    assert kept and gc.get_stats()[2]["collections"] > before
    rounds.stop()
