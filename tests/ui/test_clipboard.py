"""RELIABILITY.md promise 16: what was copied here is gone from the clipboard after a while."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from profiler_app.ui import clipboard
from profiler_app.ui.clipboard import copy_for_a_while
from profiler_app.ui.curtain import Curtain
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.window import MainWindow

pytestmark = pytest.mark.promise(16)


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    assert clipboard.KEPT_MS == 30_000
    monkeypatch.setattr(clipboard, "KEPT_MS", 20)


def test_it_is_emptied(qtbot: QtBot) -> None:
    copy_for_a_while("13812342046")
    assert QGuiApplication.clipboard().text() == "13812342046"
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "", timeout=15_000)


def test_what_was_copied_since_stays(qtbot: QtBot) -> None:
    copy_for_a_while("13812342046")
    QGuiApplication.clipboard().setText("other")
    qtbot.wait(60)
    assert QGuiApplication.clipboard().text() == "other"


def test_histories_of_the_clipboard_are_asked_not_to_note_it(qtbot: QtBot) -> None:
    copy_for_a_while("13812342046")
    held = QGuiApplication.clipboard().mimeData()
    assert bytes(held.data("x-kde-passwordManagerHint").data()) == b"secret"


def test_closing_the_window_empties_it_at_once(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard, "KEPT_MS", 600_000)
    window = MainWindow(Preferences(tmp_path / "window.ini"))
    qtbot.addWidget(window)
    copy_for_a_while("13812342046")
    window.close()
    assert QGuiApplication.clipboard().text() == ""


def test_locking_empties_it_at_once(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard, "KEPT_MS", 600_000)
    window = MainWindow(Preferences(tmp_path / "window.ini"))
    qtbot.addWidget(window)
    copy_for_a_while("13812342046")
    Curtain(window).close()
    assert QGuiApplication.clipboard().text() == ""


def test_locking_leaves_what_was_copied_elsewhere(qtbot: QtBot, tmp_path: Path) -> None:
    window = MainWindow(Preferences(tmp_path / "window.ini"))
    qtbot.addWidget(window)
    data = QMimeData()
    data.setText("of another program")
    QGuiApplication.clipboard().setMimeData(data)
    if QGuiApplication.clipboard().ownsClipboard():
        pytest.skip("here, what a test copies counts as copied by the program")
    Curtain(window).close()
    assert QGuiApplication.clipboard().text() == "of another program"
