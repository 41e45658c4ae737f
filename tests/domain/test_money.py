from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiler_app.domain.money import (
    format_money,
    format_money_short,
    from_decimal,
    parse_money,
    to_decimal,
)

minor_units = st.integers(-(10**17), 10**17)


def test_amounts_are_read_as_in_the_vectors(disagreements: Callable[..., list[str]]) -> None:
    """CLN-02."""
    assert disagreements("money", lambda raw, args: parse_money(raw, **args)) == []


def test_short_amounts_are_written_as_in_the_vectors(
    vectors: Callable[[str], list[dict[str, Any]]],
) -> None:
    """CLN-02."""
    for vector in vectors("money_format"):
        assert format_money_short(vector["fen"]) == vector["expect"]


@pytest.mark.parametrize(
    "raw", ["1,23", "12,34,567", "1.234,50", "1.2.3", "abc", "元", "-", "5-", "12.5%", "0x10"]
)
def test_what_is_no_amount_is_refused(raw: str) -> None:
    assert not parse_money(raw).ok


@pytest.mark.parametrize(
    ("raw", "fen"),
    [
        ("£12.50", 1250),
        ("US$1,000", 100000),
        ("壹佰零伍元整", 10500),
        ("十二万", 12000000),
        ("一亿二千万", 12000000000),
        ("−3.5", -350),
        (12.5, 1250),
        (0, 0),
        ("1234567.8", 123456780),
        ("-1,234,567.89", -123456789),
    ],
)
def test_other_notations_are_read(raw: object, fen: int) -> None:
    assert parse_money(raw).value == fen


def test_the_unit_of_the_header_holds_for_both_ends_of_a_range() -> None:
    derived = parse_money("5-10", header_unit="万元").derived
    assert derived == {"min_fen": 5000000, "max_fen": 10000000}


@given(minor_units)
def test_a_decimal_comes_back_as_the_same_amount(minor: int) -> None:
    assert from_decimal(to_decimal(minor)) == minor
    assert parse_money(to_decimal(minor)).value == minor


@given(minor_units)
def test_a_written_amount_can_be_read_again(minor: int) -> None:
    assert parse_money(format_money(minor)).value == minor


@pytest.mark.parametrize(("text", "minor"), [("0.005", 0), ("0.015", 2), ("0.025", 2)])
def test_decimals_round_half_to_even(text: str, minor: int) -> None:
    assert from_decimal(text) == minor


@pytest.mark.parametrize(
    ("minor", "full", "chinese", "english"),
    [
        (4_826_000, "¥48,260", "¥48,260", "¥48,260"),
        (4_826_050, "¥48,260.50", "¥48,261", "¥48,261"),
        (99_999_900, "¥999,999", "¥999,999", "¥1m"),
        (38_600_000, "¥386,000", "¥386,000", "¥386k"),
        (386_000_000, "¥3,860,000", "¥386 万", "¥3.9m"),
        (43_800_000_000, "¥438,000,000", "¥4.38 亿", "¥438m"),
        (9_999_999_900, "¥99,999,999", "¥1 亿", "¥100m"),
        (-386_000_000, "-¥3,860,000", "-¥386 万", "-¥3.9m"),
        (-9, "-¥0.09", "¥0", "¥0"),
    ],
)
def test_amounts_are_written_for_reading(minor: int, full: str, chinese: str, english: str) -> None:
    assert format_money(minor) == full
    assert format_money(minor, language="zh", compact=True) == chinese
    assert format_money(minor, language="en", compact=True) == english


def test_the_sign_of_the_currency_is_used() -> None:
    assert format_money(100, currency="HKD") == "HK$1"
