"""The lines of the files of the benchmarks."""

from __future__ import annotations

import re
from itertools import islice

from benchmarks.drawing import CUSTOMER_HEADERS, ORDER_HEADERS, customers, orders


def test_the_same_seed_gives_the_same_lines() -> None:
    assert list(customers(300, 1)) == list(customers(300, 1))
    assert list(orders(300, 50, 1)) == list(orders(300, 50, 1))


def test_another_seed_gives_other_lines() -> None:
    assert list(customers(300, 1)) != list(customers(300, 2))
    assert list(orders(300, 50, 1)) != list(orders(300, 50, 2))


def test_three_percent_of_the_lines_repeat_a_customer() -> None:
    lines = list(customers(2_000, 1))
    assert len(lines) == 2_060
    assert len({line[0] for line in lines}) == 2_000


def test_eight_to_ten_percent_of_phones_emails_and_dates_are_dirty() -> None:
    clean = {"手机号": r"168\d{8}", "邮箱": r"u\d+@example\.com", "出生日期": r"\d{4}-\d\d-\d\d"}
    lines = list(customers(5_000, 1))
    for header, pattern in clean.items():
        cells = [line[CUSTOMER_HEADERS.index(header)] for line in lines]
        dirty = sum(re.fullmatch(pattern, cell) is None for cell in cells) / len(cells)
        assert 0.06 < dirty < 0.11, header


def test_every_line_has_a_cell_for_every_header() -> None:
    assert {len(line) for line in customers(100, 1)} == {len(CUSTOMER_HEADERS)} == {15}
    assert {len(line) for line in orders(100, 9, 1)} == {len(ORDER_HEADERS)}


def test_orders_go_on_where_the_first_left_off() -> None:
    numbers = [line[0] for line in islice(orders(10, 5, 1, first=100), 3)]
    assert numbers == ["O000000100", "O000000101", "O000000102"]
