"""How many buyers come back."""

from __future__ import annotations

import numpy as np

from profiler_app.analysis.columns import Column


def repurchase_rate(purchase_days: Column) -> float | None:
    """Return customers with two purchase days or more / customers with one or more.

    ``purchase_days`` counts them in the period asked for, such as ``freq_12m``, for any group of
    customers (``Column.take``). None when nobody bought: there is nothing to take a share of.
    """
    days = purchase_days.values[purchase_days.known]
    buyers = int(np.count_nonzero(days >= 1))
    return int(np.count_nonzero(days >= 2)) / buyers if buyers else None
