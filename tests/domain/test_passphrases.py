"""How strong a passphrase is: what everybody tries first is weak, four words are strong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiler_app.domain.passphrases import ENOUGH, strength


@pytest.mark.parametrize(
    "weak",
    ["a", "password", "P@ssw0rd", "12345678", "87654321", "qwertyuiop", "aaaaaaaaaaaa",
     "abcabcabcabc", "woaini1314", "我爱你", "19850312", "1985-03-12", "zhike-demo", "zhangwei1985",
     "password123456", "1qaz2wsx"],
)  # fmt: skip
def test_what_is_tried_first_is_not_enough(weak: str) -> None:
    assert strength(weak).score < ENOUGH


@pytest.mark.parametrize(
    "strong",
    ["雨后青石巷口卖花声", "correct horse battery staple", "xK9#mQ2vLp", "马 窗 纸 河 云"],
)
def test_four_unrelated_words_or_a_random_text_are_strong(strong: str) -> None:
    assert strength(strong).score >= 4


def test_the_name_of_the_workspace_counts_as_known() -> None:
    assert strength("江南家居江南家居", ("江南家居",)).score == 1
    assert strength("江南家居2024", ("江南家居",)).score < strength("江南家居2024").score


def test_nothing_typed_has_no_score() -> None:
    assert strength("").score == 0


def test_pinyin_counts_by_syllables_not_by_letters() -> None:
    assert strength("hangzhouxihu").guesses < strength("hnxqzgwpvkxb").guesses


def test_a_weak_piece_is_named_in_the_hint() -> None:
    assert strength("qwertyuiop").hint != strength("xkq").hint


@given(st.text(max_size=40), st.text(alphabet="xkqmvz#7", min_size=1, max_size=3))
def test_any_text_has_a_score_and_time(text: str, more: str) -> None:
    found = strength(text)
    assert 0 <= found.score <= 5
    assert 0 <= found.seconds < float("inf")
    assert strength(text + more).guesses >= 0
