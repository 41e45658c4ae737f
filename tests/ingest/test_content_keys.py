"""Keys of lines stay apart by content and count, however many there are."""

from __future__ import annotations

import random

from profiler_app.ingest.content_keys import ContentKeys, EarlierNumbers


def test_numbers_put_away_are_still_known() -> None:
    dice = random.Random(7)
    numbers = [dice.getrandbits(63) for _number in range(400)]
    told, seen = EarlierNumbers(most_newest=50), set[int]()
    for _block in range(40):
        block = dice.choices(numbers, k=30)
        expected = []
        for place, number in enumerate(block):
            if number in seen:
                expected.append(place)
            seen.add(number)
        assert told.repeats(block) == expected


def test_repeats_get_the_same_keys_whether_in_one_block_or_in_several() -> None:
    contents = ["a", "b", "a", "a", "c", "b"]
    whole, parts = ContentKeys(), ContentKeys()
    keys = whole.of(contents)
    assert len({*keys}) == len(keys)
    assert keys == [key for content in contents for key in parts.of([content])]
