"""Who allowed what, what is due (RELIABILITY.md promises 22 and 31), what a law orders to keep."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from profiler_app.domain.errors import OnLegalHold
from profiler_app.jobs.cards import read_card
from profiler_app.jobs.consent_register import register
from profiler_app.jobs.consenting import Answer, consent_row
from profiler_app.jobs.erasing import erase, erase_all
from profiler_app.jobs.history import check, undo_operation
from profiler_app.jobs.holding import hold, holds, release
from profiler_app.jobs.recording import Talk, log_contact, record_consent
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.retention import overdue
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace, create_workspace
from tests.faults.promised import cases
from tests.jobs.conftest import TODAY, Silent, create


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "w.zhike", "right horse", prefix="TEST") as made:
        yield made


def agreed(workspace: Workspace, day: date, until: date | None = None) -> int:
    customer = create(workspace)
    answer = Answer(("marketing",), "granted", "paper", day, until)
    record_consent(Silent(), workspace, customer, answer)
    return customer


def due(workspace: Workspace, today: date = TODAY) -> dict[str, tuple[int, ...]]:
    return {each.code: each.customers for each in register(workspace, today=today).due}


@pytest.mark.promise(22)
def test_customers_are_counted_by_the_state_of_their_consent(workspace: Workspace) -> None:
    """PRV-01"""
    agreed(workspace, date(2026, 1, 1))
    agreed(workspace, date(2025, 1, 1), date(2026, 11, 21))
    gone = agreed(workspace, date(2026, 1, 1))
    answer = Answer(("marketing",), "withdrawn", "phone", TODAY)
    record_consent(Silent(), workspace, gone, answer)
    (line,) = [
        line for line in register(workspace, today=TODAY).lines if line.purpose.id == "marketing"
    ]
    assert (line.granted, line.refused, line.withdrawn, line.expired) == (1, 0, 1, 1)


@pytest.mark.parametrize(
    ("until", "code"),
    [
        (date(2026, 12, 23), None),
        (date(2026, 12, 22), "soon"),
        (date(2026, 11, 22), "soon"),
        (date(2026, 11, 21), "expired"),
    ],
)
@pytest.mark.promise(22)
def test_what_runs_out_is_due_to_the_day(
    workspace: Workspace, until: date, code: str | None
) -> None:
    customer = agreed(workspace, date(2026, 1, 1), until)
    assert due(workspace) == ({code: (customer,)} if code else {})


@pytest.mark.parametrize(("day", "over"), [(date(2028, 11, 21), False), (date(2028, 11, 23), True)])
@pytest.mark.promise(22)
def test_what_is_kept_too_long_after_a_withdrawal_is_named(
    workspace: Workspace, day: date, over: bool
) -> None:
    customer = agreed(workspace, date(2026, 1, 1))
    answer = Answer(("marketing",), "withdrawn", "phone", TODAY)
    record_consent(Silent(), workspace, customer, answer)
    assert (due(workspace, day) == {"over": (customer,)}) == over


@pytest.mark.parametrize(("born", "young"), [("2012-11-22", False), ("2012-11-23", True)])
@pytest.mark.promise(30)
def test_children_are_named_until_their_fourteenth_birthday(
    workspace: Workspace, born: str, young: bool
) -> None:
    child = create(workspace, birth_date=born)
    assert due(workspace) == ({"minor": (child,)} if young else {})


@pytest.mark.promise(31)
def test_who_is_on_hold_is_restricted_and_not_erased_until_its_day(workspace: Workspace) -> None:
    """PRV-03"""
    customer = agreed(workspace, date(2026, 1, 1))
    hold(Silent(), workspace, customer, "aml", date(2030, 1, 1), today=TODAY)
    refresh(Silent(), workspace, as_of=TODAY)
    states = {c.purpose: c.state for c in read_card(workspace, customer, as_of=TODAY).consents}
    assert (states["profiling"], states["marketing"]) == ("withdrawn", "withdrawn")
    with pytest.raises(OnLegalHold):
        erase(Silent(), workspace, customer, reason="asked", by="陈", today=date(2030, 1, 1))
    erase(Silent(), workspace, customer, reason="asked", by="陈", today=date(2030, 1, 2))
    assert check(Silent(), workspace, today=TODAY) == []


@pytest.mark.promise(31)
def test_a_hold_can_end_early_and_the_history_says_so(workspace: Workspace) -> None:
    customer = agreed(workspace, date(2026, 1, 1))
    hold(Silent(), workspace, customer, "tax", date(2030, 1, 1), today=TODAY)
    assert [each.ground for each in holds(workspace, today=TODAY)] == ["tax"]
    assert holds(workspace, today=date(2030, 1, 2)) == []
    assert release(Silent(), workspace, customer)
    assert not release(Silent(), workspace, customer)
    assert holds(workspace, today=TODAY) == []
    erase(Silent(), workspace, customer, reason="asked", by="陈", today=TODAY)


@pytest.mark.promise(31)
def test_a_hold_put_by_mistake_is_undone_with_the_consent_it_withdrew(workspace: Workspace) -> None:
    customer = agreed(workspace, date(2026, 1, 1))
    hold(Silent(), workspace, customer, "dispute", date(2028, 1, 1), today=TODAY)
    hold(Silent(), workspace, customer, "tax", date(2030, 1, 1), today=TODAY)
    undo_operation(Silent(), workspace)
    assert [each.ground for each in holds(workspace, today=TODAY)] == ["dispute"]
    undo_operation(Silent(), workspace)
    assert holds(workspace, today=TODAY) == []
    states = {c.purpose: c.state for c in read_card(workspace, customer, as_of=TODAY).consents}
    assert states["marketing"] == "granted"
    assert not release(Silent(), workspace, customer)


def test_who_is_kept_too_long_is_erased_in_one_go_but_nobody_on_hold_prv_03(
    workspace: Workspace,
) -> None:
    dormant, busy, held, fresh = (agreed(workspace, date(2020, 1, 1)) for _each in range(4))
    for customer, year in ((dormant, 2021), (busy, 2021), (held, 2021), (fresh, 2026)):
        answer = Answer(("marketing",), "withdrawn", "paper", date(year, 5, 1))
        record_consent(Silent(), workspace, customer, answer)
    talk = Talk("reached", "phone")
    log_contact(Silent(), workspace, busy, talk, by="me", today=date(2024, 3, 1))
    hold(Silent(), workspace, held, "tax", date(2030, 1, 1), today=date(2021, 5, 1))
    found = {each.customer: each for each in overdue(workspace, today=TODAY)}
    assert [*found] == [dormant, busy, held]
    assert [each.dormant for each in found.values()] == [True, False, False]
    with pytest.raises(OnLegalHold):
        erase_all(Silent(), workspace, [dormant, held], reason="purpose", by="me", today=TODAY)
    assert len(overdue(workspace, today=TODAY)) == 3
    (done,) = erase_all(Silent(), workspace, [dormant], reason="purpose", by="me", today=TODAY)
    assert done.rows["customer"] == 1
    assert [each.customer for each in overdue(workspace, today=TODAY)] == [busy, held]
    assert check(Silent(), workspace, today=TODAY) == []


@pytest.mark.promise(22)
def test_what_is_due_is_exact_for_any_day(workspace: Workspace) -> None:
    """Days drawn by chance around the last one, leap days and turns of the year among them."""
    chance = random.Random(22)
    runs_out = {}
    with operation(workspace, "consent", {"number": "-"}) as opened:
        for _each in range(cases(400, 10_000)):
            row = {"number": f"D-{_each}", "kind": "person", "line": "trade", "name": "林"}
            customer = opened.insert_one("customer", row)
            runs_out[customer] = date(2024, 1, 1) + timedelta(days=chance.randrange(1_500))
            answer = Answer(("marketing",), "granted", "paper", date(2023, 1, 1), None)
            cells = consent_row(customer, "marketing", answer)
            opened.insert_one("consent", {**cells, "expires_on": runs_out[customer].isoformat()})
    for today in (date(2024, 2, 29), date(2025, 12, 31), date(2027, 3, 1)):
        found = due(workspace, today)
        last = today + timedelta(days=30)
        expired = {who for who, day in runs_out.items() if day < today}
        soon = {who for who, day in runs_out.items() if today <= day <= last}
        assert {*found.get("expired", ())} == expired
        assert {*found.get("soon", ())} == soon
