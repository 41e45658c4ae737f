"""The start: first the window, then the workspace; one that does not open says so."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from profiler_app.ui import first_paint
from profiler_app.ui.first_paint import after_first_paint
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
    qtbot.waitUntil(lambda: isinstance(window.centralWidget(), Preparation))
    shown = window.centralWidget()
    window.close()
    texts = " ".join(label.text() for label in shown.findChildren(QLabel))
    assert "工作区没有打开" in texts
    assert "demo-zh-10-1.zhike" in texts


def test_the_sample_workspace_is_made_and_opened_and_the_list_filled(
    qtbot: QtBot, preferences: Preferences, tmp_path: Path
) -> None:
    window = MainWindow(preferences)
    qtbot.addWidget(window)
    start = Start(
        window, preferences, tmp_path, customers=20, seed=1, today=lambda: date(2026, 6, 30)
    )
    window.show()
    after_first_paint(window, start.begin)
    assert window.centralWidget() is None  # there is nothing before the window was painted
    qtbot.waitUntil(lambda: window.page == "customers" and window.focusWidget() is not None)
    qtbot.waitUntil(lambda: any("20" in each.text() for each in window.findChildren(QLabel)))
    window.close()


def test_what_waits_for_the_first_paint_goes_on_once(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_paint, "_AT_THE_LATEST", 50)
    order: list[str] = []

    class Painted(QWidget):
        def paintEvent(self, event: QPaintEvent) -> None:
            order.append("painted")

    window = Painted()
    qtbot.addWidget(window)
    window.show()
    after_first_paint(window, lambda: order.append("went on"))
    qtbot.waitUntil(lambda: "went on" in order)
    qtbot.wait(100)  # the time after which it would go on without a paint
    assert order[0] == "painted"
    assert order.count("went on") == 1
