"""Fields a model must not learn from are found and named."""

from __future__ import annotations

import numpy as np
import pytest

from profiler_app.analysis.columns import Column
from profiler_app.analysis.prediction.screening import Finding, screen
from profiler_app.analysis.prediction.sensitive import is_sensitive

ROWS = 20_000
LOTS = np.random.default_rng(7)
TRUTH = LOTS.random(ROWS) < 0.2


def numbers(values: np.ndarray, known: np.ndarray | None = None) -> Column:
    everywhere = np.ones(len(values), np.bool_)
    return Column("num", values.astype(np.float64), everywhere if known is None else known)


def texts(values: list[str]) -> Column:
    labels = sorted(set(values))
    codes = np.array([labels.index(value) for value in values], np.int32)
    return Column("text", codes, np.ones(len(values), np.bool_), tuple(labels))


def found(name: str, column: Column, **more: Column) -> Finding | None:
    time = "contacted" if "contacted" in more else None
    _kept, findings = screen({name: column, **more}, TRUTH, target="churn", time=time)
    return next((each for each in findings if each.field == name), None)


def code(name: str, column: Column, **more: Column) -> str | None:
    finding = found(name, column, **more)
    return finding and finding.code


def test_an_honest_field_stays() -> None:
    assert code("spend", numbers(LOTS.normal(size=ROWS) + TRUTH)) is None


def test_a_copy_of_the_outcome_is_a_leak() -> None:
    assert code("status_now", texts([f"s{int(each)}" for each in TRUTH])) == "separates"


def test_a_field_filled_only_after_the_outcome_is_a_leak() -> None:
    column = numbers(LOTS.random(ROWS), known=TRUTH.copy())
    assert code("letter_no", column) == "filled_after"


def test_a_strong_field_whose_low_end_rules_the_outcome_out_is_a_leak() -> None:
    """As the duration of a call: nobody says yes within half a minute."""
    duration = LOTS.exponential(200, ROWS) + np.where(TRUTH, 150, 0)
    finding = found("seconds", numbers(duration))
    assert finding is not None
    assert finding.code == "closed_end"
    assert finding.facts["low"] is True
    assert finding.facts["found"] == 0


def test_a_field_that_is_merely_strong_is_no_leak() -> None:
    for strength in (1.0, 1.5, 2.0):
        assert code("balance", numbers(LOTS.normal(size=ROWS) + strength * TRUTH)) is None


def test_a_weak_field_that_is_never_low_for_yes_is_no_leak() -> None:
    age_of_account = LOTS.integers(1, 100, ROWS).astype(float)
    age_of_account[TRUTH & (age_of_account < 8)] = 50
    assert code("tenure", numbers(age_of_account)) is None


def test_a_name_that_says_afterwards_makes_a_strong_field_a_leak() -> None:
    strong = numbers(LOTS.normal(size=ROWS) + 1.5 * TRUTH)
    assert code("churn_score", strong) == "named_after"
    assert code("流失原因分", strong) == "named_after"
    assert code("spend", strong) is None


def test_a_date_after_the_moment_of_the_row_is_a_leak() -> None:
    moment = Column("date", LOTS.integers(0, 900, ROWS), np.ones(ROWS, np.bool_))
    after = Column("date", moment.values + 5, moment.known)
    assert code("letter_sent", after, contacted=moment) == "dated_after"


def test_what_names_the_row_is_no_field() -> None:
    assert code("customer", texts([f"c{i}" for i in range(ROWS)])) == "identifier"
    assert code("line", numbers(LOTS.permutation(ROWS))) == "identifier"
    assert code("member_no", numbers(LOTS.integers(0, 10**9, ROWS))) == "identifier"
    assert code("income", numbers(LOTS.integers(0, 10**9, ROWS))) is None


def test_empty_and_constant_fields_are_left_out() -> None:
    assert code("blank", numbers(np.zeros(ROWS), np.zeros(ROWS, np.bool_))) == "empty"
    assert code("same", numbers(np.ones(ROWS))) == "constant"


@pytest.mark.parametrize(
    "name",
    ["Gender", "personal_status_and_sex", "foreign_worker", "SeniorCitizen", "age", "性别", "民族"],
)
def test_no_model_learns_from_sensitive_fields(name: str) -> None:
    """RSK-01: whatever the file calls them."""
    assert is_sensitive(name)


@pytest.mark.parametrize("name", ["account_age", "language", "message", "average", "sexton_id"])
def test_a_name_that_only_looks_sensitive_stays(name: str) -> None:
    assert not is_sensitive(name)
