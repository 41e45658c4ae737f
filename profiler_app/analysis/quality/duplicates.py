"""Customers who may be the same (M15): Fellegi-Sunter weights in bits over blocking keys.

Pairs are only made of customers who share a key; a key shared by many says nothing. Each pair is
weighed field by field; different ID numbers or credit codes are a veto.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import BoolArray, Column
from profiler_app.analysis.quality.texts import plain
from profiler_app.domain.companies import company_name

WEIGHTS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "cn_id": (14.0, -8.0),
        "uscc": (14.0, -8.0),
        "core_cust_no": (12.0, -2.0),
        "mobile": (7.0, -1.5),
        "email": (6.5, -0.5),
        "name": (6.0, -3.5),
        "birth_date": (5.5, -4.0),
        "gender": (0.9, -3.0),
        "county": (2.5, -0.5),
        "address": (4.5, -0.5),
        "company_key": (8.0, -4.0),
    }
)
"""Bits where two customers agree and where they differ (M15)."""
COMMON_NAME = 2.5
"""Bits of a name at least three customers have."""
REVIEW = 6.0
_COMMON = 3
_MOST_OWNERS = 3
"""A telephone number of more customers loses its weight."""
_VETO = ("cn_id", "uscc")
READ = ("kind", "name", "cn_id", "uscc", "core_cust_no", "mobile", "email", "birth_date",
        "gender", "county", "address")  # fmt: skip
_KEYS = ("cn_id", "uscc", "core_cust_no", "mobile", "email", "company_key")
_MOST_IN_BLOCK = 50

Array = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Places of two customers each (``first`` < ``second``), how many bits speak for it."""

    first: Array
    second: Array
    bits: NDArray[np.float64]
    agree: Mapping[str, BoolArray]

    def involved(self, size: int) -> BoolArray:
        """Mark the customers with an open candidate."""
        marks = np.zeros(size, np.bool_)
        marks[self.first] = marks[self.second] = True
        return marks


def weigh(
    agree: Mapping[str, Any], differ: Mapping[str, Any], *, common: Any, shared: Any = False
) -> Any:
    """Return the bits that speak for a pair or, given arrays, for many.

    ``common``: at least three have the name; ``shared``: too many have the telephone number.
    """
    bits: Any = 0.0
    for name, (plus, minus) in WEIGHTS.items():
        weight: Any = plus
        if name == "name":
            weight = np.where(common, COMMON_NAME, plus)
        elif name == "mobile":
            weight = np.where(shared, 0.0, plus)
        bits = bits + weight * agree.get(name, False) + minus * differ.get(name, False)
    return bits


def candidates(columns: Mapping[str, Column], size: int) -> Pairs:
    """Return the pairs with at least ``REVIEW`` bits, the surest first."""
    codes = _codes(columns, size)
    first, second = _pairs(codes, size)
    agree: dict[str, BoolArray] = {}
    differ: dict[str, BoolArray] = {}
    for name in WEIGHTS.keys() & codes.keys():
        one, other = codes[name][first], codes[name][second]
        both = (one >= 0) & (other >= 0)
        agree[name], differ[name] = both & (one == other), both & (one != other)
    common = _counts(codes.get("name"), first) >= _COMMON
    shared = _counts(codes.get("mobile"), first) > _MOST_OWNERS
    bits = weigh(agree, differ, common=common, shared=shared) * np.ones(len(first))
    vetoed = np.zeros(len(first), np.bool_)
    for name in _VETO:
        vetoed |= differ.get(name, False)
    kept = np.flatnonzero((bits >= REVIEW) & ~vetoed)
    kept = kept[np.argsort(-bits[kept], kind="stable")]
    found = {name: agree[name][kept] for name in WEIGHTS if name in agree}
    return Pairs(first[kept], second[kept], bits[kept], found)


def groups(pairs: Pairs) -> list[list[int]]:
    """Return places that hang together through pairs, the surest first."""
    leader: dict[int, int] = {}

    def top(place: int) -> int:
        while leader.setdefault(place, place) != place:
            leader[place] = leader[leader[place]]
            place = leader[place]
        return place

    for one, other in zip(pairs.first.tolist(), pairs.second.tolist(), strict=True):
        a, b = top(one), top(other)
        leader[max(a, b)] = min(a, b)
    found: dict[int, list[int]] = {}
    for place in leader:
        found.setdefault(top(place), []).append(place)
    return [sorted(each) for each in found.values()]


def _codes(columns: Mapping[str, Column], size: int) -> dict[str, Array]:
    """Return a number for each value, -1 where there is none; companies also by their key."""
    codes = {
        name: np.where(column.known, column.values, -1).astype(np.int64)
        for name, column in columns.items()
        if name != "kind"
    }
    birth = columns.get("birth_date")
    if birth is not None:  # days before 1970 are negative, which here says unknown
        codes["birth_date"] = np.where(birth.known, birth.values + 1_000_000, -1)
    kind, name = columns.get("kind"), columns.get("name")
    if kind is not None and name is not None and "company" in kind.labels:
        is_company = kind.known & (kind.values == list(kind.labels).index("company"))
        codes["company_key"] = _company_keys(name, is_company, size)
        codes["name"] = np.where(is_company, -1, codes["name"])
    return codes


def _company_keys(name: Column, is_company: BoolArray, size: int) -> Array:
    keys = np.full(size, -1, np.int64)
    who = np.flatnonzero(is_company & name.known)
    texts = plain(name.labels)
    numbers: dict[str, int] = {}
    for place, code in zip(who.tolist(), name.values[who].tolist(), strict=True):
        text = texts[code]
        key = str(company_name(text).derived.get("match_key", text))
        keys[place] = numbers.setdefault(key, len(numbers))
    return keys


def _pairs(codes: Mapping[str, Array], size: int) -> tuple[Array, Array]:
    """Return every pair that shares a key, once."""
    keys = [codes[name] for name in _KEYS if name in codes]
    if "name" in codes and "birth_date" in codes:
        name, birth = codes["name"], codes["birth_date"]
        both = (name >= 0) & (birth >= 0)
        keys.append(np.where(both, name * 2_000_000 + birth, -1))
    packed = [_pairs_of(key, size) for key in keys]
    every = np.unique(np.concatenate(packed)) if packed else np.empty(0, np.int64)
    return every // max(size, 1), every % max(size, 1)


def _pairs_of(key: Array, size: int) -> Array:
    """Return the pairs of places with the same key as first * size + second."""
    places = np.flatnonzero(key >= 0)
    order = places[np.argsort(key[places], kind="stable")]
    values = key[order]
    edges = np.flatnonzero(np.diff(values)) + 1
    starts = np.concatenate([[0], edges])
    ends = np.concatenate([edges, [len(values)]])
    lengths = ends - starts
    found = []
    twos = starts[lengths == 2]
    if len(twos):
        found.append(order[twos].astype(np.int64) * size + order[twos + 1])
    for at in np.flatnonzero((lengths > 2) & (lengths <= _MOST_IN_BLOCK)).tolist():
        block = order[starts[at] : ends[at]].tolist()
        found.append(np.array([a * size + b for a, b in combinations(block, 2)], np.int64))
    return np.concatenate(found) if found else np.empty(0, np.int64)


def _counts(codes: Array | None, places: Array) -> Array:
    """Return how many customers share the value of those at some places."""
    if codes is None or not (codes >= 0).any():
        return np.zeros(len(places), np.int64)
    counts = np.append(np.bincount(codes[codes >= 0]), 0)  # nobody shares what is unknown
    return np.asarray(counts[codes[places]])
