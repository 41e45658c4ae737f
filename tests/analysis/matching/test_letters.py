"""Texts laid out as one array say what each of them says alone."""

from __future__ import annotations

import random

import numpy as np

from profiler_app.analysis.matching.han import is_han, may_be_one_home, sound_of, sounds_of
from profiler_app.analysis.matching.letters import UNCLEAR, Letters, numbered

_SIGNS = "杭州市西湖区和平路12345号栋单元室b十二-a 国"


def _texts(count: int) -> list[str]:
    drawn = random.Random(3)
    return ["".join(drawn.choices(_SIGNS, k=drawn.randint(1, 14))) for _each in range(count)]


def test_texts_are_numbered_in_the_order_they_come() -> None:
    texts, codes = numbered(["b", "a", "b", ""])
    assert texts == ["b", "a", ""]
    assert codes.tolist() == [0, 1, 0, 2]


def test_chinese_texts_are_marked_as_one_by_one() -> None:
    texts = [*_texts(200), "abc", "〇", "𠀀"]
    letters = Letters.of(texts)
    assert letters.with_any(letters.han()).tolist() == list(map(is_han, texts))


def test_names_sound_as_one_by_one() -> None:
    names = ["单雄信", "解英远", "张", "Li 雷", "曾国藩"]
    assert sounds_of(names) == list(map(sound_of, names))


def test_shapes_keep_the_numbers_only() -> None:
    assert Letters.of(["和平路531号4栋", "12a", "国"]).shapes() == ["-531-4-", "12-", "-"]


def test_the_first_number_tells_homes_apart() -> None:
    texts = ["和平路531号", "江南路531号2栋", "和平路53号", "和平路53b号", "和平路053号", "和平路"]
    keys = Letters.of(texts).first_numbers().tolist()
    assert keys[0] == keys[1]
    assert len(set(keys)) == 5
    assert keys[5] == -1


def test_numbers_written_out_or_before_a_region_are_left_to_the_reader() -> None:
    keys = Letters.of(["和平路十二号", "3号小区5号", "1234567890号", "三元路5号"]).first_numbers()
    assert (keys == UNCLEAR).tolist() == [True, True, True, False]


def test_homes_with_other_numbers_would_have_been_told_apart_anyway() -> None:
    texts = _texts(300)
    keys = Letters.of(texts).first_numbers()
    told = 0
    for one, other in np.random.default_rng(1).integers(0, len(texts), (4_000, 2)).tolist():
        if keys[one] >= 0 and keys[other] >= 0 and keys[one] != keys[other]:
            told += 1
            assert not may_be_one_home(texts[one], texts[other])
    assert told > 100
