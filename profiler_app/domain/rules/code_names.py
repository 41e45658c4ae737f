"""Names of coded fields whose codes come from a public standard, not from an option list."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from profiler_app.domain.resources import catalog

_LISTS = {
    "province": ("regions", "province"),
    "city": ("regions", "city"),
    "county": ("regions", "county"),
    "industry_section": ("industries", "sections"),
}


def code_names(field: str) -> Mapping[str, str]:
    """Return the Chinese names by code (GB/T 2260, GB/T 4754); empty for any other field."""
    if field not in _LISTS:
        return {}
    source, part = _LISTS[field]
    names: Mapping[str, str] = catalog(source)[part]
    return {**_municipalities(), **names} if field == "city" else names


@cache
def _municipalities() -> Mapping[str, str]:
    """Cities that are a province of their own: the standard gives them no code among cities."""
    provinces: Mapping[str, str] = catalog("regions")["province"]
    return {f"{code}00": provinces[code] for code in ("11", "12", "31", "50")}


def code_of(field: str, written: str) -> str | None:
    """Return the code that is meant by a code, a name, or the beginning of a single name."""
    names = code_names(field)
    if written in names:
        return written
    exact = [code for code, name in names.items() if name == written]
    near = exact or [code for code, name in names.items() if name.startswith(written)]
    return near[0] if len(near) == 1 else None
