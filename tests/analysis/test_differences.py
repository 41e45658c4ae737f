"""How groups differ, and how far things have moved."""

from __future__ import annotations

import math

import numpy as np
import pytest

from profiler_app.analysis.columns import Column
from profiler_app.analysis.differences import combinations, difference, index_of, stability

HALF = np.arange(200) < 100


def column(kind: str, values: object, labels: tuple[str, ...] = ()) -> Column:
    array = np.asarray(values)
    return Column(kind, array, np.ones(len(array), np.bool_), labels)


def test_numbers_that_never_meet_are_wholly_different() -> None:
    found = difference(column("int", np.where(HALF, 1, 5)), HALF)
    assert found is not None
    assert (found.distance, found.inside, found.outside) == (1.0, 1.0, 5.0)


def test_the_distance_of_numbers_is_kolmogorovs() -> None:
    found = difference(column("int", np.where(HALF, np.arange(200), np.arange(200) - 50)), HALF)
    assert found is not None
    assert found.distance == pytest.approx(0.5)


def test_values_are_told_apart_by_their_shares() -> None:
    codes = np.where(HALF, np.arange(200) % 2, 1).astype(np.int32)
    found = difference(column("enum", codes, ("a", "b")), HALF)
    assert found is not None
    assert (found.distance, found.value) == (0.5, "a")
    assert (found.inside, found.outside) == (0.5, 0.0)


def test_alike_groups_have_no_distance() -> None:
    for kind, values in (("int", np.arange(200) // 4 % 10), ("bool", np.arange(200) % 2 == 0)):
        found = difference(column(kind, values), np.arange(200) % 4 < 2)
        assert found is not None
        assert found.distance < 0.11


def test_lists_are_compared_by_what_they_hold() -> None:
    masks = np.where(HALF, 0b11, 0b01)
    found = difference(column("list", masks, ("golf", "run")), HALF)
    assert found is not None
    assert (found.distance, found.value, found.inside, found.outside) == (1.0, "run", 1.0, 0.0)


def test_too_few_say_nothing() -> None:
    assert difference(column("int", np.arange(200)), np.arange(200) < 5) is None


def test_the_stability_index_by_hand() -> None:
    expected = (0.6 - 0.5) * math.log(0.6 / 0.5) + (0.4 - 0.5) * math.log(0.4 / 0.5)
    assert index_of(np.array([50, 50]), np.array([60, 40])) == pytest.approx(expected)
    before = column("bool", np.arange(100) % 2 == 0)
    now = column("bool", np.arange(100) < 60)
    assert stability(before, now) == pytest.approx(expected)


def test_nothing_moved_is_zero_whatever_the_order_of_labels() -> None:
    codes = (np.arange(100) % 2).astype(np.int32)
    before, now = column("enum", codes, ("a", "b")), column("enum", 1 - codes, ("b", "a"))
    assert stability(before, now) == pytest.approx(0)
    numbers = column("money", np.arange(1000))
    assert stability(numbers, numbers) == pytest.approx(0)


def test_what_became_unknown_is_a_shift() -> None:
    before = column("int", np.arange(100))
    now = Column("int", np.arange(100), np.arange(100) < 50)
    index = stability(before, now)
    assert index is not None
    assert index > 0.25


def test_combinations_count_everybody_in_a_group_once() -> None:
    a = np.array([True, True, False, False])
    b = np.array([True, True, True, False])
    assert combinations({"a": a, "b": b}) == [(("a", "b"), 2), (("b",), 1)]
