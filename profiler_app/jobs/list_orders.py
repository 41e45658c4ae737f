"""Orders of a list that no single field gives: by tier, by spend or assets, by number of tags."""

from __future__ import annotations

import numpy as np

from profiler_app.analysis.columns import Column
from profiler_app.domain.tags import NO_PROFILING, known_tags
from profiler_app.jobs.columns import ColumnSource

TIERS = ("rfm8", "value_tier_bank", "value_tier_corp")
"""The scales of value: each customer stands on one of them."""


def made_order(source: ColumnSource, name: str) -> Column | None:
    """Return the column a list is sorted by under one of these names, None for any other name."""
    make = {"tier": _by_tier, "total": _by_total, "tags": _by_tags, "own_tier": _by_own_tier}.get(
        name
    )
    return None if make is None else make(source)


def _by_tier(source: ColumnSource) -> Column:
    """Rank customers on a scale from the first (0) to the last tier (1) of their own kind."""
    values = np.zeros(len(source.ids()))
    known = np.zeros(len(values), np.bool_)
    for scale in _scales():
        held = source.tags(scale)
        for place, tag in enumerate(scale):
            mine = held[tag].true & ~known
            values[mine] = place / max(1, len(scale) - 1)
            known |= mine
    return Column("num", values, known)


def _scales() -> list[list[str]]:
    """Return the tags of each scale, the most valuable first."""
    tags = sorted(known_tags().values(), key=lambda tag: tag.priority or 0)
    return [[tag.id for tag in tags if tag.exclusive_group == name] for name in TIERS]


def _by_total(source: ColumnSource) -> Column:
    """Take what the table shows: spend of trade customers, assets or deposits of the others."""
    found = source.columns(("line", "monetary_all", "aum_mavg", "deposit_mavg"))
    size = len(source.ids())
    values, known = np.zeros(size, np.int64), np.zeros(size, np.bool_)
    line = found["line"]
    trade = np.zeros(size, np.bool_)
    if "trade" in line.labels:
        trade = line.known & (line.values == line.labels.index("trade"))
    shown = ~source.tags([NO_PROFILING])[NO_PROFILING].true
    for name in ("monetary_all", "aum_mavg", "deposit_mavg"):
        column = found.get(name)
        if column is None:
            continue
        mine = column.known & shown & ~known
        if name == "monetary_all":
            mine &= trade
        values[mine] = column.values[mine]
        known |= mine
    return Column("money", values, known)


def _by_own_tier(source: ColumnSource) -> Column | None:
    """Rank customers as the user ordered his tiers, not by their names."""
    found = source.columns(["own_tier"]).get("own_tier")
    return None if found is None else Column("int", found.values, found.known)


def _by_tags(source: ColumnSource) -> Column:
    """Count the tags of everybody."""
    counts = np.zeros(len(source.ids()), np.int64)
    for tag in known_tags():  # one at a time: all of them together are large
        counts += source.tags([tag])[tag].true
    return Column("int", counts, counts > 0)
