"""A scorecard of a real table, its figures and its refusals."""

from __future__ import annotations

from pathlib import Path

import pytest

from profiler_app.domain.progress import Silent
from profiler_app.domain.scorecards import ScorecardReport, grade
from profiler_app.jobs.predicting import Wanted, table_question
from profiler_app.jobs.scorecards import make_scorecard
from tests.conftest import SHARED


@pytest.fixture(scope="module")
def german() -> ScorecardReport:
    file = SHARED / "data" / "credit" / "german_credit.csv.gz"
    if not file.exists():
        pytest.skip("no real data here")
    question = table_question(Silent(), file, Wanted("creditability"))
    return make_scorecard(Silent(), question, each=True)


def test_the_checking_account_has_the_published_information_value(german: ScorecardReport) -> None:
    """RSK-01: 0.666 by definition and by optbinning."""
    ivs = dict(german.ivs)
    assert ivs["status_of_existing_checking_account"] == pytest.approx(0.666, abs=0.0005)
    assert ivs["credit_history"] == pytest.approx(0.2918, abs=0.0005)
    assert ivs["purpose"] == pytest.approx(0.1676, abs=0.0005)
    assert [warning.code for warning in german.warnings] == ["strong"]


def test_the_card_ranks_customers_it_had_not_seen(german: ScorecardReport) -> None:
    assert german.bads == 300
    assert german.quality is not None
    assert german.quality["auc"] >= 0.77
    assert german.quality["calibration_error"] <= 0.05


@pytest.mark.promise(36)
def test_sex_age_and_origin_are_locked_out(german: ScorecardReport) -> None:
    """RSK-01."""
    sensitive = {"personal_status_and_sex", "age_in_years", "foreign_worker"}
    assert {told.facts["field"] for told in german.dropped} == sensitive
    assert not sensitive & {name for name, _iv in german.ivs}


def test_every_score_is_the_sum_of_the_points_table(german: ScorecardReport) -> None:
    """RSK-01: with four reasons at most."""
    table = {field.field: {row.points for row in field.bins} for field in german.fields}
    assert len(german.scored) == 1000
    for row in german.scored:
        assert row.score == sum(row.points.values())
        assert all(points in table[name] for name, points in row.points.items())
        assert len(row.reasons) <= 4


@pytest.mark.promise(36)
def test_the_notice_stands_in_the_output(german: ScorecardReport) -> None:
    """RSK-01."""
    said = german.as_json()
    assert "sole basis" in said["notice"] or "唯一依据" in said["notice"]
    assert said["fields"][0]["bins"][0]["points"] > 0
    assert said["cut_offs"][0]["accepted"] == 1.0


def test_too_few_bad_cases_are_refused_with_numbers(tmp_path: Path) -> None:
    file = tmp_path / "few.csv"
    rows = [f"{i % 50},{'bad' if i < 40 else 'good'}" for i in range(600)]
    file.write_text("debt,label\n" + "\n".join(rows), "utf-8")
    report = make_scorecard(Silent(), table_question(Silent(), file, Wanted("label")))
    assert [told.code for told in report.refusals] == ["few_bads"]
    assert "40" in report.refusals[0].sentence
    assert report.as_json()["auc"] is None


def test_grades_follow_the_score() -> None:
    assert [grade(score) for score in (720, 650, 610, 555, 400)] == list("ABCDE")
