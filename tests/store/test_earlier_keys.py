"""Keys that came before are told from new ones, sorted or not."""

from __future__ import annotations

import random
from collections.abc import Sequence

from profiler_app.store.earlier_keys import EarlierKeys


def again(blocks: Sequence[Sequence[str]], *, is_sorted: bool) -> list[list[int]]:
    """Return the places of repeated keys, block by block, as an import would ask for them."""
    keys = EarlierKeys(is_sorted=is_sorted)
    return [[*keys.take_in(block)] for block in blocks]


def test_keys_in_order_are_all_new() -> None:
    assert again([["A1", "A2"], ["A3", "B"]], is_sorted=True) == [[], []]


def test_a_key_below_the_last_one_is_new_unless_it_came_before() -> None:
    assert again([["A1", "A5"], ["A3", "A1", "A3", "A6"]], is_sorted=True) == [[], [1, 2]]


def test_a_key_that_stands_twice_in_a_row_came_before() -> None:
    assert again([["A1", "A1", "A2"]], is_sorted=True) == [[1]]


def test_both_ways_tell_the_same() -> None:
    dice = random.Random(4)
    blocks = [[f"{dice.randrange(400):03d}" for _row in range(50)] for _block in range(12)]
    assert again(blocks, is_sorted=True) == again(blocks, is_sorted=False)


def test_keys_are_sorted_when_few_stand_elsewhere() -> None:
    keys = [f"{number:03d}" for number in range(100)]
    assert EarlierKeys.are_sorted([*keys[:50], "003", *keys[50:]])
    assert not EarlierKeys.are_sorted(keys[::-1])
