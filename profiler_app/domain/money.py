"""Amounts of money: integers in minor units (fen, cents) inside, text at the edges."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from functools import lru_cache

from profiler_app.domain.checked import EMPTY, Checked, clean_text, refused
from profiler_app.domain.text import Language
from profiler_app.domain.text import language as current_language

SYMBOLS = {"CNY": "¥", "GBP": "£", "USD": "$", "EUR": "€", "HKD": "HK$"}
"""The currencies the program writes, with the sign put before the amount."""

LARGEST = 10**17
"""Larger amounts (in minor units) are taken for mistakes."""

_UNITS = {
    "": 1, "元": 1, "块": 1, "圆": 1, "千": 10**3, "k": 10**3, "万": 10**4, "w": 10**4,
    "百万": 10**6, "千万": 10**7, "亿": 10**8,
}  # fmt: skip
_PLAIN = re.compile(r"(-?)(\d{1,13}|\d{1,3}(?:,\d{3}){1,4})(?:\.(\d\d?))?")
_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:e[+-]?\d{1,3})?"
_UNIT = r"(百万|千万|[千万亿kw])?([元块圆])?"
_AMOUNT = re.compile(rf"({_NUMBER}){_UNIT}")
_RANGE = re.compile(rf"({_NUMBER}){_UNIT}[-~至到–—]({_NUMBER}){_UNIT}")
_CURRENCY = re.compile(r"人民币|rmb|cny|us\$|hk\$|[¥$£€]|[整正]$")
_APPROXIMATE = re.compile(r"大约|约|将近|近|超过|超|逾|左右|上下|以上|以下|以内|多|余|[~≈+]")
_DIGITS = {c: n for n, pair in enumerate(("零〇", "一壹", "二贰两", "三叁", "四肆", "五伍",
           "六陆", "七柒", "八捌", "九玖")) for c in pair}  # fmt: skip
_PLACES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_CHINESE = re.compile(
    rf"(负?)([{''.join(_DIGITS)}{''.join(_PLACES)}万萬亿]+)[元圆块]?零?"
    rf"(?:([{''.join(_DIGITS)}])角)?零?(?:([{''.join(_DIGITS)}])分)?"
)


def parse_money(raw: object, *, header_unit: str | None = None) -> Checked[int]:
    """Read an amount as minor units, rounding half a fen up.

    ``header_unit`` (the 万元 of a column 余额(万元)) counts when the cell names no unit itself.
    A range has no value but ``min_fen`` and ``max_fen`` in ``derived``.
    """
    if header_unit is None:
        plain = _PLAIN.fullmatch(str(raw))
        if plain is not None:
            sign, whole, part = plain.groups()
            fen = int(whole.replace(",", "")) * 100 + (int(part.ljust(2, "0")) if part else 0)
            return Checked(-fen if sign else fen)
    text = clean_text(raw)
    if text is None:
        return refused(EMPTY)
    return _read(text.replace(" ", "").lower(), (header_unit or "").replace("元", ""))


@lru_cache(maxsize=4096)
def _read(text: str, unit: str) -> Checked[int]:
    text = _CURRENCY.sub("", text.replace("\u2212", "-"))
    if text.startswith("(") and text.endswith(")"):
        text = "-" + text[1:-1]
    between = _RANGE.fullmatch(text)
    if between is not None:
        return _range(between, unit)
    exact = _AMOUNT.fullmatch(text)
    if exact is not None:
        return _amount(exact, unit, ())
    chinese = _chinese(text)
    if chinese is not None:
        return _bounded(chinese, ("MONEY_CN_NUMERAL",))
    rough = _AMOUNT.fullmatch(_APPROXIMATE.sub("", text))
    if rough is not None and _APPROXIMATE.search(text):
        return _amount(rough, unit, ("MONEY_APPROX",))
    return refused("MONEY_FORMAT")


def _fen(number: str, unit: str | None, yuan: str | None, header_unit: str) -> int | None:
    if not any(c.isdigit() for c in number.partition("e")[0]):  # nor is "e5" a number
        return None
    factor = _UNITS[unit or ("" if yuan else header_unit)]
    exact = Decimal(number.replace(",", "")) * factor * 100
    return int(exact.to_integral_value(ROUND_HALF_UP)) if exact.adjusted() < 40 else 10**40


def _amount(match: re.Match[str], unit: str, warnings: tuple[str, ...]) -> Checked[int]:
    fen = _fen(match[1], match[2], match[3], unit)
    return refused("MONEY_FORMAT") if fen is None else _bounded(fen, warnings)


def _bounded(fen: int, warnings: tuple[str, ...]) -> Checked[int]:
    return refused("MONEY_TOO_LARGE") if abs(fen) > LARGEST else Checked(fen, (), warnings)


def _range(match: re.Match[str], unit: str) -> Checked[int]:
    low = _fen(match[1], match[2] or match[5], match[3] or match[6], unit)
    high = _fen(match[4], match[5], match[6], unit)
    if low is None or high is None:
        # "-0.01" also reads as a range whose first number is missing
        amount = _AMOUNT.fullmatch(match[0])
        return refused("MONEY_FORMAT") if amount is None else _amount(amount, unit, ())
    errors = ("MONEY_RANGE_ORDER",) if low > high else ()
    return Checked(None, errors, ("MONEY_IS_RANGE",), {"min_fen": low, "max_fen": high})


def _chinese(text: str) -> int | None:
    match = _CHINESE.fullmatch(text)
    if match is None:
        return None
    fen = _integer(match[2]) * 100
    fen += _DIGITS.get(match[3], 0) * 10 + _DIGITS.get(match[4], 0)
    return -fen if match[1] else fen


def _integer(numeral: str) -> int:
    """Read a Chinese numeral: places inside a section, sections of 万 and 亿."""
    total = section = digit = 0
    for character in numeral:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _PLACES:
            section, digit = section + (digit or 1) * _PLACES[character], 0
        elif character == "亿":
            total, section, digit = (total + section + digit) * 10**8, 0, 0
        else:
            total, section, digit = total + (section + digit) * 10**4, 0, 0
    return total + section + digit


def to_decimal(minor: int) -> str:
    """Return minor units as a decimal number without grouping: ``-123450`` is ``-1234.50``."""
    whole, part = divmod(abs(minor), 100)
    return f"{'-' if minor < 0 else ''}{whole}.{part:02}"


def from_decimal(text: str) -> int:
    """Return the minor units of a decimal number, half to even.

    Raises decimal.InvalidOperation when the text is not a number.
    """
    return int((Decimal(text) * 100).to_integral_value(ROUND_HALF_EVEN))


def format_money(
    minor: int, *, currency: str = "CNY", language: Language | None = None, compact: bool = False
) -> str:
    """Return an amount for reading: ¥48,260 or ¥48,260.50.

    ``compact`` shortens to three digits: ¥386 万 and ¥4.38 亿 from 100 万 on, in English ¥386k
    from 100k on and ¥3.9m.
    """
    sign = "-" if minor < 0 else ""
    amount = abs(minor)
    if not compact:
        return f"{sign}{SYMBOLS[currency]}{_grouped(amount)}"
    short = _short_zh if (language or current_language()) == "zh" else _short_en
    return f"{sign if amount >= 50 else ''}{SYMBOLS[currency]}{short(_rounded(amount, 100))}"


def format_money_short(minor: int) -> str:
    """Return a Chinese amount in 元, 万 or 亿 with up to two decimals: 12.35万, 1.2亿."""
    sign = "-" if minor < 0 else ""
    amount = abs(minor)
    if amount < 10**6:
        return f"{sign}{_trimmed(amount)}元"
    wan = _rounded(amount, 10**4)
    if wan < 10**6:
        return f"{sign}{_trimmed(wan)}万"
    return f"{sign}{_trimmed(_rounded(amount, 10**8))}亿"


def _rounded(amount: int, unit: int) -> int:
    return (amount + unit // 2) // unit


def _grouped(amount: int) -> str:
    whole, part = divmod(amount, 100)
    return f"{whole:,}.{part:02}" if part else f"{whole:,}"


def _trimmed(hundredths: int) -> str:
    return f"{hundredths / 100:,.2f}".rstrip("0").rstrip(".")


def _short_zh(yuan: int) -> str:
    if yuan < 10**6:
        return f"{yuan:,}"
    wan = _rounded(yuan, 10**4)
    return f"{wan:,} 万" if wan < 10**4 else f"{_three_digits(yuan, 10**8)} 亿"


def _three_digits(amount: int, unit: int) -> str:
    """Return amount / unit with at most two decimals, fewer for larger numbers."""
    places = 2 if amount < 10 * unit else 1 if amount < 100 * unit else 0
    shown = f"{amount / unit:,.{places}f}"
    return shown.rstrip("0").rstrip(".") if places else shown


def _short_en(amount: int) -> str:
    if amount < 10**5:
        return f"{amount:,}"
    if amount < 999_500:
        return f"{_rounded(amount, 1000)}k"
    if amount < 999_500_000:
        places = 1 if amount < 99_950_000 else 0
        return f"{amount / 10**6:.{places}f}".removesuffix(".0") + "m"
    return f"{amount / 10**9:,.1f}".removesuffix(".0") + "bn"
