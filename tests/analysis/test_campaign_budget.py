"""A budget over offers and groups: exact on small cases, within every limit on large ones."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from profiler_app.analysis.campaigns.budget import allocate, lower_end, shrunk
from profiler_app.analysis.campaigns.effect import rate_effect

NO_LIMIT = np.array([np.inf, np.inf])


def profit(counts: np.ndarray, gains: np.ndarray, costs: np.ndarray) -> float:
    return float((counts * (gains - costs[:, None])).sum())


@pytest.mark.parametrize("seed", range(6))
def test_no_other_way_to_spend_a_small_budget_is_better(seed: int) -> None:
    draw = np.random.default_rng(seed)
    sizes, costs = draw.integers(1, 4, 2), draw.integers(2, 6, 2).astype(float)
    gains = draw.integers(1, 12, (2, 2)).astype(float)
    reach, capacity, budget = np.vstack([sizes, sizes]), np.array([3.0, 2.0]), 13.0
    found = allocate(sizes, reach, gains, costs, capacity, budget)
    best = 0.0
    for cells in product(range(4), repeat=4):
        counts = np.array(cells).reshape(2, 2)
        allowed = (counts.sum(axis=0) <= sizes).all() and (counts.sum(axis=1) <= capacity).all()
        if allowed and (counts * costs[:, None]).sum() <= budget:
            best = max(best, profit(counts, gains, costs))
    assert profit(found, gains, costs) == pytest.approx(best)


def test_nobody_gets_two_offers_and_every_limit_is_kept() -> None:
    sizes = np.array([900_000, 400_000, 50])
    gains = np.array([[9.0, 7.0, np.nan], [8.0, 12.0, 30.0]])
    costs, capacity, budget = np.array([2.0, 3.0]), np.array([np.inf, 300_000.0]), 1_500_000.0
    found = allocate(sizes, np.vstack([sizes, sizes]), gains, costs, capacity, budget)
    assert (found.sum(axis=0) <= sizes).all()
    assert found[1].sum() <= 300_000
    assert (found * costs[:, None]).sum() <= budget
    assert found[0, 2] == 0  # nothing is known of it
    assert found[1, 2] == 50


def test_what_costs_more_than_it_brings_is_left_alone() -> None:
    sizes = np.array([100])
    gains, costs = np.array([[1.0], [-2.0]]), np.array([1.5, 0.5])
    assert not allocate(sizes, np.vstack([sizes, sizes]), gains, costs, NO_LIMIT, 1e6).any()


def test_who_cannot_be_reached_gets_another_offer() -> None:
    sizes, reach = np.array([100]), np.array([[30], [100]])
    gains, costs = np.array([[9.0], [5.0]]), np.array([1.0, 1.0])
    assert allocate(sizes, reach, gains, costs, NO_LIMIT, 1e6).tolist() == [[30], [70]]


def test_groups_that_differ_by_chance_share_one_effect() -> None:
    alike = [rate_effect(110, 1000, 80, 1000), rate_effect(56, 500, 40, 500)]
    found = shrunk(alike)
    assert found[0] == pytest.approx(found[1])
    assert found[0][1] < min(effect.error for effect in alike) * 1.05


def test_groups_that_really_differ_keep_their_own_effect() -> None:
    effects = [rate_effect(900, 3000, 300, 3000), rate_effect(300, 3000, 300, 3000)]
    found = shrunk(effects)
    assert found[0][0] == pytest.approx(0.2, abs=0.01)
    assert found[1][0] == pytest.approx(0.0, abs=0.01)
    assert lower_end(*found[0]) < found[0][0]


def test_a_group_in_which_nobody_bought_is_not_promised_the_effect_of_the_others() -> None:
    others = [rate_effect(900, 3000, 300, 3000), rate_effect(600, 3000, 300, 3000)]
    found = shrunk([rate_effect(0, 400, 0, 300), *others])
    rise, error = found[0]
    assert 0 <= rise < 0.02 and error > 0
