import json
from dataclasses import fields as names_of
from pathlib import Path

import numpy as np
import pytest

from profiler_app.analysis.columns import NULL_INT, Coded
from profiler_app.analysis.facts import Facts
from profiler_app.analysis.features import History, compute_features
from profiler_app.analysis.lifecycle import (
    STAGES,
    BankLife,
    TradeLife,
    company_stages,
    person_stages,
    trade_stages,
)
from tests.analysis.small_facts import AS_OF, TODAY, ago, facts, sale


def stage(book: Facts, position: int = 0, history: History | None = None) -> object:
    run = compute_features(book, as_of=AS_OF, history=history)
    return run.columns["lifecycle"].value(position)


def test_the_sixteen_vectors(shared: Path) -> None:
    """LIF-01: each vector as a stage of numbers; the winback rule is proved on purchase days."""
    path = shared / "vectors" / "models_misc.json"
    for vector in json.loads(path.read_text(encoding="utf-8"))["lifecycle_trade"]:
        gaps, recency = vector["gaps"], vector["recency_days"]
        days = [] if recency is None else [recency]
        for gap in reversed(gaps):
            days.append(days[-1] + gap)
        book = facts(order_line=[sale(ago(day)) for day in days])
        run = compute_features(book, as_of=AS_OF)
        reference = run.columns["ipi_median"].value(0) or 90.0
        assert run.columns["freq_all"].value(0) == (vector["freq_all"] and len(gaps) + 1)
        returned = stage(book) == "winback"
        life = one_trade(vector, reference=reference, returned=returned)
        assert STAGES[trade_stages(life)[0]] == vector["expect"], vector


def one_trade(vector: dict[str, float | None], *, reference: float, returned: bool) -> TradeLife:
    def number(name: str) -> np.ndarray:
        value = vector[name]
        return np.array([np.nan if value is None else float(value)])

    return TradeLife(
        freq_all=np.array([vector["freq_all"]]),
        freq_12m=np.array([vector["freq_12m"]]),
        recency_days=number("recency_days"),
        first_order_days=number("first_order_days"),
        tenure_days=number("tenure_days"),
        monetary_trend=number("monetary_trend"),
        reference=np.array([reference]),
        returned=np.array([returned]),
    )


def test_an_order_after_a_long_gap_wins_a_customer_back() -> None:
    """LIF-01: gaps 30, 30, 400; the last order was 20 days ago."""
    assert stage(facts(order_line=[sale(ago(day)) for day in (480, 450, 420, 20)])) == "winback"


def test_a_long_gap_that_ended_half_a_year_ago_is_no_winback() -> None:
    """LIF-01: the gap of 400 days ended 181 days ago, the next one is usual."""
    days = (641, 611, 581, 181, 151, 121, 91, 61, 31, 1)
    assert stage(facts(order_line=[sale(ago(day)) for day in days])) != "winback"


def test_the_limit_of_a_gap_is_what_was_known_before_it() -> None:
    """LIF-01: who always came every 200 days was not lost after 400."""
    days = (1040, 840, 640, 440, 40)
    assert stage(facts(order_line=[sale(ago(day)) for day in days])) == "growth"


@pytest.mark.parametrize("kind", ["trade", "person", "company"])
def test_every_customer_has_exactly_one_stage(kind: str) -> None:
    """LIF-01: 20,000 random cases, with unknown numbers among them."""
    rng = np.random.default_rng(8)
    size = 20_000
    life = TradeLife if kind == "trade" else BankLife
    rule = {"trade": trade_stages, "person": person_stages, "company": company_stages}[kind]
    codes = rule(life(**{f.name: random_column(rng, str(f.type), size) for f in names_of(life)}))
    counts = np.bincount(codes, minlength=len(STAGES))
    assert counts.sum() == size
    assert len(counts) == len(STAGES)
    assert (counts > 0).all()


def random_column(rng: np.random.Generator, kind: str, size: int) -> np.ndarray:
    if "Bool" in kind:
        return rng.random(size) < 0.3
    if "Int" in kind:
        return rng.integers(0, 6, size)
    scale = rng.choice([1.0, 300.0, 2_000_000.0], size)
    return np.where(rng.random(size) < 0.2, np.nan, rng.normal(0.5, 0.7, size) * scale)


PERSON = {"kind": "person", "line": "bank"}


def held(**account: object) -> dict[str, object]:
    return {"id": 1, "kind": "deposit", "opened_on": ago(800), "status": "open"} | account


def test_who_never_had_an_account_is_a_prospect_of_the_bank() -> None:
    """LIF-01"""
    assert stage(facts([PERSON], account=[])) == "prospect"


def test_who_closed_everything_is_lost_to_the_bank() -> None:
    """LIF-01"""
    account = held(status="closed", closed_on=ago(3))
    assert stage(facts([PERSON], account=[account])) == "lost"


def test_an_account_closed_after_the_business_date_is_still_open() -> None:
    """LIF-01 FEA-01"""
    account = held(status="closed", closed_on=ago(-3))
    assert stage(facts([PERSON], account=[account])) == "growth"


def test_an_empty_idle_account_is_lost() -> None:
    """LIF-01: no money, no movement for 180 days, no loan, nothing to mature."""
    balance = {"account_id": 1, "day": ago(0), "point": 0, "month_avg": 0}
    flow = {"day": ago(181), "channel": "atm", "direction": "out", "amount": 5}
    book = facts([PERSON], account=[held()], balance=[balance], flow=[flow])
    assert stage(book) == "lost"


def test_idle_is_not_assumed_without_a_source_of_flows() -> None:
    """LIF-01: unknown is not zero."""
    balance = {"account_id": 1, "day": ago(0), "point": 0, "month_avg": 0}
    assert stage(facts([PERSON], account=[held()], balance=[balance])) == "growth"


def test_a_customer_with_an_unmatured_time_deposit_is_never_lost() -> None:
    """LIF-01: a company without inflow and with small deposits, but the deposit still runs."""
    company = {"kind": "company", "line": "bank"}
    balance = {"account_id": 1, "day": ago(0), "point": 500, "month_avg": 500}
    account = held(matures_on=ago(-100))
    book = facts([company], account=[account], balance=[balance], flow=[])
    assert stage(book) == "growth"
    ended = facts([company], account=[held(matures_on=ago(1))], balance=[balance], flow=[])
    assert stage(ended) == "lost"


def test_who_was_lost_half_a_year_ago_and_has_money_again_is_won_back() -> None:
    """LIF-01"""
    balance = {"account_id": 1, "day": ago(0), "point": 2_000_000, "month_avg": 2_000_000}
    book = facts([PERSON], account=[held()], balance=[balance])
    stages = Coded(np.array([0], np.int32), ("growth",))
    assert stage(book, history=History(stages, np.array([TODAY - 180]))) == "winback"
    assert stage(book, history=History(stages, np.array([TODAY - 181]))) == "growth"
    assert stage(book, history=History(stages, np.array([NULL_INT]))) == "growth"


def test_the_stage_of_the_run_before_is_repeated() -> None:
    history = History(Coded(np.array([0, -1], np.int32), ("decline",)), np.full(2, NULL_INT))
    column = compute_features(facts(2), as_of=AS_OF, history=history).columns["prev_lifecycle"]
    assert (column.value(0), column.value(1)) == ("decline", None)
