"""How long contracts run: published figures, and models that are as sure as they should be."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from profiler_app.analysis.columns import Column
from profiler_app.analysis.survival.choosing import Staying
from profiler_app.analysis.survival.curve import Curve, kaplan_meier
from profiler_app.analysis.survival.hazard import fit_hazard
from profiler_app.analysis.survival.trial import concordance
from profiler_app.analysis.value.contracts import contract_value

# Freireich et al. 1963 (Blood 21), as in Collett, Modelling Survival Data in Medical Research:
# weeks of remission of 21 patients under 6-MP (the first nine relapsed) and 21 under placebo.
TREATED = np.array(
    [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35], float
)
RELAPSED = np.arange(21) < 9
PLACEBO = np.array([1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23], float)


def test_the_curve_of_the_leukaemia_trial_is_the_published_one() -> None:
    curve = kaplan_meier(TREATED, RELAPSED)
    assert curve.times.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.survival.round(3).tolist() == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    errors = curve.survival * np.sqrt(curve.spread)  # Greenwood 1926
    assert errors.round(4).tolist() == [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]
    assert kaplan_meier(PLACEBO, np.ones(21, bool)).median == 8


def test_the_hazard_of_the_leukaemia_trial_is_that_of_cox_1972() -> None:
    """Cox 1972 (JRSS B 34) found 1.65 for discrete time; here it may differ early and late."""
    column = Column("bool", np.arange(42) >= 21, np.ones(42, np.bool_))
    time, ended = np.append(TREATED, PLACEBO), np.append(RELAPSED, np.ones(21, np.bool_))
    found = fit_hazard({"placebo": column}, ["placebo"], time, ended, seed=1, strength=1e4)
    early, late = found.weights[0], found.weights[0] + found.leaning[0]
    spread = found.encoder.deviation[0]  # fields are standardised
    assert early / spread < 1.65 < late / spread


def test_the_curve_of_telco_is_that_of_an_independent_program(telco: Curve) -> None:
    """Figures of lifelines 0.30 on the same file, intervals on the log(-log) scale."""
    when = np.array([1.0, 12, 24, 48, 72])
    assert telco.at(when) == pytest.approx([0.945961, 0.8432, 0.788736, 0.70884, 0.59279], abs=1e-6)
    low, high = telco.interval(when)
    assert low == pytest.approx([0.940418, 0.834169, 0.778313, 0.696245, 0.573063], abs=1e-6)
    assert high == pytest.approx([0.951002, 0.851783, 0.798735, 0.721023, 0.611936], abs=1e-6)
    assert telco.median is None  # more than half are still there


@pytest.fixture
def telco(shared: Path) -> Curve:
    import gzip

    with gzip.open(shared / "data" / "churn" / "telco_churn.csv.gz", "rt") as file:
        rows = [line.rstrip("\n").split(",") for line in file][1:]
    return kaplan_meier(
        np.array([float(row[5]) for row in rows]), np.array([row[-1] == "Yes" for row in rows])
    )


def test_who_stayed_long_is_compared_with_those_who_stayed_as_long() -> None:
    curve = kaplan_meier(TREATED, RELAPSED)
    assert curve.ahead(np.array([7.0]), 6.0)[0] == pytest.approx(0.690 / 0.807, abs=1e-3)
    assert curve.ahead(np.array([7.0]), 0.0)[0] == 1.0


def test_beyond_the_known_times_the_last_rate_goes_on() -> None:
    curve = kaplan_meier(np.append(np.arange(1.0, 41), np.full(60, 40.0)), np.arange(100) < 40)
    assert curve.known_until == 40
    beyond = curve.at(np.array([40.0, 50.0, 60.0]))
    assert beyond[1] / beyond[0] == pytest.approx(beyond[2] / beyond[1])
    assert 0 < beyond[2] < beyond[1] < beyond[0]


def test_a_yearly_share_gives_the_value_of_the_formula_val_02() -> None:
    """With the same loss every month the months paid are those of DOMAIN M4."""
    rate = -np.log(0.9) / 12
    curve = Curve(np.empty(0), *[np.empty(0, np.int64)] * 2, *[np.empty(0)] * 2, 0.0, rate,
                  np.empty(0))  # fmt: skip
    found = Staying(curve, None, None, ("no_fields",), ())
    paid = found.months_paid({}, np.array([7.0]), 36, 0.004)
    assert 1_200_000 / 12 * paid == pytest.approx(contract_value(np.array([1_200_000.0])))


def test_the_hazard_tells_who_goes_early_and_who_goes_late() -> None:
    """Half go at 0.10 a month; the others not for two years, and then at 0.10."""
    dice = np.random.default_rng(7)
    quick = np.arange(4_000) % 2 == 0
    gone = dice.exponential(10.0, 4_000) + np.where(quick, 0.0, 24.0)
    seen = dice.uniform(6.0, 48.0, 4_000)
    time, ended = np.minimum(gone, seen), gone <= seen
    column = {"quick": Column("bool", quick, np.ones(4_000, np.bool_))}
    found = fit_hazard(column, ["quick"], time, ended, seed=1)
    two = {"quick": Column("bool", np.array([True, False]), np.ones(2, np.bool_))}
    year = found.ahead(two, np.zeros(2), np.array([12.0]))[:, 0]
    assert year[0] == pytest.approx(np.exp(-1.2), abs=0.05)
    assert year[1] > 0.9
    third = found.ahead(two, np.full(2, 30.0), np.array([6.0]))[:, 0]
    assert third[1] == pytest.approx(np.exp(-0.6), abs=0.08)


def test_concordance_counts_the_pairs_whose_order_is_known() -> None:
    time, ended = np.array([1.0, 2.0, 3.0, 3.0]), np.array([True, False, True, False])
    assert concordance(time, ended, np.array([4.0, 3.0, 2.0, 1.0]), seed=1) == 1.0
    assert concordance(time, ended, np.array([1.0, 2.0, 3.0, 4.0]), seed=1) == 0.0
    assert concordance(time, ended, np.ones(4), seed=1) == 0.5


def test_telco_is_foretold_with_reasons_and_value_on_the_command_line(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from profiler_app.main import main

    file = str(shared / "data" / "churn" / "telco_churn.csv.gz")
    words = ["stay-table", file, "--lasted", "tenure", "--ended", "Churn", "--horizon", "12",
             "--brings", "MonthlyCharges", "--customers", "--json"]  # fmt: skip
    assert main(words) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["model"], found["contracts"], found["ended"]) == ("hazard", 7043, 1869)
    assert found["trial"]["auc"] > 0.86 and found["trial"]["error"] < 0.02
    assert found["interval"][0] < found["expected_ends"] < found["interval"][1]
    assert any("TotalCharges" in each for each in found["dropped"])  # it grows with the time
    first = found["customers"][0]
    assert first["stays"] < 0.3 and first["reasons"] and first["value"] > 0


def test_a_small_table_is_refused_in_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from profiler_app.main import main

    file = tmp_path / "few.csv"
    file.write_text("months,gone\n" + "".join(f"{n},{n % 2}\n" for n in range(1, 30)), "utf-8")
    words = ["stay-table", str(file), "--lasted", "months", "--ended", "gone", "--yes", "1"]
    assert main([*words, "--json"]) == 0
    refused = " ".join(json.loads(capsys.readouterr().out)["refusals"])
    assert "29" in refused and "200" in refused and "50" in refused
