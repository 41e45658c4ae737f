"""RELIABILITY.md promise 36: no verdict about a risk decides alone; it is contested and stays out.

Whoever is told to be a risk by a rule or a model can have the verdict refused, with a reason; from
then on it counts nowhere, whatever is computed later.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from profiler_app.domain.listing import ListQuery
from profiler_app.domain.tags import known_tags
from profiler_app.jobs.cards import read_card, why
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.editing import accept_tag, refuse_tag
from profiler_app.jobs.history import undo_operation
from profiler_app.jobs.lists import find
from profiler_app.jobs.refreshing import refresh
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, Silent

pytestmark = pytest.mark.promise(36)

QUIET = Silent()
GROUPS = ("risk", "churn", "lifecycle")


def holders(workspace: Workspace, tag: str) -> list[int]:
    query = ListQuery(where=f"has('{tag}')")
    return [int(each) for each in find(workspace, ColumnSource(workspace), query).ids]


@pytest.fixture
def verdict(own_demo: Workspace) -> tuple[str, int]:
    """A verdict about a risk, and somebody who carries it."""
    for tag in known_tags().values():
        asked = tag.group in GROUPS and tag.kind != "manual"
        if asked and (who := holders(own_demo, tag.id)):
            return tag.id, who[0]
    raise AssertionError("the sample has no such verdict")


def test_a_contested_verdict_counts_nowhere_and_later_runs_do_not_bring_it_back(
    own_demo: Workspace, verdict: tuple[str, int]
) -> None:
    tag, customer = verdict
    told = {"reason": "客户不认可", "by": "陈", "today": TODAY}
    refuse_tag(QUIET, own_demo, customer, tag, **told)  # type: ignore[arg-type]
    for day in (TODAY, TODAY + timedelta(days=1)):
        refresh(QUIET, own_demo, as_of=day)
        assert tag not in {each.id for each in read_card(own_demo, customer, as_of=day).tags}
        assert customer not in holders(own_demo, tag)
    assert "客户不认可" in why(own_demo, customer, tag, as_of=TODAY).evidence
    (contested,) = read_card(own_demo, customer, as_of=TODAY).contested
    assert (contested.id, contested.since) == (tag, TODAY)


def test_contesting_is_a_decision_of_a_person_and_can_be_taken_back(
    own_demo: Workspace, verdict: tuple[str, int]
) -> None:
    tag, customer = verdict
    told = {"reason": "客户不认可", "by": "陈", "today": TODAY}
    refuse_tag(QUIET, own_demo, customer, tag, **told)  # type: ignore[arg-type]
    undo_operation(QUIET, own_demo)
    refresh(QUIET, own_demo, as_of=TODAY)
    assert customer in holders(own_demo, tag)
    refuse_tag(QUIET, own_demo, customer, tag, **told)  # type: ignore[arg-type]
    accept_tag(QUIET, own_demo, customer, tag)
    refresh(QUIET, own_demo, as_of=TODAY)
    assert customer in holders(own_demo, tag)
    assert read_card(own_demo, customer, as_of=TODAY).contested == ()


def test_no_verdict_writes_a_fact_of_a_customer(own_demo: Workspace) -> None:
    """A run of rules and models changes what is computed, never what is recorded."""
    from profiler_app.jobs.history import content_hash

    before = content_hash(own_demo)
    refresh(QUIET, own_demo, as_of=TODAY + timedelta(days=2))
    assert content_hash(own_demo) == before
