"""One customer compared with a few others, as while somebody types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from profiler_app.analysis.matching.comparing import compare
from profiler_app.analysis.matching.levels import OTHER, VERDICTS
from profiler_app.analysis.matching.stated import ROLES, VETO, bits_of, stated_levels
from profiler_app.analysis.matching.traits import trait_of
from profiler_app.domain.fields import fields
from profiler_app.domain.matching import Evidence

Told = tuple[float, tuple[Evidence, ...]]


def weighed(one: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> list[Told]:
    """Return the bits of one customer with each other one (M15), and what speaks for it.

    Different ID numbers or credit codes leave nothing to say.
    """
    rows = [one, *others]
    first, second = np.zeros(len(others), np.int64), np.arange(1, len(rows))
    totals = np.zeros(len(others))
    shared: list[list[Evidence]] = [[] for _other in others]
    for name, role in ROLES.items():
        if not others or not _cell(one, name):
            continue
        trait = trait_of(name, [_cell(row, name) for row in rows], role)
        if trait.codes[0] < 0:
            continue
        levels = stated_levels(trait, compare(trait, first, second))
        bits = bits_of(trait, levels, first)
        totals += bits
        if name in VETO:
            totals[levels == OTHER] = -np.inf
        field = "name" if name == "company" else name
        for place in np.flatnonzero(bits > 0).tolist():
            verdict, weight = VERDICTS[levels[place]], float(bits[place])
            shared[place].append(Evidence(field, fields()[field].label, verdict, weight))
    for each in shared:
        each.sort(key=lambda evidence: -evidence.bits)
    return [(total, tuple(each)) for total, each in zip(totals.tolist(), shared, strict=True)]


def _cell(row: Mapping[str, Any], name: str) -> Any:
    """Return a value; the name of a company is compared as such."""
    if name not in ("name", "company"):
        return row.get(name)
    is_company = row.get("kind") == "company"
    return row.get("name") if is_company == (name == "company") else None
