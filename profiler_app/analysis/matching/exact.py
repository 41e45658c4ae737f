"""A quick look for customers who may be the same: only what is exactly equal counts (M15).

It answers in seconds for a million customers, as the page about the quality of data needs it; the
whole comparison (``stated.match``) weighs by the same table and also knows what is merely alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import BoolArray, Column
from profiler_app.analysis.distinct import distinct
from profiler_app.analysis.matching.stated import REVIEW, VETO, WEIGHTS, weighed
from profiler_app.analysis.quality.texts import plain
from profiler_app.domain.companies import company_name

READ = ("kind", "name", "cn_id", "uscc", "core_cust_no", "mobile", "email", "birth_date",
        "gender", "county", "address")  # fmt: skip
_KEYS = ("cn_id", "uscc", "core_cust_no", "mobile", "email", "company")
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


def candidates(columns: Mapping[str, Column], size: int) -> Pairs:
    """Return the pairs with at least ``REVIEW`` bits, the surest first."""
    codes = _codes(columns, size)
    first, second = _pairs(codes, size)
    agree: dict[str, BoolArray] = {}
    bits = np.zeros(len(first))
    vetoed = np.zeros(len(first), np.bool_)
    for name in WEIGHTS.keys() & codes.keys():
        one, other = codes[name][first], codes[name][second]
        both = (one >= 0) & (other >= 0)
        agree[name], differ = both & (one == other), both & (one != other)
        bits += weighed(name, agree[name], differ, _counts(codes[name], first))
        if name in VETO:
            vetoed |= differ
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
        codes["company"] = _company_keys(name, is_company, size)
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
    every = distinct(np.concatenate(packed)) if packed else np.empty(0, np.int64)
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
