"""Industries of GB/T 4754-2017 and company sizes (统计上大中小微型企业划分办法, 2017)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, NamedTuple

from profiler_app.domain.checked import EMPTY, Checked, clean_text, refused
from profiler_app.domain.resources import catalog

_CODE = re.compile(r"([A-T])?(\d{2,4})?")
_LEVELS = ("sections", "divisions", "groups", "classes")


def industry(raw: object) -> Checked[str]:
    """Read a code (C, C39, 391, C3911) or a name of the classification as letter and digits.

    ``derived`` holds section, section_name, division, division_name, level (1 to 4) and name;
    with IND_SECTION_MISMATCH the expected_section.
    """
    text = clean_text(raw)
    return refused(EMPTY) if text is None else _industry(text.replace(" ", ""))


@lru_cache(maxsize=4096)
def _industry(text: str) -> Checked[str]:
    head = re.match(r"[A-Ta-t]?\d*", text)
    code = (head[0] if head else "").upper()
    if code and (len(code) == len(text) or not text[len(code)].isalnum() or code[-1].isdigit()):
        return _by_code(code)
    found = _codes_by_name().get(text) or _codes_by_name().get(f"{text}业")
    return _by_code(found) if found else refused("IND_NAME_UNKNOWN", text)


def _by_code(code: str) -> Checked[str]:
    match = _CODE.fullmatch(code)
    if match is None:
        return refused("IND_CLASS_UNKNOWN", code)
    table = catalog("industries")
    section, digits = match[1], match[2]
    if digits is None:
        return Checked(section, (), (), _facts(section, ""))
    division = table["divisions"].get(digits[:2])
    if division is None:
        return refused("IND_DIVISION_UNKNOWN", code)
    if section and section != division["section"]:
        return refused("IND_SECTION_MISMATCH", code, expected_section=division["section"])
    if digits not in table[_LEVELS[len(digits) - 1]]:
        return refused("IND_CLASS_UNKNOWN", code)
    section = division["section"]
    return Checked(section + digits, (), (), _facts(section, digits))


def _facts(section: str, digits: str) -> dict[str, Any]:
    table = catalog("industries")
    facts = {"section": section, "section_name": table["sections"][section]}
    if not digits:
        return {**facts, "level": 1, "name": facts["section_name"]}
    division = table["divisions"][digits[:2]]["name"]
    name = division if len(digits) == 2 else table[_LEVELS[len(digits) - 1]][digits]
    facts |= {"division": digits[:2], "division_name": division, "name": name}
    return {**facts, "level": len(digits)}


@cache
def _codes_by_name() -> dict[str, str]:
    """Return the code of every name; a name of several levels means the widest."""
    table = catalog("industries")
    named = [(name, section) for section, name in table["sections"].items()]
    named += [(division["name"], digits) for digits, division in table["divisions"].items()]
    for level in ("groups", "classes"):
        named += [(name, digits) for digits, name in table[level].items()]
    # cleaned like the cells: full-width brackets of the table become half-width ones
    return {clean_text(name) or name: code for name, code in reversed(named)}


class _Limits(NamedTuple):
    """Lower bounds of large, medium and small; money in 万元."""

    employees: tuple[int, int, int] | None = None
    revenue: tuple[int, int, int] | None = None
    assets: tuple[int, int, int] | None = None


_SIZES = ("large", "medium", "small", "micro")
_WAN = 10**6  # 10,000 yuan in fen
_STAFF = (300, 100, 10)
_TRANSPORT = _Limits((1000, 300, 20), (30000, 3000, 200))
_INDUSTRIAL = _Limits((1000, 300, 20), (40000, 2000, 300))
_HOSPITALITY = _Limits(_STAFF, (10000, 2000, 100))
_INFORMATION = _Limits((2000, 100, 10), (100000, 1000, 100))
_OTHERS = _Limits(_STAFF)
_SIZE_LIMITS: dict[str, _Limits] = {
    "A": _Limits(revenue=(20000, 500, 50)),
    "B": _INDUSTRIAL,
    "C": _INDUSTRIAL,
    "D": _INDUSTRIAL,
    "E": _Limits(revenue=(80000, 6000, 300), assets=(80000, 5000, 300)),
    "F51": _Limits((200, 20, 5), (40000, 5000, 1000)),
    "F52": _Limits((300, 50, 10), (20000, 500, 100)),
    **dict.fromkeys(("G54", "G55", "G56", "G57", "G58", "G591"), _TRANSPORT),
    "G59": _Limits((200, 100, 20), (30000, 1000, 100)),
    "G60": _Limits((1000, 300, 20), (30000, 2000, 100)),
    "H61": _HOSPITALITY,
    "H62": _HOSPITALITY,
    "I63": _INFORMATION,
    "I64": _INFORMATION,
    "I65": _Limits(_STAFF, (10000, 1000, 50)),
    "K701": _Limits(revenue=(200000, 1000, 100), assets=(10000, 5000, 2000)),
    "K702": _Limits((1000, 300, 100), (5000, 1000, 500)),
    "K703": _OTHERS,
    "K709": _OTHERS,
    "L": _Limits(_STAFF, assets=(120000, 8000, 100)),
    "M": _OTHERS,
    "N": _OTHERS,
    "O": _OTHERS,
    "Q85": _OTHERS,
    "R": _OTHERS,
}
_NEED_GROUP = frozenset(("G59", "K70"))
_NEED_DIVISION = frozenset("FGHIKQ")


def company_size(
    code: str,
    *,
    employees: int | None = None,
    revenue: int | None = None,
    assets: int | None = None,
) -> Checked[str]:
    """Return large, medium, small or micro for an industry code; money in fen.

    All indicators of the industry's row must reach a level; micro is certain as soon as one of
    them is. When one is missing, ``derived["upper_bound"]`` names the best level possible.
    """
    if code in _NEED_GROUP:
        return refused("NEED_GROUP")
    if code in _NEED_DIVISION:
        return refused("NEED_DIVISION")
    limits = next((_SIZE_LIMITS[code[:n]] for n in (4, 3, 1) if code[:n] in _SIZE_LIMITS), None)
    if limits is None:
        return refused("NOT_COVERED")
    indicators = (
        (limits.employees, employees, 1),
        (limits.revenue, revenue, _WAN),
        (limits.assets, assets, _WAN),
    )
    needed = [(bounds, value, unit) for bounds, value, unit in indicators if bounds]
    levels = [_level(bounds, value, unit) for bounds, value, unit in needed if value is not None]
    worst = max(levels, default=None)
    if worst is not None and (len(levels) == len(needed) or _SIZES[worst] == "micro"):
        return Checked(_SIZES[worst])
    return refused("SIZE_MISSING_METRIC", upper_bound=None if worst is None else _SIZES[worst])


def _level(bounds: tuple[int, int, int], value: int, unit: int) -> int:
    """Return the index into _SIZES that one indicator allows."""
    return sum(value < bound * unit for bound in bounds)
