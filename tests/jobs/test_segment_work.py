"""What one does with segments: asks why, compares with earlier, combines, prints, plans."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.fields import options
from profiler_app.domain.models import RFM_GROUPS
from profiler_app.domain.saved_segments import SavedSegment
from profiler_app.domain.strategies import Strategy, proposed, targets
from profiler_app.jobs import editing
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.history import undo_operation
from profiler_app.jobs.lists import count
from profiler_app.jobs.segments.combining import combined_rule
from profiler_app.jobs.segments.moving import INSIDE, segment_changes
from profiler_app.jobs.segments.saved import save_segment, saved_segments
from profiler_app.jobs.segments.sets import keep_segment, overlap_table
from profiler_app.jobs.segments.sheet import print_segment, read_sheet
from profiler_app.jobs.segments.strategies import save_strategy, strategy_of
from profiler_app.jobs.segments.why import why_inside
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, Silent

MONTH_AGO = date(2026, 10, 22)
BIG, RECENT = "monetary_12m >= 5000", "recency_days <= 30"


def saved(workspace: Workspace, name: str, rule: str, *, static: bool = False) -> SavedSegment:
    keep_segment(Silent(), workspace, name, rule, static=static)
    return next(
        each for each in saved_segments(workspace, ColumnSource(workspace)) if each.name == name
    )


def test_a_snapshot_is_listed_with_its_day_and_opens_its_members_seg_02(
    own_demo: Workspace,
) -> None:
    found = saved(own_demo, "Then", RECENT, static=True)
    assert found.frozen_on == TODAY.isoformat()
    assert count(ColumnSource(own_demo), found.rule) == (found.customers, 0)


def test_two_segments_cannot_have_one_name(own_demo: Workspace) -> None:
    saved(own_demo, "Then", RECENT, static=True)
    with pytest.raises(RuleProblem, match="Then"):
        save_segment(Silent(), own_demo, None, "Then", BIG)


@pytest.mark.parametrize(
    ("way", "same"),
    [
        ("and", f"{BIG} and {RECENT}"),
        ("or", f"{BIG} or {RECENT}"),
        ("minus", f"{BIG} and not ({RECENT})"),
        ("either", f"({BIG} and not ({RECENT})) or ({RECENT} and not ({BIG}))"),
    ],
)
def test_segments_are_combined_like_their_rules_seg_02(
    own_demo: Workspace, way: str, same: str
) -> None:
    saved(own_demo, "Big", BIG)
    saved(own_demo, "Recent", RECENT)
    rule = combined_rule("Big", way, "Recent")  # type: ignore[arg-type]
    source = ColumnSource(own_demo)
    assert count(source, rule) == count(source, same)
    assert count(source, rule)[0] > 0


def test_a_combination_follows_a_segment_that_is_renamed(own_demo: Workspace) -> None:
    big = saved(own_demo, "Big", BIG)
    saved(own_demo, "Recent", RECENT)
    both = saved(own_demo, "Both", combined_rule("Big", "and", "Recent"))
    save_segment(Silent(), own_demo, big.number, "Large", BIG)
    after = saved_segments(own_demo, ColumnSource(own_demo))[2]
    assert (after.name, after.problem, after.customers) == ("Both", "", both.customers)
    assert "in_segment('Large')" in after.rule


def test_exact_combinations_open_as_many_as_they_count_seg_02(own_demo: Workspace) -> None:
    for name, rule in (("Big", BIG), ("Recent", RECENT), ("Women", "gender == 'F'")):
        saved(own_demo, name, rule)
    table, source = overlap_table(own_demo, []), ColumnSource(own_demo)
    assert len(table.combinations) > 2
    for places, n in table.combinations:
        assert count(source, table.exact_rule(places))[0] == n
    for pair in table.pairs:
        assert count(source, table.both_rule(pair.one, pair.other))[0] == pair.both


def test_why_in_and_why_not_in_name_what_would_change_it(own_demo: Workspace) -> None:
    big, source = saved(own_demo, "Big", BIG), ColumnSource(own_demo)
    column = source.columns(["monetary_12m"])["monetary_12m"]
    for place in (int(column.values.argmax()), int((column.known & (column.values < 1)).argmax())):
        answer = why_inside(own_demo, source, big.number, int(source.ids()[place]))
        (leaf,) = answer.explanation.leaves
        assert (leaf.verdict == "true") == (column.values[place] >= 500_000)
        assert leaf.change
        assert answer.kept is None


def test_a_snapshot_says_whether_it_holds_a_customer(own_demo: Workspace) -> None:
    snapshot = saved(own_demo, "Then", "gender == 'F'", static=True)
    row = own_demo.connection.execute("SELECT id FROM customer WHERE gender = 'F'").fetchone()
    editing.edit_customer(Silent(), own_demo, row[0], {"gender": "M"}, today=TODAY)
    answer = why_inside(own_demo, ColumnSource(own_demo), snapshot.number, row[0])
    assert answer.kept
    assert answer.explanation.verdict == "false"


def test_changes_name_the_condition_that_moved_each_customer_seg_02(own_demo: Workspace) -> None:
    both = saved(own_demo, "Both", f"{BIG} and {RECENT}")
    found = segment_changes(Silent(), own_demo, both.number, day=MONTH_AGO)
    moves = {(m.before, m.after): m.customers for m in found.migration.moves}
    came = sum(n for (a, b), n in moves.items() if b == INSIDE != a)
    left = sum(n for (a, b), n in moves.items() if a == INSIDE != b)
    assert came > 0 < left
    assert sum(each.came for each in found.people) == came
    assert sum(not each.came for each in found.people) == left
    assert all(each.reason for each in found.people)
    assert sum(each.customers for each in found.came) >= came


def test_a_snapshot_is_compared_with_whom_its_rule_takes_now(own_demo: Workspace) -> None:
    snapshot = saved(own_demo, "Then", "gender == 'F'", static=True)
    row = own_demo.connection.execute("SELECT id FROM customer WHERE gender = 'M'").fetchone()
    editing.edit_customer(Silent(), own_demo, row[0], {"gender": "F"}, today=TODAY)
    found = segment_changes(Silent(), own_demo, snapshot.number, day=MONTH_AGO)
    assert found.frozen
    assert [(each.customer, each.came, each.reason) for each in found.people] == [
        (row[0], True, "")
    ]
    assert found.migration.before_day == TODAY.isoformat()


def test_every_group_stage_and_size_has_a_proposal_str_01() -> None:
    wanted = {f"rfm_{group}" for group in RFM_GROUPS}
    wanted |= {f"lc_{option.id}" for option in options("lifecycle")}
    wanted |= {f"sz_{option.id}" for option in options("size_class")}
    assert set(targets()) == wanted
    assert all(
        all((s.goal, s.message, s.channel, s.resource, s.kpi)) for s in map(proposed, wanted)
    )


def test_a_strategy_is_proposed_for_what_most_members_are_str_01(own_demo: Workspace) -> None:
    champions = saved(own_demo, "Best", "has('rfm_imp_value')")
    found = strategy_of(own_demo, ColumnSource(own_demo), champions.number)
    assert (found.target, found.share, found.saved) == ("rfm_imp_value", 1.0, False)
    assert found.strategy == proposed("rfm_imp_value")


def test_a_strategy_is_changed_kept_and_undone_str_01(own_demo: Workspace) -> None:
    best = saved(own_demo, "Best", "has('rfm_imp_value')")
    own = Strategy("Visit", "Tea", "In person", "Weekly", "Smiles")
    kept = save_strategy(Silent(), own_demo, best.number, own)
    found = strategy_of(own_demo, ColumnSource(own_demo), best.number)
    assert (found.strategy, found.saved) == (own, True)
    undo_operation(Silent(), own_demo, kept)
    assert not strategy_of(own_demo, ColumnSource(own_demo), best.number).saved


def test_the_sheet_of_a_segment_carries_its_strategy_and_figures_str_01(
    own_demo: Workspace, tmp_path: Path
) -> None:
    big = saved(own_demo, "Big", BIG)
    sheet = read_sheet(Silent(), own_demo, big.number)
    assert sheet.strategy.strategy is not None
    assert sheet.differences[0].distance > 0.5
    assert sheet.persona is not None
    assert sum(each.customers for each in sheet.groups) <= big.customers
    path = tmp_path / "big.pdf"
    assert print_segment(Silent(), own_demo, big.number, path, today=TODAY) == big.customers
    assert path.read_bytes().startswith(b"%PDF")
