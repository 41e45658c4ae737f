"""All events of a customer: filtered, looked at closer; stale values and their reminder."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from profiler_app.domain.text import set_language
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.profile.page import ProfilePage
from profiler_app.ui.pages.profile.stale_button import StaleButton
from profiler_app.ui.pages.profile.tasks_box import TasksBox
from profiler_app.ui.pages.profile.timeline_box import Timeline
from profiler_app.ui.pages.timeline import TimelinePage
from profiler_app.ui.pages.timeline.strip import bucket_of, buckets, moved, zoomed
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.event_row import EventRow
from profiler_app.ui.widgets.labels import Label

COMPANY = 2
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def test_a_short_span_counts_days_a_long_one_months() -> None:
    day = date(2026, 3, 12)
    assert bucket_of(day, (day, day + timedelta(days=30))) == day
    assert bucket_of(day, YEAR) == date(2026, 3, 9)  # the Monday
    assert bucket_of(day, (date(2020, 1, 1), day)) == date(2026, 3, 1)


def test_buckets_cover_a_span_without_gap() -> None:
    found = list(buckets((date(2024, 1, 15), date(2026, 3, 2))))
    assert found[0] == date(2024, 1, 1) and found[-1] == date(2026, 3, 1) and len(found) == 27


def test_zooming_keeps_what_is_under_the_mouse_and_stays_inside() -> None:
    closer = zoomed(YEAR, 0.5, 1.0, YEAR)
    assert closer[1] == YEAR[1] and (closer[1] - closer[0]).days == 182
    assert zoomed(YEAR, 4, 0.5, YEAR) == YEAR
    assert (lambda span: (span[1] - span[0]).days)(zoomed(YEAR, 0.001, 0.5, YEAR)) == 7


def test_moving_stops_at_the_ends() -> None:
    span = (date(2026, 5, 1), date(2026, 5, 31))
    assert moved(span, -400, YEAR)[0] == YEAR[0]
    assert moved(span, 400, YEAR)[1] == YEAR[1]


@pytest.fixture
def page(qtbot: QtBot, sixty_desk: Desk) -> TimelinePage:
    set_language("zh")
    made = TimelinePage(sixty_desk)
    qtbot.addWidget(made)
    made.resize(1000, 800)
    made.show()
    made.open_place(COMPANY)
    qtbot.waitUntil(lambda: made.history is not None, timeout=15_000)
    return made


def rows(page: TimelinePage) -> int:
    return len(page.rows.widget().findChildren(EventRow))


def test_a_filter_and_a_closer_look_leave_fewer_events(qtbot: QtBot, page: TimelinePage) -> None:
    every = rows(page)
    assert every == len(page.history.events) > 6  # type: ignore[union-attr]
    page.kinds.choose("talks")
    page.kinds.chosen.emit("talks")
    talks = rows(page)
    assert 0 < talks < every
    page.kinds.choose("all")
    page.kinds.chosen.emit("all")
    qtbot.mouseClick(page.strip, Qt.MouseButton.LeftButton, pos=QPoint(page.strip.width() - 3, 20))
    assert rows(page) < every
    assert page.escape() and rows(page) == every
    assert not page.escape()


def test_keys_look_closer_and_move(qtbot: QtBot, page: TimelinePage) -> None:
    whole = page.strip.span
    qtbot.keyClick(page.strip, Qt.Key.Key_Plus)
    closer = page.strip.span
    assert closer[1] - closer[0] < whole[1] - whole[0]
    qtbot.keyClick(page.strip, Qt.Key.Key_Left)
    assert page.strip.span[0] < closer[0]
    qtbot.keyClick(page.strip, Qt.Key.Key_Home)
    assert page.strip.span == whole


@pytest.fixture
def card(qtbot: QtBot, sixty_desk: Desk) -> ProfilePage:
    set_language("zh")
    made = ProfilePage(sixty_desk)
    qtbot.addWidget(made)
    made.resize(992, 700)
    made.show()
    return made


def opened(qtbot: QtBot, card: ProfilePage, customer: int) -> ProfilePage:
    card.open_customer(customer)
    qtbot.waitUntil(
        lambda: card.card is not None and card.card.customer == customer and not card.reading(),
        timeout=15_000,
    )
    return card


def test_all_events_open_from_the_card(qtbot: QtBot, card: ProfilePage, sixty_desk: Desk) -> None:
    opened(qtbot, card, COMPANY)
    more = next(
        b for b in card.findChild(Timeline).findChildren(Button) if b.text().startswith("查看全部")
    )
    with qtbot.waitSignal(sixty_desk.place_opened) as asked:
        more.click()
    assert asked.args == ["timeline", COMPANY]


def test_stale_values_are_counted_and_a_reminder_names_them(
    qtbot: QtBot, card: ProfilePage, sixty_desk: Desk
) -> None:
    for customer in range(1, 40):
        found = opened(qtbot, card, customer).card
        if found is not None and found.stale():
            break
    assert found is not None and found.stale()
    said = " ".join(each.text() for each in card.findChildren(Label))
    assert f"{len(found.stale())} 项待核实" in said
    with qtbot.waitSignal(sixty_desk.toasted, timeout=15_000):
        card.findChild(StaleButton).click()
    qtbot.waitUntil(
        lambda: (
            any(
                found.stale()[0].label in task.title
                for task in card.card.tasks  # type: ignore[union-attr]
            )
            and not card.reading()
        ),
        timeout=15_000,
    )
    assert card.columns()[1].widget().findChild(TasksBox) is not None
    assert not card.columns()[0].widget().findChild(StaleButton).isEnabled()


@pytest.mark.parametrize("spoken", ["zh", "en"])
def test_complaints_and_proposals_fit_into_the_rail(
    qtbot: QtBot, card: ProfilePage, spoken: str
) -> None:
    set_language(spoken)  # type: ignore[arg-type]
    opened(qtbot, card, COMPANY)
    assert card.card is not None and card.card.complaints and card.card.proposals
    rail = card.columns()[1]
    assert rail.widget().minimumSizeHint().width() <= rail.width()
