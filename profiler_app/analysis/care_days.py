"""Days on which customers are thought of: birthdays by either calendar, round anniversaries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import BoolArray
from profiler_app.analysis.rows import IntArray
from profiler_app.domain.lunar import next_solar_day, read_lunar

ROUND_YEARS: Final = 5
"""The first anniversary and then every fifth is worth a word."""


def calendar(days: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """Return year, month and day of days since 1970-01-01."""
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    year = months.astype("datetime64[Y]").astype(np.int64) + 1970
    month = months.astype(np.int64) % 12 + 1
    return year, month, (dates - months).astype(np.int64) + 1


def until_yearly(today: date, month: IntArray, day: IntArray) -> IntArray:
    """Count the days to the next such day of a year; February 29 is kept on the 28th."""
    this_year, next_year = (_in_year(year, month, day) for year in (today.year, today.year + 1))
    now = np.datetime64(today, "D").astype(np.int64)
    return np.where(this_year >= now, this_year, next_year) - now


def until_lunar(
    today: date, codes: NDArray[np.integer], texts: Iterable[str]
) -> tuple[IntArray, BoolArray]:
    """Count the days to the next lunar day written in ``texts``, and tell where it was readable.

    ``codes`` are places in ``texts``, negative where nothing is written.
    """
    days = [-1]
    for text in texts:
        lunar = read_lunar(text)
        found = next_solar_day(lunar, today) if lunar else None
        days.append(-1 if found is None else (found - today).days)
    left = np.array(days, np.int64)[np.maximum(codes, -1) + 1]
    return left, left >= 0


def until_anniversary(today: date, since: IntArray) -> tuple[IntArray, IntArray]:
    """Count the days to the next anniversary of days since 1970-01-01, and the years it makes.

    Years are 0 where the anniversary is not a round one (see ``ROUND_YEARS``).
    """
    year, month, day = calendar(since)
    left = until_yearly(today, month, day)
    years = calendar(np.datetime64(today, "D").astype(np.int64) + left)[0] - year
    is_round = (years == 1) | ((years > 0) & (years % ROUND_YEARS == 0))
    return left, np.where(is_round, years, 0)


def _in_year(year: int, month: IntArray, day: IntArray) -> IntArray:
    months = (year - 1970) * 12 + month - 1
    first, following = _first_days(months), _first_days(months + 1)
    found: IntArray = first + np.minimum(day, following - first) - 1
    return found


def _first_days(months: IntArray) -> IntArray:
    """Return the first day of months counted from January 1970."""
    days: IntArray = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return days
