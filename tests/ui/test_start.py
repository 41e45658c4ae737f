"""The start: a workspace that does not open says so in the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from profiler_app.ui.preparation import Preparation
from profiler_app.ui.start import Start
from profiler_app.ui.window import MainWindow

if TYPE_CHECKING:
    from profiler_app.ui.preferences import Preferences


def test_a_damaged_workspace_is_named_in_the_window(
    qtbot: QtBot, preferences: Preferences, tmp_path: Path
) -> None:
    window = MainWindow(preferences)
    qtbot.addWidget(window)
    (tmp_path / "demo-zh-10-1.zhike").write_bytes(b"junk" * 4096)
    start = Start(window, preferences, tmp_path, customers=10, seed=1)
    start.begin()
    shown = window.centralWidget()
    assert isinstance(shown, Preparation)
    texts = " ".join(label.text() for label in shown.findChildren(QLabel))
    assert "工作区没有打开" in texts
    assert "demo-zh-10-1.zhike" in texts
