"""A budget on what campaigns have shown, over the sample customers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from profiler_app.domain.campaign_budget import BudgetPlan, BudgetRequest
from profiler_app.domain.errors import CampaignProblem
from profiler_app.domain.progress import Silent
from profiler_app.jobs.campaign_budget import budget_plan
from profiler_app.jobs.campaign_margins import keep_campaign_margin
from profiler_app.jobs.columns import ColumnSource
from profiler_app.store.customers import customer_ids
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY


def tried(workspace: Workspace, name: str, every: int, *, cost: int | None = 300_00) -> int:
    """A campaign of everybody that is over: every n-th treated customer bought for 400."""
    customers = customer_ids(workspace.connection).tolist()
    stages = ColumnSource(workspace).columns(["lifecycle"])["lifecycle"]
    with operation(workspace, "campaign", {"name": name}) as opened:
        starts = (TODAY - timedelta(days=90)).isoformat()
        row = {"name": name, "starts_on": starts, "window_days": 30, "state": "running"}
        number = opened.insert_one("campaign", {**row, "cost": cost})
        rows = []
        for at, customer in enumerate(customers):
            arm = "treat" if at % 2 else "control"
            yes = arm == "treat" and at % (2 * every) == 1
            rows.append((customer, number, arm, str(stages.value(at) or ""), str(int(yes)),
                         400_00 if yes else None))  # fmt: skip
        names = ["customer_id", "campaign_id", "arm", "stratum", "outcome", "outcome_value"]
        opened.insert("campaign_member", names, rows)
    return number


def planned(workspace: Workspace, **named: object) -> BudgetPlan:
    """The plan for 100 in the currency, at half the sales earned."""
    request = BudgetRequest(**{"budget": 100_00, "margin": 0.5, **named})  # type: ignore[arg-type]
    return budget_plan(ColumnSource(workspace), request, today=TODAY)


def test_a_budget_goes_to_what_is_proved_and_to_nothing_else(own_demo: Workspace) -> None:
    worked = tried(own_demo, "Worked", 3)
    tried(own_demo, "Idle", 75)
    tried(own_demo, "Free", 3, cost=None)
    plan = planned(own_demo)
    assert {offer.name: offer.unused for offer in plan.offers} == {
        "Worked": "",
        "Idle": "not_proved",
        "Free": "no_cost",
    }
    assert plan.picks and {pick.offer.number for pick in plan.picks} == {worked}
    assert 0 < plan.cost <= plan.budget
    assert plan.earned > plan.cost


def test_no_more_customers_than_hands(own_demo: Workspace) -> None:
    number = tried(own_demo, "Worked", 3)
    many, few = (
        planned(own_demo, budget=10**7),
        planned(own_demo, budget=10**7, capacity={number: 7}),
    )
    assert sum(pick.count for pick in few.picks) == 7
    assert sum(pick.count for pick in many.picks) > 7
    assert all(pick.count <= pick.there for pick in many.picks)


def test_the_lower_end_promises_less(own_demo: Workspace) -> None:
    tried(own_demo, "Worked", 3)
    bold, careful = planned(own_demo), planned(own_demo, cautious=True)
    assert careful.earned < bold.earned
    profits = [profit for _budget, profit in bold.steps]
    assert profits == sorted(profits)


def test_a_contact_that_costs_more_than_it_brings_gets_nothing(own_demo: Workspace) -> None:
    number = tried(own_demo, "Worked", 3)
    plan = planned(own_demo, costs={number: 500_00}, budget=10**8)
    assert plan.picks == () and plan.cost == 0


def test_an_offer_is_worth_what_its_own_margin_earns(own_demo: Workspace) -> None:
    tried(own_demo, "Worked", 3)
    before = planned(own_demo)
    keep_campaign_margin(Silent(), own_demo, "Worked", 0.25)
    after = planned(own_demo)
    assert after.picks and after.earned == pytest.approx(before.earned / 2)


def test_without_money_there_is_nothing_to_plan(own_demo: Workspace) -> None:
    with pytest.raises(CampaignProblem):
        planned(own_demo, budget=0)
