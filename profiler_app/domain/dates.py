"""Dates of cells: every notation that bank and shop exports use, as ISO text and as day numbers.

A day number counts the days since 1970-01-01; analysis works on them.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from profiler_app.domain.checked import EMPTY, Checked, clean_text, refused
from profiler_app.domain.text import Language, _, in_language, ngettext
from profiler_app.domain.text import language as current_language
from profiler_app.domain.usual import Usual

EPOCH = date(1970, 1, 1).toordinal()
FIRST_YEAR, LAST_YEAR = 1880, 2100
PERPETUAL = "9999-12-31"
_SENTINELS = frozenset(("1900-01-01", "1900-01-00", "1899-12-30", "1899-12-31", "0001-01-01"))
_PERPETUAL_WORDS = frozenset(("长期", "长期有效", "永久", "永久有效", "无固定期限"))

_ISO = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_CLOCK = re.compile(
    r"([ T]?)([01]?\d|2[0-3])[:时点]([0-5]\d)(?:[:分]([0-5]\d)秒?(?:\.\d+)?)?分? ?([AP]M)?"
    r" ?(?:Z|[+-]\d\d:?\d\d)?",
    re.ASCII | re.IGNORECASE,
)
_PACKED_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_PACKED = re.compile(r"(\d{4})(\d\d)(\d\d)(?:([01]\d|2[0-3])([0-5]\d)([0-5]\d)?)?", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?", re.ASCII)
_MONTH_ONLY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})月?|(\d\d))", re.ASCII)
_YEAR_ONLY = re.compile(r"(\d{4})年?", re.ASCII)
_NO_YEAR = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?", re.ASCII)
_SHORT_YEAR = re.compile(r"(\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
_SERIAL = re.compile(r"(\d{5})(\.\d+)?", re.ASCII)
_LUNAR = re.compile("农历|阴历|正月|腊月|冬月|闰|廿|初[一二三四五六七八九十]")
_CHINESE_DIGITS = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | {"零": "0"}
_CHINESE_NUMBER = re.compile(f"[十{''.join(_CHINESE_DIGITS)}]+")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


USUAL_DATE = Usual(
    r"(?:190[1-9]|19[1-9]\d|20\d\d)-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])"
    r"|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
)
"""An ISO date that is in the calendar and no placeholder; those of 29 February are judged."""


def quick_date(raw: str) -> str | None:
    """Return what ``parse_date`` makes of 2024-03-05, 2024/3/5 or 20240305, None where it judges.

    Imports ask here first.
    """
    match = _YEAR_FIRST.fullmatch(raw) or _PACKED_DAY.fullmatch(raw)
    if match is None:
        return None
    year, month, day = map(int, match.groups())
    if not FIRST_YEAR < year <= LAST_YEAR or not 0 < month <= 12 or not 0 < day <= 28:
        checked = _real(year, month, day)
        return checked.value if checked.ok else None
    iso = f"{year}-{month:02}-{day:02}"
    return None if iso in _SENTINELS else iso


def parse_date(
    raw: object, *, day_first: bool | None = None, system_1904: bool = False
) -> Checked[str]:
    """Read a date as ISO text; a time of day behind it is left out.

    ``day_first`` settles 03/05/2024, which is otherwise read as month, day with a warning.
    ``system_1904`` is the date system of the workbook the serial numbers come from.
    ``derived["precision"]`` is day, month, year or month_day (no value: no year was given).
    """
    text = raw if isinstance(raw, str) else clean_text(raw)
    if text is None:
        return refused(EMPTY)
    return _moment(text, day_first, system_1904)[0]


def parse_moment(
    raw: object, *, day_first: bool | None = None, system_1904: bool = False
) -> Checked[tuple[str, str | None]]:
    """Read a date with or without a time as (ISO date, ``HH:MM:SS`` or None)."""
    if isinstance(raw, str):
        # dates and times repeat, their combinations hardly ever: cache them apart
        head, _mark, tail = raw.partition(" " if " " in raw else "T")
        day, clock = _moment(head, day_first, system_1904)[0], _time(tail)
        if clock and day.value and day.ok:
            return Checked((day.value, clock), (), day.warnings)
    text = raw if isinstance(raw, str) else clean_text(raw)
    if text is None:
        return refused(EMPTY)
    day, clock = _moment(text, day_first, system_1904)
    value = None if day.value is None else (day.value, clock)
    return Checked(value, day.errors, day.warnings, day.derived)


@lru_cache(maxsize=65536)
def _moment(
    text: str, day_first: bool | None, system_1904: bool
) -> tuple[Checked[str], str | None]:
    if _ISO.fullmatch(text):
        return _real(int(text[:4]), int(text[5:7]), int(text[8:])), None
    cleaned = clean_text(text)
    if cleaned is None:
        return refused(EMPTY), None
    packed = _PACKED.fullmatch(cleaned)
    if packed is not None:
        day = _real(int(packed[1]), int(packed[2]), int(packed[3]))
        return day, f"{packed[4]}:{packed[5]}:{packed[6] or '00'}" if packed[4] else None
    serial = _SERIAL.fullmatch(cleaned)
    if serial is not None:
        return _serial(serial, system_1904)
    head, clock = _split_clock(cleaned)
    return _written(head, day_first), clock


@lru_cache(maxsize=65536)
def _time(text: str) -> str | None:
    """Return ``HH:MM:SS`` of the rest of a cell behind its date, None when it is no time."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    hour = int(match[2])
    if match[5]:
        hour = hour % 12 + (12 if match[5].upper() == "PM" else 0)
    return f"{hour:02}:{match[3]}:{match[4] or '00'}"


def _split_clock(text: str) -> tuple[str, str | None]:
    for mark in (" ", "T", "日", "号"):
        head, found, tail = text.partition(mark)
        clock = _time(tail.strip()) if found else None
        if clock:
            return head + (found if found in "日号" else ""), clock
    return text, None


def excel_day(number: int, *, system_1904: bool = False) -> date | None:
    """Return the date of a serial number of Excel.

    Excel believes in a 29 February 1900: number 60 is no date, and the numbers before it count
    from one day later than those behind it.
    """
    if system_1904:
        return date(1904, 1, 1) + timedelta(days=number)
    if number == 60:
        return None
    return date(1899, 12, 31 if number < 60 else 30) + timedelta(days=number)


def _serial(match: re.Match[str], system_1904: bool) -> tuple[Checked[str], str | None]:
    day = excel_day(int(match[1]), system_1904=system_1904)
    assert day is not None  # five digits are far behind the missing day
    checked = _real(day.year, day.month, day.day, warnings=("DATE_EXCEL_SERIAL",))
    seconds = round(float(match[2]) * 86400) if match[2] else 0
    if not 0 < seconds < 86400:
        return checked, None
    return checked, f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _written(text: str, day_first: bool | None) -> Checked[str]:
    if text in _PERPETUAL_WORDS:
        return Checked(PERPETUAL, (), ("DATE_PERPETUAL",))
    if _LUNAR.search(text):
        return refused("DATE_LUNAR")
    plain = _CHINESE_NUMBER.sub(_arabic, text.replace(" ", ""))
    if match := _YEAR_FIRST.fullmatch(plain):
        return _real(int(match[1]), int(match[2]), int(match[3]))
    if match := _YEAR_LAST.fullmatch(plain):
        return _year_last(int(match[1]), int(match[2]), int(match[3]), day_first)
    if match := _SHORT_YEAR.fullmatch(plain):
        year = int(match[1])
        year += 2000 if year <= 49 else 1900
        return _real(year, int(match[2]), int(match[3]), warnings=("DATE_TWO_DIGIT_YEAR",))
    if match := _NO_YEAR.fullmatch(plain):
        return _without_year(int(match[1]), int(match[2]))
    if match := _YEAR_ONLY.fullmatch(plain):
        return _real(int(match[1]), 1, 1, precision="year")
    if match := _MONTH_ONLY.fullmatch(plain):
        return _real(int(match[1]), int(match[2] or match[3]), 1, precision="month")
    return refused("DATE_FORMAT")


def _real(
    year: int, month: int, day: int, *, warnings: tuple[str, ...] = (), precision: str = "day"
) -> Checked[str]:
    """Return the date if the calendar has it and a person or account can have it."""
    iso = f"{year:04}-{month:02}-{day:02}"
    if iso == PERPETUAL:
        return Checked(PERPETUAL, (), ("DATE_PERPETUAL",))
    if iso in _SENTINELS:
        return refused("DATE_SENTINEL")
    try:
        date(year, month, day)
    except ValueError:
        return refused("DATE_INVALID")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return refused("DATE_OUT_OF_RANGE", iso)
    return Checked(iso, (), warnings, {"precision": precision})


def _year_last(first: int, second: int, year: int, day_first: bool | None) -> Checked[str]:
    if first > 12 or (day_first and second <= 12):
        return _real(year, second, first)
    unsure = day_first is None and second <= 12 and first != second
    return _real(year, first, second, warnings=("DATE_AMBIGUOUS_DMY",) if unsure else ())


def _without_year(month: int, day: int) -> Checked[str]:
    try:
        date(2000, month, day)
    except ValueError:
        return refused("DATE_INVALID")
    facts = {"precision": "month_day", "month": month, "day": day}
    return Checked(None, (), ("DATE_NO_YEAR",), facts)


def _arabic(match: re.Match[str]) -> str:
    """Turn 二〇二四, 十二 or 三十一 into digits."""
    tens, ten, ones = match[0].partition("十")
    digits = "".join(_CHINESE_DIGITS.get(c, c) for c in (tens or ("1" if ten else "")))
    if not ten:
        return digits
    return digits + (_CHINESE_DIGITS.get(ones, ones) or "0")


@lru_cache(maxsize=65536)
def to_day(iso: str) -> int:
    """Return the day number of ISO text; raises ValueError when it is none."""
    return date.fromisoformat(iso).toordinal() - EPOCH


def from_day(day: int) -> date:
    """Return the date of a day number."""
    return date.fromordinal(day + EPOCH)


def format_date(day: date, today: date, language: Language | None = None) -> str:
    """Return a date for reading, without the year when it is this year's: 9-18, 18 Sep."""
    this_year = day.year == today.year
    if (language or current_language()) == "zh":
        return f"{day.month}-{day.day}" if this_year else day.isoformat()
    return f"{day.day} {_MONTHS[day.month - 1]}" + ("" if this_year else f" {day.year}")


def days_ago(day: date, today: date, language: Language | None = None) -> str:
    """Return how long ago a date was, up to 400 days; the date itself otherwise."""
    with in_language(language or current_language()):
        days = (today - day).days
        if days == 0:
            return _("today")
        if not 0 < days <= 400:
            return format_date(day, today)
        return ngettext("{n} day ago", "{n} days ago", days).format(n=days)


def age_on(birth: date, day: date) -> int:
    """Return the full years lived on a day; who is born on 29 February ages on 1 March."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def wall_time(at: str) -> str:
    """Return a moment (ISO, UTC) as the clock on the wall showed it: 2026-11-22 09:30."""
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")
