"""The first page of the day: who, why, what is due, what changed; and doing it (OUT-01)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from profiler_app.domain.insights import WARNINGS
from profiler_app.domain.today import Due, Today, next_monday
from profiler_app.jobs import agenda, editing, recording
from profiler_app.jobs.cards import read_card
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.computing import states_as_of
from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
from profiler_app.jobs.history import undo_operation
from profiler_app.jobs.insights.overview import insights
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.risk_history import AT_RISK, look_back
from profiler_app.jobs.today import WATCHED, read_today
from profiler_app.store.customers import find_customer
from profiler_app.store.ledger import operation
from profiler_app.store.runs import last_run
from profiler_app.store.workspace import Workspace, open_workspace
from tests.jobs.conftest import TODAY, Silent, create

QUIET = Silent()


def page(workspace: Workspace, day: date = TODAY) -> Today:
    return read_today(workspace, ColumnSource(workspace), today=day)


@pytest.fixture
def known(empty: Workspace) -> Workspace:
    """Two customers, one with a birthday today; a task is overdue, one is due today."""
    one = create(empty, name="林婉清", birth_date="1988-11-22")
    other = create(empty, name="周晓云")
    for customer, title, due in (
        (one, "回电", TODAY - timedelta(days=3)),
        (other, "送样品", TODAY),
        (other, "下周拜访", TODAY + timedelta(days=4)),
    ):
        recording.add_task(QUIET, empty, customer, title, due, 2, by="陈")
    refresh(QUIET, empty, as_of=TODAY)
    return empty


def titles(dues: list[Due]) -> list[str]:
    return [f"{due.who.name} {due.title}" for due in dues]


def test_what_is_overdue_and_due_is_listed_the_oldest_first_out_01(known: Workspace) -> None:
    found = page(known)
    assert titles(found.overdue()) == ["林婉清 回电"]
    assert titles(found.due_now()) == ["周晓云 送样品", "林婉清 生日"]
    assert found.coming == 1


def test_a_task_that_is_done_is_gone_and_comes_back_by_undo(known: Workspace) -> None:
    (due,) = page(known).overdue()
    operation = agenda.settle(QUIET, known, due, today=TODAY, by="陈")
    assert page(known).overdue() == []
    undo_operation(QUIET, known, operation)
    assert titles(page(known).overdue()) == ["林婉清 回电"]


def test_a_reminder_done_does_not_come_back_but_by_undo(known: Workspace) -> None:
    birthday = page(known).due_now()[1]
    operation = agenda.settle(QUIET, known, birthday, today=TODAY, by="陈")
    assert titles(page(known).due_now()) == ["周晓云 送样品"]
    undo_operation(QUIET, known, operation)
    assert len(page(known).due_now()) == 2


def test_what_is_put_off_comes_back_on_its_day(known: Workspace) -> None:
    monday = next_monday(TODAY)
    for due in page(known).due_now():
        agenda.put_off(QUIET, known, due, monday, by="陈")
    assert page(known).due_now() == []
    assert titles(page(known, monday).due_now()) == ["林婉清 生日", "周晓云 送样品"]


def test_the_next_monday_is_never_today() -> None:
    assert next_monday(date(2026, 11, 23)) == date(2026, 11, 30)
    assert next_monday(date(2026, 11, 22)) == date(2026, 11, 23)


def test_an_empty_workspace_says_nothing(empty: Workspace) -> None:
    found = page(empty)
    assert (found.customers, found.computed, found.at_risk, found.dues) == (0, None, (), ())
    assert found.score is None


def test_whom_to_contact_has_the_reason_in_own_values(own_demo: Workspace) -> None:
    found = page(own_demo)
    assert 0 < len(found.at_risk) <= found.at_risk_total
    source = ColumnSource(own_demo)
    held = set(source.ids()[source.tags([AT_RISK])[AT_RISK].true].tolist())
    assert {each.who.customer for each in found.at_risk} <= held
    assert all(any(sign.isdigit() for sign in each.reason) for each in found.at_risk)
    assert all(each.urgent == ("红" in each.level) for each in found.at_risk)


def test_who_was_contacted_or_put_off_is_left_alone(own_demo: Workspace) -> None:
    before = page(own_demo)
    first = before.at_risk[0]
    due = Due("at_risk", f"at_risk:{TODAY}", first.who, "联系", TODAY)
    agenda.put_off(QUIET, own_demo, due, TODAY + timedelta(days=1), by="陈")
    after = page(own_demo)
    assert first.who not in [each.who for each in after.at_risk]
    assert after.at_risk_total == before.at_risk_total
    assert after.at_risk_left_out == before.at_risk_left_out + 1
    tomorrow = page(own_demo, TODAY + timedelta(days=1))
    assert first.who in [each.who for each in tomorrow.due_now()]


@pytest.mark.promise(30)
def test_who_withdrew_consent_to_profiling_is_not_listed_prv(own_demo: Workspace) -> None:
    from profiler_app.jobs.consenting import Answer

    listed = page(own_demo).at_risk
    first = next(each.who.customer for each in listed if each.who.kind == "person")

    answer = Answer(("profiling",), "withdrawn", "phone", TODAY)
    recording.record_consent(QUIET, own_demo, first, answer)
    refresh(QUIET, own_demo, as_of=TODAY)
    assert first not in [each.who.customer for each in page(own_demo).at_risk]


def test_the_first_day_compares_with_nothing_and_a_later_one_tells_who_came(
    own_demo: Workspace,
) -> None:
    assert page(own_demo).since is None
    later = TODAY + timedelta(days=45)
    refresh(QUIET, own_demo, as_of=later)
    since = page(own_demo, later).since
    assert since is not None and (since.day, since.until) == (TODAY, later)
    lost = next(state for state in since.entered if state.tag == "lc_lost")
    assert lost.entered > 0 and lost.some and all(moved.reason for moved in lost.some)
    worse = [move.rank < 0 for move in since.moves]
    assert worse == sorted(worse, reverse=True)


def test_tasks_become_a_calendar_that_other_programs_read(known: Workspace, tmp_path: Path) -> None:
    from dateutil.parser import parse

    editing.edit_customer(QUIET, known, 1, {"name": "林; 婉清, 先生"}, today=TODAY)
    path = tmp_path / "tasks.ics"
    assert agenda.write_tasks(QUIET, known, path, today=TODAY) == 3
    text = path.read_bytes().decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = text.replace("\r\n ", "").split("\r\n")
    fields: list[tuple[str, Any]] = [tuple(line.partition(":")[::2]) for line in lines if line]
    days = [parse(value).date() for name, value in fields if name == "DTSTART;VALUE=DATE"]
    assert days == [TODAY, TODAY, TODAY + timedelta(days=4)]
    assert ("SUMMARY", r"回电 · 林\; 婉清\, 先生") in fields
    assert fields[0] == ("BEGIN", "VCALENDAR") and fields[-1] == ("END", "VCALENDAR")


# Service and care


@pytest.fixture
def device(empty: Workspace) -> Workspace:
    """A customer whose device is to be serviced every 180 days, today for the first time."""
    customer = create(empty)
    installed = TODAY - timedelta(days=180)
    with operation(empty, "import", {"file": "devices.csv"}) as opened:
        values = {"installed_on": installed.isoformat(), "service_cycle_days": 180}
        opened.insert_one("asset", {"customer_id": customer, **values})
    refresh(QUIET, empty, as_of=TODAY)
    return empty


def services(workspace: Workspace, day: date) -> list[Due]:
    refresh(QUIET, workspace, as_of=day)
    return [due for due in page(workspace, day).dues if due.kind == "service"]


@pytest.mark.parametrize("put_off", [False, True])
def test_a_device_makes_one_reminder_in_each_cycle_srv_01(device: Workspace, put_off: bool) -> None:
    """SRV-01: finishing it, at once or after it was put off, schedules the next."""
    (due,) = services(device, TODAY)
    day = TODAY
    if put_off:
        day += timedelta(days=5)
        agenda.put_off(QUIET, device, due, day, by="陈")
        due = next(each for each in page(device, day).dues if each.task)
    agenda.settle(QUIET, device, due, today=day, by="陈")
    following = day + timedelta(days=180)
    assert services(device, following - timedelta(days=1)) == []
    (again,) = services(device, following)
    assert (again.due, again.key) == (following, f"service:{following}")


def test_undoing_a_service_brings_its_reminder_back_srv_01(device: Workspace) -> None:
    (due,) = services(device, TODAY)
    undo_operation(QUIET, device, agenda.settle(QUIET, device, due, today=TODAY, by="陈"))
    assert services(device, TODAY) == [due]


@pytest.mark.parametrize("left_alone", ["dnc", "withdrawn"])
def test_nobody_is_greeted_who_is_not_to_be_contacted(known: Workspace, left_alone: str) -> None:
    """SRV-03, its second half."""
    from profiler_app.jobs.consenting import Answer

    if left_alone == "dnc":
        editing.edit_customer(QUIET, known, 1, {"dnc": True}, today=TODAY)
    else:
        answer = Answer(("marketing",), "withdrawn", "phone", TODAY)
        recording.record_consent(QUIET, known, 1, answer)
    refresh(QUIET, known, as_of=TODAY)
    assert "birthday" not in [due.kind for due in page(known).dues]


def test_what_is_new_is_the_difference_of_the_kept_runs_upd_01(own_demo: Workspace) -> None:
    """UPD-01: after an import the card is new at once, and who came and went is told."""
    customer, day = 1, (TODAY - date(1970, 1, 1)).days
    before = read_card(own_demo, customer, as_of=TODAY).timeline_total
    line = {"day": day, "kind": "sale", "net": 100, "quantity": 1.0, "status": "done"}
    with operation(own_demo, "import", {"file": "orders.csv"}) as opened:
        opened.insert_one("order_line", {"customer_id": customer, **line})
    card = read_card(own_demo, customer, as_of=TODAY)
    assert card.timeline_total > before and card.timeline[0].on == TODAY

    later = TODAY + timedelta(days=45)
    holding = [_holding(own_demo)]
    refresh(QUIET, own_demo, as_of=later)
    holding.append(_holding(own_demo))
    since = page(own_demo, later).since
    assert since is not None
    for state in since.entered:
        then, now = (tags[state.tag] for tags in holding)
        assert (state.entered, state.left) == (len(now - then), len(then - now))
        assert {each.who.customer for each in state.some} <= now - then
    assert any(state.entered for state in since.entered)


def _holding(workspace: Workspace) -> dict[str, set[int]]:
    source = ColumnSource(workspace)
    hidden = source.tags(["no_profiling"])["no_profiling"].true
    found = source.tags(WATCHED)
    return {tag: set(source.ids()[found[tag].true & ~hidden].tolist()) for tag in WATCHED}


def test_the_sample_can_be_compared_with_the_week_before(tmp_path: Path) -> None:
    path = tmp_path / "sample.zhike"
    create_demo(Silent(), path, customers=120, today=TODAY, weeks=1)
    with open_workspace(path, DEMO_PASSPHRASE) as workspace:
        found = page(workspace)
        assert found.since is not None and found.since.moves
        assert (found.since.day, found.since.until) == (TODAY - timedelta(days=7), TODAY)


def promised(workspace: Workspace, day: date, due: date) -> int:
    """A talk as a file brings it: with a next step and its day, and no task."""
    customer = create(workspace, name="许青")
    epoch = date(1970, 1, 1)
    talk = {"customer_id": customer, "day": (day - epoch).days, "channel": "phone"}
    with operation(workspace, "interaction", {"number": "x"}) as opened:
        opened.insert_one(
            "interaction", {**talk, "next_step": "寄样册", "next_on": due.isoformat()}
        )
    refresh(QUIET, workspace, as_of=TODAY)
    return customer


def test_what_an_imported_talk_promised_is_due_on_its_day_crm_01(empty: Workspace) -> None:
    """CRM-01: next steps and promises; rm_next_step of the catalog of reminders."""
    promised(empty, TODAY - timedelta(days=9), TODAY - timedelta(days=2))
    (due,) = page(empty).overdue()
    assert (due.kind, due.title) == ("next_step", "约定的下一步 · 寄样册")
    agenda.settle(QUIET, empty, due, today=TODAY, by="陈")
    assert page(empty).dues == ()


def test_a_promise_is_kept_by_the_next_contact_and_not_due_before_its_day(
    empty: Workspace,
) -> None:
    customer = promised(empty, TODAY - timedelta(days=9), TODAY - timedelta(days=2))
    promised(empty, TODAY - timedelta(days=9), TODAY + timedelta(days=2))
    talk = recording.Talk("call", "reached", "已寄出")
    recording.log_contact(QUIET, empty, customer, talk, today=TODAY, by="陈")
    refresh(QUIET, empty, as_of=TODAY)
    assert page(empty).dues == ()


def test_nobody_is_greeted_while_a_complaint_is_open_srv_03(known: Workspace) -> None:
    """SRV-03; DOMAIN 8.1: a birthday greeting to a customer with an open complaint."""
    assert any(due.kind == "birthday" for due in page(known).dues)
    complaint = {"customer_id": 1, "kind": "complaint", "status": "open", "text": "门板开裂"}
    with operation(known, "interaction", {"number": "x"}) as opened:
        opened.insert_one("feedback", complaint)
    assert not any(due.kind == "birthday" for due in page(known).dues)


def test_a_company_has_the_sign_of_its_short_name_as_on_its_card(empty: Workspace) -> None:
    full = {"kind": "company", "name": "绍兴启明电子科技有限公司", "short_name": "启明电子"}
    company = create(empty, **full)
    recording.add_task(QUIET, empty, company, "回电", TODAY, 2, by="陈")
    (due,) = page(empty).due_now()
    assert due.who.initial == "启" == read_card(empty, company, as_of=TODAY).initial


def test_the_trend_counts_who_was_at_risk_in_each_week_and_looks_back_once(
    own_demo: Workspace,
) -> None:
    """Mock-up 01: twelve weeks; a new workspace works out what it has no run of."""
    trend = page(own_demo).trend
    assert [day for day, _n in trend.points] == [TODAY] and trend.gaps
    assert trend.points[0][1] == page(own_demo).at_risk_total
    assert look_back(QUIET, own_demo, today=TODAY) == 12
    trend = page(own_demo).trend
    weeks = [TODAY - timedelta(weeks=n) for n in range(12, -1, -1)]
    assert [day for day, _n in trend.points] == weeks and not trend.gaps
    run = last_run(own_demo.connection)
    assert run is not None
    states = states_as_of(QUIET, own_demo.connection, as_of=weeks[4], last=run)
    then = sum(int(each.tags[AT_RISK].true.sum()) for each in states)
    assert dict(trend.points)[weeks[4]] == then
    assert trend.afterwards == 12 and trend.change() is None  # one run alone has no change
    chart = insights(own_demo, ColumnSource(own_demo), charts=("warned",))  # CHU-01, week by week
    assert len(chart.chart("warned").columns) == 13 and not chart.gaps
    assert "12" in chart.chart("warned").note
    oldest = sum(mark.customers for mark in chart.chart("warned").marks if mark.column == 0)
    first = list(states_as_of(QUIET, own_demo.connection, as_of=weeks[0], last=run))
    warned = [np.logical_or.reduce([each.tags[tag].true for level in WARNINGS.values()
                                    for tag in level]) for each in first]  # fmt: skip
    assert oldest == sum(int(each.sum()) for each in warned) > 0
    assert look_back(QUIET, own_demo, today=TODAY) == 0


def test_valuable_customers_without_an_owner_or_a_next_step_are_told_crm_01(
    own_demo: Workspace,
) -> None:
    source = ColumnSource(own_demo)
    found = page(own_demo)
    valuable = source.tags(["high_value"])["high_value"].true
    owners = source.columns(["owner_rm"])["owner_rm"]
    allowed = ~source.tags(["no_profiling"])["no_profiling"].true
    assert found.ownerless.count == int((valuable & allowed & ~owners.known).sum())
    assert 0 < found.stepless.count <= int(valuable.sum())
    number = found.stepless.numbers[0]
    customer = find_customer(own_demo.connection, number)
    due = TODAY + timedelta(days=3)
    made = recording.add_task(QUIET, own_demo, customer, "回访", due, 2, by="陈")
    assert number not in page(own_demo).stepless.numbers
    undo_operation(QUIET, own_demo, made)
    assert number in page(own_demo).stepless.numbers
