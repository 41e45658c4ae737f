"""The value of customers under contract: what they contribute, as long as they may stay.

Those of a bank, and those who buy by the calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.value.contracts import contract_value
from profiler_app.domain.dates import to_day
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.staying import DISCOUNT
from profiler_app.domain.valuing import LIFETIME_MONTHS
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.foresight.staying import (
    Learned,
    learn_staying,
    read_calendar,
    read_contracts,
)
from profiler_app.jobs.unprofiled import not_profiled
from profiler_app.store.model_runs import Foretold
from profiler_app.store.workspace import Workspace


@dataclass(frozen=True, slots=True, eq=False)
class ContractValue:
    """Customers (sorted ids), what each contributed in twelve months and its value of 36 months.

    Both are in minor units of money. ``by_contracts`` counts whose value follows from how long
    contracts run; for the others a share of 90 % is assumed to stay a year.
    """

    ids: NDArray[np.int64]
    contribution: NDArray[np.float64]
    value: NDArray[np.float64]
    by_contracts: int = 0

    def with_others(self, other: Foretold | None) -> Foretold:
        """Return the values with those of other customers, by sorted id."""
        if other is None:
            return Foretold(self.ids, self.value)
        ids = np.concatenate([self.ids, other.ids])
        values = np.concatenate([self.value, other.values])
        order = np.argsort(ids, kind="stable")
        return Foretold(ids[order], values[order])


def bank_value(progress: Progress, workspace: Workspace, *, today: date) -> ContractValue:
    """Return the value of all customers of a bank who may be profiled and contributed."""
    source = ColumnSource(workspace)
    found = source.columns(("contribution_12m", "line"))
    nothing = np.empty(0)
    if len(found) < 2:
        return ContractValue(np.empty(0, np.int64), nothing, nothing)
    earned, line = found["contribution_12m"], found["line"]
    banks = [at for at, label in enumerate(line.labels) if label == "bank"]
    rows = earned.known & line.known & np.isin(line.values, banks) & (earned.values > 0)
    rows &= ~np.isin(source.ids(), not_profiled(workspace))
    ids = source.ids()[rows].astype(np.int64)
    contribution = earned.values[rows].astype(np.float64)
    value = contract_value(contribution)
    if not len(ids):
        return ContractValue(ids, contribution, value)
    contracts = read_contracts(Part(progress, 0.0, 0.3), workspace)
    learned = learn_staying(Part(progress, 0.3, 1.0), contracts, to_day(today.isoformat()))
    kept = kept_months(learned, ids)
    own = ~np.isnan(kept)
    value = np.where(own, contribution / 12 * np.where(own, kept, 0.0), value)
    return ContractValue(ids, contribution, np.asarray(value, np.float64), int(own.sum()))


def kept_months(learned: Learned, ids: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return how many discounted months of 36 the contracts of customers (sorted ids) go on.

    The mean over those that run; 0 where all have ended, not known (NaN) without any or where
    nothing was learned.
    """
    months = np.full(len(ids), np.nan)
    spells, found = learned.spells, learned.found
    if found is None or spells.source != "accounts" or spells.customers is None:
        return months
    place = np.searchsorted(ids, spells.customers)
    mine = (place < len(ids)) & (ids[np.minimum(place, len(ids) - 1)] == spells.customers)
    months[place[mine]] = 0.0
    rows = np.flatnonzero(mine & ~spells.ended)
    columns = {name: spells.columns[name].take(rows) for name in spells.fields}
    paid = found.months_paid(columns, spells.time[rows], LIFETIME_MONTHS, DISCOUNT)
    total = np.bincount(place[rows], weights=paid, minlength=len(ids))
    count = np.bincount(place[rows], minlength=len(ids))
    return np.where(count > 0, total / np.maximum(count, 1), months)


def calendar_value(progress: Progress, workspace: Workspace, *, today: date) -> ContractValue:
    """Return the value of those who buy by the calendar and have not gone; nobody where refused."""
    contracts = read_calendar(Part(progress, 0.0, 0.3), workspace)
    learned = learn_staying(Part(progress, 0.3, 1.0), contracts, to_day(today.isoformat()))
    spells, found = learned.spells, learned.found
    if found is None or spells.customers is None or spells.monthly is None:
        return ContractValue(np.empty(0, np.int64), np.empty(0), np.empty(0))
    rows = np.flatnonzero(~spells.ended)
    columns = {name: spells.columns[name].take(rows) for name in spells.fields}
    paid = found.months_paid(columns, spells.time[rows], LIFETIME_MONTHS, DISCOUNT)
    monthly = spells.monthly[rows] * 100
    value = np.asarray(monthly * paid, np.float64)
    return ContractValue(spells.customers[rows], monthly * 12, value, len(rows))
