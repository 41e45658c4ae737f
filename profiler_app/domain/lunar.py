"""Days of the Chinese lunar calendar: reading them, and their day in the common calendar.

The rules are those of GB/T 33661-2017: a month begins on the day of the new moon (Beijing time),
the eleventh holds the winter solstice, and of thirteen months the first without a mid-climate is
the leap month. The table holds the outcome for 1990 to 2099; that each month begins with a new
moon, and each eleventh holds the solstice, is computed again in the tests (tests/domain).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

FIRST_YEAR: Final = 1990
_NEW_YEAR: Final = date(1990, 1, 27)
_YEARS: Final = (
    0x0BE92, 0x00E92, 0x00D26, 0x06A56, 0x00A57, 0x114D6, 0x0035A, 0x006D5, 0x0B6C9, 0x00749,
    0x00693, 0x0952B, 0x0052B, 0x00A5B, 0x0555A, 0x0056A, 0x0FB55, 0x00BA4, 0x00B49, 0x0BA93,
    0x00A95, 0x0052D, 0x08AAD, 0x00AB5, 0x135AA, 0x005D2, 0x00DA5, 0x0DD4A, 0x00D4A, 0x00C95,
    0x0952E, 0x00556, 0x00AB5, 0x055B2, 0x006D2, 0x0CEA5, 0x00725, 0x0064B, 0x0AC97, 0x00CAB,
    0x0055A, 0x06AD6, 0x00B69, 0x17752, 0x00B52, 0x00B25, 0x0DA4B, 0x00A4B, 0x004AB, 0x0A55B,
    0x005AD, 0x00B6A, 0x05B52, 0x00D92, 0x0FD25, 0x00D25, 0x00A55, 0x0B4AD, 0x004B6, 0x005B5,
    0x06DAA, 0x00EC9, 0x11E92, 0x00E92, 0x00D26, 0x0CA56, 0x00A57, 0x00556, 0x086D5, 0x00755,
    0x00749, 0x06E93, 0x00693, 0x0F52B, 0x0052B, 0x00A5B, 0x0B55A, 0x0056A, 0x00B65, 0x0974A,
    0x00B4A, 0x11A95, 0x00A95, 0x0052D, 0x0CAAD, 0x00AB5, 0x005AA, 0x08BA5, 0x00DA5, 0x00D4A,
    0x07C95, 0x00C96, 0x0F94E, 0x00556, 0x00AB5, 0x0B5B2, 0x006D2, 0x00EA5, 0x08E4A, 0x0068B,
    0x10C97, 0x004AB, 0x0055B, 0x0CAD6, 0x00B6A, 0x00752, 0x09725, 0x00B45, 0x00A8B, 0x0549B,
)  # fmt: skip
"""A year each: bits 0 to 12 tell which months have 30 days, above them which one is doubled."""
LAST_YEAR: Final = FIRST_YEAR + len(_YEARS) - 1

_DIGITS: Final = {sign: n for n, sign in enumerate("〇一二三四五六七八九十")} | {"元": 1, "零": 0}
_MONTH: Final = r"(?P<month>正|腊|臘|冬|十[一二]?|[一二三四五六七八九]|1[0-2]|0?[1-9])月"
_DAY: Final = (
    r"(?P<day>初[一二三四五六七八九十]|廿[一二三四五六七八九]?|卅|三十|[二]?十[一二三四五六七八九]?"
    r"|[一二三四五六七八九]|30|[12]\d|0?[1-9])[日号號]?"
)
_YEAR: Final = (
    r"(?:[\d〇零一二三四五六七八九]{4}|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥])年?"
)
_WRITTEN: Final = re.compile(rf"(?:[农農阴陰][历曆])?(?:{_YEAR})?(?P<leap>[闰閏]?){_MONTH}{_DAY}")
_NUMBERS: Final = re.compile(
    r"(?:[农農阴陰][历曆])?(?:\d{4}[-/.])?(?P<leap>[闰閏]?)"
    r"(?P<month>1[0-2]|0?[1-9])[-/.](?P<day>30|[12]\d|0?[1-9])"
)


class LunarDay(NamedTuple):
    """A day of the year: month 1 to 12, day 1 to 30, ``leap`` for a doubled month."""

    month: int
    day: int
    leap: bool = False


@lru_cache(maxsize=1024)
def read_lunar(text: str) -> LunarDay | None:
    """Read 八月十五, 农历1964年闰四月初二, 腊月廿三, 8月15, 08-15; None where it is no such day."""
    cleaned = re.sub(r"[\s，,]", "", text)
    found = _WRITTEN.fullmatch(cleaned) or _NUMBERS.fullmatch(cleaned)
    if found is None:
        return None
    return LunarDay(_month(found["month"]), _number(found["day"]), bool(found["leap"]))


def solar_day(year: int, lunar: LunarDay) -> date | None:
    """Return the day of a lunar year on which a lunar day is kept; None outside of the table.

    A leap month that the year does not have is kept in the month it would double, the 30th of a
    short month on its last day.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    at = year - FIRST_YEAR
    doubled = _YEARS[at] >> 13
    place = lunar.month - 1 + (0 < doubled < lunar.month)
    if lunar.leap and lunar.month == doubled:
        place += 1
    lengths = _lengths(_YEARS[at])
    days = sum(lengths[:place]) + min(lunar.day, lengths[place]) - 1
    return _NEW_YEAR + timedelta(days=_starts()[at] + days)


def next_solar_day(lunar: LunarDay, day: date) -> date | None:
    """Return the first day on or after ``day`` on which a lunar day is kept."""
    years = (day.year - 1, day.year, day.year + 1)
    found = (solar_day(year, lunar) for year in years)
    return min((each for each in found if each is not None and each >= day), default=None)


def _lengths(year: int) -> list[int]:
    months = 13 if year >> 13 else 12
    return [29 + (year >> month & 1) for month in range(months)]


@lru_cache(maxsize=1)
def _starts() -> tuple[int, ...]:
    """Return how many days after the first new year of the table each year begins."""
    return tuple(accumulate((sum(_lengths(year)) for year in _YEARS), initial=0))


def _month(text: str) -> int:
    return {"正": 1, "冬": 11, "腊": 12, "臘": 12}.get(text) or _number(text)


def _number(text: str) -> int:
    """Read 15, 十五, 初五, 廿五, 三十."""
    if text.isdecimal():
        return int(text)
    text = text.removeprefix("初").replace("廿", "二十").replace("卅", "三十")
    tens, mark, ones = text.rpartition("十")
    if not mark:
        return _DIGITS[text]
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
