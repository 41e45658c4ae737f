"""Round numbers for axes, and amounts short enough to stand on them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from profiler_app.domain.text import language

_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
_CHINESE_UNITS = ((10**10, "亿"), (10**6, "万"))  # minor units in one: 10^8 and 10^4 yuan
_ENGLISH_UNITS = ((10**8, "million "), (10**5, "thousand "))
_SIGNS = {10**10: "亿", 10**6: "万", 10**8: "m", 10**5: "k"}
_NO_SPAN = 1e-9
_UNIT_FROM = 10  # a unit is worth using when the largest amount is at least ten of it


@dataclass(frozen=True, slots=True)
class MoneyScale:
    """``minor`` is how many minor units one shown unit has; ``unit`` names it."""

    minor: int
    unit: str

    @property
    def sign(self) -> str:
        """What stands behind each number on an axis without a title: 万, k; empty for whole."""
        return _SIGNS.get(self.minor, "")

    def text(self, amount_minor: int) -> str:
        """Return an amount as shown on an axis, without the unit."""
        value = amount_minor / self.minor
        return number_text(value if abs(value) < 100 else round(value))


def money_scale(amounts_minor: Iterable[int], currency: str) -> MoneyScale:
    """Choose the unit in which all these amounts read shortly."""
    top = max((abs(amount) for amount in amounts_minor), default=0)
    chinese = language() == "zh"
    money = "元" if chinese and currency == "CNY" else currency
    for minor, name in _CHINESE_UNITS if chinese else _ENGLISH_UNITS:
        if top >= _UNIT_FROM * minor:
            return MoneyScale(minor, f"{name}{money}")
    return MoneyScale(100, money)


def number_text(value: float) -> str:
    """Return a number of at most four digits after grouping, with a true minus sign."""
    return f"{round(value, 2):,.10g}".replace("-", "\u2212")


def ticks(low: float, high: float, intervals: int = 3, *, whole: bool = False) -> tuple[float, ...]:
    """Return round values from at most ``low`` (and 0) to at least ``high``, evenly spaced.

    ``whole`` keeps to whole numbers, for counts.
    """
    low, high = min(low, 0.0), max(high, 0.0)
    intervals += low < 0 < high  # zero is one of the marks
    span = high - low
    rough = (span if span > _NO_SPAN else 1.0) / intervals
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(part * size for part in _ROUND if part * size >= rough * (1 - 1e-9))
    step = float(math.ceil(step)) if whole else step
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(number * step for number in range(first, max(last, first + 1) + 1))
