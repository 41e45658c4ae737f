"""Differences, their intervals and verdicts, and sizes, against the vectors."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from profiler_app.analysis.campaigns.arms import is_control
from profiler_app.analysis.campaigns.effect import (
    adjusted,
    differ,
    effect_of,
    mean_effect,
    rate_effect,
)
from profiler_app.analysis.campaigns.planning import needed, smallest_visible
from profiler_app.domain.campaigns import GroupEffect
from tests.conftest import SHARED


@pytest.fixture(scope="module")
def vectors() -> Any:
    path = SHARED / "vectors" / "models_misc.json"
    if not path.exists():
        pytest.skip("no vectors here")
    return json.loads(path.read_text("utf-8"))


def test_differences_have_the_intervals_of_the_vectors(vectors: Any) -> None:
    """EVA-01."""
    for each in vectors["lift"]:
        effect = rate_effect(*each["treat"], *each["control"])
        assert effect.difference == pytest.approx(each["diff"])
        assert [effect.low, effect.high] == pytest.approx(each["ci95"], abs=1e-6)
        assert effect.relative == pytest.approx(each["rel_lift"], abs=5e-5)
        assert (effect.verdict == "proved") == each["conclusive"]


def test_almost_twice_as_many_can_still_prove_nothing() -> None:
    """EVA-01: +87.5 %, and yet it cannot be concluded."""
    assert rate_effect(60, 800, 8, 200).verdict == "not_proved"
    assert rate_effect(8, 200, 120, 800).verdict == "harmful"


def test_small_arms_are_for_the_record_only() -> None:
    assert rate_effect(40, 50, 3, 50).verdict == "too_few"


def test_no_outcome_at_all_is_no_difference() -> None:
    effect = rate_effect(0, 500, 0, 500)
    assert (effect.difference, effect.p, effect.verdict) == (0.0, 1.0, "not_proved")
    assert effect.relative is None


def test_amounts_are_compared_by_welch() -> None:
    random = np.random.default_rng(5)
    treated, control = random.normal(12, 4, 400), random.normal(10, 8, 300)
    effect = mean_effect(treated, control)
    error = np.sqrt(treated.var(ddof=1) / 400 + control.var(ddof=1) / 300)
    assert effect.difference == pytest.approx(treated.mean() - control.mean())
    assert effect.high - effect.low == pytest.approx(2 * 1.9655 * error, rel=1e-3)
    assert effect.verdict == "proved"


def test_amounts_that_never_vary_have_no_effect() -> None:
    effect = mean_effect(np.full(200, 5.0), np.full(200, 5.0))
    assert (effect.low, effect.high, effect.p) == (0.0, 0.0, 1.0)


def test_zeros_and_ones_are_rates() -> None:
    outcome, treated = np.array([1.0, 0, 1, 0]), np.array([True, True, False, False])
    assert effect_of(outcome, treated).is_rate
    assert not effect_of(outcome * 3, treated).is_rate


def test_sizes_are_those_of_the_vectors(vectors: Any) -> None:
    for each in vectors["sample_size"]:
        ratio = each["ratio_control_per_treat"]
        found = needed(each["p_treat"], each["p_control"], ratio)
        assert found == (each["n_treat"], each["n_control"])


def test_the_smallest_visible_effect_needs_as_many_as_there_are() -> None:
    rise = smallest_visible(882, 882, 0.08)
    assert rise == pytest.approx(0.04, abs=2e-4)
    assert smallest_visible(2, 1, 0.5) is None
    assert smallest_visible(100, 0, 0.1) is None


def test_arms_are_drawn_as_in_the_vectors(vectors: Any) -> None:
    """CMP-01."""
    for each in vectors["assignment"]["vectors"]:
        found = is_control(
            each["seed"], each["campaign"], each["stratum"], each["party"], each["share"]
        )
        assert found == (each["arm"] == "control")


def test_the_share_of_the_control_group_is_kept() -> None:
    """CMP-01: within 1.5 points."""
    drawn = [is_control(42, "Spring", "", str(number), 0.1) for number in range(5_000)]
    assert sum(drawn) / 5_000 == pytest.approx(0.1, abs=0.015)


def test_many_questions_make_each_p_value_larger() -> None:
    assert adjusted([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.04, 0.04])
    assert adjusted([]) == []


def test_a_group_is_proved_only_after_the_adjustment() -> None:
    effect = rate_effect(60, 500, 40, 500)
    assert 0.02 < effect.p < 0.05
    assert GroupEffect("a", effect, effect.p).verdict == effect.verdict == "proved"
    assert GroupEffect("a", effect, 0.12).verdict == "not_proved"


def test_groups_differ_only_when_their_effects_do() -> None:
    same = [rate_effect(60, 500, 40, 500), rate_effect(61, 500, 41, 500)]
    apart = [rate_effect(160, 500, 40, 500), rate_effect(40, 500, 41, 500)]
    assert differ(same) > 0.9
    assert differ(apart) < 0.001
    assert differ(same[:1]) == 1.0
