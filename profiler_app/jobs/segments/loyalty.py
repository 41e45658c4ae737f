"""The tiers of the user as a loyalty programme: who stands where, who is near, who moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from profiler_app.domain.errors import NotComputed
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.rules.wording import quoted
from profiler_app.domain.segmentation import (
    NOT_SCORED,
    Migration,
    Move,
    Tiers,
    tier_rule,
)
from profiler_app.domain.tags import NO_PROFILING
from profiler_app.domain.text import N_
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.computing import states_as_of
from profiler_app.jobs.lists import count
from profiler_app.jobs.segments.saved import sales_of
from profiler_app.jobs.segments.tiers import reached, saved_tiers, tier_column
from profiler_app.store import runs
from profiler_app.store.workspace import Workspace

NEAR = 0.8
"""Whoever has this share of the bound of a tier is near it."""


@dataclass(frozen=True, slots=True)
class LoyaltyRow:
    """One tier: its bounds, what it brings, who stands on it, and who below is near it.

    Amounts are minor units; ``orders`` 0: purchases do not count.
    """

    name: str
    bound_minor: int
    orders: int
    benefit: str
    customers: int
    share: float
    sales_minor: int
    sales_share: float
    near: int
    near_rule: str

    @property
    def rule(self) -> str:
        """The rule of who stands on it."""
        return tier_rule(self.name)


@dataclass(frozen=True, slots=True)
class LoyaltyView:
    """The tiers, the highest first; ``without`` stand on none of them."""

    tiers: Tiers
    rows: tuple[LoyaltyRow, ...]
    without: int


def loyalty_view(workspace: Workspace, source: ColumnSource) -> LoyaltyView | None:
    """Return who stands where; None while there are no tiers."""
    tiers = saved_tiers(workspace.connection)
    column = tier_column(workspace.connection, source)
    if tiers is None or column is None:
        return None
    sales = sales_of(source)
    total, size = float(sales.sum()), max(len(source.ids()), 1)
    rows = []
    for at, name in enumerate(tiers.names):
        inside = column.known & (column.values == at)
        own = float(sales[inside].sum())
        rule = near_rule(tiers, at)
        rows.append(
            LoyaltyRow(
                name,
                tiers.bounds[at],
                tiers.orders[at] if tiers.orders else 0,
                tiers.benefits[at] if tiers.benefits else "",
                int(inside.sum()),
                float(inside.sum()) / size,
                round(own),
                own / total if total else 0.0,
                count(source, rule)[0],
                rule,
            )
        )
    return LoyaltyView(tiers, tuple(rows), int((~column.known).sum()))


def near_rule(tiers: Tiers, at: int) -> str:
    """Return the rule of who stands below a tier and has most of its bound."""
    below = [f"own_tier == {quoted(name)}" for name in tiers.names[at + 1 :]]
    bound = round(tiers.bounds[at] * NEAR)
    amount = f"{bound // 100}.{bound % 100:02}"
    some = " or ".join([*below, "isnull(own_tier)"])
    return f"({some}) and {tiers.figure} >= {amount} and not has('{NO_PROFILING}')"


def tier_moves(progress: Progress, workspace: Workspace, *, day: date) -> Migration:
    """Return who went up, stayed or went down since a day, by the tiers of today; sums to n.

    Raises NotComputed before the first refresh or without tiers.
    """
    run = runs.last_run(workspace.connection)
    tiers = saved_tiers(workspace.connection)
    source = ColumnSource(workspace)
    now = tier_column(workspace.connection, source)
    if run is None or tiers is None or now is None:
        raise NotComputed()
    names = (*tiers.names, NOT_SCORED)
    parts = [np.zeros(0, np.int64)]
    work = Part(progress, 0.0, 0.9)
    for state in states_as_of(work, workspace.connection, as_of=day, last=run):
        parts.append(reached(tiers, state.features))
    progress.step(0.9, N_("Comparing"))
    after = np.where(now.known, now.values, len(tiers.names)).astype(np.int64)
    withheld = source.tags([NO_PROFILING])[NO_PROFILING].true
    before = np.where(withheld, len(tiers.names), np.concatenate(parts))
    place = before * len(names) + after
    counts = np.bincount(place, minlength=len(names) ** 2)
    sales = np.bincount(place, weights=sales_of(source), minlength=len(names) ** 2)
    moves = tuple(
        Move(names[at // len(names)], names[at % len(names)], int(counts[at]), round(sales[at]))
        for at in np.flatnonzero(counts).tolist()
    )
    return Migration(day.isoformat(), run.as_of, len(after), moves)
