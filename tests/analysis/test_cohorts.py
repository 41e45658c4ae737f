"""LIF-01: cohorts by the first purchase."""

import numpy as np
import pandas as pd

from profiler_app.analysis.cohorts.retention import period_name, retention
from profiler_app.domain.dates import to_day


def days(*texts: str) -> np.ndarray:
    return np.array([to_day(text) for text in texts])


def test_a_cohort_counts_each_customer_once_a_month() -> None:
    customer = np.array([7, 7, 7, 8, 8, 9])
    day = days("2024-01-31", "2024-01-01", "2024-02-01", "2024-01-05", "2024-03-31", "2024-03-01")
    found = retention(customer, day, np.full(6, 100), until=to_day("2024-03-31"))
    assert [period_name(each, "month") for each in found.cohorts] == ["2024-01", "2024-03"]
    assert found.active.tolist() == [[2, 1, 1], [1, 0, 0]]
    assert found.sales.tolist() == [[300, 100, 100], [100, 0, 0]]
    assert found.seen.tolist() == [3, 1]


def test_what_comes_after_the_last_day_does_not_count() -> None:
    day = days("2024-01-31", "2024-02-01")
    found = retention(np.array([1, 1]), day, np.array([1, 1]), until=int(day[0]))
    assert found.active.tolist() == [[1]]


def test_quarters_have_their_own_names() -> None:
    day = days("2024-01-31", "2024-04-01")
    found = retention(np.array([1, 1]), day, np.array([1, 1]), until=int(day[1]), unit="quarter")
    assert found.active.tolist() == [[1, 1]]
    assert period_name(int(found.cohorts[0]), "quarter") == "2024-Q1"


def test_nobody_makes_an_empty_table() -> None:
    nothing = np.zeros(0, np.int64)
    assert retention(nothing, nothing, nothing, until=0).active.shape == (0, 0)


def test_the_table_equals_that_of_pandas_for_random_purchases() -> None:
    dice = np.random.default_rng(4)
    customer = dice.integers(0, 200, 3_000)
    day = dice.integers(14_000, 14_700, 3_000)
    found = retention(customer, day, np.ones(3_000, np.int64), until=14_699)
    months = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    frame = pd.DataFrame({"c": customer, "d": months})
    frame["first"] = frame.groupby("c")["d"].transform("min")
    frame["later"] = frame["d"] - frame["first"]
    table = frame.pivot_table(index="first", columns="later", values="c", aggfunc="nunique")
    assert len(table) == len(found.cohorts)
    expected = table.fillna(0).to_numpy(int)
    assert found.active[:, : expected.shape[1]].tolist() == expected.tolist()
