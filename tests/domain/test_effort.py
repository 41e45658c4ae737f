"""STR-03: effort against value, and a proposal that fits the capacity of the team."""

from __future__ import annotations

import random

import pytest

from profiler_app.domain.effort import (
    AUTOMATIC,
    DEDICATED,
    IN_LINE,
    TOO_LITTLE,
    TOO_MUCH,
    WISHED,
    Capacity,
    EffortMatrix,
    TierEffort,
    proposed,
)

VIP = TierEffort("vt_vip", 0, 100, 50_000_00, 100)
HIGH = TierEffort("vt_high", 1, 300, 30_000_00, 300)
LOW = TierEffort("vt_low", 3, 1_000, 20_000_00, 600)


def test_without_a_capacity_every_tier_gets_what_is_wished_str_03() -> None:
    assert [each.proposed for each in proposed([LOW, VIP, HIGH], None)] == [12, 6, 2]


def test_the_least_valuable_tier_gives_first_str_03() -> None:
    # wished: 1,200 + 1,800 + 2,000
    found = proposed([LOW, VIP, HIGH], Capacity(4, 84))
    assert [(each.tag, each.proposed) for each in found] == [
        ("vt_vip", 12),
        ("vt_high", 6),
        ("vt_low", 1),
    ]
    assert [each.owner for each in found][::2] == [DEDICATED, "desk"]


def test_the_proposal_never_goes_beyond_the_capacity_str_03() -> None:
    dice = random.Random(5)
    for _ in range(500):
        tiers = [
            TierEffort(f"t{i}", dice.randrange(6), dice.randrange(1, 900), dice.randrange(10**7), 0)
            for i in range(dice.randrange(1, 9))
        ]
        capacity = Capacity(dice.randrange(1, 9), dice.randrange(1, 99))
        found = EffortMatrix(proposed(tiers, capacity), capacity)
        assert found.planned <= capacity.a_year
        assert len(found.tiers) == len(tiers)
        assert all(each.proposed <= (*WISHED, 0, 0)[each.rank] for each in found.tiers)
        assert all((each.owner == AUTOMATIC) == (each.proposed == 0) for each in found.tiers)


@pytest.mark.parametrize(("tier", "verdict"), [(VIP, TOO_LITTLE), (HIGH, IN_LINE), (LOW, TOO_MUCH)])
def test_a_tier_is_told_whether_its_effort_matches_its_value_str_03(
    tier: TierEffort, verdict: str
) -> None:
    matrix = EffortMatrix((VIP, HIGH, LOW), None)
    assert matrix.verdict(tier) == verdict
    assert sum(map(matrix.value_share, matrix.tiers)) == pytest.approx(1)
    assert sum(map(matrix.effort_share, matrix.tiers)) == pytest.approx(1)
