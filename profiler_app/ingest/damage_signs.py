"""The signs by which damaged cells are told: one for each kind of damage and kind of column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from profiler_app.domain.damage import Treatment
from profiler_app.domain.dates import parse_date
from profiler_app.domain.identifiers import cn_id, is_excel_damage
from profiler_app.ingest.broken_text import is_cut, is_lost, looks_broken, repaired
from profiler_app.ingest.targets import TargetField
from profiler_app.ingest.values import IDENTIFIERS

LIMITS: Final = (255, 32_767)
"""The longest text old spreadsheets and databases hold in one cell, and the longest of Excel."""

_NO_TEXT: Final = frozenset(("money", "int", "num", "number", "ratio", "date", "moment"))
_ENDLESS: Final = re.compile("expiry|valid|until|due|maturity|end")
_SCIENTIFIC: Final = re.compile(r"(\d)(?:\.(\d+))?[eE]\+?(\d{1,2})")
_HAS_EXPONENT: Final = re.compile(r"\d[eE]\+?\d")
_DIGITS: Final = re.compile(r"\d{14,19}|\d(?:\.\d+)?[eE]\+?\d{1,2}", re.ASCII)
_CUT_DIGITS: Final = re.compile(r"[1-9]\d{14}0+", re.ASCII)
_LONG_CUT: Final = re.compile(r"(?<!\d)\d{15,}0", re.ASCII)
_MARK_FIRST: Final = re.compile(r"(?m)^[^\S\n]*#")
_ODD_YEARS: Final = ("1900", "1899", "0001", "9999")
_ODD_YEAR: Final = re.compile(
    rf"(?<!\d)(?:{'|'.join(_ODD_YEARS)})|(?:{'|'.join(_ODD_YEARS)})(?!\d)"
)
_SERIAL: Final = re.compile(r"(?m)^[2-6]\d{4}(?:\.\d+)?$", re.ASCII)
_FORMULA_ERRORS: Final = frozenset(
    (
        *("#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#null!", "#num!", "#spill!", "#calc!"),
        *("#getting_data", "#field!", "#blocked!"),
    )
)
_CODE_LENGTH: Final = 6
_MOST: Final = 0.8
_AREA_CODE: Final = re.compile(r"[1-9]\d{1,2}[- ]?\d{7,8}", re.ASCII)
_LONG_BEFORE: Final = date(2100, 1, 1)


class Found(NamedTuple):
    """A damaged cell; ``after`` is what a repair makes of it, None where nothing can."""

    after: str | None


@dataclass(frozen=True, slots=True)
class Sign:
    """How one kind of damage is told in one column.

    ``maybe`` says of all cells of a block, joined by line ends, whether it is worth while to
    ``judge`` them one by one. The first of ``treatments`` is the default.
    """

    code: str
    maybe: Callable[[str], bool]
    judge: Callable[[str], Found | None]
    treatments: tuple[Treatment, ...]

    @property
    def spares_usual(self) -> bool:
        """Whether no cell that is written as usual in its column (``short_way``) has the sign.

        Only the length of numbers and of texts is nothing that tells usual cells.
        """
        return self.code not in ("zeros_lost", "truncated")


def is_number(field: TargetField) -> bool:
    """Whether a field holds numbers given by somebody: of customers, members, orders, accounts."""
    return field.id in IDENTIFIERS or field.kind == "key"


def is_key(field: TargetField) -> bool:
    """Whether customers or records can be recognised by a field."""
    return is_number(field) or field.id in ("cn_id", "uscc", "mobile", "phone", "email")


def signs_of(
    field: TargetField, cells: Sequence[str], *, system_1904: bool = False
) -> tuple[Sign, ...]:
    """Return the signs to look for in a column; ``cells`` is its sample.

    ``system_1904`` is the date system of the workbook the serial numbers come from.
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    signs = [_FORMULA_ERROR]
    if field.kind in ("date", "moment"):
        signs += [_placeholder(field), _serial_date(system_1904)]
    if field.kind in _NO_TEXT:
        return tuple(signs)
    signs += [_MOJIBAKE, _UNREADABLE]
    if is_key(field) or _is_long_number(filled):
        signs.append(_scientific(is_key(field)))
    if is_number(field) or field.id == "cn_id" or _is_long_number(filled):
        signs.append(_digits_lost(field, filled))
    if is_number(field) or field.id == "phone":
        signs += _zeros_lost(field, filled)
    if field.kind in ("text", "list") and not is_key(field):
        signs.append(_TRUNCATED)
    return tuple(signs)


# Errors of formulas


def _formula_error(cell: str) -> Found | None:
    text = cell.strip().lower()
    return Found(None) if text in _FORMULA_ERRORS or _only_hashes(text) else None


def _only_hashes(text: str) -> bool:
    """Whether a spreadsheet wrote ##### because the column was too narrow."""
    return len(text) > 3 and not text.strip("#")


_FORMULA_ERROR: Final = Sign(
    "formula_error",
    lambda text: "#" in text and _MARK_FIRST.search(text) is not None,
    _formula_error,
    ("drop", "intact"),
)


# Dates


def _placeholder(field: TargetField) -> Sign:
    endless = _ENDLESS.search(field.id) is not None

    def judge(cell: str) -> Found | None:
        checked = parse_date(cell)
        perpetual = "DATE_PERPETUAL" in checked.warnings and not endless
        return Found(None) if perpetual or "DATE_SENTINEL" in checked.errors else None

    def maybe(text: str) -> bool:
        return any(year in text for year in _ODD_YEARS) and _ODD_YEAR.search(text) is not None

    return Sign("placeholder", maybe, judge, ("drop", "intact"))


def _serial_date(system_1904: bool) -> Sign:
    def judge(cell: str) -> Found | None:
        checked = parse_date(cell, system_1904=system_1904)
        return Found(checked.value) if "DATE_EXCEL_SERIAL" in checked.warnings else None

    return Sign(
        "serial_date",
        lambda text: _SERIAL.search(text) is not None,
        judge,
        ("repair", "drop", "intact"),
    )


# Texts


def _mojibake(cell: str) -> Found | None:
    text = repaired(cell)
    return Found(text) if text is not None else None


def _unreadable(cell: str) -> Found | None:
    return Found(None) if is_lost(cell) or is_cut(cell) else None


_MOJIBAKE: Final = Sign("mojibake", looks_broken, _mojibake, ("repair", "drop", "intact"))
_UNREADABLE: Final = Sign("unreadable", looks_broken, _unreadable, ("drop", "intact"))
_TRUNCATED: Final = Sign(
    "truncated",
    lambda text: len(text) >= LIMITS[0],
    lambda cell: Found(None) if len(cell) in LIMITS else None,
    ("keep", "drop", "intact"),
)


# Long numbers


def _is_long_number(filled: Sequence[str]) -> bool:
    long = sum(_DIGITS.fullmatch(cell) is not None for cell in filled)
    return long >= max(1, len(filled) / 2)


def _scientific(key: bool) -> Sign:
    def judge(cell: str) -> Found | None:
        match = _SCIENTIFIC.fullmatch(cell.strip())
        return Found(exact_number(match)) if match else None

    more: tuple[Treatment, ...] = () if key else ("keep",)
    return Sign(
        "scientific",
        lambda text: ("E" in text or "e" in text) and _HAS_EXPONENT.search(text) is not None,
        judge,
        ("repair", "drop", "intact", *more),
    )


def exact_number(match: re.Match[str]) -> str | None:
    """Return the whole number behind 1.3800138001E+10, None where digits are missing."""
    part, places = match[2] or "", int(match[3])
    exact = places <= len(part) and places < 15 and not part[places:].strip("0")
    return match[1] + part[:places] if exact else None


def _digits_lost(field: TargetField, filled: Sequence[str]) -> Sign:
    """Long numbers are cut where most of them end in zeros behind the fifteenth digit."""
    long = [cell for cell in filled if len(cell) > 15 and cell.isdigit()]
    cut = sum(_CUT_DIGITS.fullmatch(cell) is not None for cell in long)
    all_cut = len(long) > 3 and cut >= _MOST * len(long)

    def judge(cell: str) -> Found | None:
        text = cell.strip()
        if len(text) < 16 or not _CUT_DIGITS.fullmatch(text):
            return None
        if not all_cut and (not is_excel_damage(text) or _is_real_id(field, text)):
            return None
        return Found(None)

    more: tuple[Treatment, ...] = () if is_key(field) else ("keep",)
    end = "0" if all_cut else "000"
    return Sign(
        "digits_lost",
        lambda text: end in text and _LONG_CUT.search(text) is not None,
        judge,
        ("drop", "intact", *more),
    )


def _is_real_id(field: TargetField, text: str) -> bool:
    return field.id == "cn_id" and cn_id(text, as_of=_LONG_BEFORE).ok


# Zeros in front


def _zeros_lost(field: TargetField, filled: Sequence[str]) -> list[Sign]:
    if field.id == "phone":
        return _area_codes(filled)
    digits = [cell for cell in filled if cell.isdigit() and cell.isascii()]
    if len(digits) < max(4, _MOST * len(filled)):
        return []
    length, count = Counter(map(len, digits)).most_common(1)[0]
    if length != max(map(len, digits)) or count < _MOST * len(digits) or length < 3:
        return []
    led = [cell for cell in digits if cell[0] == "0"]
    sure = bool(led) and all(len(cell) == length for cell in led)
    short = [cell for cell in digits if len(cell) < length]
    spread = any(cell[0] < "5" for cell in short) and length >= _CODE_LENGTH
    if not sure and (led or not spread):
        return []

    def judge(cell: str) -> Found | None:
        text = cell.strip()
        lost = 0 < len(text) < length and text.isdigit() and text.isascii() and text[0] != "0"
        return Found(text.zfill(length)) if lost else None

    first: tuple[Treatment, ...] = ("repair", "keep") if sure else ("keep", "repair")
    pattern = re.compile(rf"(?m)^\s*\d{{1,{length - 1}}}\s*$", re.ASCII)
    return [_zeros(pattern, judge, first)]


def _area_codes(filled: Sequence[str]) -> list[Sign]:
    """Landlines of a column that writes 0571-88880000, without their zero."""
    led = sum(cell[0] == "0" for cell in filled)
    if led < len(filled) / 2 or not filled:
        return []

    def judge(cell: str) -> Found | None:
        text = cell.strip()
        return Found(f"0{text}") if _AREA_CODE.fullmatch(text) else None

    pattern = re.compile(rf"(?m)^\s*{_AREA_CODE.pattern}\s*$", re.ASCII)
    return [_zeros(pattern, judge, ("repair", "keep"))]


def _zeros(
    pattern: re.Pattern[str], judge: Callable[[str], Found | None], first: tuple[Treatment, ...]
) -> Sign:
    treatments = (*first, "drop", "intact")
    return Sign("zeros_lost", lambda text: pattern.search(text) is not None, judge, treatments)
