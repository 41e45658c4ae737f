from __future__ import annotations

from datetime import date

import pytest

from profiler_app.ingest.notation import Notation
from profiler_app.ingest.targets import target_fields
from profiler_app.ingest.values import Convert, converter


def reader(field: str, *, decimal_comma: bool = False, unit: int = 1) -> Convert:
    known = target_fields("customers")[field]
    notation = Notation(decimal_comma)
    return converter(known, notation=notation, unit=unit, today=date(2026, 1, 15))


@pytest.mark.parametrize(
    ("cell", "share"),
    [
        *(("0.125", 0.125), ("12.5%", 0.125), ("１２．５％", 0.125), ("125‰", 0.125)),
        *(("12.5 %", 0.125), ("百分之12.5", 0.125), ("100%", 1.0), ("0", 0.0)),
    ],
)
def test_shares_are_read_as_they_are_written(cell: str, share: float) -> None:
    assert reader("share_of_wallet")(cell).value == share


def test_a_percentage_with_a_decimal_comma_is_read() -> None:
    assert reader("share_of_wallet", decimal_comma=True)("12,5%").value == 0.125


@pytest.mark.parametrize("cell", ["%", "约一半", "12%%", "a%"])
def test_what_is_no_share_is_refused(cell: str) -> None:
    assert reader("share_of_wallet")(cell).errors == ("bad_number",)


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        *(("¥1,200.50", 120_050), ("3.5万", 3_500_000), ("1.2亿元", 12_000_000_000)),
        *(("(500)", -50_000), ("人民币 300 元", 30_000), ("￥１２３", 12_300), ("-30.00", -3_000)),
    ],
)
def test_amounts_are_read_as_they_are_written(cell: str, fen: int) -> None:
    assert reader("annual_income")(cell).value == fen


def test_a_unit_in_the_header_counts() -> None:
    assert reader("annual_income", unit=10_000)("3.5").value == 3_500_000


def test_an_amount_with_a_decimal_comma_is_read() -> None:
    assert reader("annual_income", decimal_comma=True)("1.234,50").value == 123_450
