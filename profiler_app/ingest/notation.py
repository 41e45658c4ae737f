"""How a file writes numbers and dates: decimal comma or point, day or month first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from profiler_app.domain.checked import clean_text
from profiler_app.domain.money import LARGEST, parse_money
from profiler_app.domain.usual import Usual

_COMMA: Final = re.compile(r"-?\d{1,3}(?:\.\d{3})*,\d{1,2}|-?\d{4,},\d+|-?\d{1,3}(?:\.\d{3}){2,}")
_POINT: Final = re.compile(r"-?[\d,]*\.(?:\d\d?|\d{4,})|-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_LONG_DATE: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)\b")
USUAL_AMOUNT: Final = Usual(r"\d{1,12}(?:\.\d\d)?")
"""An amount of money without any signs, whole or with two decimals."""
_PLAIN: Final = re.compile(r"-?\d{1,15}(?:\.\d{1,10})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Notation:
    """The conventions of one file; ``day_first`` is None while nothing tells.

    ``system_1904`` is the date system of the workbook the serial numbers come from.
    """

    decimal_comma: bool = False
    day_first: bool | None = None
    system_1904: bool = False

    def number(self, raw: str) -> str | None:
        """Return a plain decimal number in canonical form (``-1234.5``), None if it is none."""
        text = raw.strip()
        if not _PLAIN.fullmatch(text):
            text = (clean_text(raw) or "").replace(" ", "")
        text = self._pointed(text).removeprefix("+")
        if not _PLAIN.fullmatch(text):
            return None
        return text.rstrip("0").rstrip(".") if "." in text else text

    def minor(self, raw: str, unit: str = "") -> int | None:
        """Return an amount in minor units, half to even; None when it is no amount."""
        plain = None if unit else self.number(raw)
        if plain is not None:
            exact = Decimal(plain) * 100
            amount = int(exact.to_integral_value(ROUND_HALF_EVEN))
            return amount if abs(amount) <= LARGEST else None
        text = clean_text(raw)
        checked = parse_money(self._pointed(text or ""), header_unit=unit or None)
        return checked.value if checked.ok else None

    def date_text(self, raw: str) -> str:
        """Return 5.3.24 written with four digits when the file puts the day first."""
        match = _LONG_DATE.match(raw.strip()) if self.day_first else None
        if match is None or len(match[4]) == 4:
            return raw
        century = "20" if match[4] <= "49" else "19"
        return f"{match[1]}.{match[3]}.{century}{match[4]}"

    def _pointed(self, text: str) -> str:
        if self.decimal_comma:
            return text.replace(".", "").replace(",", ".")
        return text.replace(",", "") if _POINT.fullmatch(text) else text


def quick_minor(raw: str, unit: int = 1) -> int | None:
    """Return what ``Notation.minor`` makes of 1234 or 1234.50, None where it must judge.

    Only where the point is the decimal sign.
    """
    return usual_minor([raw], unit)[0] if USUAL_AMOUNT.fits(raw) else None


def usual_minor(cells: Sequence[str], unit: int = 1) -> list[int | None]:
    """Return the minor units of empty cells and of such that are ``USUAL_AMOUNT``."""
    text = "\n".join(cells)
    if "." not in text:
        factor = 100 * unit
        return [int(cell) * factor if cell else None for cell in cells]
    if text.count(".") < len(cells):
        return [
            (int(cell.replace(".", "")) if "." in cell else int(cell) * 100) * unit
            if cell
            else None
            for cell in cells
        ]
    minor = map(int, text.replace(".", "").split("\n") if cells else ())
    return [*minor] if unit == 1 else [each * unit for each in minor]


def notation_of(values: Iterable[str]) -> Notation:
    """Tell the conventions from a sample of cells; a decimal comma needs proof."""
    cells = [value.strip() for value in values if value and value.strip()]
    comma = sum(bool(_COMMA.fullmatch(cell)) for cell in cells)
    point = sum(bool(_POINT.fullmatch(cell)) for cell in cells)
    return Notation(comma > point, day_month_order(cells))


def is_short_date(cell: str) -> bool:
    """Whether a cell begins with a date whose year comes last."""
    return _year_last(cell) is not None


def day_month_order(cells: Iterable[str]) -> bool | None:
    """Return whether the day comes first, None when no date among the cells tells.

    24-03-05 does not count: its year comes first.
    """
    for cell in cells:
        match = _year_last(cell)
        if match and (int(match[1]) > 12 or match[2] == "."):
            return True
        if match and int(match[3]) > 12:
            return False
    return None


def _year_last(cell: str) -> re.Match[str] | None:
    match = _LONG_DATE.match(cell)
    return match if match and (len(match[4]) == 4 or match[2] == "." or match[4] > "31") else None
