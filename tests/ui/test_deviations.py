"""Three things special about a customer, on the card, each opening its reason (ANA-04)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from profiler_app.domain.likeness import Deviation, Deviations, Likened
from profiler_app.ui.pages.profile import deviations_box as boxes
from profiler_app.ui.pages.profile.deviations_box import DeviationPopover, DeviationsBox
from profiler_app.ui.widgets.buttons import Button
from tests.reports.sample_card import person_card
from tests.ui.conftest import Shell

ONE = Deviation("freq_12m", "次数", "19", "3", 0.02, "高于同组 99% 的客户", "2 – 5", 400)
FOUND = Deviations("重要价值客户", "has('rfm_imp_value')", 412, (ONE,))


def shown(qtbot: QtBot, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> DeviationsBox:
    answers = iter(("more", FOUND))
    monkeypatch.setattr(boxes, "read_deviations", lambda _reader, _card: next(answers))
    box = DeviationsBox(shell.desk, replace(person_card(), customer=1))
    qtbot.addWidget(box)
    box.resize(820, 90)
    box.show()
    qtbot.waitUntil(lambda: len(box.links) == 1, timeout=15_000)
    return box


def test_a_deviation_opens_its_reason_with_the_keyboard(
    qtbot: QtBot, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ANA-04: the numbers of a deviation are one key away."""
    box = shown(qtbot, shell, monkeypatch)
    qtbot.keyClick(box.links[0], Qt.Key.Key_Space)
    popover = QApplication.activePopupWidget()
    assert isinstance(popover, DeviationPopover)
    popover.close()


def test_the_group_is_one_click_behind_a_deviation(
    qtbot: QtBot, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = shown(qtbot, shell, monkeypatch)
    asked: list[object] = []
    monkeypatch.setattr(shell.desk, "open_place", lambda key, what: asked.append((key, what)))
    button = box.findChildren(Button)[0]
    button.click()
    assert asked == [("likeness", Likened("segment", (1,)))]
