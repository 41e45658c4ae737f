"""Cells hold anything: every validator answers, none raises or hangs."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from profiler_app.domain.addresses import address
from profiler_app.domain.checked import CODES, Checked
from profiler_app.domain.companies import company_name
from profiler_app.domain.dates import parse_date, parse_moment
from profiler_app.domain.identifiers import bank_card, cn_id, email, mobile, uscc
from profiler_app.domain.industries import industry
from profiler_app.domain.money import parse_money
from profiler_app.domain.names import person_name

Validator = Callable[[object], Checked[Any]]


def id_number(raw: object) -> Checked[str]:
    return cn_id(raw, as_of=date(2026, 11, 22))


VALIDATORS: list[Validator] = [
    address, bank_card, company_name, email, id_number, industry, mobile, parse_date,
    parse_moment, parse_money, person_name, uscc,
]  # fmt: skip

near_values = st.text(
    "0123456789.-+/:()eEXT*@ ,%年月日元万亿十零壹某公司分有限市省区路张·፩²٣", max_size=24
)
cells = st.one_of(
    st.text(max_size=30), near_values, st.integers(), st.floats(), st.none(), st.dates()
)


@pytest.mark.parametrize("validator", VALIDATORS)
@given(cell=cells)
@example(cell="፩" * 15)
@example(cell="1e999")
@example(cell="0000-00-00 00:00:00")
@example(cell=float("inf"))
def test_any_cell_is_answered_with_known_codes(validator: Validator, cell: object) -> None:
    checked = validator(cell)
    assert {*checked.errors, *checked.warnings} <= set(CODES)


@pytest.mark.parametrize("validator", VALIDATORS)
@given(cell=near_values)
def test_an_accepted_text_is_accepted_again_unchanged(validator: Validator, cell: str) -> None:
    checked = validator(cell)
    if checked.ok and isinstance(checked.value, str):
        assert validator(checked.value).value == checked.value


@pytest.mark.parametrize("validator", VALIDATORS)
@pytest.mark.parametrize("piece", ["(", "1", "1,", "公司", "分公司", "a.", "一", "2024-", " a"])
def test_a_huge_cell_takes_no_time(validator: Validator, piece: str) -> None:
    start = time.perf_counter()
    validator(piece * (32767 // len(piece)))
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize("cell", ["E0", "-e5", "e+2元", "e1万"])
def test_an_exponent_alone_is_no_amount(cell: str) -> None:
    assert parse_money(cell).value is None
