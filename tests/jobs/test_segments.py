"""Segments over the sample workspace: cells, groups, borders, moves, saved rules, the market."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from profiler_app.domain.errors import RuleProblem, TooLittleData
from profiler_app.domain.listing import ListQuery
from profiler_app.domain.segmentation import (
    NOT_SCORED,
    ClusterView,
    RfmEdges,
    Tiers,
    group_rule,
    is_worse,
    tier_rule,
)
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.history import undo_operation
from profiler_app.jobs.lists import count, find
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.segments.adopted import adopt, adopted, cluster_rule
from profiler_app.jobs.segments.edges import give_up_edges, preview_edges, save_edges
from profiler_app.jobs.segments.exporting import export_figures
from profiler_app.jobs.segments.grouping import find_groups, offered_fields
from profiler_app.jobs.segments.market import market
from profiler_app.jobs.segments.moving import segment_migrations
from profiler_app.jobs.segments.overview import (
    migration_between_runs,
    migration_since,
    rfm_overview,
)
from profiler_app.jobs.segments.previewing import preview_rule
from profiler_app.jobs.segments.saved import (
    delete_segment,
    overlaps,
    save_segment,
    saved_segments,
)
from profiler_app.jobs.segments.tiers import preview_tiers, save_tiers, saved_tiers
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, Silent

MONTH_AGO = date(2026, 10, 22)
ROUND = RfmEdges((30, 60, 90, 180), (1, 2, 3, 6), (100_000, 300_000, 800_000, 2_000_000))


@pytest.fixture(scope="module")
def found(demo: Workspace) -> ClusterView:
    return find_groups(Silent(), demo)


# -- tiers of the user

TIERS = Tiers("monetary_12m", ("Gold", "Silver", "Rest"), (2_000_000, 500_000, 0))


def test_tiers_are_tried_on_a_matrix_that_sums_to_n_seg_01(demo: Workspace) -> None:
    source = ColumnSource(demo)
    found = preview_tiers(demo, source, TIERS)
    assert sum(move.customers for move in found.moves) == len(source.ids())
    assert {move.before for move in found.moves} == {NOT_SCORED}


def test_saved_tiers_hold_whom_the_preview_said_seg_01(own_demo: Workspace) -> None:
    source = ColumnSource(own_demo)
    found = preview_tiers(own_demo, source, TIERS)
    operation = save_tiers(Silent(), own_demo, TIERS)
    fresh = ColumnSource(own_demo)
    for name in TIERS.names:
        said = sum(move.customers for move in found.moves if move.after == name)
        assert count(fresh, tier_rule(name))[0] == said
    bounds = "monetary_12m >= 5000 and monetary_12m < 20000"
    withheld = count(fresh, f"{bounds} and has('no_profiling')")[0]
    assert count(fresh, tier_rule("Silver"))[0] == count(fresh, bounds)[0] - withheld
    again = preview_tiers(own_demo, fresh, TIERS)
    assert all(move.before == move.after for move in again.moves)
    undo_operation(Silent(), own_demo, operation)
    assert saved_tiers(own_demo.connection) is None
    assert count(ColumnSource(own_demo), tier_rule("Gold"))[0] == 0


def test_a_list_is_sorted_by_the_order_of_the_tiers(own_demo: Workspace) -> None:
    save_tiers(Silent(), own_demo, TIERS)
    source = ColumnSource(own_demo)
    ids = find(own_demo, source, ListQuery(sort="own_tier")).ids
    tier = source.columns(["own_tier"])["own_tier"]
    places = tier.values[np.searchsorted(source.ids(), ids)]
    known = tier.known[np.searchsorted(source.ids(), ids)]
    assert (np.diff(places[known]) >= 0).all()
    assert not known[int(known.sum()) :].any()


def test_tiers_can_be_given_up(own_demo: Workspace) -> None:
    save_tiers(Silent(), own_demo, TIERS)
    save_tiers(Silent(), own_demo, None)
    assert saved_tiers(own_demo.connection) is None


# -- RFM


def test_cells_groups_and_the_rest_add_up_to_everybody_seg_01(demo: Workspace) -> None:
    overview = rfm_overview(demo, ColumnSource(demo))
    assert sum(cell.customers for cell in overview.cells) == overview.scored
    assert sum(group.customers for group in overview.groups) == overview.scored
    assert overview.scored + sum(overview.not_scored.values()) == overview.customers


def test_shares_of_sales_add_up_to_the_whole(demo: Workspace) -> None:
    overview = rfm_overview(demo, ColumnSource(demo))
    assert sum(group.sales_share for group in overview.groups) == pytest.approx(1)
    assert sum(cell.sales_share for cell in overview.cells) == pytest.approx(1)


def test_the_rule_of_a_cell_and_of_a_group_finds_the_same_customers(demo: Workspace) -> None:
    source = ColumnSource(demo)
    overview = rfm_overview(demo, source)
    for cell in overview.cells:
        assert count(source, cell.rule)[0] == cell.customers
    for group in overview.groups:
        assert count(source, group_rule(group.group))[0] == group.customers


def test_the_ranges_on_the_axes_leave_no_gap(demo: Workspace) -> None:
    ranges = rfm_overview(demo, ColumnSource(demo)).frequency_ranges
    possible = [span for span in ranges if span.possible]
    assert possible[0].low is None
    assert possible[-1].high is None
    for below, above in pairwise(possible):
        assert below.high is not None
        assert above.low == below.high + 1


def test_nobody_who_bought_is_told_with_numbers(empty: Workspace) -> None:
    with pytest.raises(TooLittleData):
        rfm_overview(empty, ColumnSource(empty))


def test_the_same_day_computed_again_moves_nobody(demo: Workspace) -> None:
    assert migration_since(Silent(), demo, day=TODAY).moved == ()


def test_a_migration_between_two_dates_sums_to_everybody_seg_02(demo: Workspace) -> None:
    migration = migration_since(Silent(), demo, day=MONTH_AGO)
    assert sum(move.customers for move in migration.moves) == migration.customers == 300
    overview = rfm_overview(demo, ColumnSource(demo))
    grown = sum(migration.change(group.group) for group in overview.groups)
    assert grown == -migration.change(NOT_SCORED)


def test_two_runs_are_compared_without_computing_anything(own_demo: Workspace) -> None:
    assert migration_between_runs(own_demo, ColumnSource(own_demo)) is None
    refresh(Silent(), own_demo, as_of=date(2026, 12, 22))
    migration = migration_between_runs(own_demo, ColumnSource(own_demo))
    assert migration is not None
    assert (migration.before_day, migration.after_day) == ("2026-11-22", "2026-12-22")
    assert sum(move.customers for move in migration.moves) == 300
    assert any(is_worse(move) for move in migration.moved)


# -- borders


def test_borders_are_tried_on_a_matrix_that_sums_to_n_seg_01(demo: Workspace) -> None:
    source = ColumnSource(demo)
    overview = rfm_overview(demo, source)
    tried = preview_edges(demo, source, ROUND)
    assert sum(move.customers for move in tried.moves) == overview.scored
    assert tried.moved
    assert preview_edges(demo, source, overview.edges).moved == ()


def test_saved_borders_score_everybody_as_the_preview_said(own_demo: Workspace) -> None:
    source = ColumnSource(own_demo)
    tried = preview_edges(own_demo, source, ROUND)
    save_edges(Silent(), own_demo, ROUND)
    refresh(Silent(), own_demo, as_of=TODAY)
    after = rfm_overview(own_demo, source)
    assert after.by_hand
    for group in after.groups:
        moved_in = sum(m.customers for m in tried.moves if m.after == group.group)
        assert group.customers == moved_in


def test_borders_survive_the_next_day(own_demo: Workspace) -> None:
    save_edges(Silent(), own_demo, ROUND)
    refresh(Silent(), own_demo, as_of=date(2026, 11, 23))
    assert rfm_overview(own_demo, ColumnSource(own_demo)).edges == ROUND


def test_undoing_borders_brings_the_groups_back(own_demo: Workspace) -> None:
    source = ColumnSource(own_demo)
    before = rfm_overview(own_demo, source)
    saved = save_edges(Silent(), own_demo, ROUND)
    refresh(Silent(), own_demo, as_of=TODAY)
    undo_operation(Silent(), own_demo, saved)
    refresh(Silent(), own_demo, as_of=TODAY)
    assert rfm_overview(own_demo, source).groups == before.groups


def test_borders_can_go_back_to_automatic(own_demo: Workspace) -> None:
    source = ColumnSource(own_demo)
    before = rfm_overview(own_demo, source)
    save_edges(Silent(), own_demo, ROUND)
    refresh(Silent(), own_demo, as_of=TODAY)
    give_up_edges(Silent(), own_demo)
    refresh(Silent(), own_demo, as_of=TODAY)
    assert rfm_overview(own_demo, source).edges == before.edges


def test_unchanged_borders_compute_nobody_again(own_demo: Workspace) -> None:
    save_edges(Silent(), own_demo, ROUND)
    refresh(Silent(), own_demo, as_of=TODAY)
    assert refresh(Silent(), own_demo, as_of=TODAY).computed == 0


# -- clusters


def test_shares_of_clusters_add_up_seg_03(found: ClusterView) -> None:
    assert sum(group.customers for group in found.groups) == found.members
    assert sum(group.sales_share or 0 for group in found.groups) == pytest.approx(1)
    assert [each.k for each in found.curve] == list(range(2, 9))


def test_a_chosen_number_of_groups_keeps_the_whole_curve(
    demo: Workspace, found: ClusterView
) -> None:
    chosen = find_groups(Silent(), demo, k=4)
    assert len(chosen.groups) == 4
    assert chosen.curve == found.curve
    assert chosen.best_k == found.best_k


def test_adopted_groups_are_a_field_of_rules(own_demo: Workspace, found: ClusterView) -> None:
    names = [f"group {at}" for at in range(len(found.groups))]
    saved = adopt(Silent(), own_demo, names, found.parameters)
    source = ColumnSource(own_demo)
    for name, group in zip(names, found.groups, strict=True):
        assert count(source, cluster_rule(name))[0] == group.customers
    undo_operation(Silent(), own_demo, saved)
    assert adopted(own_demo.connection) is None
    assert count(source, cluster_rule(names[0]))[0] == 0


def test_groups_are_refused_with_numbers_when_there_are_too_few(empty: Workspace) -> None:
    with pytest.raises((TooLittleData, RuleProblem)):
        find_groups(Silent(), empty)


def test_no_group_is_built_on_age_or_anything_sensitive(demo: Workspace) -> None:
    offered = offered_fields(ColumnSource(demo))
    assert "age" not in {field.id for field in offered}
    assert {field.sensitivity for field in offered} <= {"S0", "S1"}


# -- saved segments


def test_a_saved_segment_is_evaluated_when_it_is_looked_at_seg_02(own_demo: Workspace) -> None:
    save_segment(Silent(), own_demo, None, " Big ", "monetary_12m >= 5000")
    source = ColumnSource(own_demo)
    (saved,) = saved_segments(own_demo, source)
    assert saved.name == "Big"
    assert (saved.customers, saved.unknown) == count(source, "monetary_12m >= 5000")
    assert 0 < saved.sales_share <= 1


def test_a_rule_that_is_none_is_not_saved(own_demo: Workspace) -> None:
    for text in ("", "monetary_12m >=", "nothing == 1"):
        with pytest.raises(RuleProblem):
            save_segment(Silent(), own_demo, None, "x", text)
    assert saved_segments(own_demo, ColumnSource(own_demo)) == ()


def test_a_segment_is_changed_and_deleted_with_a_way_back(own_demo: Workspace) -> None:
    source = ColumnSource(own_demo)
    save_segment(Silent(), own_demo, None, "Big", "monetary_12m >= 5000")
    number = saved_segments(own_demo, source)[0].number
    save_segment(Silent(), own_demo, number, "Bigger", "monetary_12m >= 9000")
    assert [each.name for each in saved_segments(own_demo, source)] == ["Bigger"]
    removed = delete_segment(Silent(), own_demo, number, "Bigger")
    assert saved_segments(own_demo, source) == ()
    undo_operation(Silent(), own_demo, removed)
    assert [each.name for each in saved_segments(own_demo, source)] == ["Bigger"]


def test_the_overlap_of_two_segments_is_who_is_in_both_seg_02(own_demo: Workspace) -> None:
    save_segment(Silent(), own_demo, None, "Big", "monetary_12m >= 5000")
    save_segment(Silent(), own_demo, None, "Recent", "recency_days <= 30")
    source = ColumnSource(own_demo)
    first = saved_segments(own_demo, source)[0]
    (other,) = overlaps(own_demo, source, first.number)
    assert other.both == count(source, "monetary_12m >= 5000 and recency_days <= 30")[0]


def test_who_came_and_went_sums_to_everybody_seg_02(own_demo: Workspace) -> None:
    save_segment(Silent(), own_demo, None, "Recent", "recency_days <= 30 and has('rfm_imp_value')")
    number = saved_segments(own_demo, ColumnSource(own_demo))[0].number
    month = segment_migrations(Silent(), own_demo, day=MONTH_AGO)[number]
    assert sum(move.customers for move in month.moves) == 300
    today = segment_migrations(Silent(), own_demo, day=TODAY)[number]
    assert all(move.before == move.after for move in today.moves)


def test_a_typed_rule_is_counted_or_told_what_is_wrong(demo: Workspace) -> None:
    source = ColumnSource(demo)
    good = preview_rule(source, "monetary_12m >= 5000")
    assert (good.customers, good.problem) == (count(source, "monetary_12m >= 5000")[0], "")
    bad = preview_rule(source, "monetary_12m >=")
    assert bad.problem
    assert not bad.sentence


# -- the market of companies


def test_the_market_counts_every_company_once_seg_04(demo: Workspace) -> None:
    source = ColumnSource(demo)
    found = market(source)
    assert sum(cell.customers for cell in found.cells) == found.companies
    assert found.companies == count(source, "kind == 'company'")[0]
    for cell in found.cells:
        assert count(source, cell.rule)[0] == cell.customers
        assert 0 <= cell.buying <= cell.customers


@pytest.mark.parametrize("name", ["out.xlsx", "out.csv"])
def test_figures_are_written_as_a_table(demo: Workspace, tmp_path: Path, name: str) -> None:
    assert export_figures(Silent(), demo, tmp_path / name, ["a", "b"], [["x", 1], ["y", 2]]) == 0
    assert (tmp_path / name).stat().st_size > 10
