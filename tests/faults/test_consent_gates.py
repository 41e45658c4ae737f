"""RELIABILITY.md promises 22 and 30: who withdrew is out of everything at once.

No refresh comes between the withdrawal and the look: every gate asks the register itself.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from profiler_app.domain.errors import GuardianNeeded
from profiler_app.domain.export_reasons import ExportReason
from profiler_app.domain.listing import ListQuery
from profiler_app.domain.tags import known_tags
from profiler_app.jobs.basket_rules import rules_of_workspace
from profiler_app.jobs.bought_products import read_bought
from profiler_app.jobs.campaign_targets import (
    CampaignRequest,
    may_be_contacted,
    plan_campaign,
    save_campaign,
)
from profiler_app.jobs.cards import read_card
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.consenting import Answer
from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
from profiler_app.jobs.editing import create_customer, edit_customer
from profiler_app.jobs.foresight.churn import learn_churn
from profiler_app.jobs.foresight.potential import learn_potential
from profiler_app.jobs.history import undo_operation
from profiler_app.jobs.list_export import export_list
from profiler_app.jobs.lists import find
from profiler_app.jobs.next_actions import next_actions
from profiler_app.jobs.predicting import Wanted, customers_question
from profiler_app.jobs.recording import exclude_from_profiling, record_consent
from profiler_app.jobs.segments.grouping import find_groups
from profiler_app.jobs.segments.saved import save_segment, saved_segments
from profiler_app.jobs.segments.scoring import rfm
from profiler_app.jobs.unprofiled import not_profiled
from profiler_app.jobs.valuing import value_customers
from profiler_app.store.customers import file_keys
from profiler_app.store.neighbours import rows_of
from profiler_app.store.workspace import Workspace, open_workspace
from tests.jobs.conftest import TODAY, Silent

pytestmark = pytest.mark.promise(22, 30)

QUIET = Silent()
RULE = "has('lc_mature') or has('rfm_imp_value')"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    path = tmp_path_factory.mktemp("gates") / "w.zhike"
    create_demo(QUIET, path, customers=150, today=TODAY)
    with open_workspace(path, DEMO_PASSPHRASE) as opened:
        yield opened


@pytest.fixture(scope="module")
def before(workspace: Workspace) -> list[int]:
    return found(workspace)


@pytest.fixture(scope="module")
def gone(workspace: Workspace, before: list[int]) -> int:
    """Somebody the rule finds, who then withdrew every consent."""
    customer = before[0]
    purposes = ("profiling", "marketing")
    record_consent(QUIET, workspace, customer, Answer(purposes, "withdrawn", "phone", TODAY))
    return customer


def found(workspace: Workspace, rule: str = RULE) -> list[int]:
    query = ListQuery(where=rule)
    return [int(each) for each in find(workspace, ColumnSource(workspace), query).ids]


def test_a_list_by_tags_is_without_them(workspace: Workspace, gone: int) -> None:
    assert gone not in found(workspace)


def test_a_segment_is_without_them(workspace: Workspace, before: list[int], gone: int) -> None:
    save_segment(QUIET, workspace, None, "在用", RULE)
    (segment,) = [
        each for each in saved_segments(workspace, ColumnSource(workspace)) if each.name == "在用"
    ]
    assert segment.customers == len(before) - 1


def test_their_card_concludes_nothing(workspace: Workspace, gone: int) -> None:
    card = read_card(workspace, gone, as_of=TODAY)
    assert not card.profiling_allowed and card.stage is None
    assert {tag.group for tag in card.tags} <= {"compliance"}


def test_no_export_tells_what_had_been_concluded(
    workspace: Workspace, gone: int, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    reason = ExportReason("analysis", "", TODAY)
    export_list(QUIET, workspace, [gone], ["lifecycle", "tier"], file, reason=reason)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))
    told = [row for row in rows if any("成熟" in cell or "成长" in cell for cell in row)]
    assert told == []


def test_no_campaign_writes_to_them_and_the_number_left_out_is_told(
    workspace: Workspace, gone: int
) -> None:
    request = CampaignRequest("Gates", where="kind == 'person'", control_share=0.1, rest_days=1)
    plan = plan_campaign(QUIET, workspace, request, today=TODAY)
    assert plan.suppressed["no_consent"] > 0
    _plan, targets = save_campaign(QUIET, workspace, request, today=TODAY)
    assert gone not in targets.tolist()


def test_their_row_tells_the_withdrawal_and_no_tag(workspace: Workspace, gone: int) -> None:
    (tags,) = ColumnSource(workspace).held_by([gone])
    assert "no_profiling" in tags
    assert {known_tags()[tag].group for tag in tags} == {"compliance"}


def test_nothing_computed_about_them_can_be_sorted_or_filtered_by(
    workspace: Workspace, gone: int
) -> None:
    source = ColumnSource(workspace)
    place = source.ids().tolist().index(gone)
    columns = source.columns(["recency_days", "monetary_12m"])
    assert not columns["recency_days"].known[place]
    assert columns["monetary_12m"].known[place]  # a sum of the contract itself


@pytest.mark.promise(22)
def test_whoever_refuses_one_way_of_contact_is_left_out_on_that_way_only_prv_01(
    workspace: Workspace,
) -> None:
    source = ColumnSource(workspace)
    by_phone = CampaignRequest("Ways", where="kind == 'person'", channel="phone", rest_days=1)
    by_visit = replace(by_phone, channel="visit")
    place = int(np.flatnonzero(may_be_contacted(source, by_phone, TODAY))[0])
    answer = Answer(("phone_marketing",), "refused", "phone", TODAY)
    record_consent(QUIET, workspace, int(source.ids()[place]), answer)
    assert plan_campaign(QUIET, workspace, by_phone, today=TODAY).suppressed["no_channel"] >= 1
    assert not may_be_contacted(source, by_phone, TODAY)[place]
    assert may_be_contacted(source, by_visit, TODAY)[place]


@pytest.mark.promise(30)
def test_a_child_agrees_only_through_a_guardian_who_is_named_prv_01(workspace: Workspace) -> None:
    values = {"kind": "person", "line": "trade", "name": "小明", "birth_date": "2016-05-01"}
    child = create_customer(QUIET, workspace, values, today=TODAY).customer
    alone = Answer(("service",), "granted", "paper", TODAY)
    for answer in (alone, replace(alone, method="guardian")):
        with pytest.raises(GuardianNeeded):
            record_consent(QUIET, workspace, child, answer)
    record_consent(QUIET, workspace, child, replace(alone, method="guardian", evidence="母亲 王芳"))
    record_consent(QUIET, workspace, child, replace(alone, state="refused"))
    with pytest.raises(GuardianNeeded):
        create_customer(QUIET, workspace, values, today=TODAY, consents={"service": "granted"})


@pytest.mark.promise(21)
def test_who_objects_is_excluded_from_profiling_at_once_until_it_is_undone_prv_06(
    workspace: Workspace,
) -> None:
    objects = found(workspace)[0]
    exclude_from_profiling(QUIET, workspace, objects, today=TODAY)
    assert objects not in found(workspace)
    assert not read_card(workspace, objects, as_of=TODAY).profiling_allowed
    undo_operation(QUIET, workspace)
    assert objects in found(workspace)


def learned_by_churn(workspace: Workspace) -> list[int]:
    model = learn_churn(QUIET, workspace, today=TODAY)
    return [number for state in (model.now, model.learned, model.gate) for number in state.ids]


def learned_by_potential(workspace: Workspace) -> list[int]:
    model = learn_potential(QUIET, workspace, today=TODAY)
    return [*model.now.ids, *model.high.ids]


def told_by_rfm(workspace: Workspace) -> list[str]:
    return [row.customer for row in rfm(QUIET, workspace, as_of=TODAY).rows]


def told_by_a_forecast_of_purchases(workspace: Workspace) -> list[str]:
    wanted = {"until": TODAY, "horizon_days": 91, "model": "bgnbd", "today": TODAY, "each": True}
    report = value_customers(QUIET, workspace, **wanted)  # type: ignore[arg-type]
    assert not report.refusals and report.customers == len(report.outlooks)
    return [row.customer for row in report.outlooks]


def learned_by_a_prediction(workspace: Workspace) -> list[str]:
    return list(customers_question(QUIET, workspace, Wanted("status")).names)


Model = Callable[[Workspace], Sequence[object]]
MODELS: tuple[Model, ...] = (
    learned_by_churn,
    learned_by_potential,
    told_by_rfm,
    told_by_a_forecast_of_purchases,
    learned_by_a_prediction,
)


@pytest.fixture(scope="module")
def buyers(workspace: Workspace) -> list[int]:
    """Three who are in all models: one withdraws, one is told to be a child, one stays."""
    keys = file_keys(workspace.connection)
    inside = [{*map(str, model(workspace))} for model in MODELS]
    everywhere = (
        number
        for number in found(workspace, "kind == 'person'")
        if all({str(number), keys[number]} & each for each in inside)
    )
    return list(islice(everywhere, 3))


@pytest.fixture(scope="module")
def closed(workspace: Workspace, buyers: list[int]) -> list[int]:
    """Who withdrew, and who turned out to be a child; no refresh follows."""
    withdrew, child, _stays = buyers
    record_consent(QUIET, workspace, withdrew, Answer(("profiling",), "withdrawn", "phone", TODAY))
    edit_customer(QUIET, workspace, child, {"birth_date": "2015-03-01"}, today=TODAY)
    return [withdrew, child]


@pytest.mark.parametrize("model", MODELS)
def test_no_model_learns_from_or_foretells_who_withdrew_or_is_a_child_prv_01(
    workspace: Workspace, closed: list[int], buyers: list[int], model: Model
) -> None:
    keys = file_keys(workspace.connection)
    inside = {str(each) for each in model(workspace)}
    names = {number: {str(number), keys[number]} for number in buyers}
    assert inside & names[buyers[2]]
    for number in closed:
        assert not inside & names[number]


def test_baskets_are_without_who_withdrew_or_is_a_child(
    workspace: Workspace, closed: list[int]
) -> None:
    bought = read_bought(QUIET, workspace.connection)
    wanted = len(np.unique(bought.order[~np.isin(bought.customer, not_profiled(workspace))]))
    report = rules_of_workspace(QUIET, workspace, support=0.05, confidence=0.5)
    assert set(closed) <= set(not_profiled(workspace).tolist())
    assert report.unit != "order" or report.baskets == wanted


def test_a_child_is_in_no_list_segment_group_action_or_campaign(
    workspace: Workspace, closed: list[int]
) -> None:
    child = closed[1]
    source = ColumnSource(workspace)
    place = source.ids().tolist().index(child)
    assert child not in found(workspace)
    assert {known_tags()[tag].group for tag in source.held_by([child])[0]} <= {"compliance"}
    actions = next_actions(QUIET, workspace, today=TODAY, limit=10_000).actions
    assert file_keys(workspace.connection)[child] not in {each.customer for each in actions}
    request = CampaignRequest("Adults", where="kind == 'person'", rest_days=1)
    assert not may_be_contacted(source, request, TODAY)[place]
    groups = find_groups(QUIET, workspace)
    assert groups.members + groups.left_out == len(source.ids())
    assert all(child not in found(workspace, group.rule) for group in groups.rules)


def test_proof_and_version_of_the_notice_are_kept_with_the_answer_prv_01(
    workspace: Workspace,
) -> None:
    customer = int(ColumnSource(workspace).ids()[0])
    answer = Answer(("share",), "granted", "paper", TODAY, evidence="柜 7-12", notice="2026-03")
    record_consent(QUIET, workspace, customer, answer)
    kept = rows_of(workspace.connection, "consent", [customer])[-1]
    assert (kept["purpose"], kept["evidence"], kept["notice_version"]) == (
        "share", "柜 7-12", "2026-03",
    )  # fmt: skip
