"""Administrative regions of GB/T 2260: from a six-digit code to names, and back."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple

from profiler_app.domain.resources import catalog

Status = Literal["current", "historical", "unknown"]
_Beginnings = Mapping[str, Sequence[str]]
_TAIWAN_PERMIT = "83"
COUNTRY = ("中华人民共和国", "中国")
"""What may stand before the province."""


@dataclass(frozen=True, slots=True)
class Region:
    """The names behind a region code.

    ``status`` tells whether the county is in today's list, was abolished, or never existed.
    ``city`` is None in municipalities, whose counties belong to the province directly.
    """

    province_code: str
    province: str
    city: str | None
    county: str | None
    status: Status

    def as_facts(self) -> dict[str, Any]:
        """Return the names as a plain mapping."""
        return asdict(self)


@lru_cache(maxsize=8192)
def region_of(code: str) -> Region | None:
    """Return the region of a six-digit code, None when the province does not exist."""
    regions = catalog("regions")
    province = regions["province"].get(code[:2])
    if code[:2] == "71":
        province = regions["province"][_TAIWAN_PERMIT]
    if province is None:
        return None
    county = regions["county"].get(code)
    status: Status = "current"
    if county is None:
        past = regions["historical"].get(code)
        county = past[-1][0] if past else None
        status = "historical" if past else "unknown"
    return Region(f"{code[:2]}0000", province, regions["city"].get(code[:4]), county, status)


def region_name(code: str) -> str:
    """Return the name of a province (2 digits), city (4) or county (6); the code if unknown."""
    level = {2: "province", 4: "city", 6: "county"}.get(len(code), "county")
    name: str = catalog("regions")[level].get(code, code)
    return name


_SHORT_PROVINCE = re.compile("特别行政区|(?:壮族|回族|维吾尔)?自治区|[省市]")
_SHORT_CITY = re.compile(
    "(?:(?:朝鲜|土家|苗|藏|羌|彝|布依|侗|哈尼|壮|傣|白|景颇|傈僳|回|蒙古)族|蒙古|哈萨克|柯尔克孜)*自治州"
    "|地区|[市盟]"
)
_NO_SHORT_NAME = re.compile("[省市区县州盟旗巷村镇乡]|[东南西北中大]{0,2}[路街道]")
"""What behind 上海 means that it is not the city: 上海路, 朝阳区."""
BETWEEN = "-_,，、/·"
"""What people write between the parts of an address."""
_FULL_NAME = re.compile("[省市州盟区]")
_LONGEST_NAME = 15
_LATEST = 30
"""Regions are not looked for behind so many characters."""
_LONG_AGO = 1990
_OLD_PROVINCES = {"广西省": "45", "宁夏省": "64", "西藏省": "54", "新疆省": "65", "内蒙古省": "15"}
"""Autonomous regions as people write them."""
_OLD_NAMES = tuple(_OLD_PROVINCES)
_LOOKED_FOR = "省市区县州盟旗巷村镇乡东南西北中大路街道" + "".join(COUNTRY)


class RegionNames(NamedTuple):
    """Codes by name, to be found at the beginning of an address or company name."""

    provinces: dict[str, str]
    provinces_short: dict[str, str]
    cities: dict[str, str]
    cities_short: dict[str, str]
    counties: dict[str, tuple[str, ...]]
    former_counties: dict[str, tuple[str, ...]]
    counties_short: dict[str, tuple[str, ...]]


@cache
def region_names() -> RegionNames:
    """Return the codes (2, 4 or 6 digits) of provinces, cities and counties.

    ``former_counties`` are those abolished after 1990, which addresses still name;
    ``counties_short`` are names of at least two characters without 市, 区 or 县.
    """
    regions = catalog("regions")
    provinces = {name: code for code, name in regions["province"].items()}
    cities = {name: code for code, name in regions["city"].items()}
    counties: dict[str, list[str]] = {}
    for code, name in regions["county"].items():
        counties.setdefault(name, []).append(code)
    former: dict[str, list[str]] = {}
    for code, past in regions["historical"].items():
        for name, _first, last in past:
            if name not in counties and last and int(last) > _LONG_AGO and name[-1] in "市区县旗":
                former.setdefault(name, []).append(code)
    short: dict[str, list[str]] = {}
    for known in (counties, former):
        added = {name[:-1]: codes for name, codes in known.items() if _has_short_name(name)}
        short = {**added, **short}
    return RegionNames(
        provinces,
        {_SHORT_PROVINCE.sub("", name): code for name, code in provinces.items()},
        cities,
        {_SHORT_CITY.sub("", name): code for name, code in cities.items()},
        _sorted(counties),
        _sorted(former),
        _sorted(short),
    )


def _sorted(codes: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(sorted({*every})) for name, every in codes.items()}


def _has_short_name(name: str) -> bool:
    return len(name) > 2 and name[-1] in "市区县"


def county_name(code: str) -> str | None:
    """Return the name of a county of today, or its last name before it was abolished."""
    regions = catalog("regions")
    past = regions["historical"].get(code)
    name: str | None = regions["county"].get(code) or (past[-1][0] if past else None)
    return name


@cache
def _head() -> re.Pattern[str]:
    names = region_names()
    every = (names.provinces, names.provinces_short, names.cities, names.cities_short)
    counties = (names.counties, names.former_counties)
    letters = {c for known in (*every, *counties) for name in known for c in name}
    letters |= {*_LOOKED_FOR, *BETWEEN}
    return re.compile(f"([{re.escape(''.join(sorted(letters)))}]*)[^\n]*\n")


def region_heads(texts: Sequence[str]) -> list[str]:
    """Return the beginnings of addresses that alone decide about their regions.

    No name, and nothing that is looked for behind a short name, goes beyond the first character
    that stands in none of them. No text holds a line end.
    """
    heads: list[str] = _head().findall("\n".join(texts) + "\n")
    return heads


def longest_prefix(text: str, names: Container[str], longest: int = 15) -> str:
    """Return the longest beginning of the text that is a name, "" when there is none."""
    for length in range(min(longest, len(text)), 1, -1):
        if text[:length] in names:
            return text[:length]
    return ""


def leading_province(text: str) -> tuple[str, str]:
    """Return (code, name as written) of the province the text begins with, or two blanks.

    A short name is one wherever a city follows: 江苏镇江市.
    """
    names = region_names()
    if text[:2] not in _beginnings_of_provinces():
        return "", ""
    if text.startswith(_OLD_NAMES):
        return next((code, old) for old, code in _OLD_PROVINCES.items() if text.startswith(old))
    known = (names.provinces, names.provinces_short)
    return _leading(text, known, _known_names()[:2], names.cities)


def leading_city(text: str, province: str = "") -> tuple[str, str]:
    """Return (code, name as written) of the city the text begins with, inside the province."""
    names = region_names()
    known = (names.cities, names.cities_short)
    code, written = _leading(text, known, _known_names()[2:], names.counties)
    return (code, written) if code.startswith(province) else ("", "")


def is_short_name(text: str, end: int) -> bool:
    """Whether what stands behind a short name leaves it one: 上海路 and 朝阳区 are none."""
    return _NO_SHORT_NAME.match(text, end) is None


def region_behind(text: str) -> int:
    """Return where in a text the name of a province or city begins, 0 if nowhere behind its start.

    Only full names count, and short ones with the full name of a city: 广西来宾市.
    """
    names = region_names()
    for end in (match.end() for match in _FULL_NAME.finditer(text, 1, _LATEST)):
        for start in range(max(1, end - _LONGEST_NAME), end - 1):
            if text[start:end] in names.provinces or text[start:end] in names.cities:
                known = names.provinces_short
                return start - next((n for n in (2, 3) if text[start - n : start] in known), 0)
    return 0


@cache
def _known_names() -> tuple[_Beginnings, _Beginnings, _Beginnings, _Beginnings]:
    """Return the names of provinces and cities, full and short, by how they begin."""
    names = region_names()
    every = (names.provinces, names.provinces_short, names.cities, names.cities_short)
    provinces, provinces_short, cities, cities_short = map(_by_beginning, every)
    return provinces, provinces_short, cities, cities_short


@cache
def _beginnings_of_provinces() -> frozenset[str]:
    full, short, *_cities = _known_names()
    return frozenset((*full, *short, *(old[:2] for old in _OLD_NAMES)))


def _by_beginning(names: Iterable[str]) -> _Beginnings:
    """Return names by their first two characters, the longest first."""
    found: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        found.setdefault(name[:2], []).append(name)
    return found


def _leading(
    text: str,
    names: tuple[dict[str, str], dict[str, str]],
    known: tuple[_Beginnings, _Beginnings],
    below: Container[str],
) -> tuple[str, str]:
    """Return (code, name as written): a full name, or a short one that is not part of another."""
    head = text[:2]
    for name in known[0].get(head, ()):
        if text.startswith(name):
            return names[0][name], name
    for name in known[1].get(head, ()):
        if text.startswith(name):
            if is_short_name(text, len(name)) or longest_prefix(text[len(name) :], below):
                return names[1][name], name
            break
    return "", ""
