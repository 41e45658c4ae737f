"""Loyalty tiers: by amount or purchases, the distance to the next, who is near, who moved."""

from __future__ import annotations

from datetime import date

import pytest

from profiler_app.domain.errors import NotComputed
from profiler_app.domain.loyalty import Distance, distance, distance_words
from profiler_app.domain.segmentation import Tiers
from profiler_app.domain.text import in_language
from profiler_app.jobs.cards import read_card
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.lifecycles import lifecycle, lifecycle_view
from profiler_app.jobs.lists import count
from profiler_app.jobs.segments.loyalty import loyalty_view, tier_moves
from profiler_app.jobs.segments.tiers import save_tiers, saved_tiers
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, Silent

PLAN = Tiers(
    "monetary_12m", ("Gold", "Silver"), (1_000_000, 200_000), (12, 4), ("Lounge", "Free delivery")
)
MONTH_AGO = date(2026, 10, 22)


@pytest.mark.parametrize(
    ("money", "orders", "found"),
    [
        (0, 0, Distance(None, "Silver", 200_000, 4)),
        (199_999, 3, Distance(None, "Silver", 1, 1)),
        (200_000, 0, Distance("Silver", "Gold", 800_000, 12)),
        (0, 4, Distance("Silver", "Gold", 1_000_000, 8)),
        (999_999, 11, Distance("Silver", "Gold", 1, 1)),
        (1_000_000, 0, Distance("Gold", None)),
        (5, 12, Distance("Gold", None)),
        (None, None, Distance(None, "Silver", 200_000, 4)),
    ],
)
def test_amount_or_purchases_reach_a_tier_loy_01(
    money: int | None, orders: int | None, found: Distance
) -> None:
    assert distance(PLAN, money, orders) == found


def test_the_distance_is_said_in_both_languages_loy_01() -> None:
    plain = Tiers("monetary_12m", ("金卡", "银卡"), (1_000_000, 0))
    with in_language("zh"):
        assert distance_words(distance(plain, 914_000, 9), "CNY") == "银卡，再消费 ¥860 升金卡"
    with in_language("en"):
        assert distance_words(distance(PLAN, 970_000, 10), "CNY") == (
            "Silver, ¥300 or 2 purchases more to Gold"
        )


def test_tiers_are_kept_with_purchases_and_benefits_loy_01(own_demo: Workspace) -> None:
    save_tiers(Silent(), own_demo, PLAN)
    assert saved_tiers(own_demo.connection) == PLAN
    source = ColumnSource(own_demo)
    reached = "(monetary_12m >= 10000 or freq_12m >= 12)"
    refused = count(source, f"{reached} and has('no_profiling')")[0]
    gold = count(source, reached)[0] - refused
    view = loyalty_view(own_demo, source)
    assert view is not None
    assert view.rows[0].customers == gold == count(source, view.rows[0].rule)[0]
    assert sum(row.customers for row in view.rows) + view.without == 300
    assert view.rows[1].benefit == "Free delivery"


def test_who_is_near_a_tier_stands_below_it_loy_01(own_demo: Workspace) -> None:
    save_tiers(Silent(), own_demo, PLAN)
    source = ColumnSource(own_demo)
    view = loyalty_view(own_demo, source)
    assert view is not None
    for row in view.rows:
        assert count(source, row.near_rule)[0] == row.near
        assert count(source, f"({row.near_rule}) and own_tier == '{row.name}'")[0] == 0
    assert count(source, f"({view.rows[0].near_rule}) and monetary_12m < 8000")[0] == 0


def test_moves_between_tiers_sum_to_everybody_loy_01(own_demo: Workspace) -> None:
    save_tiers(Silent(), own_demo, PLAN)
    month = tier_moves(Silent(), own_demo, day=MONTH_AGO)
    assert sum(move.customers for move in month.moves) == 300
    today = tier_moves(Silent(), own_demo, day=TODAY)
    assert all(move.before == move.after for move in today.moves)


def test_without_tiers_there_is_nothing_to_compare(own_demo: Workspace) -> None:
    assert loyalty_view(own_demo, ColumnSource(own_demo)) is None
    with pytest.raises(NotComputed):
        tier_moves(Silent(), own_demo, day=MONTH_AGO)


def test_the_card_says_how_far_the_next_tier_is_loy_01(own_demo: Workspace) -> None:
    save_tiers(Silent(), own_demo, PLAN)
    source = ColumnSource(own_demo)
    columns = source.columns(["own_tier", "monetary_12m", "freq_12m"])
    silver = columns["own_tier"].known & (columns["own_tier"].values == 1)
    place = int(silver.argmax())
    words = distance_words(
        distance(PLAN, columns["monetary_12m"].value(place), columns["freq_12m"].value(place)),
        "CNY",
    )
    card = read_card(own_demo, int(source.ids()[place]), as_of=TODAY)
    assert card.facts[-1] == words
    assert "Silver" in words


def test_the_moves_between_two_days_follow_from_the_stages_lif_02(demo: Workspace) -> None:
    view = lifecycle_view(Silent(), demo, as_of=TODAY, months=2)
    report = lifecycle(Silent(), demo, as_of=TODAY, months=2)
    assert view.report == report
    for stage, n in report.counts.items():
        known = sum(flow.customers for flow in view.flows if flow.after == stage)
        assert known <= n
    moved = {(f.before, f.after): f.customers for f in view.flows if f.before != f.after}
    named: dict[tuple[str, str], int] = {}
    for each in view.people:
        named[each.before, each.after] = named.get((each.before, each.after), 0) + 1
        assert each.entered_after < each.entered_by
        assert each.entered_by in report.days
    assert named == {flow: min(n, 50) for flow, n in moved.items()}
