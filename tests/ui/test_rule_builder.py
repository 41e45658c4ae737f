"""Rules put together from conditions."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from profiler_app.domain.rules import parse, to_text
from profiler_app.domain.rules.drafting import draft_of
from profiler_app.domain.tags import known_tags
from profiler_app.ui.desk import Desk
from profiler_app.ui.rules.condition_row import ConditionRow
from profiler_app.ui.rules.group_box import GroupBox
from profiler_app.ui.rules.rule_field import RuleField

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
