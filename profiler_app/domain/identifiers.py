"""Numbers that identify a person or company: check, normalise, mask.

Sources: GB 11643-1999 (resident ID), GB 32100-2015 (unified social credit code), GB 11714
(organisation code), the Luhn check of card numbers (ISO/IEC 7812-1).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from profiler_app.domain.checked import EMPTY, Checked, clean_text, refused
from profiler_app.domain.dates import age_on
from profiler_app.domain.regions import region_of
from profiler_app.domain.usual import Usual

_SCIENTIFIC = re.compile(r"\d(?:[\d.]*)e\+?\d{1,2}", re.IGNORECASE)
_FIFTEEN_AND_ZEROS = re.compile(r"[1-9]\d{14}0{3,4}")
_GAPS = re.compile(r"[ \-]")


def is_excel_damage(text: str) -> bool:
    """Whether Excel has destroyed a long number: 1.39E+10, or 15 digits and then zeros."""
    return bool(_SCIENTIFIC.fullmatch(text) or _FIFTEEN_AND_ZEROS.fullmatch(text))


USUAL_NUMBER = Usual(r"[A-Za-z]{1,6}+[-_]?+\d{1,17}+|\d{1,15}+")
"""A customer or member number that can stay as it is, undamaged by Excel for certain."""


# Mobile numbers

USUAL_MOBILE = Usual(r"1[3-9]\d{9}+")
"""A mobile number without a country code; ``mobile`` writes +86 before it."""
_MOBILE_WRITTEN = re.compile(r"(?:(?:\+|00)?86)?(1[3-9]\d{9})(?:\.0+)?", re.ASCII)
_SEVERAL = re.compile(r"[/,;、|]")
_LANDLINE = re.compile(r"0\d{9,11}|[2-8]\d{6,7}", re.ASCII)
_REPEATED = re.compile(r"(\d)\1{7}")
_VIRTUAL_OPERATORS = frozenset(("162", "165", "167", "170", "171"))


_MOBILE_USUAL = re.compile(r"(?:\+?86[ -]?)?(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})", re.ASCII)


def quick_mobile(raw: str) -> str | None:
    """Return what ``mobile`` makes of a number written in a usual way, None where it must judge.

    Imports ask here first: most cells need none of the questions ``mobile`` asks.
    """
    match = _MOBILE_USUAL.fullmatch(raw.strip(" "))
    return f"+86{match[1]}{match[2]}{match[3]}" if match else None


def mobile(raw: object) -> Checked[str]:
    """Read a mobile number of mainland China as +8613800002046."""
    if isinstance(raw, str) and USUAL_MOBILE.fits(raw):
        return _accepted_mobile(raw)
    text = clean_text(raw)
    if text is None:
        return refused(EMPTY)
    if _SCIENTIFIC.fullmatch(text):
        return refused("MOBILE_SCI_NOTATION")
    parts = [part for part in _SEVERAL.split(text) if part.strip()]
    if len(parts) > 1:
        return refused("MOBILE_MULTIPLE", text, parts=[part.strip() for part in parts])
    digits = _GAPS.sub("", text).replace("(", "").replace(")", "")
    match = _MOBILE_WRITTEN.fullmatch(digits)
    return _accepted_mobile(match[1]) if match else refused(_mobile_problem(digits), digits)


def _accepted_mobile(national: str) -> Checked[str]:
    suspicious = len(set(national)) <= 4 and _REPEATED.search(national)
    warnings = ("MOBILE_REPEATED",) if suspicious else ()
    facts = {"national": national, "virtual_operator": national[:3] in _VIRTUAL_OPERATORS}
    return Checked("+86" + national, (), warnings, facts)


def _mobile_problem(digits: str) -> str:
    if "*" in digits or "x" in digits.lower():
        return "MOBILE_MASKED"
    if digits.startswith("+") and not digits.startswith("+86"):
        return "MOBILE_NON_CN"
    return "MOBILE_IS_LANDLINE" if _LANDLINE.fullmatch(digits) else "MOBILE_FORMAT"


# Resident identity cards

_ID = re.compile(r"\d{17}[\dX]", re.ASCII)
_OLD_ID = re.compile(r"\d{15}", re.ASCII)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PERMITS = {
    "81": "hk_residence_permit",
    "82": "mo_residence_permit",
    "83": "tw_residence_permit",
}


def id_check_character(body: str) -> str:
    """Return the 18th character for the first 17 digits of an ID number."""
    total = sum(int(digit) * weight for digit, weight in zip(body, _ID_WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def cn_id(raw: object, *, as_of: date) -> Checked[str]:
    """Read a resident ID number; age and minority in ``derived`` are those on ``as_of``.

    ``derived`` holds doc_type, region, birth_date, gender (M, F), age, minor (below 18) and
    under_14 (whose data need the guardian's consent).
    """
    text = clean_text(raw)
    if text is None:
        return refused(EMPTY)
    number = _GAPS.sub("", text).upper()
    if _SCIENTIFIC.fullmatch(number):
        return refused("ID_SCI_NOTATION")
    if "*" in number:
        return refused("ID_MASKED", number)
    warnings: list[str] = []
    if _OLD_ID.fullmatch(number):
        body = f"{number[:6]}19{number[6:]}"
        number = body + id_check_character(body)
        warnings.append("ID_15_CONVERTED")
    if not _ID.fullmatch(number):
        return refused("ID_FORMAT", number)
    errors, noticed, facts = _id_facts(number, as_of)
    return Checked(number, errors, (*warnings, *noticed), facts)


@lru_cache(maxsize=16384)
def _id_facts(number: str, as_of: date) -> tuple[tuple[str, ...], tuple[str, ...], dict[str, Any]]:
    """Return errors, warnings and facts of 18 characters."""
    facts: dict[str, Any] = {}
    errors: list[str] = []
    warnings: list[str] = []
    _read_region(number, errors, warnings, facts)
    _read_birth(number, as_of, errors, warnings, facts)
    facts["gender"] = "M" if int(number[16]) % 2 else "F"
    if id_check_character(number[:17]) != number[17]:
        errors.append("ID_CHECKSUM")
        if number.endswith("000"):
            errors.append("ID_EXCEL_TRUNCATED")
    return tuple(errors), tuple(warnings), facts


def _read_region(
    number: str, errors: list[str], warnings: list[str], facts: dict[str, Any]
) -> None:
    if number[0] == "9":
        facts["doc_type"] = "foreign_permanent_resident"
        return
    region = region_of(number[:6])
    if region is None:
        errors.append("ID_PROVINCE")
        return
    facts["doc_type"] = _PERMITS.get(number[:2], "resident_id")
    facts["region"] = region.as_facts()
    if region.status != "current":
        warnings.append(f"ID_REGION_{region.status.upper()}")


def _read_birth(
    number: str, as_of: date, errors: list[str], warnings: list[str], facts: dict[str, Any]
) -> None:
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        errors.append("ID_BIRTH_INVALID")
        return
    facts["birth_date"] = birth.isoformat()
    if birth > as_of:
        errors.append("ID_BIRTH_FUTURE")
        return
    age = age_on(birth, as_of)
    facts.update(age=age, under_14=age < 14, minor=age < 18)
    if age > 150:
        errors.append("ID_BIRTH_TOO_OLD")
    elif age > 120:
        warnings.append("ID_AGE_OVER_120")


# Unified social credit codes

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_VALUES = {character: value for value, character in enumerate(_USCC_ALPHABET)}
_USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_LOOK_ALIKE = str.maketrans("OIZSV", "0125U")
_DEPARTMENTS = {
    "1": "机构编制", "2": "外交", "3": "司法行政", "4": "文化", "5": "民政", "6": "旅游",
    "7": "宗教", "8": "工会", "9": "市场监管(工商)", "A": "中央军委改革和编制", "N": "农业",
    "Y": "其他",
}  # fmt: skip
_ENTITY_KINDS = {"91": "企业", "92": "个体工商户", "93": "农民专业合作社"}
_NATIONAL_REGION = "100000"


def uscc_check_character(body: str) -> str:
    """Return the 18th character for the first 17 of a credit code."""
    total = sum(_USCC_VALUES[c] * w for c, w in zip(body, _USCC_WEIGHTS, strict=True))
    return _USCC_ALPHABET[-total % 31]


def organisation_check_character(body: str) -> str:
    """Return the 9th character for the first 8 of an organisation code (GB 11714)."""
    total = sum(int(c, 36) * w for c, w in zip(body, _ORG_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def uscc(raw: object) -> Checked[str]:
    """Read a unified social credit code.

    ``derived`` holds dept, entity_kind, org_code and region; for letters outside the alphabet a
    ``suggestion`` when replacing look-alikes makes the check character fit (never applied).
    """
    text = clean_text(raw)
    if text is None:
        return refused(EMPTY)
    return _uscc(_GAPS.sub("", text).upper())


@lru_cache(maxsize=16384)
def _uscc(code: str) -> Checked[str]:
    if _SCIENTIFIC.fullmatch(code):
        return refused("USCC_SCI_NOTATION")
    if "*" in code:
        return refused("USCC_MASKED", code)
    if len(code) == 15 and code.isdigit():
        return refused("USCC_OLD_15_REGNO", code)
    if re.fullmatch(r"[0-9A-Z]{8}[0-9X]", code):
        return refused("USCC_OLD_ORG_CODE", code)
    if len(code) != 18:
        return refused("USCC_LENGTH", code)
    bad = sorted({character for character in code if character not in _USCC_VALUES})
    if bad:
        return refused("USCC_CHARSET", code, suggestion=_repaired(code), bad_chars=bad)
    return _uscc_facts(code)


def _repaired(code: str) -> str | None:
    """Return the code with look-alike letters replaced, if that makes it valid."""
    candidate = code.translate(_LOOK_ALIKE)
    if not all(character in _USCC_VALUES for character in candidate):
        return None
    return candidate if uscc_check_character(candidate[:17]) == candidate[17] else None


def _uscc_facts(code: str) -> Checked[str]:
    region = region_of(code[2:8])
    warnings = []
    whole_city = region and code[6:8] == "00" and (region.city or code[4:8] == "0000")
    known = code[2:8] == _NATIONAL_REGION or whole_city or (region and region.status != "unknown")
    if not known:
        warnings.append("USCC_REGION_UNKNOWN")
    if organisation_check_character(code[8:16]) != code[16]:
        warnings.append("USCC_ORG_CHECK")
    errors = () if uscc_check_character(code[:17]) == code[17] else ("USCC_CHECKSUM",)
    facts = {
        "dept": _DEPARTMENTS.get(code[0]),
        "entity_kind": _ENTITY_KINDS.get(code[:2]),
        "org_code": code[8:17],
        "region": region.as_facts() if region else None,
    }
    return Checked(code, errors, tuple(warnings), facts)


# E-mail addresses

_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_EMAIL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+[a-z]{{2,24}}")
_DOMAIN_TYPOS = {
    "qq.con": "qq.com", "qq.cm": "qq.com", "qq.co": "qq.com", "qq.cn": "qq.com",
    "qq.comm": "qq.com", "163.con": "163.com", "163.cm": "163.com", "126.con": "126.com",
    "126.cm": "126.com", "sina.con": "sina.com", "gmail.con": "gmail.com",
    "gmial.com": "gmail.com", "gmai.com": "gmail.com", "gamil.com": "gmail.com",
    "hotmial.com": "hotmail.com", "hotmail.con": "hotmail.com", "outlook.con": "outlook.com",
    "foxmial.com": "foxmail.com", "foxmail.con": "foxmail.com", "aliyun.con": "aliyun.com",
}  # fmt: skip


USUAL_EMAIL = Usual(
    r"[a-z0-9]{1,40}+(?:[._-][a-z0-9]{1,40}+){0,2}+@"
    r"(?:[a-z0-9]{1,30}+(?:-[a-z0-9]{1,30}+)?+\.){1,2}+[a-z]{2,24}+"
)
"""An address in lower case that stays as it is."""


def quick_email(raw: str) -> str | None:
    """Return what ``email`` makes of an ordinary address, None where it must judge."""
    address = raw.strip(" ").lower() if raw.isascii() else ""
    return address if USUAL_EMAIL.fits(address) else None


def email(raw: object) -> Checked[str]:
    """Read an e-mail address in lower case; a misspelt domain gives a ``suggestion``."""
    text = clean_text(raw)
    if text is None:
        return refused(EMPTY)
    address = text.replace("。", ".").replace(" ", "").lower().removeprefix("mailto:")
    if len(address) > 254 or not _EMAIL.fullmatch(address):
        return refused("EMAIL_FORMAT", address)
    local, _at, domain = address.partition("@")
    meant = _DOMAIN_TYPOS.get(domain)
    if meant is None:
        return Checked(address)
    return Checked(address, (), ("EMAIL_DOMAIN_TYPO",), {"suggestion": f"{local}@{meant}"})


# Bank cards

_CARD = re.compile(r"\d{12,19}", re.ASCII)


def bank_card(raw: object) -> Checked[str]:
    """Read a bank card or account number of 12 to 19 digits; ``derived`` holds last4."""
    text = clean_text(raw)
    if text is None:
        return refused(EMPTY)
    number = _GAPS.sub("", text)
    if _SCIENTIFIC.fullmatch(number):
        return refused("CARD_SCI_NOTATION")
    if "*" in number:
        return refused("CARD_MASKED", number, last4=number[-4:])
    if not _CARD.fullmatch(number):
        return refused("CARD_FORMAT", number)
    warnings = []
    if not luhn(number):
        warnings.append("CARD_LUHN")
        if is_excel_damage(number):
            warnings.append("CARD_EXCEL_TRUNCATED")
    return Checked(number, (), tuple(warnings), {"last4": number[-4:]})


def luhn(number: str) -> bool:
    """Whether the digits pass the check of ISO/IEC 7812-1."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return (sum(doubled) + sum(int(digit) for digit in number[-1::-2])) % 10 == 0


# Masking


def mask(kind: str, value: str) -> str:
    """Return an identifier with its middle hidden by asterisks.

    ``kind`` is mobile, cn_id, email or bank_card; any other value keeps its first and last
    characters only.
    """
    return _MASKS.get(kind, _mask_other)(value)


def _mask_mobile(value: str) -> str:
    national = value.removeprefix("+86")
    return f"{national[:3]} **** {national[-4:]}" if len(national) >= 8 else "****"


def _mask_id(value: str) -> str:
    return f"{value[:6]} **** **** {value[-4:]}" if len(value) >= 15 else _mask_other(value)


def _mask_card(value: str) -> str:
    return f"{value[:4]} **** **** {value[-4:]}" if len(value) >= 12 else _mask_other(value)


def _mask_email(value: str) -> str:
    local, at, domain = value.partition("@")
    shown = f"{local[:3]}****{local[-3:]}" if len(local) > 8 else f"{local[:1]}****"
    return f"{shown}{at}{domain}"


def _mask_other(value: str) -> str:
    return f"{value[0]}****{value[-1]}" if len(value) > 4 else "****"


_MASKS: dict[str, Callable[[str], str]] = {
    "mobile": _mask_mobile,
    "cn_id": _mask_id,
    "email": _mask_email,
    "bank_card": _mask_card,
}
