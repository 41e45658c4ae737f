"""What to do next on the card: the same as for everybody, put off, taken; complaints closed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from profiler_app.domain.errors import OperationProblem
from profiler_app.domain.profile import Card
from profiler_app.jobs import cards
from profiler_app.jobs.complaints import close_complaint
from profiler_app.jobs.history import undo_operation
from profiler_app.jobs.next_actions import next_actions
from profiler_app.jobs.proposing import put_off_action, take_action, why_action
from profiler_app.store.customers import find_customer
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, Silent


def card_of(workspace: Workspace, customer: int) -> Card:
    return cards.read_card(workspace, customer, as_of=TODAY)


def someone(workspace: Workspace) -> tuple[int, Card]:
    """The first customer with something to do."""
    for customer in range(1, 100):
        card = card_of(workspace, customer)
        if card.proposals:
            return customer, card
    raise AssertionError("nobody has anything to do")


def test_the_card_proposes_what_the_list_of_all_proposes(demo: Workspace) -> None:
    every = next_actions(Silent(), demo, today=TODAY, limit=10_000).actions
    wanted: dict[int, dict[str, float]] = {}
    for each in every:
        who = find_customer(demo.connection, each.customer)
        wanted.setdefault(who, {})[each.rule] = each.score
    for customer in range(1, 121):
        card = card_of(demo, customer)
        found = {each.rule: each.score for each in card.proposals}
        assert found == pytest.approx(wanted.get(customer, {}))


def test_what_is_put_off_comes_back_on_its_day(own_demo: Workspace) -> None:
    customer, card = someone(own_demo)
    first = card.proposals[0].rule
    until = TODAY + timedelta(days=7)
    number = put_off_action(
        Silent(), own_demo, customer, first, until=until, reason="稍后", today=TODAY, by="陈"
    )
    card = card_of(own_demo, customer)
    assert first not in {each.rule for each in card.proposals}
    assert first in {each.rule for each in card.withheld}
    listed = next_actions(Silent(), own_demo, today=TODAY, limit=10_000).actions
    left = [each for each in listed if each.rule == first]
    assert customer not in {find_customer(own_demo.connection, each.customer) for each in left}
    later = cards.read_card(own_demo, customer, as_of=until)
    assert "推迟" not in "".join(e.reason for e in later.withheld if e.rule == first)
    undo_operation(Silent(), own_demo, number)
    assert card_of(own_demo, customer).proposals[0].rule == first


def test_putting_off_makes_no_task(own_demo: Workspace) -> None:
    customer, card = someone(own_demo)
    tomorrow = TODAY + timedelta(days=1)
    put_off_action(
        Silent(),
        own_demo,
        customer,
        card.proposals[0].rule,
        until=tomorrow,
        reason="",
        today=TODAY,
        by="陈",
    )
    assert len(card_of(own_demo, customer).tasks) == len(card.tasks)


def test_nothing_is_put_off_to_a_day_that_is_over(own_demo: Workspace) -> None:
    customer, card = someone(own_demo)
    rule = card.proposals[0].rule
    with pytest.raises(OperationProblem):
        put_off_action(
            Silent(), own_demo, customer, rule, until=TODAY, reason="", today=TODAY, by="陈"
        )


def test_what_is_taken_is_a_task_and_no_longer_proposed(own_demo: Workspace) -> None:
    customer, card = someone(own_demo)
    first = card.proposals[0]
    take_action(Silent(), own_demo, customer, first.rule, today=TODAY, by="陈")
    after = card_of(own_demo, customer)
    assert first.text in {task.title for task in after.tasks}
    assert first.rule not in {each.rule for each in after.proposals}


def test_an_action_is_explained_by_its_rule_and_values(demo: Workspace) -> None:
    customer, card = someone(demo)
    why = why_action(demo, customer, card.proposals[0].rule, as_of=TODAY)
    assert why.verdict == "yes" and why.rule and why.leaves


def test_open_complaints_stand_on_the_card_until_they_are_closed(own_demo: Workspace) -> None:
    """FBK-01: an open complaint is on the card, and it suppresses marketing."""
    row = own_demo.connection.execute(
        "SELECT customer_id, id FROM feedback WHERE kind = 'complaint' AND status <> 'closed' "
        "ORDER BY id LIMIT 1"
    ).fetchone()
    customer, complaint = row
    card = card_of(own_demo, customer)
    assert complaint in {each.row for each in card.complaints}
    assert all(each.days is None or each.days >= 0 for each in card.complaints)
    close_complaint(Silent(), own_demo, complaint, "已更换", today=TODAY)
    assert complaint not in {each.row for each in card_of(own_demo, customer).complaints}
    with pytest.raises(OperationProblem):
        close_complaint(Silent(), own_demo, complaint, "再次", today=TODAY)
