"""The page where a segment is put together."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from profiler_app.domain.rules.draft_parts import Sequence
from profiler_app.domain.saved_segments import SavedSegment
from profiler_app.domain.text import set_language
from profiler_app.jobs.segments.saved import save_segment
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.segments.builder import SegmentBuilder
from profiler_app.ui.pages.segments.building import Building
from profiler_app.ui.rules.condition_row import ConditionRow
from profiler_app.ui.rules.sequence_row import SequenceRow

TODAY = date(2026, 11, 22)
WAIT = 15_000


@pytest.fixture
def desk(sixty_desk: Desk) -> Desk:
    return sixty_desk


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> SegmentBuilder:
    set_language("zh")
    made = SegmentBuilder(desk)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    qtbot.waitUntil(lambda: bool(made.rule.rule._offered), timeout=WAIT)
    return made


def build(qtbot: QtBot, page: SegmentBuilder, rule: str) -> None:
    with qtbot.waitSignal(page.rule.counted, timeout=WAIT):
        page.open_place(Building(name="甲", rule=rule))


def ask(qtbot: QtBot, page: SegmentBuilder, words: str) -> None:
    page.rule.asking.field.setText(words)
    with qtbot.waitSignal(page.rule.asking.answered, timeout=WAIT):
        QTest.keyClick(page.rule.asking.field, Qt.Key.Key_Return)


def test_a_typed_question_is_shown_as_a_tree_before_it_is_used(
    qtbot: QtBot, page: SegmentBuilder
) -> None:
    ask(qtbot, page, "年消费1000以上的女客户")
    assert page.rule.text() == ""
    assert page.rule.asking.box.isVisible()
    with qtbot.waitSignal(page.rule.counted, timeout=WAIT):
        page.rule.asking.use.click()
    assert "gender == 'F'" in page.rule.text()
    assert len(page.rule.rule.builder.parts) == 2


def test_a_question_can_be_added_to_the_rule(qtbot: QtBot, page: SegmentBuilder) -> None:
    build(qtbot, page, "monetary_12m >= 200")
    ask(qtbot, page, "女客户")
    page.rule.asking.add.click()
    assert page.rule.text() == "(monetary_12m >= 200) and (gender == 'F')"


def test_a_question_with_several_meanings_asks_which(qtbot: QtBot, page: SegmentBuilder) -> None:
    ask(qtbot, page, "吉林的客户")
    asking = page.rule.asking
    assert len(asking.choices) > 1
    asking.choices[0].click()
    asking.use.click()
    assert page.rule.text()


def test_words_nobody_knows_are_named_and_marked(qtbot: QtBot, page: SegmentBuilder) -> None:
    ask(qtbot, page, "喜欢恐龙的女客户")
    assert page.rule.asking.field.selectedText()
    assert page.rule.text() == ""


def test_samples_say_why_and_the_count_stands_at_every_step(
    qtbot: QtBot, page: SegmentBuilder
) -> None:
    build(qtbot, page, "monetary_12m >= 1 and gender == 'F'")
    qtbot.waitUntil(lambda: bool(page.samples.table.rows()), timeout=WAIT)
    assert all(row.reason for row in page.samples.table.rows())
    first = page.rule.rule.builder.parts[0]
    assert isinstance(first, ConditionRow)
    qtbot.waitUntil(lambda: bool(first.count.text()), timeout=WAIT)


def test_a_typed_customer_is_explained_and_follows_the_rule(
    qtbot: QtBot, page: SegmentBuilder
) -> None:
    build(qtbot, page, "monetary_12m >= 1")
    qtbot.waitUntil(lambda: bool(page.samples.table.rows()), timeout=WAIT)
    page.why.search.setText(page.samples.table.rows()[0].number)
    qtbot.waitUntil(lambda: page.why.answer is not None, timeout=WAIT)
    assert page.why.answer is not None
    assert page.why.answer.explanation.verdict == "true"
    page.rule.rule.typed.setPlainText("monetary_12m < 1")
    qtbot.waitUntil(
        lambda: page.why.answer is not None and page.why.answer.explanation.verdict == "false",
        timeout=WAIT,
    )


def test_one_event_after_another_is_edited_part_by_part(qtbot: QtBot, page: SegmentBuilder) -> None:
    build(qtbot, page, "then(purchases, contacts, 30)")
    row = page.rule.rule.builder.parts[0]
    assert isinstance(row, SequenceRow)
    row.how.setCurrentIndex(row.how.findData("not"))
    row.within.selectAll()
    QTest.keyClicks(row.within, "14")
    popover = row.which_first.open()
    inner = popover.box.add_condition()
    chooser = inner.choose_subject()
    chooser.search.setText("金额")
    QTest.keyClick(chooser.search, Qt.Key.Key_Return)
    QTest.keyClicks(inner.values[0], "500")
    popover.close()
    assert page.rule.text() == "then_not(purchases where amount >= 500, contacts, 14)"
    page.rule.rule.take_back.click()
    assert page.rule.rule.builder.group().parts != (row.leaf,)


def test_a_sequence_is_chosen_from_the_list(qtbot: QtBot, page: SegmentBuilder) -> None:
    row = page.rule.rule.builder.add_condition()
    subject = next(each for each in page.rule.rule._offered if isinstance(each.leaf, Sequence))
    row._picked(subject)
    assert isinstance(page.rule.rule.builder.parts[0], SequenceRow)
    assert page.rule.text() == "then(purchases, returns, 90)"


def test_rows_are_moved_by_keys(qtbot: QtBot, page: SegmentBuilder) -> None:
    build(qtbot, page, "age >= 30 and monetary_12m >= 1")
    page.rule.rule.builder.parts[1].setFocus()
    row = page.rule.rule.builder.parts[1]
    assert isinstance(row, ConditionRow)
    row.values[0].setFocus()
    QTest.keyClick(row.values[0], Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: page.rule.text() == "monetary_12m >= 1 and age >= 30", timeout=WAIT)


def test_unsaved_edits_can_be_had_back(qtbot: QtBot, page: SegmentBuilder, desk: Desk) -> None:
    build(qtbot, page, "monetary_12m >= 1")
    told: list[Any] = []
    desk.toasted.connect(lambda _text, undo: told.append(undo))
    saved = SavedSegment(1, "乙", "age >= 30", 3, 0, 0, 0.0)
    page.open_place(Building(saved))
    assert page.rule.text() == "age >= 30"
    told[0]()
    assert (page.name.text(), page.rule.text()) == ("甲", "monetary_12m >= 1")


def test_a_saved_segment_is_changed_and_compared_with_what_it_was(
    qtbot: QtBot, page: SegmentBuilder
) -> None:
    saved = SavedSegment(1, "乙", "monetary_12m >= 100000000", 0, 0, 0, 0.0)
    with qtbot.waitSignal(page.rule.counted, timeout=WAIT):
        page.open_place(Building(saved))
    assert not page.save.isEnabled()
    page.rule.rule.typed.setPlainText("monetary_12m >= 1")
    qtbot.waitUntil(lambda: page.change.isVisible(), timeout=WAIT)
    assert page.save.isEnabled()


def test_the_builder_shows_whom_the_rule_shares_with_other_segments(
    qtbot: QtBot, page: SegmentBuilder, desk: Desk
) -> None:
    for name, rule in (("Women", "gender == 'F'"), ("Nobody", "age > 200")):
        with qtbot.waitSignal(desk.data_changed, timeout=WAIT):
            desk.jobs.start(
                save_segment, None, name, rule, title="", owner=desk,
                done=lambda _operation: desk.data_changed.emit(),
            )  # fmt: skip
    build(qtbot, page, "gender == 'F' and age >= 30")
    qtbot.waitUntil(lambda: len(page.overlap.table.rows()) == 2, timeout=WAIT)
    shared = {each.name: each.both for each in page.overlap.table.rows()}
    assert shared == {"Women": int(page.rule.count.text().split(" ")[0]), "Nobody": 0}
