"""LIF-01, LIF-02: stages with their dates, counts and moves month by month."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from profiler_app.domain.errors import NotComputed
from profiler_app.domain.lifecycle import WITHHELD, LifecycleReport
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.lifecycles import lifecycle, month_ends
from profiler_app.jobs.lists import count
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, Silent


@pytest.fixture(scope="module")
def report(demo: Workspace) -> LifecycleReport:
    return lifecycle(Silent(), demo, as_of=TODAY, months=4, each=True)


def test_the_stages_of_today_are_those_of_the_last_refresh_lif_01(
    demo: Workspace, report: LifecycleReport
) -> None:
    source = ColumnSource(demo)
    for stage, customers in report.counts.items():
        assert count(source, f"lifecycle == '{stage}'")[0] == customers
    assert sum(report.counts.values()) + report.withheld == 300


def test_every_change_is_a_move_and_every_move_a_change_lif_02(report: LifecycleReport) -> None:
    moves = {
        (m.day, m.before, m.after): m.customers
        for m in report.moves
        if WITHHELD not in (m.before, m.after)
    }
    seen = Counter(
        (entry.by, before.stage, entry.stage)
        for each in report.customers
        for before, entry in zip(each.history, each.history[1:], strict=False)
    )
    assert moves == seen
    assert all(before != after for _day, before, after in moves)


def test_counts_follow_from_the_counts_before_and_the_moves_lif_02(report: LifecycleReport) -> None:
    for at in range(1, len(report.days)):
        for stage, customers in report.flow[at].items():
            moves = [move for move in report.moves if move.day == report.days[at]]
            came = sum(move.customers for move in moves if move.after == stage)
            left = sum(move.customers for move in moves if move.before == stage)
            assert report.flow[at - 1][stage] + came - left == customers


def test_a_stage_began_between_two_days_that_were_looked_at_lif_01(report: LifecycleReport) -> None:
    for each in report.customers:
        for entry in each.history[1:]:
            assert entry.by is not None
            assert report.days.index(entry.by) == report.days.index(str(entry.after)) + 1


def test_months_end_where_the_calendar_says() -> None:
    assert month_ends(date(2024, 3, 31), 2) == [date(2024, 1, 31), date(2024, 2, 29)]
    assert month_ends(date(2026, 1, 5), 1) == [date(2025, 12, 31)]


def test_without_a_refresh_it_is_said_what_to_do(empty: Workspace) -> None:
    with pytest.raises(NotComputed, match="refresh"):
        lifecycle(Silent(), empty, as_of=TODAY)
