"""The influence of customers equals its formula (M14)."""

from __future__ import annotations

import numpy as np
import pytest

from profiler_app.analysis.influence import influence, pagerank, percentiles


def test_the_middle_of_a_star_has_the_highest_rank() -> None:
    ranks = pagerank(5, np.array([0, 0, 0]), np.array([1, 2, 3]))
    assert ranks.argmax() == 0 and ranks[4] == 0
    assert ranks.sum() == pytest.approx(1.0)


def test_ranks_equal_the_fixed_point_of_the_definition() -> None:
    """Two nodes around one: x = 0.05 + 0.85 * 2y, y = 0.05 + 0.85 * x / 2."""
    ranks = pagerank(3, np.array([0, 0]), np.array([1, 2]))
    middle = (0.05 + 1.7 * 0.05) / (1 - 1.7 * 0.425)
    assert ranks[0] == pytest.approx(middle, abs=1e-3)
    assert ranks[1] == ranks[2]


def test_a_percentile_is_the_average_rank_over_n_and_nothing_is_nothing() -> None:
    found = percentiles(np.array([0.0, 0.0, 3.0, 3.0, 9.0]))
    assert found.tolist() == [0.0, 0.0, 0.7, 0.7, 1.0]


def test_influence_equals_its_formula() -> None:
    """REL-01, FLD-20: 100 (0.5 pct referrals + 0.3 pct PageRank + 0.2 pct log followers)."""
    found = influence(
        np.array([0.0, 2.0, 1.0, 0.0]),
        np.array([0.1, 0.4, 0.3, 0.2]),
        np.array([10.0, 1000.0, 100.0, 0.0]),
    )
    assert found[1] == pytest.approx(100.0)
    assert found[2] == pytest.approx(100 * (0.5 * 0.75 + 0.3 * 0.75 + 0.2 * 0.75))
    assert found[3] == pytest.approx(100 * 0.3 * 0.5)


def test_an_unknown_part_leaves_its_weight_to_the_others() -> None:
    """FLD-20: missing parts are renormalised."""
    nobody = np.full(2, np.nan)
    found = influence(np.array([0.0, 1.0]), np.array([0.5, 0.5]), nobody)
    assert found[1] == pytest.approx(100 * (0.5 * 1.0 + 0.3 * 0.75) / 0.8)
    assert found[0] == pytest.approx(100 * 0.3 * 0.75 / 0.8)
