"""Whether the tags are kept in order."""

from __future__ import annotations

from datetime import timedelta

import pytest

from profiler_app.domain.progress import Silent
from profiler_app.domain.tags import known_tags, use_own_tags
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.history import undo_operation
from profiler_app.jobs.lists import count
from profiler_app.jobs.own_tags import define_tag, free_id, load_own_tags, retire_tag
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.segments.saved import save_segment
from profiler_app.jobs.tag_detail import tag_detail
from profiler_app.jobs.tag_governance import TagOverview, TagRow, tag_overview
from profiler_app.jobs.tag_use import note_use
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY


@pytest.fixture(autouse=True)
def _forget() -> object:
    yield
    use_own_tags({})


def look(workspace: Workspace) -> TagOverview:
    return tag_overview(workspace, ColumnSource(workspace), TODAY)


def row_of(workspace: Workspace, tag: str) -> TagRow:
    return next(row for row in look(workspace).rows if row.tag == tag)


def make(workspace: Workspace, rule: str, **more: str) -> str:
    tag = free_id()
    define_tag(Silent(), workspace, tag, names={"zh": "试验", "en": "Trial"}, rule=rule, **more)
    return tag


def test_every_tag_is_listed_once_under_its_group_tag_03(demo: Workspace) -> None:
    found = look(demo)
    assert {row.tag for row in found.rows} == set(known_tags())
    order = [group for group, _label in found.groups]
    places = [order.index(row.group) for row in found.rows]
    assert places == sorted(places)


def test_contradictions_are_counted_as_their_rule_counts_them(demo: Workspace) -> None:
    source = ColumnSource(demo)
    for each in look(demo).contradictions:
        assert count(source, each.rule)[0] == each.customers > 0


def test_a_tag_with_the_same_customers_is_told_tag_03(own_demo: Workspace) -> None:
    tag = make(own_demo, "gender == 'F'", group="base")
    refresh(Silent(), own_demo, as_of=TODAY)
    row = row_of(own_demo, tag)
    assert "overlap" in row.hints
    assert row.same_as == "gender_f"


def test_tags_nobody_and_everybody_carries_are_told_tag_03(own_demo: Workspace) -> None:
    nobody = make(own_demo, "monetary_12m > 99999999")
    everybody = make(own_demo, "isnull(city) or not isnull(city)")
    refresh(Silent(), own_demo, as_of=TODAY)
    assert "never" in row_of(own_demo, nobody).hints
    assert "always" in row_of(own_demo, everybody).hints


def test_a_tag_of_ones_own_that_nothing_asks_for_is_told_tag_05(own_demo: Workspace) -> None:
    tag = make(own_demo, "monetary_12m > 100")
    assert "unused" in row_of(own_demo, tag).hints
    save_segment(Silent(), own_demo, None, "Buyers", f"has('{tag}')")
    assert "unused" not in row_of(own_demo, tag).hints
    assert [(u.kind, u.name) for u in tag_detail(own_demo, tag).uses] == [("segment", "Buyers")]
    assert tag_detail(own_demo, tag).uses[0].day


def hints_after(workspace: Workspace, days: int, tag: str) -> tuple[str, ...]:
    later = tag_overview(workspace, ColumnSource(workspace), TODAY + timedelta(days=days))
    return next(row for row in later.rows if row.tag == tag).hints


def test_a_tag_no_list_segment_or_campaign_asked_for_is_idle_after_120_days_tag_05(
    own_demo: Workspace,
) -> None:
    refresh(Silent(), own_demo, as_of=TODAY)
    assert "idle" not in hints_after(own_demo, 119, "gender_f")
    assert "idle" in hints_after(own_demo, 120, "gender_f")
    used = TODAY + timedelta(days=30)
    assert note_use(Silent(), own_demo, "has('gender_f') and age > 30", today=used) == 1
    assert note_use(Silent(), own_demo, "has('gender_f')", today=used) == 0
    assert row_of(own_demo, "gender_f").used_on == used.isoformat()
    assert "idle" not in hints_after(own_demo, 149, "gender_f")
    assert "idle" in hints_after(own_demo, 150, "gender_f")
    save_segment(Silent(), own_demo, None, "Women", "has('gender_f')")
    assert "idle" not in hints_after(own_demo, 400, "gender_f")


def test_a_daily_tag_that_was_not_computed_for_days_is_stale(own_demo: Workspace) -> None:
    refresh(Silent(), own_demo, as_of=TODAY)
    assert known_tags()["age_45_54"].refresh == "daily"
    assert "stale" not in hints_after(own_demo, 2, "age_45_54")
    assert "stale" in hints_after(own_demo, 3, "age_45_54")


def test_who_answers_for_a_tag_and_when_it_is_reviewed_is_kept_over_versions(
    own_demo: Workspace,
) -> None:
    tag = make(own_demo, "monetary_12m > 100", in_charge="陈思远", review_on=TODAY.isoformat())
    define_tag(Silent(), own_demo, tag, rule="monetary_12m > 200")
    row = row_of(own_demo, tag)
    assert (row.owner, row.review_on, row.version) == ("陈思远", TODAY.isoformat(), 2)
    assert "review" in row.hints


def test_every_version_of_a_definition_can_be_read_and_restored(own_demo: Workspace) -> None:
    tag = make(own_demo, "monetary_12m > 100")
    define_tag(Silent(), own_demo, tag, rule="monetary_12m > 200")
    newest, oldest = tag_detail(own_demo, tag).versions
    assert (newest.version, oldest.version) == (2, 1)
    define_tag(Silent(), own_demo, tag, rule=oldest.rule)
    assert tag_detail(own_demo, tag).rule == "monetary_12m > 100"


def test_a_retired_tag_keeps_its_history_and_comes_back_by_undo_tag_03(
    own_demo: Workspace,
) -> None:
    tag = make(own_demo, "monetary_12m > 100")
    operation = retire_tag(Silent(), own_demo, tag)
    assert row_of(own_demo, tag).retired
    assert len(tag_detail(own_demo, tag).versions) == 2
    undo_operation(Silent(), own_demo, operation)
    load_own_tags(own_demo)
    assert not row_of(own_demo, tag).retired


def test_the_history_of_coverage_has_a_count_for_each_day(own_demo: Workspace) -> None:
    before = tag_detail(own_demo, "gender_f").counts
    refresh(Silent(), own_demo, as_of=own_demo.clock().date())
    after = tag_detail(own_demo, "gender_f").counts
    assert len(after) == len(before) + 1
    assert after[-1].holding == row_of(own_demo, "gender_f").customers
    assert row_of(own_demo, "gender_f").drift is not None
