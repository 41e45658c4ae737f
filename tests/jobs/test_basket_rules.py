"""Rules of files and of a workspace, against published counts and the answer keys of arules."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from profiler_app.domain.baskets import BasketReport
from profiler_app.domain.errors import TooLittleData, TooManyRules
from profiler_app.domain.progress import Silent
from profiler_app.jobs.basket_rules import rules_of_file, rules_of_workspace
from profiler_app.store.workspace import Workspace
from tests.conftest import SHARED

RULES = SHARED / "data" / "rules"
GROCERIES = RULES / "groceries_long.csv.gz"


def found(name: str, support: float, confidence: float, shortest: int = 1) -> BasketReport:
    path = RULES / name
    if not path.exists():
        pytest.skip("no real data here")
    return rules_of_file(Silent(), path, support=support, confidence=confidence, shortest=shortest)


def key(name: str) -> dict[tuple[frozenset[str], str], dict[str, str]]:
    with gzip.open(RULES / name, "rt") as file:
        return {
            (_side(row["lhs"].strip("{}")), row["rhs"].strip("{}").strip()): row
            for row in csv.DictReader(file)
        }


def _side(items: str) -> frozenset[str]:
    """Some items hold a comma, "cream cheese " ends in a blank."""
    return frozenset(map(str.strip, items.split(",")))


@pytest.mark.parametrize(
    ("file", "support", "confidence", "shortest", "answers", "count"),
    [
        ("groceries_long.csv.gz", 0.001, 0.5, 1, "groceries_rules_expected_s0.001_c0.5", 5668),
        ("groceries_long.csv.gz", 0.006, 0.25, 2, "groceries_rules_expected_s0.006_c0.25", 463),
        ("income_esl.csv.gz", 0.1, 0.9, 1, "income_esl_rules_expected_s0.1_c0.9", 457),
    ],
)
def test_rules_and_their_measures_are_the_published_ones(
    file: str, support: float, confidence: float, shortest: int, answers: str, count: int
) -> None:
    """REC-02."""
    report = found(file, support, confidence, shortest)
    expected = key(f"{answers}.csv.gz")
    assert len(report.rules) == len(expected) == count
    for rule in report.rules:
        row = expected[_side(",".join(rule.lhs)), rule.rhs[0]]
        assert rule.count == int(row["count"])
        for name in ("support", "confidence", "coverage", "lift", "leverage"):
            assert getattr(rule, name) == pytest.approx(float(row[name]), abs=1e-8)


def test_the_rule_of_the_highest_lift_comes_first() -> None:
    best = found("income_esl.csv.gz", 0.1, 0.9).rules[0]
    assert best.lhs == ("dual incomes=no", "householder status=own")
    assert best.rhs == ("marital status=married",)
    assert best.lift == pytest.approx(2.62, abs=0.005)


def test_baskets_may_stand_one_in_a_line(tmp_path: Path) -> None:
    path = tmp_path / "baskets.csv"
    path.write_text("bread,milk\nmilk,eggs,bread\neggs\nbread,milk,butter,eggs\n" * 5, "utf-8")
    report = rules_of_file(Silent(), path, support=0.2, confidence=0.9)
    assert (report.unit, report.baskets, report.items) == ("line", 20, 4)
    assert (("bread",), ("milk",)) in {(rule.lhs, rule.rhs) for rule in report.rules}


def test_an_empty_cell_of_a_table_is_no_item(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    rows = ["city,age,car", "A,young,yes", "A,,yes", ",old,no", "A,young,yes"]
    path.write_text("\n".join(rows), "utf-8")
    report = rules_of_file(Silent(), path, support=0.5, confidence=0.9)
    assert report.baskets == 4
    assert report.items == 5
    assert (("city=A",), ("car=yes",)) in {(rule.lhs, rule.rhs) for rule in report.rules}


def test_too_low_a_support_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    header = ",".join(f"c{i}" for i in range(24))
    lines = [",".join(["x"] * 24), ",".join(["y"] * 24)] * 10
    path.write_text("\n".join([header, *lines]), "utf-8")
    with pytest.raises(TooManyRules):
        rules_of_file(Silent(), path, support=0.1, confidence=0.5)


def test_orders_of_a_workspace_are_baskets(demo: Workspace) -> None:
    report = rules_of_workspace(Silent(), demo, support=0.02, confidence=0.05, by="category")
    assert report.unit == "customer"
    assert report.baskets > 200
    assert all(rule.lhs for rule in report.rules)


def test_a_workspace_without_orders_is_refused_with_numbers(empty: Workspace) -> None:
    with pytest.raises(TooLittleData):
        rules_of_workspace(Silent(), empty, support=0.01, confidence=0.1)
