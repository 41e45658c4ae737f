"""From the text of a cell to the value of a field, by the field's kind and name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from profiler_app.domain import identifiers
from profiler_app.domain.addresses import address
from profiler_app.domain.checked import EMPTY, Checked, clean_text, refused
from profiler_app.domain.companies import company_name
from profiler_app.domain.dates import USUAL_DATE, parse_date, parse_moment, quick_date
from profiler_app.domain.fields import of_catalog, options
from profiler_app.domain.industries import industry
from profiler_app.domain.names import ORDINARY_NAME, person_name
from profiler_app.domain.usual import Usual
from profiler_app.ingest.notation import USUAL_AMOUNT, Notation, quick_minor, usual_minor
from profiler_app.ingest.targets import TargetField

Convert = Callable[[str], Checked[Any]]
Quick = Callable[[str], Any]
Values = Sequence[Any]


def _as_they_are(cells: Sequence[str]) -> Values:
    return cells if all(cells) else [cell or None for cell in cells]


@dataclass(frozen=True, slots=True)
class ShortWay:
    """What gives the values of a column whose cells are written in a ``usual`` way.

    ``take`` makes values of usual (or empty) cells; ``quick`` answers for one other cell, None
    where it cannot. Both say what ``converter`` says.
    """

    usual: Usual
    take: Callable[[Sequence[str]], Values] = _as_they_are
    quick: Quick = lambda raw: None


IDENTIFIERS: Final = frozenset(("number", "member_no", "core_cust_no", "other_id_doc"))
_FLOAT_TAIL: Final = re.compile(r"(\d+)\.0")
_SEPARATORS: Final = re.compile(r"[,;、|/]")
_LANDLINE: Final = re.compile(r"[+\d][\d\- ()]{5,18}(?:(?:转|ext\.?|-)\d{1,6})?", re.IGNORECASE)
_WESTERN_COMPANY: Final = re.compile(
    r"\b(?:GmbH|AG|KG|OHG|AB|Ltd|LLC|LLP|Inc|Corp|Co|Company|PLC|SARL|S\.?A|SpA|B\.?V|N\.?V|Oy)\.?$"
)
_PERCENT: Final = re.compile(r"([^%‰]+)([%‰])|百分之(.+)")
_YES: Final = frozenset(["是", "y", "yes", "true", "1", "有", "√", "已", "ja"])
_NO: Final = frozenset(["否", "n", "no", "false", "0", "没有", "×", "未", "nein"])
_MORE_OPTIONS: Final = {
    "gender": {
        **{"男性": "M", "先生": "M", "m": "M", "1": "M"},
        **{"女性": "F", "女士": "F", "f": "F", "2": "F"},
    },
    "kind": {
        **dict.fromkeys(("个人客户", "对私"), "person"),
        **dict.fromkeys(("企业客户", "公司", "单位", "对公", "机构"), "company"),
    },
    "business_status": dict.fromkeys(("存续", "在业", "开业", "正常"), "open"),
}
_SEVERAL: Final = "ADDR_COUNTY_AMBIGUOUS"
_REGION_KEYS: Final = {
    "province": ("province_code", 2),
    "city": ("city_code", 4),
    "county": ("county_code", 6),
}


def converter(field: TargetField, *, notation: Notation, unit: int = 1, today: date) -> Convert:
    """Return what turns the cells of a column into values of the field.

    Text comes out cleaned, money in minor units, dates as ISO text, a moment as (ISO date,
    ``HH:MM:SS`` or None), enums as the stored id, lists as a tuple, identifiers normalised.
    An identifier a spreadsheet has rounded is an error: it must never become a key.
    """
    if field.id == "cn_id":
        return lambda raw: identifiers.cn_id(raw, as_of=today)
    if field.id in _BY_FIELD:
        return _BY_FIELD[field.id]
    if field.id in IDENTIFIERS or field.kind == "key":
        return _identifier
    if field.id in _REGION_KEYS:
        return lambda raw: _region(raw, field.id)
    return _by_kind(field, notation, unit)


def short_way(field: TargetField, *, notation: Notation, unit: int = 1) -> ShortWay | None:
    """Return the short way of a field; columns whose cells repeat need none."""
    if field.id in IDENTIFIERS or field.kind == "key":
        return ShortWay(identifiers.USUAL_NUMBER)
    if field.id in _SHORT_WAYS:
        return _SHORT_WAYS[field.id]
    if field.kind == "money" and field.id not in _BY_FIELD and not notation.decimal_comma:
        return ShortWay(
            USUAL_AMOUNT,
            lambda cells: usual_minor(cells, unit),
            lambda raw: quick_minor(raw, unit),
        )
    return ShortWay(USUAL_DATE, quick=quick_date) if field.kind == "date" else None


def _national(cells: Sequence[str]) -> Values:
    return ["+86" + cell if cell else None for cell in cells]


def _by_kind(field: TargetField, notation: Notation, unit: int) -> Convert:
    if field.kind == "money":
        return lambda raw: _money(raw, notation, unit)
    if field.kind == "ratio":
        return lambda raw: _ratio(raw, notation)
    if field.kind in ("int", "num", "number"):
        return lambda raw: _number(raw, notation, whole=field.kind == "int")
    dates: Any = {"day_first": notation.day_first, "system_1904": notation.system_1904}
    if field.kind == "date":
        return lambda raw: parse_date(notation.date_text(raw), **dates)
    if field.kind == "moment":
        return lambda raw: parse_moment(notation.date_text(raw), **dates)
    if field.kind == "bool":
        return _yes_or_no
    if field.kind == "enum":
        return lambda raw: _option(raw, field.options or field.id)
    if field.kind == "list":
        return lambda raw: _list(raw, field.options)
    return _text


def _text(raw: str) -> Checked[str]:
    text = clean_text(raw)
    return refused(EMPTY) if text is None else Checked(text)


def _identifier(raw: str) -> Checked[str]:
    text = clean_text(raw)
    if text is None:
        return refused(EMPTY)
    if identifiers.is_excel_damage(text):
        return refused("excel_damaged", text)
    whole = _FLOAT_TAIL.fullmatch(text)
    return Checked(whole[1] if whole else text)


def _phone(raw: str) -> Checked[str]:
    """A landline keeps its form; a mobile number in the column of landlines is one too."""
    text = clean_text(raw)
    if text is None:
        return refused(EMPTY)
    if identifiers.is_excel_damage(text):
        return refused("MOBILE_SCI_NOTATION", text)
    return Checked(text) if _LANDLINE.fullmatch(text) else refused("MOBILE_FORMAT", text)


def _region(raw: str, level: str) -> Checked[str]:
    checked = address(raw)
    key, digits = _REGION_KEYS[level]
    code = checked.derived.get(key) if checked.ok else None
    if checked.errors == (EMPTY,):
        return refused(EMPTY)
    if code:
        return Checked(code[:digits])
    several = level == "county" and _SEVERAL in checked.warnings
    return refused(_SEVERAL if several else "ADDR_UNRESOLVED", clean_text(raw))


def _money(raw: str, notation: Notation, unit: int) -> Checked[int]:
    if clean_text(raw) is None:
        return refused(EMPTY)
    amount = notation.minor(raw)
    return refused("MONEY_FORMAT") if amount is None else Checked(amount * unit)


def _number(raw: str, notation: Notation, *, whole: bool) -> Checked[float]:
    if clean_text(raw) is None:
        return refused(EMPTY)
    text = notation.number(raw)
    if text is None or (whole and "." in text):
        return refused("bad_number")
    return Checked(int(text) if whole else float(text))


def _ratio(raw: str, notation: Notation) -> Checked[float]:
    """Read a share: 0.125, 12.5%, 125‰ or 百分之12.5."""
    text = clean_text(raw)
    match = _PERCENT.fullmatch(text.replace(" ", "")) if text else None
    if match is None:
        return _number(raw, notation, whole=False)
    number = notation.number(match[1] or match[3])
    if number is None:
        return refused("bad_number")
    per = 1000 if match[2] == "‰" else 100
    return Checked(float(Decimal(number) / per))


def _yes_or_no(raw: str) -> Checked[bool]:
    text = (unicodedata.normalize("NFKC", raw)).strip().lower()
    if text in _YES or text in _NO:
        return Checked(text in _YES)
    return refused(EMPTY if clean_text(raw) is None else "not_an_option")


@of_catalog
def _known_options(name: str) -> Mapping[str, str]:
    known: dict[str, str] = {}
    for option in options(name):
        for text in option.also:
            known.setdefault(text.lower(), option.id)
    for option in options(name):
        for text in (option.id, *option.names.values()):
            known[text.lower()] = option.id
    return {**known, **_MORE_OPTIONS.get(name, {})}


def _option(raw: str, name: str) -> Checked[str]:
    text = clean_text(raw)
    if text is None:  # some lists have an option for what is not known
        meant = _known_options(name).get(raw.strip().lower()) if raw else None
        return refused(EMPTY) if meant is None else Checked(meant)
    found = _known_options(name).get(text.lower())
    return refused("not_an_option") if found is None else Checked(found)


def _list(raw: str, name: str | None) -> Checked[tuple[str, ...]]:
    text = clean_text(raw)
    if text is None:
        return refused(EMPTY)
    parts = tuple(part.strip() for part in _SEPARATORS.split(text) if part.strip())
    if name is None:
        return Checked(parts)
    found = [_option(part, name) for part in parts]
    if not all(each.ok for each in found):
        return refused("not_an_option")
    return Checked(tuple(each.value for each in found if each.value))


def looks_like_company(name: str) -> bool:
    """Whether a name has the form of a company's: a legal form, or a word of trade."""
    if _WESTERN_COMPANY.search(name):
        return True
    checked = company_name(name)
    if checked.derived.get("legal_form"):
        return True
    return "NAME_IS_COMPANY" in person_name(name).errors


_BY_FIELD: Final[Mapping[str, Convert]] = {
    "mobile": identifiers.mobile,
    "phone": _phone,
    "email": identifiers.email,
    "uscc": identifiers.uscc,
    "industry": industry,
}
_SHORT_WAYS: Final[Mapping[str, ShortWay]] = {
    "name": ShortWay(ORDINARY_NAME),
    "mobile": ShortWay(identifiers.USUAL_MOBILE, _national, identifiers.quick_mobile),
    "email": ShortWay(identifiers.USUAL_EMAIL, quick=identifiers.quick_email),
}
