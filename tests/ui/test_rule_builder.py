"""Rules put together from conditions."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from profiler_app.domain.rules import parse, to_text
from profiler_app.domain.rules.drafting import draft_of
from profiler_app.domain.tags import known_tags
from profiler_app.ui.desk import Desk
from profiler_app.ui.rules.condition_row import ConditionRow
from profiler_app.ui.rules.group_box import GroupBox
from profiler_app.ui.rules.rule_field import RuleField
from profiler_app.ui.rules.threshold import ThresholdPopover

TODAY = date(2026, 11, 22)
WAIT = 15_000


@pytest.fixture
def desk(sixty_desk: Desk) -> Desk:
    return sixty_desk


def shown(qtbot: QtBot, desk: Desk, text: str = "") -> RuleField:
    field = RuleField(desk, text)
    qtbot.addWidget(field)
    field.resize(700, 400)
    field.show()
    qtbot.waitUntil(lambda: bool(field._offered), timeout=WAIT)
    return field


def row(field: RuleField, at: int) -> ConditionRow:
    found = field.builder.parts[at]
    assert isinstance(found, ConditionRow)
    return found


def send_move(widget: QWidget, place: QPoint) -> None:
    """Move the pointer with the button held down; offscreen nothing else does."""
    left = Qt.MouseButton.LeftButton
    where = QPointF(widget.mapToGlobal(place))
    moved = QMouseEvent(
        QMouseEvent.Type.MouseMove, QPointF(place), where, Qt.MouseButton.NoButton, left,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(widget, moved)


def pick(qtbot: QtBot, found: ConditionRow, search: str) -> None:
    chooser = found.choose_subject()
    chooser.search.setText(search)
    QTest.keyClick(chooser.search, Qt.Key.Key_Return)


def test_a_typed_rule_is_shown_as_conditions_and_groups(qtbot: QtBot, desk: Desk) -> None:
    field = shown(qtbot, desk, "monetary_12m >= 200 and (gender == 'F' or has('vt_vip'))")
    assert row(field, 0).values[0].text() == "200"
    inner = field.builder.parts[1]
    assert isinstance(inner, GroupBox)
    assert inner.how.key() == "or"
    assert len(inner.parts) == 2


def test_a_condition_found_by_the_sound_of_its_name_becomes_text_tag_02(
    qtbot: QtBot, desk: Desk
) -> None:
    field = shown(qtbot, desk)
    added = field.builder.add_condition()
    assert not field.is_whole()
    pick(qtbot, added, "nianling")
    assert added.leaf.subject == "age"
    QTest.keyClicks(added.values[0], "30")
    assert field.is_whole()
    assert field.text() == "age >= 30"


def test_a_condition_on_events_has_a_window(qtbot: QtBot, desk: Desk) -> None:
    field = shown(qtbot, desk, "count(purchases, 90) >= 2")
    days = row(field, 0).days
    assert days is not None
    days.clear()
    QTest.keyClicks(days, "30")
    assert field.text() == "count(purchases, 30) >= 2"


def test_an_unfinished_condition_keeps_the_rule_from_being_whole(qtbot: QtBot, desk: Desk) -> None:
    field = shown(qtbot, desk, "monetary_12m >= 200")
    field.builder.add_condition()
    assert not field.is_whole()
    assert field.text() == "monetary_12m >= 200"
    row(field, 1).remove.click()
    assert field.is_whole()


def test_none_of_them_is_said_as_not(qtbot: QtBot, desk: Desk) -> None:
    field = shown(qtbot, desk, "monetary_12m >= 200 or has('vt_vip')")
    field.builder.how.setCurrentIndex(field.builder.how.findData("not or"))
    assert field.text() == "not (monetary_12m >= 200 or has('vt_vip'))"


def test_options_are_chosen_by_their_names(qtbot: QtBot, desk: Desk) -> None:
    field = shown(qtbot, desk, "gender in ['F']")
    several = row(field, 0).several
    assert several is not None
    several.put("F、M")
    several.edited.emit()
    assert field.text() == "gender in ['F', 'M']"


def test_a_text_that_is_no_rule_stays_a_text(qtbot: QtBot, desk: Desk) -> None:
    field = shown(qtbot, desk, "monetary_12m >= 200")
    field.show_way("type")
    field.typed.setPlainText("monetary_12m >=")
    field.show_way("build")
    assert field.ways.key() == "type"


def test_every_built_in_rule_can_be_shown_and_says_the_same(qtbot: QtBot, desk: Desk) -> None:
    rules = [tag.rule for tag in known_tags().values() if tag.rule][::12]
    field = shown(qtbot, desk)
    for rule in rules:
        text = to_text(rule)
        field.put(text)
        assert field.builder.group() == draft_of(parse(text, tags=known_tags()))


def test_a_condition_that_was_changed_is_taken_out_once(qtbot: QtBot, desk: Desk) -> None:
    field = shown(qtbot, desk, "monetary_12m >= 200 and age < 30")
    first = row(field, 0)
    first.operator.setCurrentIndex(first.operator.findData("isnull"))
    assert field.text() == "isnull(monetary_12m) and age < 30"
    first.remove.click()
    assert field.text() == "age < 30"


def test_a_row_is_dragged_by_the_word_that_joins_it(qtbot: QtBot, desk: Desk) -> None:
    field = shown(qtbot, desk, "age >= 30 and gender == 'F' and monetary_12m >= 200")
    qtbot.waitUntil(lambda: row(field, 2).y() > row(field, 0).y(), timeout=WAIT)
    handle, first = row(field, 2).join, row(field, 0)
    above = handle.mapFromGlobal(first.mapToGlobal(QPoint(5, -4)))
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton)
    for _ in range(2):  # past one neighbour at a time
        send_move(handle, above)
        qtbot.wait(30)
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton)
    assert field.text().startswith("monetary_12m >= 200 and ")
    assert field.take_back.isEnabled()


def spread_of(qtbot: QtBot, found: ConditionRow) -> ThresholdPopover:
    popover = found.open_spread()
    assert popover is not None
    qtbot.waitUntil(lambda: bool(popover.bars.lines), timeout=WAIT)
    return popover


def test_the_threshold_is_dragged_in_the_histogram(qtbot: QtBot, desk: Desk) -> None:
    field = shown(qtbot, desk, "monetary_12m >= 200")
    popover = spread_of(qtbot, row(field, 0))
    bars = popover.bars
    assert bars.lines == [20_000]  # minor units
    place = QPoint(bars.width() // 2, 20)
    qtbot.mousePress(bars, Qt.MouseButton.LeftButton, pos=place)
    send_move(bars, place + QPoint(10, 0))
    qtbot.mouseRelease(bars, Qt.MouseButton.LeftButton, pos=place)
    typed = float(row(field, 0).values[0].text())
    assert typed != 200
    assert field.text() == f"monetary_12m >= {typed:.12g}"
    assert bars.lines == [typed * 100]
    qtbot.keyClick(bars, Qt.Key.Key_Left)
    assert float(row(field, 0).values[0].text()) == pytest.approx(typed - bars.step())
    popover.close()


def test_a_range_has_a_line_at_each_end(qtbot: QtBot, desk: Desk) -> None:
    field = shown(qtbot, desk, "between(age, 30, 50)")
    popover = spread_of(qtbot, row(field, 0))
    assert popover.bars.lines == [30, 50]
    place = QPoint(round(popover.bars.place_of(50)) + 3, 20)
    qtbot.mousePress(popover.bars, Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseRelease(popover.bars, Qt.MouseButton.LeftButton, pos=place)
    assert row(field, 0).values[0].text() == "30"
    assert popover.bars.lines[0] == 30
    popover.close()


def test_what_is_no_number_of_a_field_has_no_histogram(qtbot: QtBot, desk: Desk) -> None:
    field = shown(qtbot, desk, "gender == 'F' and age == 30")
    assert row(field, 0).spread is None
    assert row(field, 1).spread is None
