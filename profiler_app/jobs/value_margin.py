"""Which share of the sales the value of a customer counts as earned (VAL-02)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from profiler_app.domain.valuing import ASSUMED_MARGIN, MarginOrigin
from profiler_app.jobs.campaign_margins import usual_margin
from profiler_app.jobs.columns import ColumnSource
from profiler_app.store.workspace import Workspace

_FIGURES: Final = ("contribution_12m", "monetary_12m", "line")


@dataclass(frozen=True, slots=True)
class Margin:
    """A share of the sales, and where it is from."""

    share: float
    origin: MarginOrigin


def margin_used(workspace: Workspace) -> Margin:
    """Return the margin somebody said, else that of the costs known, else the assumed one.

    Costs: what all trade customers contributed in twelve months over what they spent.
    """
    said = usual_margin(workspace)
    if said is not None:
        return Margin(said, "said")
    found = ColumnSource(workspace).columns(_FIGURES)
    if any(name not in found for name in _FIGURES):
        return Margin(ASSUMED_MARGIN, "assumed")
    earned, spent, line = (found[name] for name in _FIGURES)
    trade = [at for at, label in enumerate(line.labels) if label == "trade"]
    rows = earned.known & spent.known & line.known & np.isin(line.values, trade)
    total = float(spent.values[rows].sum())
    share = float(earned.values[rows].sum()) / total if total > 0 else 0.0
    if not 0 < share <= 1 or abs(share - ASSUMED_MARGIN) < 1e-6:
        return Margin(ASSUMED_MARGIN, "assumed")  # no cost and no rate of a product is known
    return Margin(share, "costs")
