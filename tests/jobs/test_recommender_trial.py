"""A recommender learnt from one file and tried on another: MovieLens, last rating hidden."""

from __future__ import annotations

from pathlib import Path

import pytest

from profiler_app.domain.errors import TableProblem, TooLittleData
from profiler_app.domain.progress import Silent
from profiler_app.jobs.recommender_trial import try_recommender
from tests.conftest import SHARED

RATINGS = SHARED / "data" / "recsys" / "ml_small_ratings.csv.gz"
LAST = SHARED / "data" / "recsys" / "ml_small_test_last_item.csv.gz"


def test_ease_finds_the_last_item_as_often_as_the_reference() -> None:
    """REC-01: HR@10 0.08648 and NDCG@10 0.04403 with lambda 100."""
    if not RATINGS.exists():
        pytest.skip("no real data here")
    report = try_recommender(Silent(), RATINGS, LAST)
    assert (report.items, report.purchases, report.tested) == (9031, 99333, 636)
    measured = {method.name: method for method in report.methods}
    assert measured["ease"].rate == pytest.approx(0.08648, abs=5e-6)
    assert measured["ease"].gain == pytest.approx(0.04403, abs=5e-6)
    assert measured["popularity"].rate == pytest.approx(0.0456, abs=0.002)  # ties
    assert measured["item_item"].rate > measured["popularity"].rate
    assert report.as_json()["best"] == "ease"
    assert report.as_json()["HR@10"] >= 0.086


def test_what_is_tested_is_not_learnt(tmp_path: Path) -> None:
    train, test = tmp_path / "train.csv", tmp_path / "test.csv"
    pairs = [f"u{user},i{item}" for user in range(20) for item in range(user % 3 + 2)]
    train.write_text("\n".join(["customer,product", *pairs, "u1,z"]), "utf-8")
    test.write_text("customer,product\nu1,i0\nu2,new\nnobody,i1\n", "utf-8")
    report = try_recommender(Silent(), train, test)
    assert (report.withheld, report.tested, report.not_tested) == (1, 1, 2)


def test_a_test_of_strangers_is_refused(tmp_path: Path) -> None:
    train, test = tmp_path / "train.csv", tmp_path / "test.csv"
    train.write_text("customer,product\na,x\nb,y\n", "utf-8")
    test.write_text("customer,product\nc,x\n", "utf-8")
    with pytest.raises(TooLittleData):
        try_recommender(Silent(), train, test)


def test_one_column_is_not_enough(tmp_path: Path) -> None:
    train = tmp_path / "train.csv"
    train.write_text("customer\na\nb\n", "utf-8")
    with pytest.raises(TableProblem):
        try_recommender(Silent(), train, train)
