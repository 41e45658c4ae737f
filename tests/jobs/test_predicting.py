"""Foretelling a yes or no over real tables, with the figures of others as the floor."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from profiler_app.analysis.columns import Column
from profiler_app.analysis.prediction.choosing import choose
from profiler_app.analysis.prediction.reasons import contributions, what_if
from profiler_app.domain.errors import ColumnNotFound
from profiler_app.domain.predicting import PredictionReport
from profiler_app.domain.progress import Silent
from profiler_app.jobs.predicting import Wanted, predict_table


def real(shared: Path, name: str, target: str) -> PredictionReport:
    return predict_table(Silent(), shared / "data" / name, Wanted(target))


def left_out(report: PredictionReport) -> dict[str, str]:
    return {told.facts["field"]: told.code for told in (*report.leaks, *report.dropped)}


def test_telephone_customers_who_leave_are_found_as_well_as_by_others(shared: Path) -> None:
    report = real(shared, "churn/telco_churn.csv.gz", "Churn")
    assert report.card is not None
    assert report.card.auc >= 0.844
    assert report.card.brier <= 0.1356
    assert report.card.later_auc is None
    assert not report.card.rejected
    assert left_out(report) == {
        "customerID": "identifier",
        "gender": "sensitive",
        "SeniorCitizen": "sensitive",
    }


def test_bent_relations_are_found_by_trees(shared: Path) -> None:
    report = real(shared, "churn/mlc_churn.csv.gz", "churn")
    assert report.card is not None
    assert report.card.auc >= 0.920
    assert report.card.lift >= 6.8
    assert left_out(report) == {"rownames": "identifier"}


def test_credit_is_foretold_without_sex_age_and_origin(shared: Path) -> None:
    """RSK-01, MOD-01."""
    report = real(shared, "credit/german_credit.csv.gz", "creditability")
    assert report.card is not None
    assert report.yes == "bad"
    assert report.card.auc >= 0.785
    assert report.card.calibration_error < 0.05
    assert left_out(report) == dict.fromkeys(
        ("personal_status_and_sex", "age_in_years", "foreign_worker"), "sensitive"
    )
    assert {group["field"] for group in report.card.groups} >= {"age_in_years"}


def test_the_length_of_the_call_is_a_leak_and_shuffling_flatters(shared: Path) -> None:
    """MOD-01: on the later rows the model is hardly better than chance, so it is rejected."""
    report = real(shared, "campaign/bank_additional_full.csv.gz", "y")
    assert report.card is not None
    assert [told.facts["field"] for told in report.leaks] == ["duration"]
    assert report.card.auc >= 0.795
    assert report.card.later_auc is not None
    assert report.card.later_auc < 0.6
    codes = {warning.code for warning in report.warnings}
    assert {"row_order", "flatters", "rate_moved", "drifted"} <= codes
    assert [told.code for told in report.card.rejected] == ["weak"]


def written(path: Path, rows: int, *, yes: int) -> Path:
    lots = np.random.default_rng(5)
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, delimiter=";")
        lines.writerow(["Kunde", "消费", "渠道", "seit", "gone"])
        for i in range(rows):
            gone = i < yes
            spend = lots.normal(50 - 30 * gone, 20)
            day = f"2025-{1 + i % 12:02}-{1 + i % 28:02}"
            channel = "" if i % 7 == 0 else ["web", "shop"][i % 2]
            lines.writerow([f"k{i}", f"{spend:.2f}", channel, day, "ja" if gone else "nein"])
    return path


def test_too_few_rows_are_refused_with_numbers(tmp_path: Path) -> None:
    file = written(tmp_path / "few.csv", 120, yes=20)
    report = predict_table(Silent(), file, Wanted("gone"))
    assert report.card is None
    assert [told.code for told in report.refusals] == ["few_rows", "few_of_each"]
    assert "120" in report.refusals[0].sentence
    said = report.as_json()
    assert said["auc"] is None
    assert said["model"] is None


def test_what_is_too_good_to_be_true_is_rejected(tmp_path: Path) -> None:
    """Two fields that together are the outcome: neither is a leak alone."""
    lots = np.random.default_rng(8)
    path = tmp_path / "sum.csv"
    one = lots.normal(size=4_000)
    other = lots.normal(size=4_000)
    lines = [f"{a:.4f},{b:.4f},{int(a + b > 0)}" for a, b in zip(one, other, strict=True)]
    path.write_text("in,out,gone\n" + "\n".join(lines), "utf-8")
    report = predict_table(Silent(), path, Wanted("gone"))
    assert report.card is not None
    assert not report.leaks
    assert [told.code for told in report.card.rejected] == ["too_good"]


def test_a_column_of_dates_orders_the_rows_in_time(tmp_path: Path) -> None:
    file = written(tmp_path / "dated.csv", 600, yes=250)
    report = predict_table(Silent(), file, Wanted("gone"))
    assert report.card is not None
    assert left_out(report) == {"Kunde": "identifier", "seit": "time"}
    assert report.card.later_auc is not None
    assert report.card.auc > 0.8


def test_every_row_has_a_probability_and_reasons(tmp_path: Path) -> None:
    file = written(tmp_path / "rows.csv", 600, yes=250)
    report = predict_table(Silent(), file, Wanted("gone", each=True))
    assert len(report.forecasts) == 600
    first, last = report.forecasts[0], report.forecasts[-1]
    assert first.probability > 0.8 > 0.2 > last.probability
    assert first.row.startswith("k")
    assert first.reasons[0].field == "消费"
    assert first.reasons[0].added > 0
    assert first.as_json()["reasons"][0]["text"].startswith("消费")


def test_the_same_file_and_seed_give_the_same_answer(tmp_path: Path) -> None:
    file = written(tmp_path / "again.csv", 400, yes=150)
    one, two = (predict_table(Silent(), file, Wanted("gone")).as_json() for _ in range(2))
    assert one == two


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    file = written(tmp_path / "rows.csv", 300, yes=100)
    with pytest.raises(ColumnNotFound, match="nothing"):
        predict_table(Silent(), file, Wanted("nothing"))


def test_a_target_with_many_values_asks_which_is_yes(tmp_path: Path) -> None:
    file = written(tmp_path / "rows.csv", 300, yes=100)
    report = predict_table(Silent(), file, Wanted("消费"))
    assert [told.code for told in report.refusals] == ["not_yes_no"]


def test_what_if_changes_one_customer_only() -> None:
    lots = np.random.default_rng(6)
    days = lots.integers(0, 100, 500).astype(np.float64)
    truth = lots.random(500) < days / 100
    columns = {"days": Column("num", days, np.ones(500, np.bool_))}
    fitted = choose(columns, ["days"], truth, np.arange(500), seed=1)
    row = int(np.argmax(days))
    before, after = what_if(fitted, columns, row, {"days": 1})
    assert before > 0.7 > 0.3 > after
    assert contributions(fitted, columns, ["days"], np.array([row]))[0, 0] > 0
    assert columns["days"].values[row] == days[row]
