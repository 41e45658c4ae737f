"""The forecast of purchases over a workspace, against the published CDNOW figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from profiler_app.domain.imports import ImportRequest
from profiler_app.domain.progress import Silent
from profiler_app.jobs.foresight.running import find_potential
from profiler_app.jobs.importing import import_file
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.valuing import value_customers
from profiler_app.jobs.workspaces import Workspace, create_workspace
from tests.conftest import SHARED

TODAY = date(2026, 11, 22)
CALIBRATION = {"until": date(1997, 9, 30), "horizon_days": 39 * 7, "today": TODAY}


@pytest.fixture(scope="module")
def cdnow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    file = SHARED / "data" / "clv" / "cdnow_sample_transactions.csv.gz"
    if not file.exists():
        pytest.skip("no real data here")
    path = tmp_path_factory.mktemp("cdnow") / "cdnow.zhike"
    with create_workspace(path, "correct horse", name="CDNOW", currency="USD") as made:
        import_file(Silent(), made, ImportRequest((file,), target="orders"), today=TODAY)
        yield made


def test_orders_of_a_file_give_the_published_fit(cdnow: Workspace) -> None:
    """VAL-02; CDs given away count as purchases, as in the paper."""
    report = value_customers(Silent(), cdnow, model="bgnbd", **CALIBRATION)
    assert report.customers == 2357
    assert report.parameters == pytest.approx(
        {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}, abs=5e-4
    )
    assert report.forecast == pytest.approx(1653, abs=1)
    assert report.actual == 1882


def test_the_model_is_chosen_by_what_it_would_have_foretold(cdnow: Workspace) -> None:
    report = value_customers(Silent(), cdnow, **CALIBRATION)
    tried = {trial.model: trial for trial in report.trials}
    assert {"bgnbd", "mbgnbd", "pareto"} <= set(tried)
    chosen = tried[report.model]
    least = min(trial.error for trial in report.trials)
    assert chosen.error <= least * 1.01


def test_every_customer_has_an_interval_and_a_value(cdnow: Workspace) -> None:
    report = value_customers(Silent(), cdnow, model="bgnbd", each=True, **CALIBRATION)
    assert len(report.outlooks) == 2357
    assert sum(each.expected for each in report.outlooks) == pytest.approx(report.forecast)
    for each in report.outlooks:
        assert each.low <= each.expected + 1
        assert each.value_low <= each.value_high
        assert 0 <= each.alive <= 1
        assert each.next_purchase is None or each.next_purchase > date(1997, 9, 30)


def test_what_is_not_over_has_no_outcome(cdnow: Workspace) -> None:
    report = value_customers(
        Silent(),
        cdnow,
        until=date(1998, 6, 30),
        horizon_days=90,
        model="bgnbd",
        today=date(1998, 7, 1),
    )
    assert report.actual is None


def test_too_little_is_refused_with_numbers(tmp_path: Path) -> None:
    with create_workspace(tmp_path / "few.zhike", "correct horse", name="few") as made:
        report = value_customers(Silent(), made, **CALIBRATION)
        assert report.model == ""
        assert [each.code for each in report.refusals] == ["few_buyers", "short_period"]
        assert "50" in report.refusals[0].sentence
        assert report.as_json()["forecast"] is None


def test_the_cohort_of_cdnow_is_too_small_for_potential_and_says_by_how_much_pot_01(
    cdnow: Workspace,
) -> None:
    """Most of the buyers of one winter are lost a year later: few are left to try a model on."""
    last_day = date(1998, 6, 30)
    refresh(Silent(), cdnow, as_of=last_day)
    found = find_potential(Silent(), cdnow, today=last_day)
    assert (found.rows, found.rose) == ((1529, 103), (172, 18))
    assert found.model == "" and found.customers == ()
    assert all(number in found.refusals[0] for number in ("1,529", "172", "103", "18", "200"))
