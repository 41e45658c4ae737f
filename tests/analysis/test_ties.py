"""Rings and places in small graphs."""

from __future__ import annotations

import math
from itertools import combinations

import pytest

from profiler_app.analysis.ties import radial, rings, steps_from


def test_three_who_guarantee_for_each_other_are_a_ring() -> None:
    assert rings([(1, 2), (2, 3), (3, 1), (3, 4)]) == [(1, 2, 3)]


def test_a_chain_is_no_ring() -> None:
    assert rings([(1, 2), (2, 3)]) == []


def test_two_rings_apart_are_both_found() -> None:
    assert rings([(1, 2), (2, 1), (5, 6), (6, 5)]) == [(1, 2), (5, 6)]


def test_a_ring_begins_with_the_one_asked_about() -> None:
    assert rings([(1, 2), (2, 3), (3, 1)], first=3) == [(3, 1, 2)]


def test_the_shortest_ring_is_told() -> None:
    assert rings([(1, 2), (2, 3), (3, 1), (2, 1)]) == [(1, 2)]


def test_steps_count_ties_in_any_direction() -> None:
    assert steps_from(1, [(2, 1), (2, 3)]) == {1: 0, 2: 1, 3: 2}


def test_nobody_stands_closer_than_the_gap() -> None:
    pairs = [(0, n) for n in range(1, 12)] + [(3, n) for n in range(20, 29)]
    places = radial(0, pairs, gap=50)
    assert len(places) == 21
    nearest = min(math.dist(a, b) for a, b in combinations(places.values(), 2))
    assert nearest >= 50 - 1e-9


def test_one_alone_stands_in_the_middle() -> None:
    assert radial(7, [], gap=50) == {7: (0.0, 0.0)}


def test_inner_rings_do_not_huddle_in_the_middle_of_a_crowded_one() -> None:
    pairs = [(0, 1), (0, 2), *((1, other) for other in range(3, 63))]
    places = radial(0, pairs, gap=50)
    inner, outer = (math.hypot(*places[node]) for node in (1, 3))
    assert inner == pytest.approx(outer / 2)
