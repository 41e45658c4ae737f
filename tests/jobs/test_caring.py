"""Greetings: birthdays by either calendar, round anniversaries, festivals, each once (SRV-03)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from profiler_app.domain.festivals import before_holidays, greeting_near
from profiler_app.domain.listing import ListQuery
from profiler_app.domain.today import Due
from profiler_app.jobs import agenda, editing, lists, recording
from profiler_app.jobs.caring import MOST_GREETED, care_calendar
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.history import undo_operation
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.today import read_today
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, Silent, create

QUIET = Silent()


def dues(workspace: Workspace, day: date = TODAY) -> list[Due]:
    refresh(QUIET, workspace, as_of=day)
    return list(read_today(workspace, ColumnSource(workspace), today=day).dues)


def titles(workspace: Workspace, day: date = TODAY) -> list[str]:
    return [due.title for due in dues(workspace, day)]


def since(workspace: Workspace, customer: int, day: date, name: str = "relation_since") -> None:
    with operation(workspace, "import", {"file": "since.csv"}) as opened:
        opened.update("customer", customer, {name: day.isoformat()})


def test_a_lunar_birthday_is_kept_on_the_lunar_day_srv_03(empty: Workspace) -> None:
    """SRV-03; DOMAIN 8.1: a lunar birthday reminded by the solar date"""
    create(empty, birth_date="1988-09-21", birth_lunar="八月十五")
    assert titles(empty, date(2026, 9, 21)) == []
    assert titles(empty, date(2026, 9, 25)) == ["生日 · 按农历"]


def test_round_years_with_us_and_of_a_company_are_remembered_srv_03(empty: Workspace) -> None:
    person, odd = create(empty), create(empty, name="周晓云")
    company = create(empty, kind="company", name="启明电子", established_on="2006-11-22")
    since(empty, person, date(2016, 11, 22))
    since(empty, odd, date(2019, 11, 22))  # seven years: no round number
    found = {due.who.customer: due.title for due in dues(empty)}
    assert found == {
        person: "纪念日 · 成为客户满 10 年",
        company: "纪念日 · 企业成立满 20 年",
    }


def test_two_greetings_within_seven_days_are_one_srv_03(empty: Workspace) -> None:
    customer = create(empty, birth_date="1988-11-22")
    since(empty, customer, date(2021, 11, 27))
    (due,) = dues(empty)
    assert (due.kind, due.title) == ("birthday", "生日 · 成为客户满 5 年 11-27")
    operation = agenda.settle(QUIET, empty, due, today=TODAY, by="陈")
    later = TODAY + timedelta(days=5)
    assert titles(empty, later) == []
    undo_operation(QUIET, empty, operation)
    assert titles(empty, later) == ["纪念日 · 成为客户满 5 年"]


def test_two_greetings_eight_days_apart_stay_two_srv_03(empty: Workspace) -> None:
    customer = create(empty, birth_date="1988-11-22")
    since(empty, customer, date(2021, 11, 30))
    (due,) = dues(empty)
    assert due.title == "生日"
    agenda.settle(QUIET, empty, due, today=TODAY, by="陈")
    assert titles(empty, date(2026, 11, 30)) == ["纪念日 · 成为客户满 5 年"]


def test_nothing_falls_due_in_the_holidays_of_the_new_year(empty: Workspace) -> None:
    """DOMAIN 8.1: reminders on the Spring Festival"""
    create(empty, birth_date="1988-02-18")  # the second day of the lunar year 2026
    assert titles(empty, date(2026, 2, 18)) == []
    assert titles(empty, date(2026, 2, 15)) == ["生日"]  # the day before its eve


@pytest.mark.parametrize(
    ("day", "by", "festivals"),
    [
        (date(2026, 9, 20), date(2026, 9, 24), ["mid_autumn", "national"]),  # 6 days apart: one
        (date(2024, 9, 12), date(2024, 9, 16), ["mid_autumn"]),
        (date(2024, 9, 28), date(2024, 9, 30), ["national"]),
        (date(2026, 2, 10), date(2026, 2, 15), ["spring"]),
        (date(2026, 6, 18), date(2026, 6, 18), ["dragon_boat"]),
    ],
)
def test_festivals_are_told_in_the_week_before(day: date, by: date, festivals: list[str]) -> None:
    found = greeting_near(day)
    assert found is not None and found.by == by
    assert [name for name, _day in found.festivals] == festivals
    assert greeting_near(by + timedelta(days=1)) is None
    assert before_holidays(by) == by


FESTIVAL = date(2026, 9, 20)


@pytest.fixture
def feast(own_demo: Workspace) -> Workspace:
    refresh(QUIET, own_demo, as_of=FESTIVAL)
    return own_demo


def greeting(workspace: Workspace, day: date = FESTIVAL) -> list[Due]:
    found = read_today(workspace, ColumnSource(workspace), today=day)
    return [due for due in found.dues if due.kind == "festival"]


def test_a_festival_is_one_line_for_a_group_that_opens_as_a_list_srv_03(feast: Workspace) -> None:
    (due,) = greeting(feast)
    assert 1 < len(due.members) <= MOST_GREETED and due.due == date(2026, 9, 24)
    assert due.title == "中秋节 09-25 · 国庆节 10-01"
    source = ColumnSource(feast)
    listed = lists.find(feast, source, ListQuery(where=due.rule())).ids
    assert sorted(listed) == sorted(who.customer for who in due.members)
    valuable = source.ids()[source.tags(["high_value"])["high_value"].true].tolist()
    assert set(listed) <= set(valuable)
    near = source.ids()[care_calendar(source, FESTIVAL).between(-3, 11)].tolist()
    assert not set(listed) & set(near)  # these have a greeting of their own


def test_who_is_not_to_be_contacted_or_was_lately_gets_no_festival_greeting_srv_03(
    feast: Workspace,
) -> None:
    (due,) = greeting(feast)
    first, second = due.members[:2]
    editing.edit_customer(QUIET, feast, first.customer, {"dnc": True}, today=TODAY)
    talk = recording.Talk("reached", "phone", day=FESTIVAL - timedelta(days=3))
    recording.log_contact(QUIET, feast, second.customer, talk, today=TODAY, by="陈")
    (after,) = greeting(feast)
    assert not {first, second} & set(after.members)


def test_greeting_a_group_is_one_operation_there_and_back(feast: Workspace) -> None:
    (due,) = greeting(feast)
    operation = agenda.settle(QUIET, feast, due, today=FESTIVAL, by="陈")
    assert greeting(feast) == []
    undo_operation(QUIET, feast, operation)
    assert greeting(feast) == [due]


def test_a_group_that_is_put_off_comes_back_as_one_line(feast: Workspace) -> None:
    (due,) = greeting(feast)
    monday = date(2026, 9, 21)
    agenda.put_off(QUIET, feast, due, monday, by="陈")
    assert greeting(feast) == []
    (again,) = greeting(feast, monday)
    assert again.members == due.members and again.due == monday
    agenda.put_off(QUIET, feast, again, monday + timedelta(days=1), by="陈")
    assert greeting(feast, monday) == []
    (last,) = greeting(feast, monday + timedelta(days=1))
    agenda.settle(QUIET, feast, last, today=monday + timedelta(days=1), by="陈")
    assert greeting(feast, monday + timedelta(days=1)) == []
