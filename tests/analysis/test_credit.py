import json
from pathlib import Path

import numpy as np
import pytest

from profiler_app.analysis.features.statements import altman
from tests.analysis.small_facts import ago, facts, of

PERSON = {"line": "bank"}
COMPANY = {"kind": "company", "line": "bank"}


def test_loans_limits_and_their_end() -> None:
    """FEA-02"""
    book = facts(
        [COMPANY],
        facility=[
            {"kind": "loan", "used": 300, "starts_on": ago(9), "matures_on": ago(-40)},
            {"kind": "limit", "used": 30, "approved": 100, "starts_on": ago(9)},
            {
                "kind": "limit",
                "used": 9,
                "approved": 9,
                "starts_on": ago(90),
                "matures_on": ago(1),
            },
        ],
    )
    assert (of(book, "loan_balance"), of(book, "limit_use")) == (300, 0.3)
    assert of(book, "facility_left_days") == 40


def test_without_a_loan_the_balance_is_zero_and_the_ratio_unknown() -> None:
    """FEA-01"""
    book = facts([COMPANY])
    assert (of(book, "loan_balance"), of(book, "deposit_loan_ratio")) == (0, None)


def test_days_overdue_now_and_within_a_year() -> None:
    """FEA-02: paid 12 days late, still unpaid for 20 days, and a very old delay."""
    book = facts(
        [PERSON],
        facility=[{"kind": "loan", "overdue_days": 3, "as_of": ago(1)}],
        repayment=[
            {"due_on": ago(100), "paid_on": ago(88)},
            {"due_on": ago(20), "paid_on": None},
            {"due_on": ago(700), "paid_on": ago(500)},
        ],
    )
    assert (of(book, "overdue_days_now"), of(book, "overdue_days_max_12m")) == (3, 20)


def test_a_payment_after_the_business_date_is_not_paid_yet() -> None:
    """FEA-01"""
    book = facts(
        [PERSON],
        facility=[{"kind": "loan", "overdue_days": 0}],
        repayment=[{"due_on": ago(7), "paid_on": ago(-1)}],
    )
    assert of(book, "overdue_days_max_12m") == 7


def test_without_a_facility_nothing_can_be_overdue() -> None:
    assert of(facts([PERSON]), "overdue_days_now") is None


def test_open_risk_events_of_a_year() -> None:
    """FEA-02: the resolved and the old one do not count."""
    event = {"severity": 3, "occurred_on": ago(30)}
    book = facts(
        risk_event=[
            event,
            event | {"resolved_on": ago(2)},
            event | {"resolved_on": ago(-2)},
            event | {"occurred_on": ago(365)},
            event | {"severity": 2},
        ]
    )
    assert (of(book, "risk_sev3_12m"), of(book, "risk_sev2_12m")) == (2, 1)


def test_the_latest_risk_assessment_counts_while_it_is_valid() -> None:
    """FEA-02"""
    old = {"level": 2, "done_on": ago(900), "expires_on": ago(500)}
    new = {"level": 4, "done_on": ago(300), "expires_on": ago(-65)}
    book = facts([PERSON], risk_assessment=[new, old])
    assert (of(book, "risk_level"), of(book, "risk_assess_left")) == ("4", 65)
    expired = facts([PERSON], risk_assessment=[old])
    assert (of(expired, "risk_level"), of(expired, "risk_assess_left")) == (None, -500)


STATEMENT = {
    "period": "year",
    "period_end": ago(366),
    "current_assets": 600,
    "current_liabilities": 400,
    "total_assets": 1000,
    "retained": 150,
    "ebit": 90,
    "interest": 30,
    "equity": 420,
    "total_liabilities": 580,
    "revenue": 1200,
}


def test_ratios_of_the_latest_annual_statement() -> None:
    """FEA-02"""
    half_year = STATEMENT | {"period": "half", "period_end": ago(180), "total_assets": 1}
    before = STATEMENT | {"period_end": ago(731), "revenue": 1000}
    book = facts([COMPANY], statement=[before, STATEMENT, half_year])
    assert of(book, "fs_debt_ratio") == 0.58
    assert of(book, "fs_current_ratio") == 1.5
    assert of(book, "fs_interest_cover") == 3
    assert of(book, "fs_rev_growth") == pytest.approx(0.2)
    assert of(book, "fs_z2") == pytest.approx(3.166145, abs=1e-6)


def test_an_old_or_single_statement_says_less() -> None:
    assert of(facts([COMPANY], statement=[STATEMENT]), "fs_rev_growth") is None
    old = STATEMENT | {"period_end": ago(548)}
    assert of(facts([COMPANY], statement=[old]), "fs_debt_ratio") is None
    no_interest = STATEMENT | {"interest": 0, "ebit": None}
    book = facts([COMPANY], statement=[no_interest])
    assert (of(book, "fs_interest_cover"), of(book, "fs_z2")) == (None, None)


def test_altman_equals_its_vectors(shared: Path) -> None:
    names = {
        "CA": "current_assets",
        "CL": "current_liabilities",
        "TA": "total_assets",
        "RE": "retained",
        "EBIT": "ebit",
        "E": "equity",
        "TL": "total_liabilities",
    }
    path = shared / "vectors" / "models_misc.json"
    for vector in json.loads(path.read_text("utf-8"))["altman_z2"]:
        score = altman(**{name: np.array([vector[short]]) for short, name in names.items()})
        assert score[0] == pytest.approx(vector["z"], abs=1e-6)
