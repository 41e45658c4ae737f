"""Duplicates in public data, pairwise F1 at the one default threshold."""

from __future__ import annotations

import csv
import gzip
from itertools import combinations
from pathlib import Path

import pytest

from profiler_app.domain.progress import Silent
from profiler_app.jobs.deduplicating_tables import match_rows

_FEBRL = (
    "given_name,surname,street_number,address_1,address_2,suburb,postcode,state,date_of_birth,"
    "soc_sec_id"
)
_SETS = [
    ("febrl1", _FEBRL, "rec_id", 0.998),
    ("febrl3", _FEBRL, "rec_id", 0.996),
    ("fake_1000", "first_name,surname,dob,city,email", "cluster", 0.82),
    ("chicago_sites", "Site name,Address,Zip,Phone", "True Id", 0.82),
]


def true_pairs(path: Path, column: str) -> set[tuple[int, int]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, skipinitialspace=True))
    by_entity: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        name = row[column].split("-")[1] if column == "rec_id" else row[column]
        by_entity.setdefault(name, []).append(at)
    return {pair for same in by_entity.values() for pair in combinations(same, 2)}


def f1(found: set[tuple[int, int]], true: set[tuple[int, int]]) -> float:
    return 2 * len(found & true) / (len(found) + len(true))


@pytest.mark.parametrize(("name", "fields", "entity", "least"), _SETS)
def test_pairs_and_groups_reach_the_goal_at_the_default_threshold(
    shared: Path, name: str, fields: str, entity: str, least: float
) -> None:
    path = shared / "data" / "dedupe" / f"{name}.csv.gz"
    true = true_pairs(path, entity)
    report = match_rows(Silent(), path, fields.split(","))
    assert f1({(pair.a, pair.b) for pair in report.pairs if pair.match}, true) >= least
    likely = {(p.a, p.b) for p in report.pairs if p.probability >= report.threshold}
    assert f1(likely, true) >= least
    grouped = {pair for group in report.clusters for pair in combinations(group, 2)}
    assert f1(grouped, true) >= least
