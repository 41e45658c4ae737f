"""Campaigns of the sample: who is left out, who is left alone, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from profiler_app.analysis.campaigns.effect import rate_effect
from profiler_app.domain.campaign_wording import further
from profiler_app.domain.errors import CampaignProblem
from profiler_app.domain.progress import Silent
from profiler_app.jobs import recording
from profiler_app.jobs.campaign_results import campaign_result, record_outcomes
from profiler_app.jobs.campaign_targets import CampaignRequest, plan_campaign, save_campaign
from profiler_app.jobs.recording import Talk, log_contact
from profiler_app.store.campaigns import MemberRow, read_campaigns, read_members
from profiler_app.store.customers import file_keys
from profiler_app.store.undo import undo
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY

EVERYBODY = CampaignRequest("Spring", where="kind == 'person'", control_share=0.3, rest_days=14)


def test_everybody_of_the_audience_is_accounted_for(demo: Workspace) -> None:
    """CMP-01."""
    plan = plan_campaign(Silent(), demo, EVERYBODY, today=TODAY)
    assert plan.audience == plan.treated + plan.control + sum(plan.suppressed.values())
    assert plan.suppressed["no_consent"] > 0
    assert plan.suppressed["contacted"] > 0
    assert plan.control / (plan.treated + plan.control) == pytest.approx(0.3, abs=0.1)


def test_a_plan_saves_nothing(demo: Workspace) -> None:
    plan_campaign(Silent(), demo, EVERYBODY, today=TODAY)
    assert read_campaigns(demo.connection) == []


@pytest.mark.promise(30)
def test_nobody_without_consent_or_with_a_complaint_is_contacted(own_demo: Workspace) -> None:
    """CMP-01."""
    _plan, targets = save_campaign(Silent(), own_demo, EVERYBODY, today=TODAY)
    rows = own_demo.connection.execute(
        "SELECT customer_id FROM consent WHERE purpose = 'marketing' "
        "AND state IN ('refused', 'withdrawn') UNION "
        "SELECT customer_id FROM feedback WHERE kind = 'complaint' AND status = 'open'"
    ).fetchall()
    again = own_demo.connection.execute(
        "SELECT customer_id FROM consent WHERE purpose = 'marketing' AND state = 'granted'"
    ).fetchall()
    refused = {row[0] for row in rows} - {row[0] for row in again}
    assert refused
    assert not refused & set(targets.tolist())


@pytest.mark.promise(30)
def test_a_consent_withdrawn_since_the_last_refresh_counts(own_demo: Workspace) -> None:
    from profiler_app.jobs.consenting import Answer

    plan, targets = save_campaign(Silent(), own_demo, EVERYBODY, today=TODAY)
    assert plan.operation is not None
    undo(own_demo, plan.operation)
    customer = int(targets[0])
    answer = Answer(("marketing",), "withdrawn", "phone", TODAY)
    recording.record_consent(Silent(), own_demo, customer, answer)
    _plan, later = save_campaign(Silent(), own_demo, EVERYBODY, today=TODAY)
    assert customer not in later.tolist()


def test_the_same_campaign_draws_the_same_control_group(own_demo: Workspace) -> None:
    first, targets = save_campaign(Silent(), own_demo, EVERYBODY, today=TODAY)
    assert first.operation is not None
    undo(own_demo, first.operation)
    assert read_campaigns(own_demo.connection) == []
    second, again = save_campaign(Silent(), own_demo, EVERYBODY, today=TODAY)
    assert targets.tolist() == again.tolist()
    assert (second.treated, second.control) == (first.treated, first.control)


def test_members_of_a_running_campaign_are_left_out_of_the_next(own_demo: Workspace) -> None:
    first, _targets = save_campaign(Silent(), own_demo, EVERYBODY, today=TODAY)
    other = CampaignRequest("Summer", where="kind == 'person'")
    plan = plan_campaign(Silent(), own_demo, other, today=TODAY + timedelta(days=1))
    assert plan.suppressed["in_campaign"] >= 0.9 * (first.treated + first.control)
    later = plan_campaign(Silent(), own_demo, other, today=TODAY + timedelta(days=60))
    assert later.suppressed["in_campaign"] == 0


def test_a_name_is_used_once(own_demo: Workspace) -> None:
    save_campaign(Silent(), own_demo, EVERYBODY, today=TODAY)
    with pytest.raises(CampaignProblem, match="Spring"):
        save_campaign(Silent(), own_demo, EVERYBODY, today=TODAY)


def test_a_segment_that_is_not_there_is_named(demo: Workspace) -> None:
    request = CampaignRequest("x", segment="Nobody")
    with pytest.raises(CampaignProblem, match="Nobody"):
        plan_campaign(Silent(), demo, request, today=TODAY)


def test_before_the_first_refresh_nobody_may_be_contacted(empty: Workspace) -> None:
    with pytest.raises(CampaignProblem):
        plan_campaign(Silent(), empty, EVERYBODY, today=TODAY)


def test_more_customers_show_smaller_effects(demo: Workspace) -> None:
    few = CampaignRequest("x", where="has('high_value')", control_share=0.3, base_rate=0.1)
    many = CampaignRequest("x", where="", control_share=0.3, base_rate=0.1)
    plans = [plan_campaign(Silent(), demo, each, today=TODAY) for each in (few, many)]
    assert plans[0].treated < plans[1].treated
    assert plans[0].visible is not None and plans[1].visible is not None
    assert plans[0].visible > plans[1].visible
    assert plans[0].for_the_record


def written(folder: Path, workspace: Workspace, every: int, *, control: bool) -> Path:
    """Outcomes of every n-th treated customer (and of all controls: nothing happened)."""
    keys = file_keys(workspace.connection)
    members = read_members(workspace.connection, read_campaigns(workspace.connection)[0].id)
    treated = [keys[each.customer] for each in members if each.arm == "treat"]
    others = [keys[each.customer] for each in members if each.arm == "control"]
    lines = [f"{key},yes,100.50" for key in treated[::every]]
    lines += [f"{key},no," for key in others] if control else []
    path = folder / "outcomes.csv"
    path.write_text("\n".join(["customer,outcome,value", *lines, "nobody,yes,1"]), "utf-8")
    return path


def test_outcomes_of_a_file_are_kept_and_compared(own_demo: Workspace, tmp_path: Path) -> None:
    """EVA-01: all who were assigned count."""
    plan, _targets = save_campaign(Silent(), own_demo, EVERYBODY, today=TODAY)
    path = written(tmp_path, own_demo, 4, control=True)
    found = record_outcomes(
        Silent(), own_demo, "Spring", path, today=TODAY, cost=100_00, margin=0.3
    )
    happened = -(-plan.treated // 4)
    assert found.recorded == happened + plan.control
    assert found.strangers == 1
    assert found.conversion.treated.n == plan.treated
    assert found.conversion.treated.outcome == pytest.approx(happened / plan.treated)
    assert found.value is not None and found.profit is not None
    assert found.value.difference == pytest.approx(100_50 * happened / plan.treated)
    assert found.profit[0] == pytest.approx(0.3 * 100_50 * happened - 100_00)
    assert found.warning == ""
    stored = campaign_result(Silent(), own_demo, "Spring", today=TODAY)
    assert stored.conversion == found.conversion
    assert found.operation is not None
    undo(own_demo, found.operation)
    assert campaign_result(Silent(), own_demo, "Spring", today=TODAY).source == "orders"


def test_outcomes_of_the_treated_only_are_warned_about(own_demo: Workspace, tmp_path: Path) -> None:
    save_campaign(Silent(), own_demo, EVERYBODY, today=TODAY)
    path = written(tmp_path, own_demo, 3, control=False)
    found = record_outcomes(Silent(), own_demo, "Spring", path, today=TODAY)
    assert found.warning != ""


def test_without_a_file_the_orders_within_the_window_count(own_demo: Workspace) -> None:
    starts = TODAY - timedelta(days=200)
    request = CampaignRequest("Past", where="", control_share=0.3, starts_on=starts, window_days=90)
    save_campaign(Silent(), own_demo, request, today=TODAY)
    found = campaign_result(Silent(), own_demo, "Past", today=TODAY)
    assert (found.source, found.over) == ("orders", True)
    assert found.measured_until == starts + timedelta(days=90)
    members = read_members(own_demo.connection, read_campaigns(own_demo.connection)[0].id)
    treated = {each.customer for each in members if each.arm == "treat"}
    first = (starts - date(1970, 1, 1)).days
    bought = {
        row[0]
        for row in own_demo.connection.execute(
            "SELECT DISTINCT customer_id FROM order_line WHERE kind = 'sale' AND status = 'done' "
            "AND day BETWEEN ? AND ?",
            (first, first + 90),
        )
    }
    expected = len(treated & bought) / len(treated)
    assert found.conversion.treated.outcome == pytest.approx(expected)
    assert 0 < expected < 1


def test_a_save_action_tells_how_many_were_kept_against_those_left_alone_chu_02(
    own_demo: Workspace,
) -> None:
    """CHU-02: kept = bought again in the window, both groups counted, with the interval."""
    starts = TODAY - timedelta(days=200)
    request = CampaignRequest(
        "Save", where="overdue_ratio >= 0.5", control_share=0.3, starts_on=starts, window_days=90
    )
    save_campaign(Silent(), own_demo, request, today=TODAY)
    found = campaign_result(Silent(), own_demo, "Save", today=TODAY).conversion
    first = (starts - date(1970, 1, 1)).days
    bought = {
        row[0]
        for row in own_demo.connection.execute(
            "SELECT DISTINCT customer_id FROM order_line WHERE kind = 'sale' AND status = 'done' "
            "AND day BETWEEN ? AND ?",
            (first, first + 90),
        )
    }
    members = read_members(own_demo.connection, read_campaigns(own_demo.connection)[0].id)
    counts = {}
    for arm in ("treat", "control"):
        who = {each.customer for each in members if each.arm == arm}
        counts[arm] = (len(who & bought), len(who))
    assert counts["treat"][1] > counts["control"][1] > 5
    expected = rate_effect(*counts["treat"], *counts["control"])
    assert (found.low, found.difference, found.high) == pytest.approx(
        (expected.low, expected.difference, expected.high)
    )
    assert found.verdict == expected.verdict
    _answers_are_counted(own_demo, members, starts)


def _answers_are_counted(workspace: Workspace, members: Sequence[MemberRow], starts: date) -> None:
    """EVA-01: who answered, by the contacts that were logged in the app, against the control."""
    treated = [each.customer for each in members if each.arm == "treat"]
    for outcome, day, customer in zip(
        ("interested", "deal", "no_answer"), (5, 90, 5), treated, strict=False
    ):
        talk = Talk(outcome, "phone", day=starts + timedelta(days=day))
        log_contact(Silent(), workspace, customer, talk, by="陈", today=TODAY)
    first = (starts - date(1970, 1, 1)).days
    rows = workspace.connection.execute(
        "SELECT DISTINCT customer_id FROM interaction WHERE day BETWEEN ? AND ? AND (direction = "
        "'in' OR outcome IN ('interested', 'deal', 'callback'))",
        (first, first + 90),
    )
    answered = {row[0] for row in rows}
    assert set(treated[:2]) <= answered
    result = campaign_result(Silent(), workspace, "Save", today=TODAY)
    assert result.response is not None
    assert result.response.treated.outcome == pytest.approx(
        len(answered & set(treated)) / len(treated)
    )
    assert "按记录的互动有回应" in further(result, "CNY")[-1]
    assert result.as_json()["response"] is not None


def test_a_campaign_nobody_saved_is_named(demo: Workspace) -> None:
    with pytest.raises(CampaignProblem, match="Autumn"):
        campaign_result(Silent(), demo, "Autumn", today=TODAY)
