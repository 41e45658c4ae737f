"""Axes with round numbers and short amounts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiler_app.domain.text import in_language
from profiler_app.reports.scale import money_scale, number_text, ticks


def test_an_axis_ends_on_a_round_number_above_the_highest() -> None:
    assert ticks(0, 2990) == (0, 1000, 2000, 3000)


def test_returns_get_room_below_zero() -> None:
    assert ticks(-300, 900, 3) == (-500, 0, 500, 1000)


def test_counts_stand_on_whole_numbers() -> None:
    assert ticks(0, 1, 3, whole=True) == (0, 1)


def test_nothing_still_has_an_axis() -> None:
    assert len(ticks(0, 0)) > 1


AMOUNTS = st.floats(min_value=-1e9, max_value=1e9)


@given(AMOUNTS, AMOUNTS, st.booleans())
def test_every_value_and_zero_stand_on_the_axis(a: float, b: float, whole: bool) -> None:
    low, high = sorted((a, b))
    marks = ticks(low, high, whole=whole)
    slack = 1e-6 * max(abs(low), abs(high), 1)
    assert marks[0] <= min(low, 0) + slack
    assert marks[-1] >= max(high, 0) - slack
    assert 0 in marks


@pytest.mark.parametrize(
    ("language", "unit", "text"), [("zh", "万元", "2,560"), ("en", "million CNY", "25.6")]
)
def test_large_amounts_are_counted_in_the_unit_of_the_language(
    language: str, unit: str, text: str
) -> None:
    with in_language(language):  # type: ignore[arg-type]
        scale = money_scale([2_560_000_000], "CNY")
    assert (scale.unit, scale.text(2_560_000_000)) == (unit, text)


def test_small_amounts_stay_as_they_are() -> None:
    assert money_scale([299_000], "CNY").unit == "元"


def test_a_negative_number_has_a_true_minus_sign() -> None:
    assert number_text(-1500) == "\u22121,500"
