import gc
import weakref
from datetime import date

import pytest

from profiler_app.analysis.features import compute_features
from profiler_app.analysis.features.bank import bank
from profiler_app.analysis.features.holdings import Holdings
from profiler_app.analysis.features.view import View
from tests.analysis.small_facts import ago, facts, of

PERSON = {"line": "bank"}
COMPANY = {"kind": "company", "line": "bank"}


def account(number: int, kind: str = "deposit", **more: object) -> dict[str, object]:
    return {"id": number, "kind": kind, "opened_on": ago(900), "status": "open"} | more


def month_end(year: int, month: int, amount: int, number: int = 1) -> dict[str, object]:
    day = date(year + month // 12, month % 12 + 1, 1).toordinal() - date(1970, 1, 1).toordinal() - 1
    return {"account_id": number, "day": day, "point": amount, "month_avg": amount}


YEAR_OF_BALANCES = [month_end(2024, month, month * 1_000_000) for month in range(1, 13)]


def test_assets_are_the_last_complete_month_of_all_kinds_of_assets() -> None:
    """FEA-02: a loan account is no asset."""
    book = facts(
        [PERSON],
        account=[account(1), account(2, "fund"), account(3, "loan")],
        balance=[
            month_end(2024, 12, amount, number) for number, amount in ((1, 5), (2, 7), (3, 9))
        ],
    )
    assert (of(book, "aum_mavg"), of(book, "deposit_mavg"), of(book, "aum_point")) == (12, 5, 12)


def test_a_month_that_is_not_over_does_not_count() -> None:
    """FEA-01: AS_OF is 31 December; one day earlier December is not complete."""
    book = facts([PERSON], account=[account(1)], balance=YEAR_OF_BALANCES)
    assert of(book, "aum_mavg") == 12_000_000
    earlier = compute_features(book, as_of=date(2024, 12, 30)).columns
    assert earlier["aum_mavg"].value(0) == 11_000_000


def test_changes_of_assets_compare_complete_months() -> None:
    """FEA-02: December 12, September 9, peak 12."""
    book = facts([PERSON], account=[account(1)], balance=YEAR_OF_BALANCES)
    assert of(book, "aum_chg_3m") == pytest.approx(12 / 9 - 1)
    assert of(book, "deposit_chg_3m") == pytest.approx(12 / 9 - 1)
    assert of(book, "aum_chg_12m") is None
    assert (of(book, "aum_peak_12m"), of(book, "aum_drop_peak")) == (12_000_000, 0)


def test_balances_older_than_two_months_say_nothing_about_today() -> None:
    book = facts([PERSON], account=[account(1)], balance=[month_end(2024, 9, 5)])
    assert of(book, "aum_mavg") is None
    assert of(book, "aum_point") is None


def test_the_gap_to_the_next_tier() -> None:
    """FEA-02: 45,000 yuan are 5,000 below the first tier of 50,000."""
    book = facts([PERSON], account=[account(1)], balance=[month_end(2024, 12, 4_500_000)])
    assert of(book, "next_tier_gap") == 500_000
    assert of(book, "next_tier_gap_pct") == 0.1
    top = facts([PERSON], account=[account(1)], balance=[month_end(2024, 12, 700_000_000)])
    assert (of(top, "next_tier_gap"), of(top, "next_tier_gap_pct")) == (0, None)


def test_demand_deposits_have_no_maturity() -> None:
    """FEA-02: 25 of 100."""
    book = facts(
        [PERSON],
        account=[account(1), account(2, matures_on=ago(-50))],
        balance=[month_end(2024, 12, 25, 1), month_end(2024, 12, 75, 2)],
    )
    assert of(book, "demand_share") == 0.25


def test_kinds_held_come_from_open_accounts_and_live_facilities() -> None:
    """FEA-02: the kind of the product wins over the class of the account."""
    book = facts(
        [PERSON],
        product=[{"id": 7, "kind": "wealth"}],
        account=[account(1), account(2, "I", product_id=7), account(3, "fund", status="closed")],
        facility=[
            {"kind": "loan", "starts_on": ago(10), "matures_on": ago(-10)},
            {"kind": "card", "starts_on": ago(90), "matures_on": ago(10)},
        ],
    )
    assert of(book, "kinds") == ["deposit", "wealth", "loan"]
    assert of(book, "product_kinds") == 3


def test_the_next_maturity_leaves_out_what_renews_itself() -> None:
    """FEA-02"""
    book = facts(
        [PERSON],
        account=[
            account(1, matures_on=ago(-5), auto_renew=1),
            account(2, matures_on=ago(-20)),
            account(3, matures_on=ago(-31)),
        ],
        balance=[month_end(2024, 12, amount, amount) for amount in (1, 2, 3)],
    )
    assert of(book, "next_maturity_days") == 20
    assert of(book, "maturing_30d") == 3


def flow(day: int, amount: int, **more: object) -> dict[str, object]:
    return {"day": day, "amount": amount, "direction": "in", "channel": "counter"} | more


def test_salary_and_what_stays_of_it() -> None:
    """FEA-02: of 1,000 leave 250 within three days, of 500 nothing: 0.75 and 1."""
    book = facts(
        [PERSON],
        flow=[
            flow(ago(60), 1000, purpose="salary"),
            flow(ago(57), 250, direction="out"),
            flow(ago(56), 999, direction="out"),
            flow(ago(20), 500, purpose="salary"),
        ],
    )
    assert of(book, "payroll_in_90d") is True
    assert of(book, "payroll_month") == 500
    assert of(book, "payroll_stay") == 0.875


def test_a_payroll_account_pays_salary_even_without_flows() -> None:
    assert of(facts([PERSON], account=[account(1, is_payroll=1)]), "payroll_in_90d") is True
    assert of(facts([PERSON], account=[account(1)]), "payroll_in_90d") is None
    assert of(facts([PERSON], account=[account(1)], flow=[]), "payroll_in_90d") is False


def test_money_that_leaves_for_other_banks() -> None:
    """FEA-02: 50,000 of 200,000; consumption and own transfers are not counted."""
    out = {"direction": "out", "counterparty_bank": "B"}
    book = facts(
        [PERSON],
        account=[account(1)],
        balance=[month_end(2024, 12, 200_000)],
        flow=[
            flow(ago(3), 50_000, **out),
            flow(ago(3), 9_000, **out, purpose="consume"),
            flow(ago(3), 9_000, **out, self_transfer=1),
            flow(ago(30), 9_000, **out),
        ],
    )
    assert of(book, "out_ext_30d_ratio") == 0.25


def test_the_last_flow_the_customer_started() -> None:
    book = facts([PERSON], flow=[flow(ago(9), 1), flow(ago(2), 1, channel="auto")])
    assert of(book, "active_gap_days") == 9


def test_settlement_of_a_company() -> None:
    """FEA-02: own transfers and loans paid out are no inflow; the season is compared."""
    book = facts(
        [COMPANY],
        flow=[
            flow(ago(1), 1_500_000, counterparty="X"),
            flow(ago(2), 9, self_transfer=1),
            flow(ago(2), 9, purpose="loan_draw"),
            flow(ago(365), 1_000_000),
        ],
    )
    assert of(book, "inflow_12m") == 1_500_000
    assert of(book, "inflow_chg_yoy") == 0.5
    assert of(book, "top_payer_share") is None


def test_the_largest_payer_needs_twelve_inflows() -> None:
    """FEA-02: 8 of 12 from X."""
    payers = ["X"] * 8 + ["Y"] * 4
    book = facts([COMPANY], flow=[flow(ago(3), 10, counterparty=name) for name in payers])
    assert of(book, "top_payer_share") == pytest.approx(2 / 3)


def test_a_base_too_small_is_no_base() -> None:
    book = facts([COMPANY], flow=[flow(ago(1), 500), flow(ago(370), 999_999)])
    assert of(book, "inflow_chg_yoy") is None


def test_what_is_worth_to_a_bank() -> None:
    """FEA-02: average deposits of 12 months 6.5 million at 1.5 %, a loan of 1 million at 2 %."""
    book = facts(
        [PERSON],
        account=[account(1)],
        balance=YEAR_OF_BALANCES,
        facility=[{"kind": "loan", "used": 1_000_000, "starts_on": ago(9)}],
    )
    assert of(book, "contribution_12m") == 97_500 + 20_000


def test_facts_are_let_go_with_what_was_computed_from_them() -> None:
    """A cycle would keep each block of customers until the collector of garbage comes by."""
    gc.disable()
    try:
        book = facts([PERSON], account=[account(1)], balance=YEAR_OF_BALANCES)
        view = View(book, date(2024, 12, 31))
        held = Holdings(view)
        bank(view, held)
        waiting = [weakref.ref(view), weakref.ref(held)]
        del book, view, held
        assert [each() for each in waiting] == [None, None]
    finally:
        gc.enable()
