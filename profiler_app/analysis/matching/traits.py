"""What a column of texts is compared as, and the different texts it holds in one spelling each."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.matching.han import (
    FAMILIAR,
    SHORTEST_COMPANY,
    TITLE_ENDS,
    is_han,
    sounds_like_company,
    sounds_of,
    spelled_name,
)
from profiler_app.analysis.matching.letters import Letters, numbered, one_of
from profiler_app.domain.identifiers import id_check_character

Role = Literal[
    "given", "surname", "name", "company", "date", "digits", "phone", "email", "address", "text",
    "code",
]  # fmt: skip
Array = NDArray[Any]

NUMBERS = ("digits", "phone")
"""Roles of numbers; a telephone may be that of a family."""

_EMPTY = frozenset(("", "nan", "none", "null", "n/a", "na", "-", "--", "无", "不详", "未知"))
_LOOKED_AT = 2000
_AT_ONCE = 200_000
"""So many texts are spelled between two reports of progress."""
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INNER_BLANK = re.compile(r"[^\S\n]")
_BLANKS = re.compile(r"\s+")
_SIGNS = re.compile(r"[^\w\s]|_")
_DIGITS = re.compile(r"\D")
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

_HEADER_WORDS: tuple[tuple[Role, str], ...] = (
    ("email", "e-?mail|邮箱|邮件"),
    ("date", r"birth|\bdob\b|\bdate\b|生日|出生|日期"),
    ("company", r"company|firm|organi[sz]ation|\bsite\b|employer|公司|企业|单位|商户|店名"),
    ("phone", r"phone|mobile|\btel|fax|手机|电话|联系方式"),
    ("digits", r"ssn|soc.*sec|\bid\b|zip|post|证件|身份证|信用代码|邮编|卡号|号码|编号|会员号"),
    ("given", r"given|first.?name|forename|^名$|名字$"),
    ("surname", r"surname|last.?name|family.?name|^姓$|姓氏"),
    ("address", "address|street|地址|住址|住所"),
    ("name", "name|姓名|客户|联系人|称呼"),
)
_BY_HEADER = tuple((role, re.compile(words)) for role, words in _HEADER_WORDS)


@dataclass(frozen=True, eq=False)
class Trait:
    """One column to compare: ``texts[codes[row]]``, code -1 where there is nothing.

    ``counts`` says how many rows have each text.
    """

    name: str
    role: Role
    texts: Sequence[str]
    codes: NDArray[np.int32]
    counts: NDArray[np.int64]

    @cached_property
    def cells(self) -> NDArray[np.object_]:
        """The texts as an array."""
        found = np.empty(len(self.texts), object)
        found[:] = self.texts
        return found

    @cached_property
    def local_parts(self) -> NDArray[np.object_]:
        """What stands before the @ of addresses."""
        found = np.empty(len(self.texts), object)
        found[:] = [text.partition("@")[0] for text in self.texts]
        return found

    @cached_property
    def dates(self) -> NDArray[np.int64]:
        """The texts of a column of dates as numbers YYYYMMDD."""
        return np.array(list(map(int, self.texts)), np.int64)

    @cached_property
    def has_han(self) -> bool:
        """Whether there are Chinese texts."""
        return bool(self.letters.han().any())

    @cached_property
    def han(self) -> NDArray[np.bool_]:
        """Mark the texts with Chinese characters."""
        letters = self.letters
        return letters.with_any(letters.han())

    @cached_property
    def firms(self) -> NDArray[np.bool_]:
        """Mark the texts that are Chinese names of companies."""
        found = np.zeros(len(self.texts), np.bool_)
        long = np.flatnonzero(self.han & (self.letters.lengths >= SHORTEST_COMPANY))
        found[long] = [sounds_like_company(self.texts[code]) for code in long.tolist()]
        return found

    @cached_property
    def people(self) -> NDArray[np.int64]:
        """Which texts are Chinese names of people."""
        return np.flatnonzero(self.han & ~self.firms)

    @cached_property
    def said(self) -> list[str]:
        """How the ``people`` are said."""
        return sounds_of([self.texts[code] for code in self.people.tolist()])

    @cached_property
    def sounds(self) -> NDArray[np.int32]:
        """Number how ``people`` sound: equal numbers sound the same; -1 for other texts."""
        found = np.full(len(self.texts), -1, np.int32)
        found[self.people] = numbered(self.said)[1]
        return found

    @cached_property
    def letters(self) -> Letters:
        """The characters of the texts."""
        return Letters.of(self.texts)

    @cached_property
    def first_numbers(self) -> NDArray[np.int64]:
        """The first number of each text, by key."""
        return self.letters.first_numbers()

    @property
    def known(self) -> int:
        """How many rows have a value."""
        return int(self.counts.sum())


def trait_of(
    name: str,
    cells: Sequence[Any],
    role: Role | None = None,
    step: Callable[[float], None] = lambda _done: None,
) -> Trait:
    """Return a column in the spelling it is compared in; its role is told where none is given.

    ``step`` is told how far it is and may raise Cancelled.
    """
    strings = {*map(type, cells)} == {str}
    raw = cells if strings else ["" if cell is None else str(cell) for cell in cells]
    labels, codes = numbered(raw)
    if labels and "" in labels:  # a cell of nothing is no text
        nothing = labels.index("")
        codes = np.where(codes == nothing, -1, codes - (codes > nothing)).astype(np.int32)
        labels.pop(nothing)
    return trait_of_codes(name, labels, codes, role or role_of(name, raw), step, different=True)


def trait_of_codes(
    name: str,
    labels: Sequence[str],
    codes: Array,
    role: Role,
    step: Callable[[float], None] = lambda _done: None,
    *,
    different: bool = False,
) -> Trait:
    """Return a column of numbered texts; code -1 stands for nothing.

    ``step`` is told how far it is; ``different`` says that no label comes twice.
    """
    spellings: Iterable[str] = _spelled_by_parts(labels, role, step)
    texts: Sequence[str] = labels
    found = np.asarray(codes, np.int32)
    if different:
        spellings = list(spellings)
    if not different or "" in labels or spellings != labels:
        texts, places = numbered(chain(("",), spellings))
        texts, places = texts[1:], places - 1
        found = np.append(places[1:], -1)[codes].astype(np.int32)
    return Trait(name, role, texts, found, np.bincount(found[found >= 0], minlength=len(texts)))


def role_of(header: str, cells: Sequence[str]) -> Role:
    """Tell what a column is from its header, else from what stands in it."""
    words = header.strip().casefold().replace("_", " ")
    for role, pattern in _BY_HEADER:
        if pattern.search(words):
            return _as_filled(role, cells)
    return _by_content(cells)


def _as_filled(role: Role, cells: Sequence[str]) -> Role:
    """Return the role unless the cells clearly are something else."""
    filled = list(islice((cell for cell in cells if cell.strip()), _LOOKED_AT))
    if not filled:
        return "text"
    if role == "date" and sum(bool(_date(cell)) for cell in filled) < len(filled) / 2:
        return "text"
    if role in NUMBERS and sum(any(c.isdigit() for c in cell) for cell in filled) < len(filled) / 2:
        return "text"
    if role == "address" and sum(map(len, filled)) < 6 * len(filled):
        return "text"
    return role


def _by_content(cells: Sequence[str]) -> Role:
    filled = list(islice((cell.strip() for cell in cells if cell.strip()), _LOOKED_AT))
    if not filled:
        return "text"
    most = 0.8 * len(filled)
    tests: tuple[tuple[Role, Callable[[str], Any]], ...] = (
        ("email", lambda cell: "@" in cell),
        ("date", _date),
        ("digits", lambda cell: len(_DIGITS.sub("", cell)) > len(cell) / 2),
    )
    for role, holds in tests:
        if sum(bool(holds(cell)) for cell in filled) >= most:
            return role
    return "text"


def _spelled_by_parts(
    labels: Sequence[str], role: Role, step: Callable[[float], None]
) -> Iterator[str]:
    for at in range(0, len(labels), _AT_ONCE):
        step(at / len(labels))
        yield from spelled(labels[at : at + _AT_ONCE], role)


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


def _date(text: str) -> str:
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
    "date": _date,
    "digits": _digits,
    "phone": _digits,
    "email": _plain,
    "address": _after_plain("address"),
    "text": _after_plain("text"),
    "code": str,
}
