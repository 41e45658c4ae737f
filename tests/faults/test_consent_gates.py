"""RELIABILITY.md promises 22 and 30: who withdrew is out of everything at once.

No refresh comes between the withdrawal and the look: every gate asks the register itself.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from profiler_app.domain.errors import GuardianNeeded
from profiler_app.domain.export_reasons import ExportReason
from profiler_app.domain.listing import ListQuery
from profiler_app.domain.tags import known_tags
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
from profiler_app.jobs.editing import create_customer
from profiler_app.jobs.list_export import export_list
from profiler_app.jobs.lists import find
from profiler_app.jobs.recording import record_consent
from profiler_app.jobs.segments.saved import save_segment, saved_segments
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


def found(workspace: Workspace) -> list[int]:
    query = ListQuery(where=RULE)
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
