"""Lunar days are read as people write them and fall on the right day of the common calendar."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta

import pytest

from profiler_app.domain.lunar import (
    FIRST_YEAR,
    LAST_YEAR,
    LunarDay,
    next_solar_day,
    read_lunar,
    solar_day,
)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("八月十五", (8, 15, False)),
        ("农历 正月初一", (1, 1, False)),
        ("1964年腊月廿三", (12, 23, False)),
        ("一九六四年闰四月初二", (4, 2, True)),
        ("甲辰年冬月三十", (11, 30, False)),
        ("阴历十二月二十", (12, 20, False)),
        ("8月15日", (8, 15, False)),
        ("1971-08-15", (8, 15, False)),
        ("08-15", (8, 15, False)),
        ("十月初十", (10, 10, False)),
    ],
)
def test_a_lunar_day_is_read_as_it_is_written(written: str, day: tuple[int, int, bool]) -> None:
    assert read_lunar(written) == LunarDay(*day)


@pytest.mark.parametrize("written", ["", "不详", "十三月初一", "八月", "08-31", "八月三十一"])
def test_what_is_no_lunar_day_is_not_guessed(written: str) -> None:
    assert read_lunar(written) is None


@pytest.mark.parametrize(
    ("year", "lunar", "day"),
    [
        (2024, LunarDay(1, 1), date(2024, 2, 10)),
        (2025, LunarDay(5, 5), date(2025, 5, 31)),
        (2025, LunarDay(8, 15), date(2025, 10, 6)),  # after the doubled sixth month
        (2025, LunarDay(6, 1, leap=True), date(2025, 7, 25)),
        (2026, LunarDay(1, 1), date(2026, 2, 17)),
        (2026, LunarDay(8, 15), date(2026, 9, 25)),
        (2033, LunarDay(11, 1, leap=True), date(2033, 12, 22)),  # the disputed year
    ],
)
def test_the_days_of_known_festivals_are_those_of_the_almanac(
    year: int, lunar: LunarDay, day: date
) -> None:
    assert solar_day(year, lunar) == day


def test_a_leap_month_that_is_missing_is_kept_in_the_month_itself() -> None:
    assert solar_day(2026, LunarDay(6, 3, leap=True)) == solar_day(2026, LunarDay(6, 3))


def test_the_thirtieth_of_a_short_month_is_kept_on_its_last_day() -> None:
    assert solar_day(2025, LunarDay(12, 30)) == date(2026, 2, 16)  # twelve months later: the 29th


def test_the_next_one_may_lie_in_the_lunar_year_that_began_last_year() -> None:
    assert next_solar_day(LunarDay(12, 8), date(2026, 1, 5)) == date(2026, 1, 26)
    assert next_solar_day(LunarDay(12, 8), date(2026, 1, 27)) == date(2027, 1, 15)
    assert next_solar_day(LunarDay(12, 8), date(2150, 1, 1)) is None


def new_moon(k: int) -> datetime:
    """Return a new moon, Beijing time, within a few minutes.

    J. Meeus, Astronomical Algorithms, 2nd ed., chapter 49, its larger terms; the difference of
    dynamic and universal time is taken as 70 seconds.
    """
    t = k / 1236.85
    moment = 2451550.09766 + 29.530588861 * k + 0.00015437 * t * t
    e = 1 - 0.002516 * t
    m = math.radians(2.5534 + 29.10535670 * k)
    n = math.radians(201.5643 + 385.81693528 * k + 0.0107582 * t * t)
    f = math.radians(160.7108 + 390.67050284 * k - 0.0016118 * t * t)
    o = math.radians(124.7746 - 1.56375588 * k)
    for size, angle in (
        *((-0.40720, n), (0.17241 * e, m), (0.01608, 2 * n), (0.01039, 2 * f)),
        *((0.00739 * e, n - m), (-0.00514 * e, n + m), (0.00208 * e * e, 2 * m)),
        *((-0.00111, n - 2 * f), (-0.00057, n + 2 * f), (0.00056 * e, 2 * n + m)),
        *((-0.00042, 3 * n), (0.00042 * e, m + 2 * f), (0.00038 * e, m - 2 * f)),
        *((-0.00024 * e, 2 * n - m), (-0.00017, o)),
    ):
        moment += size * math.sin(angle)
    return datetime(2000, 1, 1, 12) + timedelta(days=moment - 2451545, hours=8, seconds=-70)


def test_every_month_of_the_table_begins_on_the_day_of_a_new_moon() -> None:
    moons = [new_moon(k) for k in range(-150, 1250)]
    near = timedelta(minutes=4)
    days = {found.date() for each in moons for found in (each - near, each + near)}
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        firsts = {solar_day(year, LunarDay(m, 1, leap)) for m in range(1, 13) for leap in (0, 1)}
        assert firsts <= days


def test_every_eleventh_month_holds_the_winter_solstice() -> None:
    """The solstice: J. Meeus, chapter 27, without its periodic terms (within half an hour)."""
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        y = (year - 2000) / 1000
        moment = 2451900.05952 + 365242.74049 * y - 0.06223 * y * y
        solstice = datetime(2000, 1, 1, 12) + timedelta(days=moment - 2451545, hours=8)
        first, last = solar_day(year, LunarDay(11, 1)), solar_day(year, LunarDay(11, 30))
        assert first is not None and last is not None
        near = timedelta(minutes=30)
        assert (solstice + near).date() >= first and (solstice - near).date() <= last
