"""Duplicates planted in a Chinese customer list, by the kind of error (CLN-03)."""

from __future__ import annotations

from collections import Counter

import pytest

from profiler_app.analysis.matching.scanning import scan
from profiler_app.analysis.matching.traits import trait_of
from tests.analysis.matching.planted import FIELDS, Planted, plant

LEAST_RECALL = 0.8
"""Of each kind of error at least so many are found."""


@pytest.fixture(scope="module")
def planted() -> Planted:
    return plant(1, people=20_000, copies=5_000)


@pytest.fixture(scope="module")
def matched(planted: Planted) -> set[tuple[int, int]]:
    traits = [trait_of(name, [row[name] for row in planted.rows]) for name in FIELDS]
    found = scan(traits, len(planted.rows), seed=0)
    return set(
        zip(found.first[found.match].tolist(), found.second[found.match].tolist(), strict=True)
    )


def test_f1_of_planted_pairs_is_at_least_095(
    planted: Planted, matched: set[tuple[int, int]]
) -> None:
    hits = len(matched & planted.pairs.keys())
    assert 2 * hits / (len(matched) + len(planted.pairs)) >= 0.95


def test_recall_holds_for_every_kind_of_error(
    planted: Planted, matched: set[tuple[int, int]], record_property: pytest.RecordProperty
) -> None:
    every = Counter(planted.pairs.values())
    found = Counter(planted.pairs[pair] for pair in matched & planted.pairs.keys())
    recall = {kind: round(found[kind] / count, 3) for kind, count in sorted(every.items())}
    record_property("recall", recall)
    print(recall)
    assert min(recall.values()) >= LEAST_RECALL, recall


def test_the_same_seed_plants_the_same_list() -> None:
    assert plant(3, people=200, copies=40) == plant(3, people=200, copies=40)
