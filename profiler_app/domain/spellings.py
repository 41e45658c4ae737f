"""Keys under which spellings of one value meet."""

from __future__ import annotations

import re
import unicodedata

from profiler_app.domain.companies import LEGAL_FORMS

_PUNCTUATION = re.compile(r"[\W_]+")
_LATIN = re.compile(r"[a-z0-9 ]+")
_FORMS = tuple(sorted({*LEGAL_FORMS, "集团", "co ltd", "ltd", "inc", "llc", "gmbh", "limited"},
                      key=len, reverse=True))  # fmt: skip
_PLACES = ("特别行政区", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市")


def fingerprint(text: str) -> str:
    """Return the text without width, case, blanks and punctuation; Latin words sorted."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = _PUNCTUATION.sub(" ", plain).split()
    joined = " ".join(words)
    if _LATIN.fullmatch(joined):
        return " ".join(sorted(set(words)))
    return "".join(words)


def without_ending(text: str) -> str:
    """Return the fingerprint without the legal form of a company or 省, 市 at its end."""
    key = fingerprint(text)
    for ending in (*_FORMS, *_PLACES):
        if key.endswith(ending) and len(key) - len(ending) >= 2:
            return key[: -len(ending)].strip()
    return key


_DIGITS = re.compile(r"[\d一二三四五六七八九十]+")


def numbers_differ(one: str, other: str) -> bool:
    """Whether two texts hold different numbers: 一店 and 二店 are two shops."""
    return _DIGITS.findall(one) != _DIGITS.findall(other)
