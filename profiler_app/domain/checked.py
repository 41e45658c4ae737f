"""What a validator says about one cell, and why in words.

Every validator cleans the cell first (`clean_text`) and answers with a `Checked`: the normalised
value, codes of errors (the value must not be used) and of warnings (it may), and what follows
from it. `reason` turns a code into a sentence for the person who reads the import report.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from profiler_app.domain.text import N_, _
from profiler_app.domain.usual import Usual

T = TypeVar("T")

EMPTY = "EMPTY"
TOO_LONG = "TOO_LONG"

# Characters that NFKC leaves alone, so that most cells need no cleaning at all.
_CLEAN_TEXT = "[0-9A-Za-z+\u4e00-\u9fff]++(?:[-.:@,_ ][0-9A-Za-z\u4e00-\u9fff]++)*+"
_CLEAN = re.compile(_CLEAN_TEXT, re.ASCII)
USUAL_TEXT = Usual(f"(?=[^\n]{{8}}){_CLEAN_TEXT}")
"""Text that ``clean_text`` leaves as it is, and too long for a null word."""
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_BLANKS = re.compile(r"\s+")
NULL_WORDS = frozenset((
    "-", "--", "---", "/", "//", ".", "\\", "\\n", "—", "——", "n/a", "null", "none", "nan", "nil",
    "#n/a", "#null!", "#ref!", "#value!", "#div/0!", "#name?", "(null)", "无", "暂无", "未知",
    "unknown", "不详", "空", "(空)", "(无)", "未填", "未填写", "没有", "不清楚",
))  # fmt: skip
_NOTHING: Mapping[str, Any] = {}


class Checked(NamedTuple, Generic[T]):
    """The answer of a validator.

    ``value`` is the normalised value; with errors it is at most the cleaned text, kept so that
    the report can show it. ``derived`` holds what the value implies (region, gender, ...).
    A named tuple, because an import makes millions of them.
    """

    value: T | None
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    derived: Mapping[str, Any] = _NOTHING

    @property
    def ok(self) -> bool:
        """Whether the value may be used."""
        return not self.errors


def refused(code: str, value: T | None = None, **derived: object) -> Checked[T]:
    """Return the answer for a cell with one error."""
    return Checked(value, (code,), (), derived)


def clean_text(raw: object) -> str | None:
    """Return the cell as tidy text, or None when it says nothing.

    NFKC, invisible characters removed, blanks collapsed, Excel's leading apostrophe dropped,
    null words (``--``, 无, N/A, ...) read as nothing. Whole floats lose their ``.0``.
    """
    if isinstance(raw, str):
        text = raw
    elif raw is None:
        return None
    else:
        text = str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw)
    if not _CLEAN.fullmatch(text):
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
        text = _BLANKS.sub(" ", text).strip().lstrip("'`").strip()
    if not text or (len(text) < 8 and text.lower() in NULL_WORDS):
        return None
    return text


_REASONS = {
    EMPTY: N_("The cell is empty."),
    TOO_LONG: N_("The text is too long for this field."),
    "ADDR_COUNTY_AMBIGUOUS": N_("The county exists in several cities; add the city."),
    "ADDR_NO_PROVINCE": N_("The address does not name a province."),
    "ADDR_UNRESOLVED": N_("The address names no known province, city or county."),
    "CARD_EXCEL_TRUNCATED": N_("The last digits are zeros, as when Excel cuts a long number."),
    "CARD_FORMAT": N_("A card number has 12 to 19 digits."),
    "CARD_LUHN": N_("The check digit of the card number does not fit."),
    "CARD_MASKED": N_("The card number is masked."),
    "CARD_SCI_NOTATION": N_(
        "Excel has turned the card number into 6.22E+18 and its digits are lost; export the "
        "column as text."
    ),
    "COMPANY_NO_LEGAL_FORM": N_("The company name does not end in a legal form."),
    "COMPANY_SHORT": N_("The company name is very short."),
    "DATE_AMBIGUOUS_DMY": N_("Day and month may be swapped; it was read as month, day, year."),
    "DATE_EXCEL_SERIAL": N_("The date was a serial number of Excel and was converted."),
    "DATE_FORMAT": N_("This is not a date."),
    "DATE_INVALID": N_("This date does not exist in the calendar."),
    "DATE_LUNAR": N_("This is a date of the lunar calendar; give the solar date."),
    "DATE_NO_YEAR": N_("The date has no year."),
    "DATE_OUT_OF_RANGE": N_("The date is outside the years 1880 to 2100."),
    "DATE_PERPETUAL": N_("The date means: without end."),
    "DATE_SENTINEL": N_("The date is a placeholder of the source system."),
    "DATE_TWO_DIGIT_YEAR": N_("The year has two digits; 00 to 49 was read as 2000 to 2049."),
    "EMAIL_DOMAIN_TYPO": N_("The domain of the e-mail address looks misspelt."),
    "EMAIL_FORMAT": N_("This is not an e-mail address."),
    "ID_15_CONVERTED": N_("The 15-digit ID number was converted to 18 characters."),
    "ID_AGE_OVER_120": N_("By this ID number the person is older than 120."),
    "ID_BIRTH_FUTURE": N_("The birth date in the ID number is in the future."),
    "ID_BIRTH_INVALID": N_("The birth date in the ID number does not exist."),
    "ID_BIRTH_TOO_OLD": N_("The birth date in the ID number is more than 150 years ago."),
    "ID_CHECKSUM": N_("The check character of the ID number does not fit; a digit is mistyped."),
    "ID_EXCEL_TRUNCATED": N_(
        "Excel has replaced the last digits of the ID number by zeros; export the column as text."
    ),
    "ID_FORMAT": N_("An ID number has 18 characters."),
    "ID_MASKED": N_("The ID number is masked."),
    "ID_PROVINCE": N_("The ID number begins with a province code that does not exist."),
    "ID_REGION_HISTORICAL": N_("The region code of the ID number was abolished; this is normal."),
    "ID_REGION_UNKNOWN": N_("The region code of the ID number was never in use."),
    "ID_SCI_NOTATION": N_(
        "Excel has turned the ID number into 3.3E+17 and its digits are lost; export the column "
        "as text."
    ),
    "IND_CLASS_UNKNOWN": N_("The industry code does not exist in GB/T 4754-2017."),
    "IND_DIVISION_UNKNOWN": N_("The industry division does not exist in GB/T 4754-2017."),
    "IND_NAME_UNKNOWN": N_("No industry of GB/T 4754-2017 has this name."),
    "IND_SECTION_MISMATCH": N_("The letter and the digits of the industry code do not agree."),
    "MOBILE_FORMAT": N_("A mobile number has 11 digits and begins with 13 to 19."),
    "MOBILE_IS_LANDLINE": N_("This is a landline number, not a mobile number."),
    "MOBILE_MASKED": N_("The mobile number is masked."),
    "MOBILE_MULTIPLE": N_("The cell holds several mobile numbers; keep one."),
    "MOBILE_NON_CN": N_("This mobile number is not of mainland China."),
    "MOBILE_REPEATED": N_("The mobile number repeats one digit and may be made up."),
    "MOBILE_SCI_NOTATION": N_(
        "Excel has turned the mobile number into 1.39E+10 and its digits are lost; export the "
        "column as text."
    ),
    "MONEY_APPROX": N_("The amount is approximate."),
    "MONEY_CN_NUMERAL": N_("The amount was written in Chinese numerals and was converted."),
    "MONEY_FORMAT": N_("This is not an amount of money."),
    "MONEY_IS_RANGE": N_("The amount is a range."),
    "MONEY_RANGE_ORDER": N_("The range of amounts begins above its end."),
    "MONEY_TOO_LARGE": N_("The amount is too large to be true."),
    "NAME_CHARSET": N_("The name holds characters that do not belong into a name."),
    "NAME_HAS_DIGIT": N_("The name holds a digit."),
    "NAME_IS_COMPANY": N_("This is the name of a company, not of a person."),
    "NAME_LONG": N_("The name is unusually long."),
    "NAME_MASKED": N_("The name is masked."),
    "NAME_NOTE_SPLIT": N_("A note in brackets was split off the name."),
    "NAME_SINGLE_CHAR": N_("The name is a surname only."),
    "NAME_TITLE_SPLIT": N_("A title was split off the name."),
    "NEED_DIVISION": N_("The company size needs the industry to two digits."),
    "NEED_GROUP": N_("The company size needs the industry to three digits."),
    "NOT_COVERED": N_("The classification of company sizes does not cover this industry."),
    "SIZE_MISSING_METRIC": N_("The company size needs employees, revenue or assets."),
    "USCC_CHARSET": N_("The credit code holds a letter that is never used (I, O, S, V or Z)."),
    "USCC_CHECKSUM": N_("The check character of the credit code does not fit."),
    "USCC_LENGTH": N_("A credit code has 18 characters."),
    "USCC_MASKED": N_("The credit code is masked."),
    "USCC_OLD_15_REGNO": N_("This is an old 15-digit registration number, not a credit code."),
    "USCC_OLD_ORG_CODE": N_("This is an old organisation code, not a credit code."),
    "USCC_ORG_CHECK": N_("The check character of the organisation code does not fit."),
    "USCC_REGION_UNKNOWN": N_("The region code of the credit code was never in use."),
    "USCC_SCI_NOTATION": N_(
        "Excel has turned the credit code into a rounded number; export the column as text."
    ),
}

CODES = tuple(_REASONS)


def reason(code: str) -> str:
    """Return one sentence, in the current language, that explains an error or warning code."""
    return _(_REASONS[code])
