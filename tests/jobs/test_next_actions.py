"""What to do next in the sample: by the catalog, under consent, contacts and open tasks."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from profiler_app.domain.errors import CampaignProblem
from profiler_app.domain.fields import fields
from profiler_app.domain.next_actions import NextActions, action_rules
from profiler_app.domain.progress import Silent
from profiler_app.domain.tags import built_in_tags
from profiler_app.jobs.cards.next_steps import proposals
from profiler_app.jobs.cards.subject import read_subject
from profiler_app.jobs.next_actions import MOST_EACH, next_actions
from profiler_app.jobs.recording import Talk, log_contact
from profiler_app.store.customers import find_customer
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY


@pytest.fixture(scope="module")
def found(demo: Workspace) -> NextActions:
    return next_actions(Silent(), demo, today=TODAY, limit=10_000)


def test_every_rule_names_tags_and_fields_there_are() -> None:
    for rule in action_rules():
        assert rule.rule.tags <= set(built_in_tags())
        assert rule.days_left is None or rule.days_left in fields()
        assert set(rule.texts) == {"zh", "en"}


def test_the_most_urgent_comes_first_and_nobody_has_more_than_three(found: NextActions) -> None:
    scores = [each.score for each in found.actions]
    assert scores == sorted(scores, reverse=True)
    assert max(Counter(each.customer for each in found.actions).values()) <= MOST_EACH
    assert found.total == len(found.actions) > 20


def test_texts_are_filled(found: NextActions) -> None:
    for each in found.actions:
        assert each.text
        assert "{" not in each.text


def test_every_action_tells_why_and_what_is_held_back_why_not(
    demo: Workspace, found: NextActions
) -> None:
    assert all(each.why and not each.why_not for each in found.actions)
    assert found.withheld and all(each.why and each.reason for each in found.withheld)
    counted = Counter(each.why_not for each in found.withheld)
    assert counted == {
        reason: n for reason, n in found.held_back.items() if n and reason != "no_profiling"
    }
    first = found.withheld[0]
    customer = find_customer(demo.connection, first.customer)
    _do, held = proposals(read_subject(demo, customer, as_of=TODAY))
    assert first.reason in {each.reason for each in held if each.rule == first.rule}


def test_marketing_needs_consent_and_a_settled_complaint(
    demo: Workspace, found: NextActions
) -> None:
    marketing = [each for each in found.actions if each.marketing][:15]
    assert marketing
    for each in marketing:
        customer = find_customer(demo.connection, each.customer)
        subject = read_subject(demo, customer, as_of=TODAY)
        assert subject.allowed
        assert not subject.has("no_marketing")
        assert not subject.has("complaint_open")
    assert found.held_back["no_marketing"] > 0


def test_an_open_task_of_the_kind_is_enough(own_demo: Workspace) -> None:
    before = next_actions(Silent(), own_demo, today=TODAY, limit=10_000)
    first = next(each for each in before.actions if each.rule == "complaint")
    customer = find_customer(own_demo.connection, first.customer)
    with operation(own_demo, "task", {"number": first.customer}) as opened:
        cells = {"customer_id": customer, "kind": "complaint", "title": "x", "state": "open"}
        opened.insert_one("task", cells)
    after = next_actions(Silent(), own_demo, today=TODAY, limit=10_000)
    assert (first.customer, "complaint") not in {(e.customer, e.rule) for e in after.actions}
    assert after.held_back["task"] == before.held_back["task"] + 1


def test_who_was_contacted_twice_this_week_is_left_in_peace(own_demo: Workspace) -> None:
    before = next_actions(Silent(), own_demo, today=TODAY, limit=10_000)
    first = next(each for each in before.actions if each.rule != "complaint")
    customer = find_customer(own_demo.connection, first.customer)
    day = (TODAY - date(1970, 1, 1)).days - 1
    with operation(own_demo, "interaction", {"number": first.customer}) as opened:
        for _contact in range(2):
            cells = {"customer_id": customer, "day": day, "channel": "phone", "direction": "out"}
            opened.insert_one("interaction", cells)
    after = next_actions(Silent(), own_demo, today=TODAY, limit=10_000)
    assert {e.rule for e in after.actions if e.customer == first.customer} <= {"complaint"}


def test_before_the_first_refresh_there_is_nothing_to_go_by(empty: Workspace) -> None:
    with pytest.raises(CampaignProblem):
        next_actions(Silent(), empty, today=TODAY)


def test_who_was_contacted_needs_not_be_contacted_within_48_hours(own_demo: Workspace) -> None:
    before = next_actions(Silent(), own_demo, today=TODAY, limit=10_000)
    first = next(each for each in before.actions if each.rule == "save_hv")
    customer = find_customer(own_demo.connection, first.customer)
    talk = Talk("reached", "phone")
    log_contact(Silent(), own_demo, customer, talk, by="陈", today=TODAY)
    after = next_actions(Silent(), own_demo, today=TODAY, limit=10_000)
    assert (first.customer, "save_hv") not in {(e.customer, e.rule) for e in after.actions}
    assert after.held_back["answered"] == before.held_back["answered"] + 1
    shown, held = proposals(read_subject(own_demo, customer, as_of=TODAY))
    assert "save_hv" not in {each.rule for each in shown}
    assert "7 天内已联系过" in next(each.reason for each in held if each.rule == "save_hv")
