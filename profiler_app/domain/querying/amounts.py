"""Numbers, spans of time and comparisons as people write them."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万": 10**4, "亿": 10**8, "千": 10**3, "百": 10**2, "k": 10**3, "m": 10**6, "w": 10**4}

NUMBER = (
    r"(?:[¥￥$]?\s?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:\s?[万亿千百]|[kmw]\b)?"
    r"|[零〇一二两三四五六七八九十百千万亿]+)"
)
UNIT = r"(?:天|日|周|星期|个?月|季度|年|days?|weeks?|months?|years?)"
SPAN = rf"(?:{NUMBER}\s?个?\s?{UNIT}|半年|half a year|(?:an?|one)\s(?:day|week|month|year))"
_SPAN_PARTS = re.compile(rf"({NUMBER}|an?|one)?\s?个?\s?({UNIT})", re.IGNORECASE)
_DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7, "月": 30, "个月": 30, "季度": 90, "年": 365}
_DAYS |= {"day": 1, "week": 7, "month": 30, "year": 365}


def number(text: str) -> Decimal:
    """Return the number a text says: ``5千``, ``1.5万``, ``三十``, ``10k``."""
    written = text.strip().lower().lstrip("¥￥$ ").replace(",", "").replace(" ", "")
    if written[0].isdigit():
        scale = _SCALES.get(written[-1], 1)
        return Decimal(written.rstrip("万亿千百kmw")) * scale
    return Decimal(_chinese(written))


def _chinese(text: str) -> int:
    total = section = digit = 0
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _STEPS:
            section += (digit or 1) * _STEPS[sign]
            digit = 0
        else:
            total = (total + section + digit or 1) * _SCALES[sign]
            section = digit = 0
    return total + section + digit


def plain(value: Decimal) -> str:
    """Return a number as the rule language writes it."""
    return format(value.normalize(), "f")


def days(text: str) -> int:
    """Return the days of a span: a month is 30, half a year 180, a year 365."""
    written = text.strip().lower()
    if written in ("半年", "half a year"):
        return 180
    found = _SPAN_PARTS.search(written)
    assert found is not None
    count, unit = found.groups()
    amount = Decimal(1) if count in (None, "a", "an", "one") else number(count)
    known = unit.rstrip("s") if unit.isascii() else unit
    return int(amount * _DAYS[known])


BEFORE = {
    "超过": ">", "大于": ">", "高于": ">", "多于": ">", "不低于": ">=", "至少": ">=",
    "不少于": ">=", "大于等于": ">=", "达到": ">=", "满": ">=", "低于": "<", "少于": "<",
    "不足": "<", "不到": "<", "不满": "<", "小于": "<", "不超过": "<=", "最多": "<=",
    "不高于": "<=", "小于等于": "<=", "等于": "==", ">=": ">=", "<=": "<=", ">": ">",
    "<": "<", "=": "==",
    "more than": ">", "over": ">", "above": ">", "greater than": ">", "older than": ">",
    "at least": ">=", "no less than": ">=", "less than": "<", "under": "<", "below": "<",
    "fewer than": "<", "younger than": "<", "at most": "<=", "no more than": "<=", "up to": "<=",
    "exactly": "==",
}  # fmt: skip
"""Words before a number."""

AFTER = {
    "以上": ">=", "及以上": ">=", "或以上": ">=", "以下": "<=", "及以下": "<=", "或以下": "<=",
    "以内": "<=", "or more": ">=", "and more": ">=", "or less": "<=", "or fewer": "<=",
    "and above": ">=", "and over": ">=", "or above": ">=", "or older": ">=", "or younger": "<=",
}  # fmt: skip
"""Words after a number; 以上 and 以下 include it (Civil Code of the PRC, article 1259)."""


def either(words: dict[str, str]) -> str:
    """Return a pattern for any of the words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
