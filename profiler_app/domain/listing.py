"""What a list of customers is asked for, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Which customers, in which order.

    ``where`` is a rule as people type it (money in major units; empty: everybody). ``search``
    finds by name, pinyin, initials, end of a telephone number or identifier. ``sort`` is a field
    id; without one the best matches come first, else the customers contacted last. Unknown values
    are always last.
    """

    where: str = ""
    search: str = ""
    sort: str | None = None
    descending: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The customers a query found: ids (int64 array) in order, of how many, in which time.

    ``scanned``: there is no search index yet, so names were looked through without pinyin.
    """

    ids: Any
    total: int
    unknown: int
    seconds: float
    scanned: bool = False


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """One customer as a list shows it.

    ``values`` holds raw values by field id (money in minor units, days since 1970-01-01, codes);
    a missing key is unknown. ``tags`` are ids, the rarest first.
    """

    id: int
    number: str
    name: str
    kind: str
    line: str
    values: Mapping[str, Any] = field(default_factory=_nothing)
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a field with how many customers have it under the other filters."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one field; ``unknown`` counts customers without one."""

    field: str
    values: tuple[FacetValue, ...]
    unknown: int
