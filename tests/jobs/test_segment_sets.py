"""Segments as sets: live and frozen, what they share, and how they differ from the rest."""

from __future__ import annotations

import json

import pytest

from profiler_app.domain.errors import RuleProblem
from profiler_app.jobs import editing
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.history import undo_operation
from profiler_app.jobs.lists import count
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.segments.drifting import drift_report
from profiler_app.jobs.segments.sets import (
    group_named,
    keep_segment,
    overlap_report,
    rest_report,
    segment_report,
)
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, Silent
from tests.jobs.test_segments import MONTH_AGO

BIG = "monetary_12m >= 5000"


def test_a_live_segment_is_evaluated_anew_seg_02(own_demo: Workspace) -> None:
    keep_segment(Silent(), own_demo, "Big", BIG, static=False)
    found = segment_report(own_demo, "Big")
    assert (found["kind"], found["count"]) == ("live", count(ColumnSource(own_demo), BIG)[0])
    assert 0 < found["sales_share"] <= 1
    assert json.loads(json.dumps(found)) == found


def test_a_snapshot_keeps_who_was_in_it_and_tells_who_came_and_went(own_demo: Workspace) -> None:
    women, men = "gender == 'F'", "gender == 'M'"
    keep_segment(Silent(), own_demo, "Women", women, static=True)
    before = segment_report(own_demo, "Women")
    assert (before["kind"], before["new"], before["left"]) == ("snapshot", [], [])
    number, key = own_demo.connection.execute(
        "SELECT id, number FROM customer WHERE gender = 'M' LIMIT 1"
    ).fetchone()
    editing.edit_customer(Silent(), own_demo, number, {"gender": "F"}, today=TODAY)
    after = segment_report(own_demo, "Women")
    assert after["count"] == before["count"]
    assert (after["new"], after["left"]) == ([key], [])
    in_both = count(ColumnSource(own_demo), f"in_segment('Women') and {men}")
    assert in_both[0] == 0


def test_saving_under_the_same_name_changes_the_segment_and_undo_brings_it_back(
    own_demo: Workspace,
) -> None:
    keep_segment(Silent(), own_demo, "Big", BIG, static=False)
    changed = keep_segment(Silent(), own_demo, "Big", "monetary_12m >= 9000", static=True)
    assert segment_report(own_demo, "Big")["kind"] == "snapshot"
    undo_operation(Silent(), own_demo, changed)
    assert segment_report(own_demo, "Big")["rule"] == BIG


def test_a_segment_cannot_ask_for_itself(own_demo: Workspace) -> None:
    keep_segment(Silent(), own_demo, "Big", BIG, static=False)
    with pytest.raises(RuleProblem):
        keep_segment(Silent(), own_demo, "Big", "in_segment('Big')", static=False)


def test_what_two_groups_share_is_counted_like_a_rule_seg_02(demo: Workspace) -> None:
    source = ColumnSource(demo)
    found = overlap_report(demo, [BIG, "recency_days <= 60", "gender == 'F'"])
    both = count(source, f"{BIG} and recency_days <= 60")[0]
    either = count(source, f"{BIG} or recency_days <= 60")[0]
    assert found["pairs"][0]["both"] == both > 0
    assert found["pairs"][0]["jaccard"] == pytest.approx(both / either)
    in_any = count(source, f"{BIG} or recency_days <= 60 or gender == 'F'")[0]
    told = sum(each["count"] for each in found["combinations"])
    assert told + found["untold"] == in_any


def test_one_group_alone_has_no_overlap(demo: Workspace) -> None:
    with pytest.raises(RuleProblem):
        overlap_report(demo, [BIG])


def test_what_a_group_is_chosen_by_is_where_it_differs_most(demo: Workspace) -> None:
    found = rest_report(Silent(), demo, BIG)
    first = found["fields"][0]
    assert found["count"] + found["rest"] == 300
    assert first["distance"] > 0.9
    assert {row["field"] for row in found["fields"][:5]} & {"monetary_12m", "m_high", "rfm_m"}
    distances = [row["distance"] for row in found["fields"]]
    assert distances == sorted(distances, reverse=True)


def test_nothing_drifts_within_a_day_and_recency_does_within_a_month(own_demo: Workspace) -> None:
    keep_segment(Silent(), own_demo, "Recent", "recency_days <= 20", static=False)
    refresh(Silent(), own_demo, as_of=TODAY)
    same = drift_report(Silent(), own_demo, since=TODAY)
    assert max(row["psi"] for row in same["fields"]) < 1e-9
    assert same["segments"][0]["psi"] < 1e-9
    month = drift_report(Silent(), own_demo, since=MONTH_AGO)
    assert month["fields"][0]["psi"] > 0
    inside = int(group_named(own_demo, ColumnSource(own_demo), "Recent").members.sum())
    assert month["segments"][0]["now"] == inside
