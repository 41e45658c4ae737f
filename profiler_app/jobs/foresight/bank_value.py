"""The value of the customers of a bank: what they contribute, as long as they may stay."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.value.contracts import contract_value
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.unprofiled import not_profiled
from profiler_app.store.model_runs import Foretold
from profiler_app.store.workspace import Workspace


@dataclass(frozen=True, slots=True, eq=False)
class BankValue:
    """Customers (sorted ids), what each contributed in twelve months and its value of 36 months.

    Both are in minor units of money.
    """

    ids: NDArray[np.int64]
    contribution: NDArray[np.float64]
    value: NDArray[np.float64]

    def with_others(self, other: Foretold | None) -> Foretold:
        """Return the values with those of other customers, by sorted id."""
        if other is None:
            return Foretold(self.ids, self.value)
        ids = np.concatenate([self.ids, other.ids])
        values = np.concatenate([self.value, other.values])
        order = np.argsort(ids, kind="stable")
        return Foretold(ids[order], values[order])


def bank_value(workspace: Workspace) -> BankValue:
    """Return the value of all customers of a bank who may be profiled and contributed."""
    source = ColumnSource(workspace)
    found = source.columns(("contribution_12m", "line"))
    if len(found) < 2:
        nothing = np.empty(0)
        return BankValue(np.empty(0, np.int64), nothing, nothing)
    earned, line = found["contribution_12m"], found["line"]
    banks = [at for at, label in enumerate(line.labels) if label == "bank"]
    rows = earned.known & line.known & np.isin(line.values, banks) & (earned.values > 0)
    rows &= ~np.isin(source.ids(), not_profiled(workspace))
    contribution = earned.values[rows].astype(np.float64)
    return BankValue(
        source.ids()[rows].astype(np.int64), contribution, contract_value(contribution)
    )
