"""Addresses: province, city and county from their beginning."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from profiler_app.domain.checked import EMPTY, Checked, clean_text, refused
from profiler_app.domain.regions import (
    BETWEEN,
    COUNTRY,
    county_name,
    is_short_name,
    leading_city,
    leading_province,
    longest_prefix,
    region_behind,
    region_heads,
    region_names,
)
from profiler_app.domain.resources import catalog

_CITY_DIGITS = 4
_LEVELS = ("province", "city", "county")
_NOWHERE = ("", "", "")
MUNICIPALITIES = frozenset(("11", "12", "31", "50"))


def address(raw: object) -> Checked[str]:
    """Find the regions an address begins with; full and short names of GB/T 2260 count.

    ``derived`` holds province, city, county with their ``_code``, the detail behind them, and
    candidates (codes) when the county exists in several cities. A county alone is enough only if
    its name is unique in the country.
    """
    text = clean_text(raw)
    return refused(EMPTY) if text is None else _address(text.replace(" ", ""))


def region_codes(
    texts: Sequence[str], above: Sequence[str] | None = None
) -> list[tuple[str, str, str]]:
    """Return the codes (2, 4, 6 digits or "") of the regions ``address`` finds in cleaned texts.

    ``above`` are cleaned texts of the regions the addresses lie in: they are put before those that
    name no county themselves, and count where both together name one. Addresses of one street
    share the beginning that decides, so it is judged once.
    """
    if not texts:
        return []
    texts = _without_blanks(texts)
    heads = region_heads(texts)
    if above is None:
        return _of_heads(heads, texts)
    above = _without_blanks(above)
    ways = [*zip(above, heads, strict=True)]
    sure = _sure_ways({*ways})
    found: list[Any] = [*map(sure.get, ways)]
    open_ = [place for place, codes in enumerate(found) if codes is None] if None in found else ()
    for place in open_:
        text = texts[place]
        (codes,) = _of_heads([heads[place]], [text])
        whole = f"{above[place]}{text}"
        if text and not codes[2]:
            (more,) = _of_heads(region_heads([whole]), [whole])
            codes = more if more[2] else codes
        found[place] = codes
    return found


def _sure_ways(ways: Collection[tuple[str, str]]) -> dict[tuple[str, str], tuple[str, str, str]]:
    """Return the codes of addresses by the regions above them and by how they begin.

    Only where the beginnings tell some regions for certain. What ends the beginning of an address
    also ends it behind the regions above.
    """
    sure = {}
    wholes = region_heads([*map("".join, ways)])
    for way, whole in zip(ways, wholes, strict=True):
        codes = _codes(way[1])
        more = codes if codes[2] else _codes(whole)
        if codes is not _NOWHERE and more is not _NOWHERE:
            sure[way] = more if more[2] else codes
    return sure


def _without_blanks(texts: Sequence[str]) -> Sequence[str]:
    return [text.replace(" ", "") for text in texts] if " " in "".join(texts) else texts


def _of_heads(heads: Sequence[str], texts: Iterable[str]) -> list[tuple[str, str, str]]:
    """Return the codes of addresses that begin so; where that tells nothing, they are read."""
    codes = {head: _codes(head) for head in {*heads}}
    found = [*map(codes.__getitem__, heads)]
    if _NOWHERE in codes.values():
        found = [
            _codes(text) if code is _NOWHERE and region_behind(text) else code
            for code, text in zip(found, texts, strict=True)
        ]
    return found


@lru_cache(maxsize=16384)
def _codes(head: str) -> tuple[str, str, str]:
    checked = _address(head)
    if not checked.ok:
        return _NOWHERE
    province, city, county = (checked.derived.get(f"{level}_code") for level in _LEVELS)
    return (province or "")[:2], (city or "")[:4], county or ""


@lru_cache(maxsize=16384)
def _address(text: str) -> Checked[str]:
    """Read the regions an address begins with; where none is, those that stand behind a street."""
    checked = _read(text, text)
    if checked.ok or "ADDR_COUNTY_AMBIGUOUS" in checked.warnings:
        return checked
    place = region_behind(text)
    return _read(text[place:], text) if place else checked


def _read(rest: str, text: str) -> Checked[str]:
    """Read the regions at the beginning of ``rest``; ``text`` is the whole address."""
    rest = rest.lstrip(BETWEEN)
    for country in COUNTRY:
        rest = rest.removeprefix(country)
    province, written = leading_province(rest)
    rest = rest[len(written) :].lstrip(BETWEEN)
    city, rest = _city(rest, province)
    rest = rest.lstrip(BETWEEN)
    counties, rest = _counties(rest, city or province)
    candidates = counties if len(counties) > 1 else ()
    county = counties[0] if len(counties) == 1 else ""
    province = province or (city or county)[:2]
    facts = _facts(province, city or county[:4], county)
    facts["detail"] = (rest or None) if province else text
    warnings = ("ADDR_COUNTY_AMBIGUOUS",) if candidates else ()
    if candidates:
        facts["candidates"] = list(candidates)
    if not province:
        return Checked(text, ("ADDR_UNRESOLVED",), (*warnings, "ADDR_NO_PROVINCE"), facts)
    return Checked(text, (), warnings, facts)


def _city(text: str, province: str) -> tuple[str, str]:
    """Return the city's code and what follows it; a city may be named twice."""
    if province in MUNICIPALITIES:
        again, written = leading_province(text)
        return "", text[len(written) :] if again == province else text
    code, written = leading_city(text, province)
    rest = text[len(written) :]
    again, written = leading_city(rest.lstrip(BETWEEN), province) if code else ("", "")
    return code, rest.lstrip(BETWEEN)[len(written) :] if again == code else rest


def _counties(text: str, within: str) -> tuple[tuple[str, ...], str]:
    """Return the codes the county may have, and what follows it (all text if undecided).

    Inside a known city its short name is enough, and counties that were abolished count too.
    """
    names = region_names()
    codes, written = _named(text, names.counties, within)
    if not codes:
        codes, written = _named(text, names.former_counties, within)
        codes = codes[-1:] if within else codes
    if not codes and len(within) == _CITY_DIGITS:
        codes, written = _named(text, names.counties_short, within)
        if not is_short_name(text, len(written)):
            codes = ()
    return codes, text[len(written) :] if len(codes) == 1 else text


def _named(
    text: str, names: Mapping[str, tuple[str, ...]], within: str
) -> tuple[tuple[str, ...], str]:
    written = longest_prefix(text, names)
    return tuple(code for code in names.get(written, ()) if code.startswith(within)), written


def _facts(province: str, city: str, county: str) -> dict[str, Any]:
    regions = catalog("regions")
    city_name, city_code = regions["city"].get(city), f"{city}00"
    if province in MUNICIPALITIES:
        city_name, city_code = regions["province"][province], f"{province}0000"
    return {
        "province": regions["province"].get(province),
        "province_code": f"{province}0000" if province else None,
        "city": city_name,
        "city_code": city_code if city_name else None,
        "county": county_name(county),
        "county_code": county or None,
    }
