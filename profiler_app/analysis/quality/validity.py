"""Which stored values pass the check of their field.

A field without a check of its own is valid when filled. Checks are asked of the different texts,
not of each customer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import BoolArray, Column
from profiler_app.analysis.quality.texts import plain
from profiler_app.domain import identifiers
from profiler_app.domain.dates import to_day
from profiler_app.domain.fields import Field, options
from profiler_app.domain.industries import industry
from profiler_app.domain.resources import catalog
from profiler_app.domain.usual import Usual

_AT_ONCE = 10_000
OLDEST = 150
"""Nobody is older (years)."""
_YEAR = 365.2425
_FIRST_DAY = -109_938  # 1669: nothing that still does business is older
_MOBILE = Usual(r"\+861[3-9]\d{9}")
_LANDLINE = Usual(r"(?:\+?\d{1,3}[ -]?)?(?:\(?\d{2,4}\)?[ -]?)?\d{5,8}(?:[^\d\n]{1,4}\d{1,6})?")
_NOT_NEGATIVE = frozenset({"registered_capital", "annual_income", "total_assets", "revenue"})
PAST_DATES = ("birth_date", "established_on", "relation_since")
"""Dates that lie in the past."""


def valid(column: Column, field: Field, as_of: date) -> BoolArray:
    """Mark the customers whose value passes the check of the field; those without one do not."""
    if column.kind in ("text", "enum", "code"):
        if not len(column.labels):
            return column.known
        good = _valid_texts(field, plain(column.labels), as_of)
        return np.asarray(column.known & good[column.values])
    return column.known & possible(column, field, as_of)


def possible(column: Column, field: Field, as_of: date) -> BoolArray:
    """Mark where a number is within its range and a date not in the future."""
    values = column.values
    if field.id in PAST_DATES:
        today = to_day(as_of.isoformat())
        oldest = today - round(OLDEST * _YEAR) if field.id == "birth_date" else _FIRST_DAY
        return np.asarray((values <= today) & (values >= oldest))
    if field.range is not None:
        low, high = field.range
        return np.asarray((values >= low) & (values <= high))
    if field.id in _NOT_NEGATIVE:
        return np.asarray(values >= 0)
    return np.ones(len(column), np.bool_)


def _valid_texts(field: Field, texts: Sequence[str], as_of: date) -> BoolArray:
    good = np.ones(len(texts), np.bool_)
    if field.options and field.kind == "enum":
        allowed = {option.id for option in options(field.options)}
        return np.fromiter((text in allowed for text in texts), np.bool_, len(texts))
    check = _CHECKS.get(field.id)
    if check is not None:
        good[check(texts, as_of)] = False
    return good


def _unusual(usual: Usual, texts: Sequence[str]) -> list[int]:
    """Return where texts are not written in the usual way.

    Part by part: a single match over all would hold every other thread up.
    """
    found: list[int] = []
    for first in range(0, len(texts), _AT_ONCE):
        part = usual.others(texts[first : first + _AT_ONCE])
        found.extend(first + at for at in part)
    return found


def _bad_mobiles(texts: Sequence[str], _as_of: date) -> list[int]:
    return [i for i in _unusual(_MOBILE, texts) if not identifiers.mobile(texts[i]).ok]


def _bad_phones(texts: Sequence[str], _as_of: date) -> list[int]:
    return [i for i in _unusual(_LANDLINE, texts) if not _MOBILE.fits(texts[i])]


def _bad_emails(texts: Sequence[str], _as_of: date) -> list[int]:
    unusual = _unusual(identifiers.USUAL_EMAIL, texts)
    return [i for i in unusual if not identifiers.email(texts[i]).ok]


def _bad_ids(texts: Sequence[str], as_of: date) -> list[int]:
    """The check character is computed for all at once; only odd ones are asked singly."""
    doubtful = np.flatnonzero(~_plausible_ids(texts, as_of)).tolist()
    return [i for i in doubtful if not identifiers.cn_id(texts[i], as_of=as_of).ok]


_ID = Usual(r"[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|1\d|2[0-8])\d{3}[0-9X]")
_USCC = Usual(r"[0-9A-HJ-NP-RTUWXY]{18}")
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_POWERS = np.array([pow(3, place, 31) for place in range(17)], np.int64)
_FACTORS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], np.int64)
_CHARACTERS = np.frombuffer(b"10X98765432", np.uint8)


def _plausible_ids(texts: Sequence[str], as_of: date) -> BoolArray:
    """Mark ID numbers that are certainly right: form, check character, born before this year."""
    good = np.zeros(len(texts), np.bool_)
    odd = set(_unusual(_ID, texts))
    usual = np.array([i for i in range(len(texts)) if i not in odd and texts[i]], np.int64)
    if not len(usual):
        return good
    raw = "".join(texts[i] for i in usual.tolist()).encode()
    signs: NDArray[Any] = np.frombuffer(raw, np.uint8).reshape(-1, 18)
    digits = signs[:, :17].astype(np.int64) - ord("0")
    year = digits[:, 6:10] @ np.array([1000, 100, 10, 1])
    fits = _CHARACTERS[digits @ _FACTORS % 11] == signs[:, 17]
    good[usual] = fits & (year < as_of.year) & (year > as_of.year - OLDEST)
    return good


def _bad_codes(texts: Sequence[str], _as_of: date) -> list[int]:
    """As for ID numbers: credit codes whose check character fits need no second look."""
    odd = set(_unusual(_USCC, texts))
    usual = [i for i in range(len(texts)) if i not in odd and texts[i]]
    raw = "".join(texts[i] for i in usual).encode()
    value = np.zeros(128, np.int64)
    value[np.frombuffer(_ALPHABET.encode(), np.uint8)] = np.arange(len(_ALPHABET))
    signs = value[np.frombuffer(raw, np.uint8).reshape(-1, 18)]
    fits = (signs[:, :17] @ _POWERS + signs[:, 17]) % 31 == 0
    doubtful = [*odd, *(usual[at] for at in np.flatnonzero(~fits).tolist())]
    return [i for i in sorted(doubtful) if texts[i] and not identifiers.uscc(texts[i]).ok]


def _each(check: Callable[[str], bool]) -> Callable[[Sequence[str], date], list[int]]:
    return lambda texts, _as_of: [i for i, text in enumerate(texts) if not check(text)]


@cache
def _region_codes() -> frozenset[str]:
    """Return every code of a province, city or county that is or was in use."""
    regions = catalog("regions")
    counties = {*regions["county"], *regions["historical"]}
    cities = {code[:4] for code in counties}
    whole = {f"{code}00" for code in regions["province"]}  # the city that is its province
    return frozenset({*regions["province"], *regions["city"], *whole, *cities, *counties})


_CHECKS: dict[str, Callable[[Sequence[str], date], list[int]]] = {
    "mobile": _bad_mobiles,
    "phone": _bad_phones,
    "email": _bad_emails,
    "cn_id": _bad_ids,
    "uscc": _bad_codes,
    "industry": _each(lambda text: industry(text).ok),
    "province": _each(lambda code: code in _region_codes()),
    "city": _each(lambda code: code in _region_codes()),
    "county": _each(lambda code: code in _region_codes()),
}
CHECKED = frozenset(_CHECKS)
"""Fields whose texts have a check of their own."""


def repaired(field: str, text: str, as_of: date) -> str | None:
    """Return the value that is meant, where a text can be read after all; else None."""
    if field == "mobile":
        found = identifiers.mobile(text)
    elif field == "email":
        found = identifiers.email(text)
    elif field == "cn_id":
        found = identifiers.cn_id(text, as_of=as_of)
    elif field == "uscc":
        found = identifiers.uscc(text)
    else:
        return None
    return found.value if found.ok and found.value != text else None
