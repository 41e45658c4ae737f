"""What takes long waits for the first paint of the window."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from profiler_app.ui import first_paint
from profiler_app.ui.first_paint import after_first_paint


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
