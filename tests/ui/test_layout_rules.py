"""The rules of the layout find what is planted."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from profiler_app.ui import theme
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from tests.ui.layout_rules import broken_rules


@pytest.fixture
def ground(qtbot: QtBot, qapp: QApplication) -> QWidget:
    theme.apply(qapp, "light")
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(300, 100)
    return made


def test_a_row_that_fits_breaks_nothing(ground: QWidget) -> None:
    row = QHBoxLayout(ground)
    for widget in (Label("Customers"), ElidedLabel("long " * 40), Button("Export")):
        row.addWidget(widget)
    ground.show()
    assert broken_rules(ground) == []


@pytest.mark.parametrize("widget", [Label, Button])
def test_a_text_in_too_little_room_is_found(ground: QWidget, widget: type) -> None:
    cut = widget("Customers of this month")
    cut.setParent(ground)
    cut.setGeometry(0, 0, 40, 20)
    ground.show()
    assert [each.split(" by ")[0] for each in broken_rules(ground)] == ["cut"]


def test_a_paragraph_without_its_last_line_is_found(ground: QWidget) -> None:
    text = Label("many words that need more than one line " * 3, wrap=True)
    text.setParent(ground)
    text.setGeometry(0, 0, 200, 20)
    ground.show()
    assert broken_rules(ground)[0].startswith("cut below")


def test_two_that_lie_over_each_other_are_found(ground: QWidget) -> None:
    for left in (0, 50):
        label = Label("Name")
        label.setParent(ground)
        label.setGeometry(left, 0, 100, 20)
    ground.show()
    assert len([each for each in broken_rules(ground) if " over " in each]) == 1


def test_one_that_stands_out_of_its_parent_is_found(ground: QWidget) -> None:
    label = Label("Name")
    label.setParent(ground)
    label.setGeometry(250, 0, 100, 20)
    ground.show()
    assert "stands 50 px out" in broken_rules(ground)[0]
