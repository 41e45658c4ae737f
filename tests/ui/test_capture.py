"""Windows left out of screenshots: asked of the system once a window, taken back with the setting.

The call is a stand-in: only Windows has it. What is proven is what is asked for, and when.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from profiler_app.ui.capture import SETTING, CaptureGuard, system_call
from profiler_app.ui.preferences import Preferences

ABSENT, BLACK, SHOWN = 0x11, 0x01, 0x00


@pytest.mark.parametrize(("old", "asked"), [(False, [ABSENT]), (True, [ABSENT, BLACK])])
def test_a_window_is_left_out_once_and_shown_again(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, old: bool, asked: list[int]
) -> None:
    calls: list[tuple[int, int]] = []

    def call(window: int, what: int) -> bool:
        calls.append((window, what))
        return not (old and what == ABSENT)

    owner, preferences = QObject(), Preferences(tmp_path / "w.ini")
    guard = CaptureGuard(owner, preferences, call)
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    own = int(widget.winId())
    guard.suit()
    assert calls == []
    preferences.put(SETTING, True)
    guard.suit()
    guard.suit()
    assert [what for window, what in calls if window == own] == asked
    calls.clear()
    preferences.put(SETTING, False)
    guard.suit()
    assert [what for window, what in calls if window == own] == [SHOWN]


def test_the_setting_is_offered_only_where_the_system_can_do_it() -> None:
    import sys

    assert (system_call() is not None) == (sys.platform == "win32")
