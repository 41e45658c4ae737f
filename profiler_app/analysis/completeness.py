"""How much of a profile is filled in: which fields count, how much, and what is there.

completeness = 100 * weights of the filled fields / weights of the fields that apply. Only fields a
person can fill count (columns and attributes that are on by default); what the program computes
or assigns itself does not. A refusal to answer is an answer: the field is filled.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import numpy as np

from profiler_app.analysis.columns import BoolArray
from profiler_app.analysis.facts import Facts
from profiler_app.analysis.rows import FloatArray, IntArray, Rows
from profiler_app.domain.fields import Field, fields

IDENTITY = frozenset(
    {"name", "member_no", "core_cust_no", "uscc", "cn_id", "mobile", "phone", "email"}
)
_CORE = frozenset({"D1", "D2", "D3", "E5"})
_ASSIGNED = frozenset({"number", "kind", "line"})


@cache
def weights() -> Mapping[str, int]:
    """Return the weight of every field that counts: identity and contact 3, core 2, others 1."""
    counted = (field for field in fields().values() if _counts(field))
    return MappingProxyType({field.id: _weight(field) for field in counted})


def _counts(field: Field) -> bool:
    return field.default_on and field.place in ("column", "attribute") and field.id not in _ASSIGNED


def _weight(field: Field) -> int:
    if field.id in IDENTITY:
        return 3
    return 2 if field.dimension in _CORE else 1


def filled(facts: Facts, *, until: int) -> Mapping[str, BoolArray]:
    """Mark, for every field that counts, the customers that have a value up to day ``until``."""
    people = facts.people()
    attributes = facts.rows("attribute", until=until)
    said = attributes.where(attributes.text("value").codes >= 0)
    return {
        name: _in_column(people, name)
        if fields()[name].place == "column"
        else said.where(said.is_in("field", name)).any()
        for name in weights()
    }


def _in_column(people: Rows, name: str) -> BoolArray:
    kind = fields()[name].kind
    if kind in ("text", "enum", "code"):
        return people.text(name).codes >= 0
    return ~people.is_null(name)


def completeness(
    facts: Facts, group: IntArray, *, groups: tuple[str, ...], until: int
) -> FloatArray:
    """Return 0 to 100 per customer; ``group`` is the index of each customer into ``groups``."""
    got, possible = np.zeros(facts.size), np.zeros(facts.size)
    there = filled(facts, until=until)
    for name, weight in weights().items():
        applies = np.array([*(g in fields()[name].applies_to for g in groups), False])[group]
        possible += weight * applies
        got += weight * (applies & there[name])
    return 100 * got / np.maximum(possible, 1)
