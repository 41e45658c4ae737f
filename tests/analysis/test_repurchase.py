import json
from pathlib import Path

import numpy as np

from profiler_app.analysis.columns import Column
from profiler_app.analysis.repurchase import repurchase_rate


def counts(*days: int) -> Column:
    return Column("int", np.array(days), np.ones(len(days), bool))


def test_the_repurchase_rate_equals_its_vectors(shared: Path) -> None:
    """VAL-03"""
    path = shared / "vectors" / "models_misc.json"
    for vector in json.loads(path.read_text("utf-8"))["repurchase"]["vectors"]:
        assert repurchase_rate(counts(*vector["days"])) == vector["rate"]


def test_two_of_four_buyers_came_back() -> None:
    """VAL-03"""
    assert repurchase_rate(counts(1, 2, 3, 0, 1)) == 0.5


def test_without_buyers_there_is_no_rate() -> None:
    """VAL-03: no data is not zero."""
    assert repurchase_rate(counts(0, 0)) is None
    assert repurchase_rate(counts()) is None


def test_customers_whose_purchases_are_unknown_do_not_count() -> None:
    """VAL-03"""
    column = Column("int", np.array([2, 0]), np.array([True, False]))
    assert repurchase_rate(column) == 1.0
