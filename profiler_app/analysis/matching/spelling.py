"""Texts in the one spelling they are compared in, by what a column is."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.matching.han import (
    FAMILIAR,
    TITLE_ENDS,
    is_han,
    spelled_name,
)
from profiler_app.analysis.matching.letters import Letters, one_of
from profiler_app.domain.identifiers import id_check_character

Role = Literal[
    "given", "surname", "name", "company", "date", "digits", "phone", "email", "address", "text",
    "code",
]  # fmt: skip
NUMBERS = ("digits", "phone")
"""Roles of numbers; a telephone may be that of a family."""

_EMPTY = frozenset(("", "nan", "none", "null", "n/a", "na", "-", "--", "无", "不详", "未知"))
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INNER_BLANK = re.compile(r"[^\S\n]")
_BLANKS = re.compile(r"\s+")
_SIGNS = re.compile(r"[^\w\s]|_")
NO_DIGIT = re.compile(r"\D")
_NO_SIGNS = re.compile(r"[^\w\n]+|_+")
_NO_ASCII_SIGNS = re.compile(r"[^a-z0-9\n]+")
_NOTHING = _EMPTY - {""}
_DOUBTFUL = frozenset(filter(str.isalnum, _EMPTY)) | {"na"}
_WITH_COUNTRY, _OLD_LENGTH = _LONG_FORMS = (13, 15)
_CHINESE = ("given", "surname", "name", "company", "address")
_PLAIN_SIGNS = string.ascii_lowercase + string.digits
_OLD_ID = re.compile(r"[1-8]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}")

_STREET_WORDS: Mapping[str, str] = {
    "north": "n", "south": "s", "east": "e", "west": "w", "street": "", "st": "", "str": "",
    "avenue": "", "ave": "", "av": "", "road": "", "rd": "", "boulevard": "", "blvd": "",
    "drive": "", "dr": "", "place": "", "pl": "", "lane": "", "ln": "", "court": "", "ct": "",
    "parkway": "", "pkwy": "", "suite": "", "ste": "", "floor": "", "fl": "", "apt": "",
    "unit": "", "the": "",
}  # fmt: skip
"""Words of addresses with one spelling each; the kind of street is often left out."""


def spelled(labels: Sequence[str], role: Role) -> Iterable[str]:
    """Return texts in the spelling they are compared in; what is quick is done for all at once."""
    whole = "\n".join(labels)
    if whole.count("\n") != len(labels) - 1:
        return map(SPELLINGS[role], labels)
    if role in ("code", "date"):
        return map(SPELLINGS[role], labels)
    whole = _normal(whole)
    if whole.count("\n") != len(labels) - 1:
        return map(SPELLINGS[role], labels)
    if role in NUMBERS:
        return _numbers(whole, labels)
    plain = whole.split("\n")
    if role in _CHINESE:
        spelling = _AFTER_PLAIN[role]
        for at in np.flatnonzero(~_usual(plain, role)).tolist():
            plain[at] = spelling(_gathered(plain[at]))
        return plain
    gathered: Iterable[str] = plain
    if _INNER_BLANK.search(whole) or not _NOTHING.isdisjoint(plain):
        gathered = map(_gathered, plain)
    return map(_AFTER_PLAIN[role], gathered) if role in _AFTER_PLAIN else gathered


def _numbers(whole: str, labels: Sequence[str]) -> list[str]:
    """Return numbers, in lines, as they are compared; ``labels`` are the same as written."""
    signs = _NO_ASCII_SIGNS if whole.isascii() else _NO_SIGNS
    kept = signs.sub("", whole).split("\n")
    if not _DOUBTFUL.isdisjoint(kept):
        rows = zip(kept, labels, strict=True)
        return [_digits(label) if each in _DOUBTFUL else _without_country(each)
                for each, label in rows]  # fmt: skip
    return [_without_country(each) if len(each) in _LONG_FORMS else each for each in kept]


def _usual(texts: Sequence[str], role: Role) -> NDArray[np.bool_]:
    """Mark the Chinese texts that are spelled as they are compared; most of them are."""
    letters = Letters.of([text or " " for text in texts])
    points, han = letters.points, letters.han()
    if role == "address":
        usual = han | ((points > ord(" ")) & (points <= ord("~")))
    else:
        usual = ((points >= 0x4E00) & (points <= 0x9FA5)) | one_of(points, _PLAIN_SIGNS)
    found = letters.with_any(han) & ~letters.with_any(~usual)
    if role != "address":
        found &= ~one_of(points[letters.ends - 1], TITLE_ENDS)
        found &= (letters.lengths > 2) | ~one_of(points[letters.starts], FAMILIAR)
    if not _NOTHING.isdisjoint(texts):
        found &= np.fromiter((text not in _NOTHING for text in texts), np.bool_, len(texts))
    return np.asarray(found)


def _normal(text: str) -> str:
    """Return a text without capitals and accents of width."""
    if not text.isascii() and not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return text.casefold()


def _gathered(text: str) -> str:
    """Return a text with single blanks between words; nothing where it says that it is empty."""
    found = text if text.isalnum() else " ".join(text.split())
    return "" if found in _EMPTY else found


def _plain(text: str) -> str:
    """Return a text without capitals, accents of width, and blanks at its ends."""
    return _gathered(_normal(text))


def _name(plain: str) -> str:
    if plain.isascii() or not is_han(plain):
        return _words(plain)
    return spelled_name(plain)


def _words(plain: str) -> str:
    return _BLANKS.sub(" ", _SIGNS.sub(" ", plain.replace("'", ""))).strip()


def _address(plain: str) -> str:
    if not plain.isascii() and is_han(plain):
        return plain.replace(" ", "")
    words = (_STREET_WORDS.get(word, word) for word in _words(plain).split())
    return " ".join(filter(None, words))


def _digits(text: str) -> str:
    plain = text.casefold() if text.isascii() and text.isalnum() else _plain(text)
    if plain in _EMPTY:
        return ""
    return _without_country(plain if plain.isalnum() else "".join(filter(str.isalnum, plain)))


def _without_country(kept: str) -> str:
    """Return a mobile number without +86, an old ID number as the new one."""
    if len(kept) == _WITH_COUNTRY and kept.startswith("861"):
        return kept[2:]
    if len(kept) == _OLD_LENGTH and _OLD_ID.fullmatch(kept):
        body = f"{kept[:6]}19{kept[6:]}"
        return body + id_check_character(body).casefold()
    return kept


def as_date(text: str) -> str:
    """Return a date as YYYYMMDD; nothing where it is none."""
    if _ISO_DATE.fullmatch(text):
        return text.replace("-", "")
    parts = [part for part in re.split(r"\D+", _plain(text)) if part]
    if len(parts) == 1 and len(parts[0]) == 8:
        return parts[0]
    if len(parts) >= 3:
        year, month, day = parts[:3]
        if len(day) == 4:
            year, day = day, year
        if len(year) == 4 and len(month) <= 2 and len(day) <= 2:
            return f"{year}{int(month):02}{int(day):02}"
    return ""


_AFTER_PLAIN: Mapping[str, Callable[[str], str]] = {
    "given": _name,
    "surname": _name,
    "name": _name,
    "company": _name,
    "address": _address,
    "text": _words,
}
"""What becomes of a text in the plain spelling."""


def _after_plain(role: str) -> Callable[[str], str]:
    return lambda text: _AFTER_PLAIN[role](_plain(text))


SPELLINGS: Mapping[Role, Callable[[str], str]] = {
    "given": _after_plain("given"),
    "surname": _after_plain("surname"),
    "name": _after_plain("name"),
    "company": _after_plain("company"),
    "date": as_date,
    "digits": _digits,
    "phone": _digits,
    "email": _plain,
    "address": _after_plain("address"),
    "text": _after_plain("text"),
    "code": str,
}
