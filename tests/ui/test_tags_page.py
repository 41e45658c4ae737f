"""The page of tags over a real workspace."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from profiler_app.domain.tags import known_tags, use_own_tags
from profiler_app.jobs.segments.saved import save_segment
from profiler_app.jobs.tag_governance import TagRow
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.tags import TagsPage
from profiler_app.ui.pages.tags.give_form import GiveForm
from profiler_app.ui.pages.tags.tag_table import GroupRow

TODAY = date(2026, 11, 22)
WAIT = 15_000


@pytest.fixture
def desk(demo_desk: Desk) -> Iterator[Desk]:
    yield demo_desk
    use_own_tags({})


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> TagsPage:
    made = TagsPage(desk)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    made.activated()
    qtbot.waitUntil(lambda: made.panel.detail is not None, timeout=WAIT)
    return made


def listed(page: TagsPage) -> list[str]:
    return [row.tag for row in page.table.rows() if isinstance(row, TagRow)]


def at(qtbot: QtBot, page: TagsPage, tag: str) -> None:
    page.go_to(tag)
    qtbot.waitUntil(
        lambda: page.panel.detail is not None and page.panel.detail.tag == tag, timeout=WAIT
    )


def test_all_tags_stand_under_their_groups(page: TagsPage) -> None:
    assert sorted(listed(page)) == sorted(known_tags())
    heads = [row for row in page.table.rows() if isinstance(row, GroupRow)]
    assert sum(head.tags for head in heads) == len(known_tags())


def test_left_folds_a_group_and_right_shows_it_again(page: TagsPage) -> None:
    page.table.choose("gender_f")
    QTest.keyClick(page.table, Qt.Key.Key_Left)
    assert "gender_f" not in listed(page)
    QTest.keyClick(page.table, Qt.Key.Key_Right)
    assert "gender_f" in listed(page)


def test_the_search_finds_by_the_sound_of_a_name(qtbot: QtBot, page: TagsPage) -> None:
    page.search.setText("fuqi")
    qtbot.waitUntil(lambda: 0 < len(listed(page)) < 20 or not page.table.isVisible(), timeout=WAIT)
    page.search.setText("weichengnian")
    qtbot.waitUntil(lambda: listed(page) == ["age_lt18"], timeout=WAIT)


def test_a_search_that_finds_nothing_offers_a_way_out(qtbot: QtBot, page: TagsPage) -> None:
    page.search.setText("zzzz")
    qtbot.waitUntil(lambda: not page.table.isVisible(), timeout=WAIT)
    page._clear.click()
    qtbot.waitUntil(lambda: len(listed(page)) == len(known_tags()), timeout=WAIT)


def test_enter_opens_the_customers_who_carry_the_tag(
    qtbot: QtBot, page: TagsPage, desk: Desk
) -> None:
    at(qtbot, page, "gender_f")
    with qtbot.waitSignal(desk.list_opened, timeout=WAIT) as opened:
        page.table.setFocus()
        QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert opened.args[0] == "has('gender_f')"


def test_a_new_tag_is_counted_while_typed_saved_and_listed_tag_02(
    qtbot: QtBot, page: TagsPage
) -> None:
    form = page.ask_new()
    form.zh.setText("大客户")
    form.rule.rule.typed.setPlainText("monetary_12m > 1")
    assert not form.save.isEnabled()
    qtbot.waitUntil(form.save.isEnabled, timeout=WAIT)
    assert form.rule.count.text()
    form.save.click()
    qtbot.waitUntil(lambda: "own_1" in listed(page), timeout=WAIT)
    qtbot.waitUntil(
        lambda: any(
            row.tag == "own_1" and row.customers
            for row in (page.overview.rows if page.overview else ())
        ),
        timeout=WAIT,
    )


def test_a_rule_that_is_none_says_where_and_cannot_be_saved(qtbot: QtBot, page: TagsPage) -> None:
    form = page.ask_new()
    form.zh.setText("错")
    form.rule.rule.typed.setPlainText("monetary_12m >")
    qtbot.waitUntil(lambda: bool(form.rule.words.text()), timeout=WAIT)
    assert not form.save.isEnabled()
    form.close()


def test_retiring_moves_a_tag_to_the_retired_and_undo_brings_it_back(
    qtbot: QtBot, page: TagsPage, desk: Desk
) -> None:
    at(qtbot, page, "interest_sport")
    page.act("retire")
    qtbot.waitUntil(lambda: "interest_sport" not in listed(page), timeout=WAIT)
    desk.edits.undo_last()
    qtbot.waitUntil(lambda: "interest_sport" in listed(page), timeout=WAIT)


def test_tags_of_compliance_cannot_be_changed(qtbot: QtBot, page: TagsPage) -> None:
    at(qtbot, page, "no_profiling")
    assert not page.panel.edit.isEnabled()
    menu = page.panel.menu()
    assert not any(action.isEnabled() for action in menu.actions())
    menu.deleteLater()


def test_escape_closes_the_panel(page: TagsPage) -> None:
    assert page.escape()
    assert not page.panel.isVisible()
    assert not page.escape()


def test_a_tag_is_given_by_hand_to_customers_that_are_ticked_and_taken_back(
    qtbot: QtBot, page: TagsPage, desk: Desk
) -> None:
    at(qtbot, page, "birthday_soon")
    page.act("give")
    form = page.findChild(GiveForm)
    assert form is not None
    form.search.setText("DEMO-00000")
    qtbot.waitUntil(lambda: form.list.count() > 2, timeout=WAIT)
    for place in (0, 1):
        form.list.itemClicked.emit(form.list.item(place))
    assert not form.do.isEnabled()
    form.reason.setText("本人告知")
    chosen = form.ids()
    assert len(chosen) == 2
    with qtbot.waitSignal(desk.toasted, timeout=WAIT) as told:
        form.do.click()
    again = page.deeds.ask_whom(page.table.tag(), page.panel.give)
    again.way.chosen.emit("have")
    qtbot.waitUntil(lambda: again.list.count() == 2, timeout=WAIT)
    again.list.itemClicked.emit(again.list.item(0))
    with qtbot.waitSignal(desk.toasted, timeout=WAIT):
        again.do.click()
    desk.edits.undo(told.args[1])


def test_a_whole_segment_is_given_a_tag(qtbot: QtBot, page: TagsPage, desk: Desk) -> None:
    with qtbot.waitSignal(desk.jobs.ended, timeout=WAIT):
        desk.jobs.start(
            save_segment, None, "女客", "gender == 'F'", title="-", owner=page, done=lambda _n: None
        )
    at(qtbot, page, "birthday_soon")
    form = page.deeds.ask_whom(page.table.tag(), page.panel.give)
    form.way.chosen.emit("segment")
    form.reason.setText("活动")
    qtbot.waitUntil(form.do.isEnabled, timeout=WAIT)
    assert len(form.ids()) > 5
    form.close()


def test_the_runs_say_what_they_changed_and_lead_to_a_tag_tag_04(
    qtbot: QtBot, page: TagsPage, desk: Desk
) -> None:
    popover = page.show_runs()
    qtbot.waitUntil(lambda: bool(popover.runs.rows()), timeout=WAIT)
    first = popover.runs.rows()[-1]
    assert first.held == first.given > 0
    popover.tag_asked.emit("gender_f")
    qtbot.waitUntil(
        lambda: page.panel.detail is not None and page.panel.detail.tag == "gender_f", timeout=WAIT
    )
    popover.close()
