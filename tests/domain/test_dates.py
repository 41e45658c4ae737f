from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiler_app.domain.dates import (
    age_on,
    days_ago,
    excel_day,
    format_date,
    from_day,
    parse_date,
    parse_moment,
    to_day,
)

TODAY = date(2025, 9, 20)


def test_dates_are_read_as_in_the_vectors(disagreements: Callable[..., list[str]]) -> None:
    """CLN-02."""
    found = disagreements(
        "date", lambda raw, args: parse_date(raw, system_1904=args.get("d1904", False))
    )
    assert found == []


@given(st.dates(date(1901, 1, 1), date(2100, 12, 31)))
def test_every_date_is_read_in_every_notation(day: date) -> None:
    iso = day.isoformat()
    for text in (iso, f"{day:%Y%m%d}", f"{day:%Y/%m/%d}", f"{day.year}年{day.month}月{day.day}日"):
        assert parse_date(text).value == iso
    assert from_day(to_day(iso)) == day


def test_the_first_day_has_the_number_zero() -> None:
    assert to_day("1970-01-01") == 0


@pytest.mark.parametrize(
    ("number", "day"),
    [
        (1, date(1900, 1, 1)),
        (59, date(1900, 2, 28)),
        (60, None),
        (61, date(1900, 3, 1)),
        (45356, date(2024, 3, 5)),
    ],
)
def test_serial_numbers_skip_the_day_that_never_was(number: int, day: date | None) -> None:
    assert excel_day(number) == day


def test_the_order_of_day_and_month_can_be_told() -> None:
    assert parse_date("03/05/2024", day_first=True).value == "2024-05-03"
    assert parse_date("03/05/2024", day_first=False).value == "2024-03-05"
    assert parse_date("03/05/2024", day_first=True).warnings == ()


@pytest.mark.parametrize(
    ("raw", "moment"),
    [
        ("2010-12-01 08:26:00", ("2010-12-01", "08:26:00")),
        ("2024/03/05 13:45", ("2024-03-05", "13:45:00")),
        ("2024-03-05T13:45:07.123+08:00", ("2024-03-05", "13:45:07")),
        ("12/13/2010 8:26 PM", ("2010-12-13", "20:26:00")),
        ("12/13/2010 12:05 AM", ("2010-12-13", "00:05:00")),
        ("2024年3月5日13时45分", ("2024-03-05", "13:45:00")),
        ("20240305134507", ("2024-03-05", "13:45:07")),
        (45356.75, ("2024-03-05", "18:00:00")),
        ("2024-03-05", ("2024-03-05", None)),
        (date(2024, 3, 5), ("2024-03-05", None)),
    ],
)
def test_a_moment_is_a_date_and_perhaps_a_time(raw: object, moment: tuple[str, str | None]) -> None:
    assert parse_moment(raw).value == moment


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("2024-02-30 10:00:00", "DATE_INVALID"),
        ("2024-03-05 25:00:00", "DATE_FORMAT"),
        ("1900-01-01 00:00:00", "DATE_SENTINEL"),
        ("--", "EMPTY"),
        (None, "EMPTY"),
    ],
)
def test_a_moment_that_cannot_be_is_refused(raw: object, code: str) -> None:
    assert parse_moment(raw).errors == (code,)


def test_a_date_is_written_without_the_year_when_it_is_this_years() -> None:
    assert format_date(date(2025, 9, 18), TODAY, "zh") == "9-18"
    assert format_date(date(2024, 9, 18), TODAY, "zh") == "2024-09-18"
    assert format_date(date(2025, 9, 18), TODAY, "en") == "18 Sep"
    assert format_date(date(2024, 9, 18), TODAY, "en") == "18 Sep 2024"


@pytest.mark.parametrize(
    ("day", "chinese", "english"),
    [
        (TODAY, "今天", "today"),
        (date(2025, 9, 19), "1 天前", "1 day ago"),
        (date(2025, 6, 16), "96 天前", "96 days ago"),
        (date(2024, 8, 16), "400 天前", "400 days ago"),
        (date(2024, 8, 15), "2024-08-15", "15 Aug 2024"),
        (date(2025, 9, 21), "9-21", "21 Sep"),
    ],
)
def test_how_long_ago_is_said_up_to_400_days(day: date, chinese: str, english: str) -> None:
    assert days_ago(day, TODAY, "zh") == chinese
    assert days_ago(day, TODAY, "en") == english


def test_who_is_born_on_29_february_ages_on_1_march() -> None:
    birth = date(2004, 2, 29)
    assert age_on(birth, date(2025, 2, 28)) == 20
    assert age_on(birth, date(2025, 3, 1)) == 21
    assert age_on(birth, date(2024, 2, 29)) == 20
