"""How long the contracts of a workspace run: accounts, and customers who buy by the calendar."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pytest

from profiler_app.domain.imports import ImportRequest
from profiler_app.domain.progress import Silent
from profiler_app.jobs.consenting import Answer
from profiler_app.jobs.foresight.bank_value import kept_months
from profiler_app.jobs.foresight.pages.staying import staying_page
from profiler_app.jobs.foresight.running import run_staying, run_value, stored_reports
from profiler_app.jobs.foresight.staying import foretell_staying, learn_staying, read_contracts
from profiler_app.jobs.importing import import_linked
from profiler_app.jobs.recording import record_consent
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.workspaces import Workspace, create_workspace
from profiler_app.store.model_runs import read_foretold

TODAY = date(2026, 11, 22)
N = 600
DAY = int((TODAY - date(1970, 1, 1)).days)


def _written(day: int) -> str:
    return (TODAY + timedelta(days=int(day) - DAY)).isoformat()


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Two kinds of accounts: of wealth products half end within a year, of deposits few."""
    dice = np.random.default_rng(5)
    people = ["客户号,姓名,业务条线"] + [f"C{n:04d},客户{n},银行" for n in range(N)]
    rows = ["客户号,账号,产品,账户类型,开户日期,销户日期"]
    for n in range(N):
        for nth, (product, mean) in enumerate((("短期理财", 420.0), ("活期存款", 6_000.0))):
            opened = DAY - int(dice.uniform(30, 1_500))
            closed = opened + int(dice.exponential(mean)) + 1
            over = _written(closed) if closed <= DAY else ""
            rows.append(f"C{n:04d},62{n:06d}{nth},{product},,{_written(opened)},{over}")
    folder = tmp_path_factory.mktemp("bank")
    with create_workspace(folder / "b.zhike", "correct horse", prefix="B") as made:
        for name, lines, target in (("c", people, "customers"), ("a", rows, "accounts")):
            file = folder / f"{name}.csv"
            file.write_text("\n".join(lines), "utf-8")
            import_linked(Silent(), made, [ImportRequest((file,), target=target)], today=TODAY)
        refresh(Silent(), made, as_of=TODAY)
        yield made


def test_what_ends_is_told_apart_by_what_was_known_at_the_beginning_val_02(
    bank: Workspace,
) -> None:
    report = foretell_staying(Silent(), bank, until=TODAY, horizon_days=365, today=TODAY, each=True)
    assert report.model == "hazard" and report.contracts == 2 * N
    assert report.trial is not None and report.trial.auc > 0.7
    assert report.trial.split == (TODAY - timedelta(days=365)).isoformat()
    stays = {
        product: np.mean([each.stays for each in report.forecasts if each.name == product])
        for product in ("短期理财", "活期存款")
    }
    assert stays["短期理财"] == pytest.approx(np.exp(-365 / 420), abs=0.1)
    assert stays["活期存款"] == pytest.approx(np.exp(-365 / 6_000), abs=0.05)
    assert "短期理财" in report.forecasts[0].reasons[0]
    assert report.forecasts[0].customer > 0


def test_ends_foretold_on_an_earlier_day_are_compared_with_those_that_came(
    bank: Workspace,
) -> None:
    until = TODAY - timedelta(days=182)
    report = foretell_staying(Silent(), bank, until=until, horizon_days=182, today=TODAY)
    assert report.actual is not None and report.low is not None and report.high is not None
    assert report.low <= report.actual <= report.high


def test_a_share_of_a_customer_is_kept_as_long_as_the_contracts_run_val_02(
    bank: Workspace,
) -> None:
    learned = learn_staying(Silent(), read_contracts(Silent(), bank), DAY)
    customers = learned.spells.customers
    assert customers is not None
    ids = np.unique(customers)
    months = kept_months(learned, ids)
    running = np.isin(ids, customers[~learned.spells.ended])
    assert (months[running] > 0).all() and (months[running] < 36).all()
    assert (months[~running] == 0).all()


def test_the_page_of_contracts_is_stored_and_names_customers(bank: Workspace) -> None:
    report = run_staying(Silent(), bank, today=TODAY, horizon_days=365)
    assert report.tone == "success" and "95" in report.sections[0].charts[0].note
    table = report.sections[-2].table
    assert table is not None and len(table.customers) == len(table.rows) > 0
    assert stored_reports(bank)["staying"].title == report.title


def test_who_withdrew_is_no_part_of_it_prv_01(bank: Workspace) -> None:
    spells = read_contracts(Silent(), bank).on(DAY)
    assert spells.customers is not None
    gone = int(spells.customers[0])
    record_consent(Silent(), bank, gone, Answer(("profiling",), "withdrawn", "phone", TODAY))
    later = read_contracts(Silent(), bank).on(DAY)
    assert later.customers is not None and gone not in later.customers


def test_the_sample_is_refused_in_numbers(demo: Workspace) -> None:
    learned = learn_staying(Silent(), read_contracts(Silent(), demo), DAY)
    report = staying_page(demo, learned, 365)
    assert report.tone == "warning"
    assert "50" in " ".join(report.sections[0].lines)


@pytest.fixture(scope="module")
def subscribers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Customers who pay on the same day each month until they stop, two in five within a year."""
    dice = np.random.default_rng(6)
    rows = ["客户编号,订单号,日期,金额"]
    for n in range(N):
        began = DAY - int(dice.uniform(160, 900))
        stays = 120 + dice.exponential(700)
        for nth, day in enumerate(range(began, min(DAY, int(began + stays)), 30)):
            rows.append(f"S{n:04d},O{n}-{nth},{_written(day)},50")
    folder = tmp_path_factory.mktemp("subscribers")
    file = folder / "o.csv"
    file.write_text("\n".join(rows), "utf-8")
    with create_workspace(folder / "s.zhike", "correct horse", prefix="S") as made:
        import_linked(Silent(), made, [ImportRequest((file,), target="orders")], today=TODAY)
        refresh(Silent(), made, as_of=TODAY)
        yield made


def test_subscriptions_are_seen_in_the_purchases_and_valued_val_02(
    subscribers: Workspace,
) -> None:
    """VAL-02: models of purchases refuse; the value follows from how long customers stay."""
    page = run_value(Silent(), subscribers, today=TODAY, horizon_days=365)
    assert page.tone == "warning" and "按周期购买" in page.sections[0].lines[0]
    value = read_foretold(subscribers.connection, on=TODAY.isoformat())["clv_36m"]
    assert (value.values > 0).all() and len(value.ids) > 100
    report = foretell_staying(
        Silent(), subscribers, until=TODAY, horizon_days=365, today=TODAY, each=True
    )
    assert (report.source, report.model) == ("orders", "curve")  # nothing tells who stops
    assert report.stays == pytest.approx(np.exp(-365 / 700), abs=0.08)
    brought = 50 * 365.25 / 12 / 30 * 0.3  # a month, at the margin that is assumed
    worth = report.forecasts[0].worth
    assert worth is not None and 0 < worth < 12 * brought


def test_the_command_line_prints_the_contract_of_keys(
    bank: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from profiler_app.main import main

    monkeypatch.setenv("ZHIKE_PASSPHRASE", "correct horse")
    assert main(["stay", str(bank.path), "--horizon", "12m", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"model", "contracts", "ended", "running", "curve", "trial", "refusals"} <= set(found)
