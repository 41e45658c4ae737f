"""Frequent itemsets and rules: a basket by hand, every combination counted, and one's measures."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from profiler_app.analysis.baskets import itemsets as search
from profiler_app.analysis.baskets.itemsets import Baskets, TooManySets, frequent, least_count
from profiler_app.analysis.baskets.rules import rules_of
from profiler_app.domain.baskets import AssociationRule


def baskets(*lines: str) -> Baskets:
    """Every letter is an item."""
    names = tuple(sorted(set("".join(lines))))
    pairs = [(nth, names.index(item)) for nth, line in enumerate(lines) for item in line]
    basket, item = (np.array(each, np.int64) for each in zip(*pairs, strict=True))
    return Baskets(names, basket, item, len(lines))


def rule(found: list[AssociationRule], left: str, right: str) -> AssociationRule:
    return next(each for each in found if each.lhs == tuple(left) and each.rhs == (right,))


MILK = baskets("mbe", "mb", "mc", "be", "mbc", "", "mb", "e")


def test_every_combination_is_counted_as_by_hand() -> None:
    random = np.random.default_rng(7)
    lines = ["".join(c for c in "abcdefgh" if random.random() < 0.4) for _ in range(200)]
    expected = {}
    for size in range(1, 9):
        for letters in combinations(range(8), size):
            count = sum(all("abcdefgh"[i] in line for i in letters) for line in lines)
            if count >= 10:
                expected[letters] = count
    assert frequent(baskets(*lines), 0.05) == expected


def test_the_measures_of_a_rule_follow_their_definitions() -> None:
    """REC-02."""
    found = rules_of(frequent(MILK, 0.2), MILK.names, MILK.size, confidence=0.5)
    one = rule(found, "m", "b")
    assert (one.count, one.support, one.coverage) == (4, 0.5, 0.625)
    assert one.confidence == pytest.approx(0.8)
    assert one.lift == pytest.approx(0.8 / 0.625)
    assert one.leverage == pytest.approx(0.5 - 0.625 * 0.625)
    assert one.conviction == pytest.approx(0.375 / 0.2)


def test_a_rule_without_exception_has_no_conviction() -> None:
    found = rules_of(frequent(MILK, 0.2), MILK.names, MILK.size, confidence=0.9)
    assert rule(found, "c", "m").conviction is None


def test_an_item_of_most_baskets_is_a_rule_with_nothing_on_the_left() -> None:
    itemsets = frequent(MILK, 0.2)
    alone = rules_of(itemsets, MILK.names, MILK.size, confidence=0.6)
    assert rule(alone, "", "m").lift == pytest.approx(1.0)
    pairs = rules_of(itemsets, MILK.names, MILK.size, confidence=0.6, shortest=2)
    assert pairs and all(each.lhs for each in pairs)


def test_an_item_twice_in_a_basket_counts_once() -> None:
    assert frequent(baskets("aab", "ab", "b"), 0.1)[(0,)] == 2


def test_a_share_of_baskets_is_not_missed_by_rounding() -> None:
    assert least_count(0.1, 30) == 3
    assert least_count(0.006, 9835) == 60
    assert least_count(0.000001, 5) == 1


def test_no_baskets_have_no_itemsets() -> None:
    nothing = np.empty(0, np.int64)
    assert frequent(Baskets((), nothing, nothing, 0), 0.1) == {}


def test_more_sets_than_anybody_reads_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_SETS", 100)
    with pytest.raises(TooManySets):
        frequent(baskets("abcdefgh", "abcdefgh"), 0.5)
