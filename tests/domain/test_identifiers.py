from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiler_app.domain import identifiers
from profiler_app.domain.identifiers import cn_id, is_excel_damage, mask, mobile, uscc

TODAY = date(2026, 11, 22)
EXAMPLE_CODE = "91350100M000100Y43"  # the worked example of GB 32100-2015


@pytest.mark.parametrize("kind", ["mobile", "uscc", "email", "bank_card"])
def test_identifiers_are_read_as_in_the_vectors(
    kind: str, disagreements: Callable[..., list[str]]
) -> None:
    """CLN-02."""
    read = getattr(identifiers, kind)
    assert disagreements(kind, lambda raw, args: read(raw)) == []


def test_id_numbers_are_read_as_in_the_vectors(disagreements: Callable[..., list[str]]) -> None:
    """CLN-02."""
    found = disagreements(
        "cn_id", lambda raw, args: cn_id(raw, as_of=date.fromisoformat(args["asof"]))
    )
    assert found == []


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_of_an_id_number_is_noticed(place: int, step: int) -> None:
    right = "33019919900307123X"
    digit = str((int(right[place]) + step) % 10)
    wrong = right[:place] + digit + right[place + 1 :]
    assert not cn_id(wrong, as_of=TODAY).ok


@given(st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_one_wrong_character_of_a_credit_code_is_noticed(place: int, character: str) -> None:
    wrong = EXAMPLE_CODE[:place] + character + EXAMPLE_CODE[place + 1 :]
    assert uscc(wrong).ok == (wrong == EXAMPLE_CODE)


@given(st.integers(0, 10**8 - 1))
def test_every_number_of_a_mobile_prefix_is_read(rest: int) -> None:
    assert mobile(f"168{rest:08}").value == f"+86168{rest:08}"


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("mobile", "+8613800002046", "138 **** 2046"),
        ("mobile", "13800002046", "138 **** 2046"),
        ("cn_id", "33019919900307123X", "330199 **** **** 123X"),
        ("email", "wangxiaoming@example.com", "wan****ing@example.com"),
        ("email", "wang@example.com", "w****@example.com"),
        ("bank_card", "9999990000000000006", "9999 **** **** 0006"),
        ("passport", "E12345678", "E****8"),
        ("mobile", "123", "****"),
    ],
)
def test_the_middle_of_an_identifier_is_masked(kind: str, value: str, shown: str) -> None:
    assert mask(kind, value) == shown


@pytest.mark.parametrize("text", ["1.39E+10", "3.3e17", "330199199003071000"])
def test_numbers_destroyed_by_excel_are_recognised(text: str) -> None:
    assert is_excel_damage(text)


@pytest.mark.parametrize("text", ["13800002046", "33019919900307123X", "E12345678", ""])
def test_other_numbers_are_not_called_destroyed(text: str) -> None:
    assert not is_excel_damage(text)
