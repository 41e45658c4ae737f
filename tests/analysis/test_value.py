"""Models of purchases against published fits, their vectors, and each other."""

from __future__ import annotations

import csv
import gzip
import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from profiler_app.analysis.value.betas import BG, MBG, regular
from profiler_app.analysis.value.checks import evenness, look_at, look_at_fit, stages_of
from profiler_app.analysis.value.choosing import choose
from profiler_app.analysis.value.contracts import contract_value
from profiler_app.analysis.value.fitting import Fit, Model, fit
from profiler_app.analysis.value.forecasting import lifetime_value, outlook, total
from profiler_app.analysis.value.histories import Histories, buyers_until
from profiler_app.analysis.value.pareto import PARETO
from profiler_app.analysis.value.spending import Spending, fit_spending
from profiler_app.analysis.value.steady import STEADY

PUBLISHED = (0.243, 4.414, 0.793, 2.426)


@pytest.fixture(scope="module")
def cdnow() -> tuple[Histories, np.ndarray]:
    from tests.conftest import SHARED

    if not (path := SHARED / "data" / "clv" / "cdnow_sample_summary.csv.gz").exists():
        pytest.skip("no real data here")
    with gzip.open(path, "rt") as file:
        rows = list(csv.DictReader(file))
    columns = [np.array([float(row[name]) for row in rows]) for name in ("x", "t_x", "T", "zbar")]
    return Histories.of(columns[0].astype(np.int64), columns[1], columns[2]), columns[3]


def histories(*rows: tuple[int, float, float]) -> Histories:
    x, recency, age = zip(*rows, strict=True)
    return Histories.of(np.array(x), np.array(recency, float), np.array(age, float))


SOME = histories(
    (2, 30.43, 38.86), (1, 1.71, 38.86), (0, 0, 38.86), (7, 29.43, 38.86), (1, 30.0, 30.0)
)


# Published figures


def test_bgnbd_is_fitted_as_published(cdnow: tuple[Histories, np.ndarray]) -> None:
    """Fader, Hardie and Lee 2005 (VAL-02)."""
    found = fit(BG, cdnow[0])
    assert found.values == pytest.approx(PUBLISHED, abs=5e-4)
    assert found.log_likelihood == pytest.approx(-9582.4, abs=0.05)
    assert found.expected(cdnow[0], 39.0).sum() == pytest.approx(1653, abs=1)


def test_pareto_nbd_is_fitted_as_published(cdnow: tuple[Histories, np.ndarray]) -> None:
    found = fit(PARETO, cdnow[0])
    assert found.values == pytest.approx((0.553, 10.578, 0.606, 11.669), abs=2e-3)
    assert found.log_likelihood == pytest.approx(-9595.0, abs=0.05)


def test_gamma_gamma_is_fitted_as_published(cdnow: tuple[Histories, np.ndarray]) -> None:
    spend = cdnow[1]
    found = fit_spending(cdnow[0].frequency, spend, float(spend.mean()))
    assert (found.p, found.q, found.v) == pytest.approx((6.2488, 3.7446, 15.4478), abs=2e-3)
    assert found.customers == 946
    assert found.log_likelihood == pytest.approx(-4055.92, abs=0.01)


def test_the_first_customer_is_foretold_as_published() -> None:
    found = Fit(BG, PUBLISHED, 0.0)
    first = histories((2, 30.43, 38.86))
    assert found.expected(first, 39.0)[0] == pytest.approx(1.226, abs=5e-4)
    assert found.alive(first)[0] == pytest.approx(0.7266, abs=5e-5)


def test_vectors_of_the_models_hold(shared: Path) -> None:
    vectors = json.loads((shared / "vectors" / "models_clv_rfm.json").read_text("utf-8"))
    rows = vectors["bgnbd"]["vectors"]
    some = histories(*((row["x"], row["t_x"], row["T"]) for row in rows))
    model = Fit(BG, PUBLISHED, 0.0)
    assert model.alive(some) == pytest.approx([row["p_alive"] for row in rows], abs=1e-6)
    assert model.expected(some, 39.0) == pytest.approx([row["E_Y_39w"] for row in rows], abs=1e-6)
    spending = Spending(35.0, 6.25, 3.74, 15.44)
    rows = vectors["gamma_gamma"]["vectors"]
    expected = spending.expected(
        np.array([row["x"] for row in rows]), np.array([float(row["mbar"]) for row in rows])
    )
    assert expected == pytest.approx([row["E_M"] for row in rows], abs=1e-4)
    first = histories((2, 30.43, 38.86))
    worth = lifetime_value(model, first, np.array([24.6637]), margin=0.3)
    assert worth[0] == pytest.approx(vectors["clv"]["value"], abs=1e-3)


def test_a_customer_under_contract_is_worth_what_stays_of_the_contribution_val_02() -> None:
    """VAL-02, the example of DOMAIN M4: 12,000 yuan a year, 90 % kept."""
    assert contract_value(np.array([12_000.0]))[0] == pytest.approx(28_674.90, abs=0.005)


def test_the_chance_to_buy_nothing_is_that_of_the_vectors(shared: Path) -> None:
    vectors = json.loads((shared / "vectors" / "bgnbd_p0.json").read_text("utf-8"))["vectors"]
    model = Fit(BG, PUBLISHED, 0.0)
    for row in vectors:
        some = histories((row["x"], row["t_x"], row["T"]))
        assert model.quiet(some, row["t"])[0] == pytest.approx(row["P0"], abs=1e-6)


# The models against each other


@pytest.mark.parametrize("model", [BG, MBG, PARETO], ids=lambda model: model.name)
def test_the_distribution_has_the_expectation_of_the_closed_form(model: Model) -> None:
    values = (0.55, 10.6, 0.61, 11.7) if model is PARETO else PUBLISHED
    summed = model.tails(values, SOME, 39.0).sum(axis=0)
    assert summed == pytest.approx(model.expected(values, SOME, 39.0), rel=1e-5)


def test_gaps_of_one_stage_are_those_of_mbgnbd() -> None:
    one = regular(1)
    for what in ("log_likelihood", "alive"):
        assert getattr(one, what)(PUBLISHED, SOME) == pytest.approx(
            getattr(MBG, what)(PUBLISHED, SOME)
        )


def test_more_even_gaps_make_a_long_pause_more_telling() -> None:
    late = histories((8, 24.0, 36.0))
    assert regular(3).alive(PUBLISHED, late)[0] < MBG.alive(PUBLISHED, late)[0]


def test_buying_nothing_and_something_are_everything() -> None:
    model = Fit(PARETO, (0.55, 10.6, 0.61, 11.7), 0.0)
    something = PARETO.tails(model.values, SOME, 26.0)[0]
    assert model.quiet(SOME, 26.0) + something == pytest.approx(np.ones(len(SOME)), abs=1e-6)


def test_half_of_those_who_stay_have_bought_by_the_half_time() -> None:
    for model in (MBG, regular(2)):
        weeks = model.half_time(PUBLISHED, SOME)
        for i in range(len(SOME)):
            one = histories((SOME.frequency[i], SOME.recency[i], SOME.age[i]))
            bought = model.tails(PUBLISHED, one, float(weeks[i]))[0, 0]
            assert bought / model.alive(PUBLISHED, one)[0] == pytest.approx(0.5, abs=1e-6)


def test_equal_histories_count_with_their_number(cdnow: tuple[Histories, np.ndarray]) -> None:
    grouped = cdnow[0].grouped()
    assert len(grouped) < len(cdnow[0])
    assert grouped.customers == 2357
    assert fit(BG, grouped).values == fit(BG, cdnow[0]).values


# Intervals


def test_eight_in_ten_buy_within_their_interval() -> None:
    """Drawn from the model itself, seeded."""
    dice = np.random.default_rng(5)
    model = Fit(STEADY, (2.0, 8.0), 0.0)
    rate = dice.gamma(2.0, 1 / 8.0, 4_000)
    seen = dice.poisson(rate * 40)
    after = dice.poisson(rate * 20)
    found = outlook(model, Histories.of(seen, np.full(4_000, 39.0), np.full(4_000, 40.0)), 20.0)
    inside = (after >= found.low) & (after <= found.high)
    assert 0.78 < inside.mean() < 0.95
    assert found.variance.sum() == pytest.approx(((after - found.expected) ** 2).sum(), rel=0.1)


def test_the_total_has_an_interval_of_chance_and_parameters(
    cdnow: tuple[Histories, np.ndarray],
) -> None:
    found = fit(BG, cdnow[0])
    each = outlook(found, cdnow[0], 39.0)
    sure = total(found, cdnow[0], 39.0, each)
    chance = 1.645 * np.sqrt(each.variance.sum())
    assert sure.low < sure.expected - chance < sure.expected < sure.high


# Data checks and the ladder


def bought(rows: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    customer, day = (np.array(each) for each in zip(*rows, strict=True))
    return customer, day, np.full(len(rows), 1_000)


def test_several_purchases_of_a_day_count_once() -> None:
    buyers = buyers_until(*bought([(1, 10), (1, 10), (1, 24), (2, 40)]), until=31)
    assert buyers.customers.tolist() == [1]
    assert buyers.histories.frequency.tolist() == [1]
    assert buyers.histories.recency.tolist() == [2.0]
    assert buyers.histories.age.tolist() == [3.0]
    assert buyers.spend.tolist() == [1_000.0]
    assert buyers.all_spend.tolist() == [1_500.0]


def test_too_few_buyers_are_refused_with_numbers() -> None:
    buyers = buyers_until(*bought([(1, 1), (2, 90), (2, 100)]), until=100)
    (found,) = [each for each in look_at(buyers, np.empty(0)) if each.stops]
    assert (found.code, found.facts) == ("few_buyers", {"n": 2, "needed": 50})


def test_purchases_by_the_calendar_are_called_a_contract() -> None:
    rows = [(c, 30 * m + c % 5) for c in range(100) for m in range(12)]
    customer, day, amount = bought(rows)
    buyers = buyers_until(customer, day, amount, until=360)
    codes = [each.code for each in look_at(buyers, evenness(customer, day)) if each.stops]
    assert codes == ["contract"]


def test_even_gaps_ask_for_the_model_of_regular_buyers() -> None:
    dice = np.random.default_rng(1)
    rows = [
        (c, day) for c in range(300) for day in np.cumsum(dice.gamma(4, 5, 12)).astype(int).tolist()
    ]
    customer, day, _amount = bought(rows)
    assert 3 <= stages_of(evenness(customer, day)) <= 6
    chance = [
        (c, day) for c in range(300) for day in np.cumsum(dice.exponential(20, 12)).astype(int)
    ]
    assert stages_of(evenness(*bought(chance)[:2])) == 1


def test_a_fit_that_runs_away_is_told_and_left_out() -> None:
    """Nobody drops out here, so every model with dropout degenerates (DOMAIN M3)."""
    dice = np.random.default_rng(3)
    rows = [
        (c, int(day))
        for c in range(400)
        for day in np.cumsum(dice.exponential(30, 40))
        if day < 365
    ]
    choice = choose(*bought(rows), until=365)
    codes = {each.code for each in choice.findings}
    assert codes & {"degenerate", "immortal"}
    assert "fallback" in codes
    assert choice.fit.model is STEADY


def test_on_online_retail_nobody_seems_to_leave_and_that_is_told(shared: Path) -> None:
    """The trap of that file: nearly everybody is sure to be alive, which no shop has seen."""
    days: dict[str, set[date]] = {}
    with gzip.open(shared / "data" / "retail" / "online_retail.csv.gz", "rt") as file:
        for row in csv.DictReader(file):
            sold = not row["InvoiceNo"].startswith("C") and int(row["Quantity"]) > 0
            if row["CustomerID"] and sold and float(row["UnitPrice"]) > 0:
                day = date.fromisoformat(row["InvoiceDate"][:10])
                days.setdefault(row["CustomerID"], set()).add(day)
    assert len(days) == 4338
    end = date(2011, 12, 9)
    spans = [(len(each) - 1, min(each), max(each)) for each in days.values()]
    rows = [(x, (last - first).days / 7, (end - first).days / 7) for x, first, last in spans]
    some = histories(*rows)
    found = fit(BG, some)
    assert some.weights @ found.alive(some) / some.customers > 0.99
    assert {each.code for each in look_at_fit(found, some)} & {"degenerate", "immortal"}


def test_a_model_that_prefers_strangers_is_unfair() -> None:
    """One-time buyers never above loyal repeaters."""
    odd = Fit(BG, (4.0, 10.0, 6.0, 0.5), 0.0)
    some = histories((0, 0.0, 20.0), (4, 19.0, 20.0), (5, 20.0, 20.0))
    assert odd.expected(some, 13.0)[0] > odd.expected(some, 13.0)[1]
    assert "unfair" in {each.code for each in look_at_fit(odd, some)}
    assert "unfair" not in {each.code for each in look_at_fit(Fit(BG, PUBLISHED, 0.0), some)}


def test_spend_that_hangs_on_frequency_is_not_modelled() -> None:
    x = np.arange(1, 101)
    found = fit_spending(x, x * 10.0, 500.0)
    assert found.reason == "related"
    assert found.expected(np.array([0, 10]), np.array([0.0, 700.0])).tolist() == [500.0, 600.0]
