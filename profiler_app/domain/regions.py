"""Administrative regions of GB/T 2260: from a six-digit code to names."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any, Literal

from profiler_app.domain.resources import catalog

Status = Literal["current", "historical", "unknown"]
_TAIWAN_PERMIT = "83"


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
