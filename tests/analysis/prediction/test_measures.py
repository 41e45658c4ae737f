"""Figures of quality, drift and calibration against known values."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from profiler_app.analysis.columns import Column
from profiler_app.analysis.prediction import measures
from profiler_app.analysis.prediction.calibrating import learn_calibrator
from profiler_app.analysis.prediction.fairness import check_groups
from profiler_app.analysis.prediction.monitoring import drift, psi, watch
from profiler_app.analysis.prediction.targets import Target, read_target

TRUTH = np.array([True, False, True, False])


def test_the_area_counts_ties_as_half() -> None:
    assert measures.auc(TRUTH, np.array([0.9, 0.1, 0.4, 0.4])) == pytest.approx(0.875)
    assert measures.auc(TRUTH, np.ones(4)) == 0.5


def test_the_area_is_that_of_scikit_learn() -> None:
    from sklearn.metrics import roc_auc_score

    lots = np.random.default_rng(1)
    truth, score = lots.random(500) < 0.3, np.round(lots.random(500), 2)
    assert measures.auc(truth, score) == pytest.approx(roc_auc_score(truth, score))


def test_lift_compares_the_top_with_all() -> None:
    truth = np.zeros(100, np.bool_)
    truth[:10] = True
    assert measures.lift(truth, -np.arange(100.0)) == pytest.approx(10)


def test_separation_is_whole_when_all_yes_score_higher() -> None:
    assert measures.separation(TRUTH, np.array([3.0, 1.0, 4.0, 2.0])) == 1


def test_population_stability_equals_the_vectors(shared: Path) -> None:
    """RSK-03."""
    file = shared / "vectors" / "models_misc.json"
    for case in json.loads(file.read_text("utf-8"))["psi"]:
        assert psi(case["expected"], case["actual"]) == pytest.approx(case["psi"], abs=1e-6)


def test_a_field_that_moved_drifts() -> None:
    lots = np.random.default_rng(2)
    column = Column(
        "num", np.concatenate([lots.normal(size=500), lots.normal(1, 1, 500)]), np.ones(1000, bool)
    )
    halves = np.arange(500), np.arange(500, 1000)
    assert drift(column, *halves) > 0.25
    assert drift(column, np.arange(0, 500, 2), np.arange(1, 500, 2)) < 0.25


def test_a_model_is_watched_period_by_period() -> None:
    """MOD-01: probabilities that no longer come true are seen."""
    lots = np.random.default_rng(3)
    told = lots.random(4000)
    truth = lots.random(4000) < told
    truth[2000:] = lots.random(2000) < 0.2
    first, second = watch(truth, told, np.arange(4000) // 2000, ["Q1", "Q2"])
    assert (first.name, second.name) == ("Q1", "Q2")
    assert first.calibration_error < 0.05 < second.calibration_error
    assert first.auc > 0.75 > second.auc
    assert second.psi < 0.1


def test_calibration_makes_boastful_scores_honest() -> None:
    lots = np.random.default_rng(4)
    odds = lots.normal(size=3000)
    truth = lots.random(3000) < measures.from_logit(odds)
    curve = learn_calibrator(odds * 3, truth)
    probability = curve.probability(odds * 3)
    assert measures.calibration_error(measures.calibration(truth, probability)) < 0.03
    assert np.all(np.diff(curve.probability(np.linspace(-9, 9, 50))) >= 0)


def test_groups_a_model_does_not_know_are_compared() -> None:
    column = Column("text", np.repeat([0, 1], 200).astype(np.int32), np.ones(400, bool), ("f", "m"))
    truth = np.zeros(400, np.bool_)
    truth[:100] = True
    probability = np.where(np.arange(400) < 200, 0.5, 0.1)
    women, men = check_groups("gender", column, truth, probability)
    assert (women.group, women.observed, women.foretold) == ("f", 0.5, 0.5)
    assert (men.group, men.observed, men.in_top_tenth) == ("m", 0, 0)


def target(*values: str, yes: str | None = None) -> Target | int:
    labels = sorted(set(values))
    codes = np.array([labels.index(each) for each in values], np.int32)
    return read_target(Column("text", codes, np.ones(len(values), bool), tuple(labels)), yes)


def test_yes_is_told_by_its_word_else_by_being_rare() -> None:
    bad = target("good", "bad", "bad")
    assert isinstance(bad, Target)
    assert bad.yes == "bad"
    rare = target("a", "a", "b")
    assert isinstance(rare, Target)
    assert rare.yes == "b"
    assert rare.truth.tolist() == [False, False, True]


def test_more_than_two_values_need_a_word_for_yes() -> None:
    assert target("a", "b", "c") == 3
    chosen = target("a", "b", "c", yes="c")
    assert isinstance(chosen, Target)
    assert chosen.truth.tolist() == [False, False, True]
