"""Evidence, bins and points of a scorecard against their vectors."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from profiler_app.analysis.columns import Column
from profiler_app.analysis.scoring.binning import learn_bins
from profiler_app.analysis.scoring.evidence import information_values, weights_of_evidence
from profiler_app.analysis.scoring.points import Scale, learn_scorecard, points_of
from profiler_app.analysis.scoring.strategy import cut_offs, what_if

LOTS = np.random.default_rng(9)
ROWS = 3_000
DEBT = LOTS.normal(size=ROWS)
INCOME = LOTS.normal(size=ROWS)
BAD = LOTS.random(ROWS) < 1 / (1 + np.exp(1.5 - DEBT + INCOME))
EVERYWHERE = np.ones(ROWS, np.bool_)


@pytest.fixture
def vectors(shared: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shared / "vectors" / "models_misc.json").read_text("utf-8"))
    return found


def columns() -> dict[str, Column]:
    known = LOTS.random(ROWS) > 0.2
    return {
        "debt": Column("num", DEBT, EVERYWHERE),
        "income": Column("num", np.where(known, INCOME, 0), known),
        "noise": Column("num", LOTS.normal(size=ROWS), EVERYWHERE),
    }


@pytest.mark.parametrize(
    ("case", "table"),
    [
        ("woe_example", "table (bin, good, bad, WOE=ln(%good/%bad), IV part)"),
        ("woe_zero_cell", "table"),
    ],
)
def test_evidence_equals_its_vectors(vectors: dict[str, Any], case: str, table: str) -> None:
    """RSK-01: also with an empty cell."""
    _names, good, bad, woe, parts = zip(*vectors[case][table], strict=True)
    assert weights_of_evidence(good, bad) == pytest.approx(woe, abs=1e-6)
    assert information_values(good, bad) == pytest.approx(parts, abs=1e-6)
    assert information_values(good, bad).sum() == pytest.approx(vectors[case]["IV"], abs=1e-5)


def test_the_scale_equals_its_vectors(vectors: dict[str, Any]) -> None:
    """RSK-01."""
    scale, wanted = Scale(), vectors["scorecard_scale"]
    assert scale.factor == pytest.approx(wanted["factor"])
    assert scale.offset == pytest.approx(wanted["offset"])
    for odds, score in wanted["score_at_odds"].items():
        assert scale.score(float(odds)) == pytest.approx(score, abs=1e-4)


def test_points_of_bins_equal_their_vectors(vectors: dict[str, Any]) -> None:
    """RSK-01."""
    case = vectors["points_example"]
    woe = (-1.098612, -0.405465, 0.287682, 0.655407)
    points = points_of(woe, case["b0"], case["beta"], 1, Scale())
    assert points == pytest.approx(tuple(case["points"].values()), abs=0.01)


def test_risk_only_rises_or_falls_over_the_bins_of_a_number() -> None:
    found = learn_bins(columns()["debt"], BAD)
    assert found is not None
    assert 2 <= len(found.good) - 1 <= 6
    woe = found.woe[1:]
    assert all(low > high for low, high in pairwise(woe))
    rows = [good + bad for good, bad in zip(found.good[1:], found.bad[1:], strict=True)]
    assert min(rows) >= 0.05 * ROWS


def test_no_other_monotone_joining_of_the_parts_is_better() -> None:
    """Against trying all joinings of six parts into neighbours."""
    values = LOTS.integers(0, 6, ROWS).astype(np.float64)
    bad = LOTS.random(ROWS) < np.array([0.4, 0.3, 0.35, 0.2, 0.25, 0.1])[values.astype(int)]
    found = learn_bins(Column("num", values, EVERYWHERE), bad)
    assert found is not None
    best = 0.0
    for mask in range(32):
        cuts = [0, *(i + 1 for i in range(5) if mask >> i & 1), 6]
        inside = [(values >= low) & (values < high) for low, high in pairwise(cuts)]
        good = [int((each & ~bad).sum()) for each in inside]
        wrong = [int((each & bad).sum()) for each in inside]
        rates = [b / (g + b) for g, b in zip(good, wrong, strict=True)]
        falls = all(one > two for one, two in pairwise(rates))
        rises = all(one < two for one, two in pairwise(rates))
        if falls or rises:
            best = max(best, float(information_values(good, wrong).sum()))
    assert found.iv == pytest.approx(best)


def test_unknown_is_a_bin_of_its_own() -> None:
    column = columns()["income"]
    found = learn_bins(column, BAD)
    assert found is not None
    assert found.good[0] + found.bad[0] == int((~column.known).sum())


def test_a_score_is_the_sum_of_its_points_and_says_what_cost_most() -> None:
    """RSK-01."""
    table = columns()
    card = learn_scorecard(table, list(table), BAD, Scale())
    assert card is not None
    assert set(card.binnings) == {"debt", "income"}
    assert all(weight < 0 for weight in card.weights.values())
    scores = card.scores(table)
    assert np.array_equal(scores, card.parts(table).sum(axis=1))
    assert scores[~BAD].mean() > scores[BAD].mean() + 10
    worst = int(np.argmin(scores))
    lost = card.reasons(table)[worst]
    assert [points for _name, points in lost] == sorted((p for _n, p in lost), reverse=True)
    assert lost[0][1] > 0


def test_a_score_means_the_odds_it_promises() -> None:
    table = columns()
    card = learn_scorecard(table, list(table), BAD, Scale())
    assert card is not None
    foretold = card.scale.bad_rate(card.scores(table))
    assert foretold.mean() == pytest.approx(BAD.mean(), abs=0.01)


def test_a_higher_cut_off_stops_more_bad_and_loses_more_good() -> None:
    cuts = cut_offs(-DEBT * 20 + 500, BAD)
    for low, high in pairwise(cuts):
        assert high.accepted < low.accepted
        assert high.bad_rate < low.bad_rate
        assert high.bad_stopped >= low.bad_stopped
        assert high.good_lost >= low.good_lost


def test_what_if_changes_one_score() -> None:
    table = columns()
    card = learn_scorecard(table, list(table), BAD, Scale())
    assert card is not None
    row = int(np.argmax(DEBT))
    before, after = what_if(card, table, row, {"debt": float(DEBT.min())})
    assert after > before + 20
